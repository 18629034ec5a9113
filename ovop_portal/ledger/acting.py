"""For whom the program is at work: the door of the journal takes events of that actor and of the system, and of nobody else.

A request acts for whoever is signed in (`accounts.middleware.act_for_the_signed_in`). Where nobody does (a visitor, a command, a worker) the door asks
only that an actor is named. The name goes through the door together with the events, so that it costs no statement of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


def _nobody() -> str:
    return ""


_acting: ContextVar[Callable[[], str]] = ContextVar("acting", default=_nobody)


@contextmanager
def acting_for(who: Callable[[], str]) -> Iterator[None]:
    """Inside this context events are written for `who()`. It is asked when an event is written, because signing in changes it in the middle of a request.
    Empty: for nobody known.
    """
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


def acting() -> str:
    """The actor of this moment, or an empty text."""
    return _acting.get()()
