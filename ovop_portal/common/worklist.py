"""The list beside a thing that one works through: what else waits at the same desk, and which of it comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# As many as one looks over; whoever wants them all has the list itself.
MOST = 20


@dataclass(frozen=True)
class Line:
    """One of what waits: where it is opened, its name, what tells it from others of that name, and its status tag."""

    url: str
    name: str
    note: str
    tag: Any = None
    is_here: bool = False


@dataclass(frozen=True)
class Worklist:
    """What waits, in the order of the desk; `whole` may hold the thing that is open, and need not."""

    whole: Sequence[Line]

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown: of a longer list the part in which the open line lies."""
        start = min(max(self._here - MOST // 2, 0), max(len(self.whole) - MOST, 0))
        return self.whole[start : start + MOST]

    @property
    def next(self) -> Line | None:
        """The line after the open one, going round the whole list; the first where what is open is not on it."""
        others = [*self.whole[self._here + 1 :], *self.whole[: max(self._here, 0)]]
        return others[0] if others else None

    @property
    def _here(self) -> int:
        return next((place for place, line in enumerate(self.whole) if line.is_here), -1)
