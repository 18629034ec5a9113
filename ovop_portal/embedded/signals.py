"""Ctrl-C, a closed terminal and a polite kill all mean the same: stop, in order."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """The person (or their terminal) wants the supervisor to end. Not an Exception, so that no `except Exception` swallows it."""


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within the block a stop signal raises `Stopped`, once; what follows (the tidying up) is not disturbed by a second one."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.getsignal(number) for number in STOPPING}
    for number, handler in before.items():
        # `nohup make demo` asked for HUP to be ignored: so be it.
        if not (number == signal.SIGHUP and handler is signal.SIG_IGN):
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number in STOPPING:
            signal.signal(number, before[number])


def parent_left(parent: int) -> bool:
    """Whether `make`, which started us, is gone: then nobody could stop us by the terminal any more."""
    return "MAKELEVEL" in os.environ and os.getppid() != parent
