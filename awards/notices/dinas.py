"""What the people of a dinas hear. The notice of a file leads to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse

from awards.models import Nomination
from awards.notices import kinds
from awards.notices.telling import NOTHING, context_of, key_of, mark_of
from ikm.models import Ikm
from ovop_portal.accounts.letters import account_changed
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import angka
from ovop_portal.ledger.journal import actor_of
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.operations import News, notify_many


@receiver(account_changed)
def tell_of_changed_contact(
    sender: object, *, user: User, fact: str, by: User | str, now: datetime, **_more: object
) -> None:
    """Tell the dinas of an owner whose contact somebody else changed: it knows the person, where an old number cannot be written to."""
    if fact == "password" or actor_of(by) == user.actor:
        return
    firms = list(Ikm.objects.filter(owner_links__user=user, owner_links__ends_at__isnull=True))
    staff = dinas_of(ikm.regency_id for ikm in firms)
    key = f"{user.actor}:{kinds.OWNER_CONTACT.code}:{now:%Y%m%dT%H%M%S}"
    news = [
        News(person, reverse("awards:dinas_home"), key, {"ikm": ikm.name, "contact": settings.CONTACT_EMAIL})
        for ikm in firms
        for person in staff[ikm.regency_id]
    ]
    notify_many(kinds.OWNER_CONTACT, news, now=now)


def tell_dinas(
    nominations: Sequence[Nomination],
    kind: Kind,
    *,
    now: datetime,
    besides: User | str | None = None,
    also: Mapping[str, str] = NOTHING,
) -> None:
    """Tell the people of the dinas of each nomination's region; the notice leads to the file. Nobody is told what they did themselves (`besides`)."""
    staff = dinas_of(nomination.regency_id for nomination in nominations)
    notify_many(
        kind,
        [
            News(
                person,
                reverse("awards:review", args=[nomination.number]),
                key_of(nomination, kind, now),
                {**context_of(nomination), **also},
            )
            for nomination in nominations
            for person in staff[nomination.regency_id]
            if person != besides
        ],
        now=now,
    )


def tell_dinas_once_a_day(nomination: Nomination, kind: Kind, *, now: datetime) -> None:
    """Tell the people of the dinas what strangers may ask as often as they like: the first of a day is told, and the others wait on the desk beside it."""
    staff = dinas_of([nomination.regency_id])[nomination.regency_id]
    key = f"regency:{nomination.regency_id}:{kind.code}:{day_in_wib(now)}"
    path = reverse("awards:review", args=[nomination.number])
    notify_many(kind, [News(person, path, key, context_of(nomination)) for person in staff], now=now)


def tell_signers(nominations: Sequence[Nomination], *, now: datetime, besides: User | str) -> None:
    """Tell who may send the files of each region with the regional head's act; one notice for a batch."""
    counts = Counter(nomination.regency_id for nomination in nominations)
    signers = dinas_of(counts, Role.DINAS_SIGNER)
    # A dinas works at the files of one edition at a time.
    mark = mark_of(nominations[0].edition)
    numbers = {regency: _numbers(n for n in nominations if n.regency_id == regency) for regency in counts}
    notify_many(
        kinds.MADE_READY,
        [
            News(
                signer,
                reverse("awards:dinas_home"),
                f"regency:{regency}:{kinds.MADE_READY.code}:{numbers[regency]}:{now:%Y%m%dT%H%M%S}",
                {"count": angka(count)} | mark,
            )
            for regency, count in counts.items()
            for signer in signers[regency]
            if signer != besides
        ],
        now=now,
    )


def tell_dinas_results(nominations: Sequence[Nomination], *, now: datetime) -> None:
    """Tell each dinas once that the results are out, however many candidates it had."""
    staff = dinas_of(nomination.regency_id for nomination in nominations)
    one_each = {nomination.regency_id: nomination for nomination in nominations}
    notify_many(
        kinds.RESULTS_OUT,
        [
            News(
                person,
                reverse("awards:dinas_home"),
                f"edition:{nomination.edition.year}:{kinds.RESULTS_OUT.code}",
                {"edition": nomination.edition.name} | mark_of(nomination.edition),
            )
            for regency, nomination in one_each.items()
            for person in staff[regency]
        ],
        now=now,
    )


def _numbers(nominations: Iterable[Nomination]) -> str:
    """A batch by its first file: two batches of one second differ in it."""
    return min(nomination.number for nomination in nominations)


def dinas_of(regencies: Iterable[str], *roles: str) -> dict[str, list[User]]:
    """The people who hold one of `roles` (all of a dinas, if none is named) for the dinas of each of these regions."""
    staff: dict[str, list[User]] = defaultdict(list)
    seats = Membership.objects.current().filter(
        role__in=roles or DINAS_ROLES,
        office__is_active=True,
        office__regency__in=set(regencies),
    )
    for seat in seats.select_related("user", "office").order_by("pk"):
        regency = seat.office.regency_id if seat.office else None
        if regency is not None and seat.user not in staff[regency]:
            staff[regency].append(seat.user)
    return staff
