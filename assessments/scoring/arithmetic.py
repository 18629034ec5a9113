"""From cells to totals to the official score. Pure arithmetic on exact decimals.

The official score is the rubric's own plain rule: each juror's points are added, and the jurors' totals are combined by the mean (or what the edition's plan
says), rounded half up to two places once, at the end. No juror is weighed, corrected or left out by a model; what statistics say beside it is advice.

A juror who gave no score is absent, never a zero: cells and totals that are missing are refused here, so that nobody can count them by accident.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from assessments.models.plan import Combine
from ovop_portal.common.numbers import half_up

TRIMMED_EACH_SIDE = 1


class TooFewTotals(ValueError):
    """There are fewer totals than this way of combining needs."""


def sheet_total(points: Iterable[Decimal]) -> Decimal:
    """The sum of one juror's points, exact. Raises `ValueError` for an empty sheet or a cell without points."""
    given = [_exact(cell) for cell in points]
    if not given:
        raise ValueError("a sheet without points has no total")
    return sum(given, Decimal(0))


def official_score(totals: Sequence[Decimal], combine: str) -> Decimal:
    """The jurors' totals as one score, half up to two places. `combine` is one of `Combine`.

    The quotient carries 28 digits before it is rounded; a sum of thousandths divided by a number of jurors cannot come that near to a half without being one.
    """
    rule, least = RULES[Combine(combine)]
    if len(totals) < least:
        raise TooFewTotals(f"{combine} needs at least {least} totals, there are {len(totals)}")
    score: Decimal = half_up(rule(sorted(_exact(total) for total in totals)))
    return score


def _mean(ordered: list[Decimal]) -> Decimal:
    return sum(ordered, Decimal(0)) / len(ordered)


def _median(ordered: list[Decimal]) -> Decimal:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _trimmed(ordered: list[Decimal]) -> Decimal:
    """Without one highest and one lowest, whoever else gave the same."""
    return _mean(ordered[TRIMMED_EACH_SIDE:-TRIMMED_EACH_SIDE])


def _exact(value: Decimal) -> Decimal:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueError(f"not a score: {value!r}")
    return value


# How each way combines ordered totals, and how many it needs at least.
RULES: dict[Combine, tuple[Callable[[list[Decimal]], Decimal], int]] = {
    Combine.MEAN: (_mean, 1),
    Combine.MEDIAN: (_median, 1),
    Combine.TRIMMED: (_trimmed, 2 * TRIMMED_EACH_SIDE + 1),
}
