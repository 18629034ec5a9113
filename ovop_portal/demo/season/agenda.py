"""What happens when. Actions are noted in any order and done in the order of their hours, so that the ledger tells the season as it went."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

from django.apps import apps
from django.db import connection

from ovop_portal.common.rights import READ, rights_of

Action = Callable[[datetime], object]
# How many actions go by before the planner is told again what lies in the tables.
ACTIONS_BETWEEN = 60


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
        for done in count(1):
            if not self._waiting:
                break
            hour, _noted, action = heapq.heappop(self._waiting)
            action(hour)
            if done % ACTIONS_BETWEEN == 0:
                tell_planner()
        tell_planner()


def tell_planner() -> None:
    """Renew the statistics from what this transaction has written.

    A season is one transaction, and autovacuum sees nothing of it: at worst it has just found the tables empty, and a query that plans for no row and
    meets thousands does not end. Where the server does not give the right to it (before PostgreSQL 17), it warns and goes on.
    """
    tables = ", ".join(
        connection.ops.quote_name(model._meta.db_table)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and rights_of(model) != READ
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}; SELECT ledger_tell_planner()")
