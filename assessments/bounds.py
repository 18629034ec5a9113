"""The star lines of a set, read once in the life of a process: like a rubric version, a set never changes."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from assessments.models import StarLine


@lru_cache(maxsize=64)
def bounds_of(line_set_id: int) -> tuple[tuple[int, Decimal], ...]:
    """(stars, lower bound) of a set of lines, highest first."""
    return tuple(StarLine.objects.filter(line_set=line_set_id).order_by("-stars").values_list("stars", "lower"))
