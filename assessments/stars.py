"""From an official score to stars. Pure arithmetic.

Only lower bounds are stored and a line belongs to the star above it: at or above the bound is in, below it is out, so there is neither gap nor overlap (the
whole-number ranges of other programmes leave 89.5 undefined). The test is on the score as it is printed: rounded half up to two places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ovop_portal.common.numbers import half_up

NO_STARS = 0


# (stars, lower bound), highest first.
Bounds = tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True)
class Lines:
    """The lines of a set: those for all commodity groups, and the groups that have lines of their own in their place."""

    for_all: Bounds
    by_group: Mapping[str, Bounds] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str | None, int, Decimal]]) -> Lines:
        """From (commodity group or None for all, stars, lower bound), in whatever order.

        >>> Lines.of([(None, 1, Decimal(65)), ("gerabah", 1, Decimal(70)), (None, 2, Decimal(75))])
        Lines(for_all=((2, Decimal('75')), (1, Decimal('65'))), by_group={'gerabah': ((1, Decimal('70')),)})
        """
        found: dict[str | None, list[tuple[int, Decimal]]] = {}
        for group, stars, lower in rows:
            found.setdefault(group, []).append((stars, lower))
        ordered = {group: tuple(sorted(bounds, reverse=True)) for group, bounds in found.items()}
        return cls(ordered.get(None, ()), {group: ordered[group] for group in sorted(filter(None, ordered))})

    def bounds(self, group: str) -> Bounds:
        """The lines that hold for a commodity group.

        >>> lines = Lines(((1, Decimal(65)),), {"gerabah": ((1, Decimal(70)),)})
        >>> lines.bounds("gerabah"), lines.bounds("kain_tenun")
        (((1, Decimal('70')),), ((1, Decimal('65')),))
        """
        return self.by_group.get(group, self.for_all)


def stars_for(official: Decimal, bounds: Iterable[tuple[int, Decimal]]) -> int:
    """The highest stars whose lower bound `official` reaches; 0 below every bound.

    >>> stars_for(Decimal("89.995"), [(5, Decimal(90)), (4, Decimal(80))])
    5
    """
    printed = half_up(official)
    return max((stars for stars, lower in bounds if printed >= lower), default=NO_STARS)


def capped(stars: int, max_stars: int, is_capped: bool) -> int:
    """`stars`, but below the top of the scheme where a gate says so (no business licence: the top star is not given)."""
    return min(stars, max_stars - 1) if is_capped else stars
