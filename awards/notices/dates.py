"""Who hears that a stage of an edition has other dates: whoever has work in it. Rooms above bring the people of their stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import Edition, Nomination, WindowChange
from awards.notices import kinds
from awards.notices.telling import mark_of
from awards.states import IN_PREPARATION, NominationState
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import DINAS_ROLES
from ovop_portal.common.formats import waktu
from ovop_portal.notifications.operations import News, notify_many

# Files that the end of the nominations still ends.
WAITING = Q(state__in=[*IN_PREPARATION, NominationState.INVITED])


@dataclass(frozen=True)
class Audience:
    """People whom a date touches: what they are called, where their notice leads, and who they are."""

    name: str
    path: str
    people: Sequence[User]


def audiences_of_nominations(edition: Edition) -> list[Audience]:
    """Owners of files that are not sent yet and the people of the dinas. Of a rehearsal only the dinas that take part: the others never heard of it."""
    waiting = Nomination.objects.filter(WAITING, edition=edition)
    owners = User.objects.filter(
        is_active=True, owner_links__ends_at__isnull=True, owner_links__ikm__nominations__in=waiting
    )
    dinas = User.objects.holding(*DINAS_ROLES)
    if edition.is_rehearsal:
        regencies = Nomination.objects.filter(edition=edition).values("regency")
        seats = Membership.objects.current().filter(role__in=DINAS_ROLES, office__regency__in=regencies)
        dinas = dinas.filter(pk__in=seats.values("user"))
    return [
        Audience(_("pemilik usaha"), reverse("awards:owner_home"), list(owners.distinct())),
        Audience(_("orang dinas"), reverse("awards:dinas_home"), list(dinas)),
    ]


def tell_of_dates(change: WindowChange, audiences: Iterable[Audience], *, now: datetime, besides: User | str) -> None:
    """Tell each of them once what the dates were, what they are, and why. Nobody is told what they did themselves (`besides`)."""
    edition = change.edition
    context = {
        "stage": str(change.get_kind_display()),
        "edition": edition.name,
        "opens": waktu(change.opens_at),
        "closes": waktu(change.closes_at),
        "opened": waktu(change.opened_before),
        "closed": waktu(change.closed_before),
        "reason": change.reason,
    } | mark_of(edition)
    key = f"{edition.subject}:dates:{change.uuid}"
    told: dict[int, News] = {}
    for audience in audiences:
        for person in audience.people:
            if person != besides:
                told.setdefault(person.pk, News(person, audience.path, key, context))
    notify_many(kinds.DATES_CHANGED, told.values(), now=now)
