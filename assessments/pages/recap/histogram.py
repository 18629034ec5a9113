"""The official scores in bins of two points: heaps just above a line are seen before lines are fixed (ux 2.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from math import floor

BIN = 2


def bins_of(scores: Iterable[Decimal], line: Decimal | int = 0) -> list[tuple[int, int]]:
    """(lower end, how many) of every bin from the lowest to the highest score; a bin holds its lower end, the last one 100 as well.

    Bins begin at `line`, so that none holds scores from both sides of it.

    >>> bins_of([Decimal("85.00"), Decimal("84.99"), Decimal("89.00")])
    [(84, 2), (86, 0), (88, 1)]
    >>> bins_of([Decimal("85.00"), Decimal("84.99"), Decimal("89.00")], Decimal("65.00"))
    [(83, 1), (85, 1), (87, 0), (89, 1)]
    """
    shift = int(line) % BIN
    counted = Counter(min(floor((score - shift) / BIN) * BIN, 100 - BIN) + shift for score in scores)
    return [(start, counted[start]) for start in range(min(counted), max(counted) + BIN, BIN)] if counted else []
