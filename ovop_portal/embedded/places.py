"""Where a run keeps its files (`.demo/` or `.test/`), its lock, and the state file with the addresses of its servers.

A lock that the kernel drops with its holder says whether a supervisor is alive; the state file says what it started. So a state file without a lock
is a leftover of a killed run, and the next start tidies up after it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Any, TextIO

from ovop_portal.embedded.problems import Problem

ROOT = Path(__file__).resolve().parent.parent.parent
# Several test runs may go on at once in one checkout, each with servers of its own.
TEST_SLOTS = 9


class Place:
    """One folder of the project in which servers live, and the one temp folder that belongs to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state_file = folder / "state.json"
        self._lock: TextIO | None = None

    @property
    def name(self) -> str:
        return str(self.folder.relative_to(ROOT))

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def temp(self) -> Path:
        """The temp folder: sockets need a short path (macOS allows 104 bytes), so they cannot lie in the project."""
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"ovop-{os.getuid()}-{digest}"

    # --- the lock ---

    def take(self) -> bool:
        """Try to become the one supervisor of this place."""
        try:
            self.log.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("w")
        except OSError as error:
            raise Problem(f"Cannot write in {self.folder}: {error.strerror}. Work in a folder of your own.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return False
        self._lock = lock
        return True

    def leave(self) -> None:
        """Forget the state and let another supervisor in."""
        self.state_file.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def in_use(self) -> bool:
        """Whether a living supervisor holds this place."""
        try:
            with (self.folder / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    # --- the state ---

    def read(self) -> dict[str, Any]:
        """What the last supervisor wrote; empty where there is nothing to read."""
        try:
            state: dict[str, Any] = json.loads(self.state_file.read_text())
        except (OSError, ValueError):
            return {}
        return state

    def write(self, **changes: Any) -> None:
        """Add to the state file, in one step so that no reader sees half of it."""
        draft = self.state_file.with_suffix(".draft")
        draft.write_text(json.dumps({**self.read(), **changes}, indent=1))
        draft.replace(self.state_file)

    # --- the temp folder ---

    def make_temp(self, owner: int) -> Path:
        """Make the temp folder, closed to everybody but `owner` (and root)."""
        try:
            self.temp.mkdir(mode=0o700)
            if os.geteuid() != owner:
                os.chown(self.temp, owner, -1)
        except FileExistsError:
            found = self.temp.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != 0o700:
                raise Problem(
                    f"{self.temp} is there and does not belong to this project. Remove it and try again."
                ) from None
        return self.temp

    def remove_temp(self) -> None:
        shutil.rmtree(self.temp, ignore_errors=True)


def demo() -> Place:
    return Place(ROOT / ".demo")


def tests() -> list[Place]:
    return [Place(ROOT / ".test" / str(slot)) for slot in range(1, TEST_SLOTS + 1)]


def bench() -> Place:
    return Place(ROOT / ".bench")


def running(places: list[Place]) -> dict[str, str]:
    """The addresses of the first of these places whose servers are up; empty if none is."""
    for place in places:
        if place.in_use and (addresses := place.read().get("addresses")):
            return dict(addresses)
    return {}
