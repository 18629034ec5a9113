"""What catches the plenary's eye beside an official score: advice, never part of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import sqrt

NEAR = 1  # points


def near_line(official: Decimal, bounds: Iterable[tuple[int, Decimal]]) -> bool:
    """Is the score less than a point from a star line?

    >>> near_line(Decimal("84.20"), [(3, Decimal(85))]), near_line(Decimal("84.00"), [(3, Decimal(85))])
    (True, False)
    """
    return any(abs(official - lower) < NEAR for _stars, lower in bounds)


def spread(lowest: Decimal, highest: Decimal) -> Decimal:
    """How far apart the jurors are."""
    return highest - lowest


def diverges(lowest: Decimal, highest: Decimal, points: int) -> bool:
    """Are the jurors so far apart that the plenary talks about it?"""
    return spread(lowest, highest) >= points


def standard_error(totals: Sequence[Decimal]) -> float | None:
    """The standard error of the mean of at least three totals: how exact a panel of this size is. None for fewer."""
    n = len(totals)
    if n < 3:
        return None
    points = [float(total) for total in totals]
    mean = sum(points) / n
    return sqrt(sum((point - mean) ** 2 for point in points) / (n - 1) / n)
