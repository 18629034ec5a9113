"""From an official score to stars. Pure arithmetic.

Only lower bounds are stored and a line belongs to the star above it: at or above the bound is in, below it is out, so there is neither gap nor overlap (the
whole-number ranges of other programmes leave 89.5 undefined). The test is on the score as it is printed: rounded half up to two places.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ovop_portal.common.numbers import half_up

NO_STARS = 0


def stars_for(official: Decimal, bounds: Iterable[tuple[int, Decimal]]) -> int:
    """The stars whose lower bound `official` reaches, the highest of them; 0 below every bound.

    >>> stars_for(Decimal("89.995"), [(5, Decimal(90)), (4, Decimal(80))])
    5
    """
    printed = half_up(official)
    return max((stars for stars, lower in bounds if printed >= lower), default=NO_STARS)


def capped(stars: int, max_stars: int, is_capped: bool) -> int:
    """`stars`, but below the top of the scheme where a gate says so (no business licence: the top star is not given)."""
    return min(stars, max_stars - 1) if is_capped else stars
