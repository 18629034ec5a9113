from __future__ import annotations

import os
import signal
import subprocess
import sys

from ovop_portal.embedded import foreground
from ovop_portal.embedded.places import ROOT


def test_a_command_gives_its_exit_code_back() -> None:
    assert foreground.run(["sh", "-c", 'exit "$WANTED"'], env={**os.environ, "WANTED": "7"}) == 7


def test_a_stopped_command_may_finish_in_its_own_way() -> None:
    """A `kill` reaches the supervisor alone: it passes it on as Ctrl-C and waits."""
    command = "trap 'echo tidied; exit 5' INT; echo ready; while :; do sleep 0.1; done"
    code = f"import sys, os; from ovop_portal.embedded import foreground; sys.exit(foreground.run(['sh', '-c', {command!r}], env=os.environ))"
    supervisor = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout.readline() == "ready\n"
    supervisor.send_signal(signal.SIGTERM)
    assert (supervisor.communicate(timeout=20)[0], supervisor.returncode) == ("tidied\n", 5)
