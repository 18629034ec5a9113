"""Whatever decodes bytes from outside runs here: `child` in a process of its own, with limits, without our environment.

The process is nice to others, so that a save never waits behind a picture. And it is one at a time: a few requests may wait for it, so that the other
threads of this web process stay free.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

# The wall behind the child's own limits (`child/limits.py`), for a machine that has much else to do.
SECONDS = 20
# How many threads of this process may be occupied with files from outside, the one whose child is running included.
AT_ONCE = 3
# `child` is a package of its own there: of ours it sees nothing.
START = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('child', run_name='__main__')"

_room = threading.BoundedSemaphore(AT_ONCE)
_turn = threading.Lock()


class ChildDied(Exception):
    """The file was too much for the process that looked at it."""


class Busy(Exception):
    """Enough threads wait for files already."""


def run(task: str, data: bytes, **options: Any) -> tuple[dict[str, Any], list[bytes]]:
    """What the child says about `data`, and the files it made of it. Raises `ChildDied` when it ran into its limits, `Busy` when too many wait."""
    if not _room.acquire(blocking=False):
        raise Busy
    try:
        with _turn:
            return _run(task, data, options)
    finally:
        _room.release()


def _run(task: str, data: bytes, options: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    # -I: no user packages, nothing from the current folder. One arena: the limit of memory counts addresses, and each further one claims 64 MB.
    command = [sys.executable, "-I", "-c", START, str(Path(__file__).parent), task, json.dumps(options)]
    environment = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env=environment, check=False)
    except subprocess.TimeoutExpired as problem:
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
