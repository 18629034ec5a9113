"""Runs `child.py` on a file: in a process of its own, with limits, without our environment."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("child.py")
SECONDS = 20


class ChildDied(Exception):
    """The file was too much for the process that looked at it."""


def run(task: str, data: bytes, *arguments: str | int) -> dict[str, Any]:
    """What the child says about `data`. Raises `ChildDied` when it ran into its limits."""
    # -I: no user packages, nothing from the current folder.
    command = [sys.executable, "-I", str(SCRIPT), task, *(str(argument) for argument in arguments)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, env={"LANG": "C.UTF-8"}, check=False
        )
    except subprocess.TimeoutExpired as problem:
        raise ChildDied("out of time") from problem
    if done.returncode != 0:
        raise ChildDied(done.stderr.decode(errors="replace")[-300:] or f"exit {done.returncode}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
