"""What happens when. Actions are noted in any order and done in the order of their hours, so that the ledger tells the season as it went."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime

Action = Callable[[datetime], object]


class Agenda:
    """Actions by hour. An action may note further ones, for its own hour or later."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Action]] = []
        self._noted = 0

    def at(self, hour: datetime, action: Action) -> None:
        """Do `action(hour)` at `hour`; among equal hours, in the order noted."""
        self._noted += 1
        heapq.heappush(self._waiting, (hour, self._noted, action))

    def run(self) -> None:
        """Do everything."""
        while self._waiting:
            hour, _noted, action = heapq.heappop(self._waiting)
            action(hour)
