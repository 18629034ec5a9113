"""The edition that a page of the jury's season is about."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from awards.identities import Identities
from awards.models import Edition
from ovop_portal.accounts.models import User
from ovop_portal.common.stages import standing


def jury_of(edition: Edition, reader: User) -> Identities:
    """How much of jurors, firms and reasons `reader` is shown on a page about the jury of `edition`."""
    return Identities(reader, "assessments.meet_jury", edition)


def edition_of(year: int, **beside: Any) -> Any:
    """The edition of `year` with its plan, scheme and publication, and what is annotated `beside` them, in one statement; 404 where there is none
    or nothing is planned yet.
    """
    related = ("scheme", "plan__rubric", "plan__star_lines", "publication")
    return get_object_or_404(Edition.objects.select_related(*related).annotate(**beside), year=year, plan__isnull=False)


def season_of(year: int, **beside: Any) -> Any:
    """The same, with where its stages stand, for a page that shows the rail. 404 for a draft: no stage of it has begun, and an auditor has not heard of it."""
    edition = edition_of(year, **standing(), **beside)
    if edition.is_draft:
        raise Http404
    return edition
