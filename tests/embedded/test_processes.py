from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ovop_portal.embedded import processes
from ovop_portal.embedded.places import ROOT
from ovop_portal.embedded.problems import Problem

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")


def gone(pid: int) -> bool:
    """Whether a process has ended within a few seconds (one that waits to be collected has)."""
    for _ in processes.pauses(5):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
    return False


def test_a_stopped_child_takes_along_what_it_started(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = processes.start("shell", ["sh", "-c", "trap '' TERM; sleep 600 & echo $!; wait; wait"], log=log)
    for _ in processes.pauses(5):
        if log.read_text():
            break
    child.stop(grace=0.3)
    assert child.process.returncode == -signal.SIGKILL
    assert gone(int(log.read_text()))


def test_a_child_that_ends_by_itself_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    child = processes.start("Server", ["sh", "-c", "echo no such port; exit 3"], log=tmp_path / "log")
    child.process.wait()
    with pytest.raises(Problem, match=r"Server stopped by itself \(exit 3\)\.\n    no such port\nThe whole log: "):
        child.check()


def test_a_failed_command_is_told_with_the_end_of_its_output(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="ended with 1.\n    line 1\n    line 2"):
        processes.run(["sh", "-c", "echo line 1; echo line 2; exit 1"], log=tmp_path / "log")


@LINUX
def test_a_child_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time; from ovop_portal.embedded import processes;"
        "child = processes.start('sleeper', ['sleep', '600'], log=pathlib.Path(sys.argv[1]));"
        "print(child.process.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "log")], cwd=ROOT, stdout=subprocess.PIPE)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    assert gone(child)


def test_a_leftover_is_ended_but_not_another_process_with_its_number() -> None:
    sleeper = subprocess.Popen(["sleep", "600"], start_new_session=True)
    born = processes.birth(sleeper.pid)
    assert not processes.end_leftover(sleeper.pid, f"{born} another life", signal.SIGTERM)
    assert sleeper.poll() is None
    assert processes.birth(os.getpid()) != born
    began = time.monotonic()
    # Our own child stays in the list of processes until we collect it, so the leftover here seems to live on.
    assert processes.end_leftover(sleeper.pid, born, signal.SIGTERM)
    assert sleeper.wait(1) == -signal.SIGTERM
    assert time.monotonic() - began < 10
    assert not processes.end_leftover(sleeper.pid, born, signal.SIGTERM)
