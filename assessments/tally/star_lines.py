"""The star lines of a set, read once in the life of a process: like a rubric version, a set never changes once an edition uses it."""

from __future__ import annotations

from functools import lru_cache

from assessments.models import StarLine
from assessments.stars import Lines


@lru_cache(maxsize=64)
def lines_of(line_set_id: int) -> Lines:
    """The lines of a set that an edition uses."""
    return Lines.of(StarLine.objects.filter(line_set=line_set_id).values_list("commodity_group", "stars", "lower"))
