"""Firms that somebody made up to practise with: what a rehearsal leaves in rooms that know nothing of editions."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from awards.models import Edition, EditionKind, Nomination
from ikm.models import Ikm
from ikm.models.firm import IkmQuerySet


def practised_firms() -> QuerySet[Ikm]:
    """Firms that came into the registry with their draft in a rehearsal, and were never entered in anything real.

    A firm that was there before and only took part in a rehearsal is a real one.
    """
    files = Nomination.objects.filter(ikm=OuterRef("pk"))
    born = files.filter(edition__kind=EditionKind.REHEARSAL, created_at=OuterRef("created_at"))
    return Ikm.objects.filter(Exists(born), ~Exists(files.filter(edition__kind=EditionKind.REAL)))


def firms_of(edition: Edition) -> QuerySet[Ikm]:
    """The firms that came with the rehearsal `edition` and are in no other edition."""
    files = Nomination.objects.filter(ikm=OuterRef("pk"))
    born = files.filter(edition=edition, created_at=OuterRef("created_at"))
    return practised_firms().filter(Exists(born), ~Exists(files.exclude(edition=edition)))


def registry_for(edition: Edition) -> IkmQuerySet:
    """The firms to search for somebody who works at `edition`: made-up firms are found only in rehearsals."""
    standing = Ikm.objects.standing()
    return standing if edition.is_rehearsal else standing.exclude(pk__in=practised_firms())
