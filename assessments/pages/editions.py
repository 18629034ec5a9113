"""The edition that a page of the jury's season is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from awards.identities import Identities
from awards.models import Edition
from ovop_portal.accounts.models import User
from ovop_portal.common.prepared import Prepared
from ovop_portal.common.stages import standing

# What is annotated beside an edition under a name, for `OuterRef("pk")`.
Beside = Callable[[], Any]


def jury_of(edition: Edition, reader: User) -> Identities:
    """How much of jurors, firms and reasons `reader` is shown on a page about the jury of `edition`."""
    return Identities(reader, "assessments.meet_jury", edition)


def edition_of(year: int, *, has_rail: bool = False, **beside: Beside) -> Any:
    """The edition of `year` with its plan, scheme and publication, and what is annotated `beside` them, in one statement; 404 where there is none
    or nothing is planned yet.
    """
    for edition in _editions(year=year, has_rail=has_rail, **beside):
        return edition
    raise Http404(f"no edition is planned for {year}")


def season_of(year: int, **beside: Beside) -> Any:
    """The same, with where its stages stand, for a page that shows the rail."""
    return edition_of(year, has_rail=True, **beside)


def _rows(year: int, has_rail: bool, **beside: Beside) -> QuerySet[Edition]:
    rows = Edition.objects.filter(year=year, plan__isnull=False)
    return rows.select_related("scheme", "plan__rubric", "plan__star_lines", "publication").annotate(
        **(standing() if has_rail else {}), **{name: made() for name, made in beside.items()}
    )


_editions = Prepared(_rows, year=int)
