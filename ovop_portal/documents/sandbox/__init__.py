"""Whatever decodes bytes from outside runs here: `child` in a process of its own, with limits, without our environment.

The process is nice to others, so that a save never waits behind a picture. And it is one at a time: whoever waits for it in a web process has little
time (`documents/patience.py`).
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from ovop_portal.documents import patience

# Wall-clock time behind the child's own limits (`child/limits.py`), for a machine that has much else to do.
SECONDS = 20
# For threads whose request has no bounds.
LONGEST_QUEUE = 600
# `child` is a package of its own there: of ours it sees nothing.
START = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('child', run_name='__main__')"

_turn = threading.Lock()


class ChildDied(Exception):
    """The file was too much for the process that looked at it."""


def run(task: str, data: bytes, **options: Any) -> tuple[dict[str, Any], list[bytes]]:
    """What the child says about `data`, and the files it made of it. Raises `ChildDied` when it ran into its limits, `Busy` when nobody waits so long."""
    if not _turn.acquire(timeout=patience.left(LONGEST_QUEUE)):
        raise patience.Busy
    try:
        return _run(task, data, options)
    finally:
        _turn.release()


def _run(task: str, data: bytes, options: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    seconds = patience.left(SECONDS)
    # -I: no user packages, nothing from the current folder. One arena: the limit of memory counts addresses, and each further one claims 64 MB.
    command = [sys.executable, "-I", "-c", START, str(Path(__file__).parent), task, json.dumps(options)]
    environment = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, env=environment, check=False)
    except subprocess.TimeoutExpired as problem:
        if seconds < SECONDS:
            raise patience.Busy from problem
        raise ChildDied("out of time") from problem
    if done.returncode != 0:
        raise ChildDied(done.stderr.decode(errors="replace")[-300:] or f"exit {done.returncode}")
    head, _end, made = done.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(head)
    parts = []
    for size in answer.pop("sizes"):
        parts.append(made[:size])
        made = made[size:]
    return answer, parts
