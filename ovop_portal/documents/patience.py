"""How long a page waits for what looks into files.

A web process gives each request a few seconds in all, and a few of its threads at once, so that saves and the answer of `/health/live` never stand behind
an upload. What could not be looked at in that time is left to a worker, which has no such bounds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

# How many threads of this process may be occupied with files from outside.
AT_ONCE = 3

_room = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """There was no time to look into the file. This says nothing about the file itself."""


@dataclass
class _Purse:
    """The seconds of one request that are left, and until when they last once they are being spent."""

    seconds: float
    end: float = 0.0


_purse: ContextVar[_Purse | None] = ContextVar("purse", default=None)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Inside this context all waiting for files together takes no longer than `seconds`."""
    token = _purse.set(_Purse(seconds))
    try:
        yield
    finally:
        _purse.reset(token)


@contextmanager
def a_place() -> Iterator[None]:
    """One of the few threads that are occupied with files; the time within is the request's. Raises `Busy` where all places are taken."""
    purse = _purse.get()
    if (purse and purse.seconds <= 0) or not _room.acquire(blocking=False):
        raise Busy
    if purse:
        purse.end = time.monotonic() + purse.seconds
    try:
        yield
    finally:
        _room.release()
        if purse:
            purse.seconds = purse.end - time.monotonic()


def left(most: float) -> float:
    """How many seconds may be waited, `most` where nobody waits for the answer. Within `a_place`. Raises `Busy` when there are none."""
    purse = _purse.get()
    seconds = min(most, purse.end - time.monotonic()) if purse else most
    if seconds <= 0:
        raise Busy
    return seconds
