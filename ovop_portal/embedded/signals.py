"""Ctrl-C, a closed terminal and a polite kill all mean the same: stop, in order."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from types import FrameType

Handler = Callable[[int, FrameType | None], None] | signal.Handlers
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# One entry for each `held` block we are in: whether a stop signal came meanwhile.
_held: list[bool] = []


class Stopped(BaseException):
    """The person (or their terminal) wants the supervisor to end. Not an Exception, so that no `except Exception` swallows it."""


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within the block a stop signal raises `Stopped`, once; the rest of the block (the tidying up) is not disturbed by a second one."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        if _held:
            _held[-1] = True
        else:
            raise Stopped

    # `nohup make demo` asked for HUP to be ignored: so be it.
    ignored = {number for number in [signal.SIGHUP] if signal.getsignal(number) is signal.SIG_IGN}
    with _handled(dict.fromkeys(set(STOPPING) - ignored, stop)):
        yield


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Within the block a stop signal waits for the block's end: a child that was just started must not be lost track of."""
    _held.append(False)
    try:
        yield
    finally:
        stop = _held.pop()
    if stop:
        raise Stopped


def undisturbed() -> contextlib.AbstractContextManager[None]:
    """Within the block stop signals are not heard: it is the tidying up itself."""
    return _handled(dict.fromkeys(STOPPING, signal.SIG_IGN))


@contextlib.contextmanager
def _handled(handlers: dict[signal.Signals, Handler]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def parent_left(parent: int) -> bool:
    """Whether `make`, which started us, is gone: then nobody could stop us by the terminal any more."""
    return "MAKELEVEL" in os.environ and os.getppid() != parent
