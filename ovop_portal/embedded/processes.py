"""Child processes that leave no orphan.

Each child leads a session of its own, so that Ctrl-C in the terminal reaches the supervisor alone, which then stops the children in order; and each
is told by the kernel (on Linux) when the supervisor dies without a word. What is left all the same, the next start ends by its id.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ovop_portal.embedded.problems import Problem
from ovop_portal.embedded.signals import held

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Child:
    """A process the supervisor started."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    quit_signal: signal.Signals

    @property
    def mark(self) -> dict[str, object]:
        """What the state file keeps, enough to find this very process again."""
        return {"pid": self.process.pid, "birth": birth(self.process.pid), "signal": int(self.quit_signal)}

    def check(self) -> None:
        """Complain, with the end of its log, if the child is gone."""
        if (code := self.process.poll()) is not None:
            raise Problem(f"{self.name} stopped by itself (exit {code}).\n{tail(self.log)}\nThe whole log: {self.log}")

    def stop(self, grace: float = 15) -> None:
        """Ask the child to end; after `grace` seconds end it and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(self.quit_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        kill_group(self.process.pid)
        self.process.wait()


@dataclass(frozen=True)
class Account:
    """The user a server runs as. PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @property
    def changes(self) -> bool:
        return self.uid != os.geteuid()


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    cwd: Path = Path("/"),
    quit_signal: signal.Signals = signal.SIGTERM,
) -> Child:
    """Start a child in a session of its own, its output going to `log`."""
    with log.open("wb") as output, held():
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=die_with_parent(quit_signal),
            **_as(account),
        )
    return Child(name, process, log, quit_signal)


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    cwd: Path = Path("/"),
) -> None:
    """Run a command to its end, as a child like the others; a failure is told with the end of its output."""
    child = start(str(command[0]), command, log=log, env=env, account=account, cwd=cwd)
    try:
        code = child.process.wait()
    finally:
        kill_group(child.process.pid)
    if code:
        words = " ".join(str(word) for word in command[-3:])
        raise Problem(f"`… {words}` ended with {code}.\n{tail(log)}\nThe whole log: {log}")


def _as(account: Account | None) -> dict[str, Any]:
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account and account.changes else {}


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """For the child, after the change of user (which clears the wish): get `number` when the parent is gone."""
    parent = os.getpid()

    def wish() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(number))
            if os.getppid() != parent:
                os._exit(1)

    return wish


def birth(pid: int) -> str:
    """When a process was born, as text: a number that comes back for another process has another birth. Empty if there is none that lives."""
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return "" if fields[0] == "Z" else f"{boot}/{fields[19]}"
    listing = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout.strip()


def end_leftover(pid: int, born: str, number: int) -> bool:
    """End a process that a killed supervisor left behind. Says whether there was one."""
    if not born or birth(pid) != born:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
    for _ in pauses(5):
        if birth(pid) != born:
            break
    kill_group(pid)
    return True


def kill_group(leader: int) -> None:
    """End what is left of the group that `leader` led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def pauses(seconds: float, step: float = 0.05) -> Iterator[None]:
    """Yield every `step` seconds, for at most `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(step)


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented."""
    try:
        text = log.read_text(errors="replace").splitlines()[-lines:]
    except OSError:
        text = []
    return "\n".join(f"    {line}" for line in text) or "    (its log is empty)"
