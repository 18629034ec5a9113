"""A command in the same terminal: it may ask questions, and Ctrl-C reaches it directly."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from ovop_portal.embedded.places import ROOT
from ovop_portal.embedded.processes import die_with_parent
from ovop_portal.embedded.signals import Stopped, held, stoppable

GRACE = 30
STOPPED = 130


def run(command: Sequence[str], *, env: Mapping[str, str]) -> int:
    """Run a command to its end and return its exit code. A stop signal is passed on, and the command may finish in its own way."""
    sys.stdout.flush()
    process = None
    with stoppable():
        try:
            with held():
                process = subprocess.Popen(command, env=env, cwd=ROOT, preexec_fn=die_with_parent(signal.SIGTERM))
            return process.wait()
        except Stopped:
            return finish(process) or STOPPED if process else STOPPED


def finish(process: subprocess.Popen[bytes]) -> int:
    """Let a command come to its end after a stop signal."""
    try:
        # Ctrl-C went to the whole group of the terminal, so the command has heard of it; a `kill` came to us alone.
        return process.wait(1)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    try:
        return process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
