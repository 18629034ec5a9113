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
    """What waits, in the order of the desk; `lines` may hold the thing that is open, and need not."""

    lines: Sequence[Line]

    @classmethod
    def around(cls, lines: Sequence[Line]) -> Worklist:
        """The part of a longer list in which the open line lies."""
        here = next((place for place, line in enumerate(lines) if line.is_here), 0)
        start = min(max(here - MOST // 2, 0), max(len(lines) - MOST, 0))
        return cls(lines[start : start + MOST])

    @property
    def next(self) -> Line | None:
        """The line after the open one, going round; the first where what is open is not on the list."""
        here = next((place for place, line in enumerate(self.lines) if line.is_here), -1)
        others = [*self.lines[here + 1 :], *self.lines[: max(here, 0)]]
        return others[0] if others else None
