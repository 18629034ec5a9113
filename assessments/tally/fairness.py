"""Advice beside the official score: how severe jurors are, and which stars hang on one of them. Nothing here touches a score.

The additive model says: what a juror gives is the entry's worth, plus the juror's severity, plus noise. Severities are estimated by least squares over all
locked totals, so a juror who saw weak entries is not taken for a severe one. They can only be compared where jurors overlap: a jury that falls into islands
is refused, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import pstdev
from typing import TypeVar

import numpy

from assessments.models.plan import Combine
from assessments.scoring.arithmetic import RULES, official_score
from assessments.stars import stars_for

E = TypeVar("E")
J = TypeVar("J")


class Disconnected(ValueError):
    """The jurors fall into groups that never judged the same entry; `islands` names them."""

    def __init__(self, islands: Sequence[frozenset[object]]) -> None:
        self.islands = islands
        super().__init__(f"the jury falls into {len(islands)} groups that share no entry")


@dataclass(frozen=True)
class Severities:
    """Estimates of the additive model. `by_juror` adds up to zero; above zero: generous, below: severe. `adjusted`: the entries as an average juror sees them.

    `noise` is the standard deviation of what the model leaves over; nought where nothing is left to estimate it from.
    """

    by_juror: dict[object, float]
    adjusted: dict[object, float]
    noise: float

    @property
    def spread(self) -> float:
        """Standard deviation of the severities, over the jurors."""
        return pstdev(self.by_juror.values()) if len(self.by_juror) > 1 else 0.0


def severities(totals: Iterable[tuple[E, J, Decimal]]) -> Severities:
    """Estimate severities from (entry, juror, total). Raises `Disconnected`, and `ValueError` where there is nothing to estimate from.

    The order of the rows does not matter. Two totals of one juror for one entry count as two.
    """
    rows = [(entry, juror, float(total)) for entry, juror, total in totals]
    if not rows:
        raise ValueError("no totals")
    groups = islands((entry, juror) for entry, juror, _total in rows)
    if len(groups) > 1:
        raise Disconnected(groups)
    entries = {entry: place for place, entry in enumerate(sorted({row[0] for row in rows}, key=repr))}
    jurors = {juror: place for place, juror in enumerate(sorted({row[1] for row in rows}, key=repr))}
    seen = numpy.zeros((len(entries), len(jurors)))
    sums, given = numpy.zeros(len(entries)), numpy.zeros(len(jurors))
    for entry, juror, total in rows:
        seen[entries[entry], jurors[juror]] += 1
        sums[entries[entry]] += total
        given[jurors[juror]] += total
    by_entry = seen.sum(axis=1)
    # Normal equations with the entries eliminated: only as many unknowns as there are jurors. The severities are fixed by adding up to zero.
    shares = seen / by_entry[:, None]
    left = numpy.diag(seen.sum(axis=0)) - seen.T @ shares
    right = given - shares.T @ sums
    solved, *_rest = numpy.linalg.lstsq(
        numpy.vstack([left, numpy.ones(len(jurors))]), numpy.append(right, 0.0), rcond=None
    )
    worth = (sums - seen @ solved) / by_entry
    over = [total - worth[entries[entry]] - solved[jurors[juror]] for entry, juror, total in rows]
    freedom = len(rows) - len(entries) - len(jurors) + 1
    noise = sqrt(sum(value * value for value in over) / freedom) if freedom > 0 else 0.0
    return Severities(
        {juror: float(solved[place]) for juror, place in jurors.items()},
        {entry: float(worth[place]) for entry, place in entries.items()},
        noise,
    )


def islands(pairs: Iterable[tuple[E, J]]) -> list[frozenset[J]]:
    """The jurors in groups linked by common entries, the largest first; a single group means that all can be compared."""
    by_entry: dict[E, set[J]] = defaultdict(set)
    for entry, juror in pairs:
        by_entry[entry].add(juror)
    groups: list[set[J]] = []
    for panel in by_entry.values():
        joined = set(panel)
        apart = []
        for group in groups:
            if group & joined:
                joined |= group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return sorted(
        (frozenset(group) for group in groups), key=lambda group: (-len(group), repr(sorted(map(repr, group))))
    )


def hangs_on_one(totals: Mapping[J, Decimal], bounds: Sequence[tuple[int, Decimal]], combine: str) -> list[J]:
    """The jurors without whom an entry would get other stars by the rule. Empty: the stars are firm, or one total fewer would be too few for the rule."""
    _rule, least = RULES[Combine(combine)]
    if len(totals) <= least:
        return []
    stars = stars_for(official_score(list(totals.values()), combine), bounds)
    return [
        juror
        for juror in totals
        if stars_for(official_score([total for other, total in totals.items() if other != juror], combine), bounds)
        != stars
    ]
