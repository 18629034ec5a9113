"""What a channel says of a message that it did not take. Whatever it raises beside these is a fault, and is tried again like a server that is away.

Only `Unanswered` leaves it open whether the message was taken: all others surely sent nothing.
"""

from __future__ import annotations

from datetime import timedelta


class NotNow(Exception):
    """Later: too much at once, or the server is busy. `wait` is how long the channel asks for; `everybody`: it takes nothing from anybody until then."""

    def __init__(self, said: str, *, wait: timedelta | None = None, everybody: bool = True) -> None:
        super().__init__(said)
        self.wait, self.everybody = wait, everybody


class Never(Exception):
    """This message never reaches this contact by this channel."""


class Misfit(Never):
    """The channel refuses the portal itself: its token, its template, its number. Somebody has to mend the settings."""


class Unanswered(Exception):
    """The message was given over, and nobody knows whether it was taken."""


class NoAddress(Exception):
    """The person has no such contact any more, or is no longer active."""


class UnknownKind(Exception):
    """This process does not know the kind: it is older than the one that wrote the row, and a newer one will send it."""


class Pointless(Exception):
    """There is nothing to say any more, such as a code that was replaced meanwhile."""
