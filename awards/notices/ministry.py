"""What screeners and the secretariat hear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from awards.models import Edition, Proposal
from awards.notices import kinds
from awards.notices.telling import context_of, mark_of
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.operations import notify


def tell_screeners(edition: Edition, *, now: datetime) -> None:
    """Tell the screeners that files have come in: once a day, however many dinas send on the last one.

    It leads to where each begins: their desk belongs to a room above.
    """
    notify(
        User.objects.holding(Role.SCREENER),
        kinds.SUBMITTED,
        context={"edition": edition.name} | mark_of(edition),
        path=resolve_url(settings.LOGIN_REDIRECT_URL),
        now=now,
        key=f"edition:{edition.year}:{kinds.SUBMITTED.code}:{day_in_wib(now)}",
    )


def tell_of_parked_certificates(edition: Edition, *, now: datetime) -> None:
    """Tell the secretariat that certificates of `edition` could not be made; many in one hour are one notice."""
    notify(
        User.objects.holding(Role.SECRETARIAT),
        kinds.CERTIFICATES_PARKED,
        context={"edition": edition.name} | mark_of(edition),
        path=reverse("awards:publication", args=[edition.year]),
        now=now,
        key=f"edition:{edition.year}:{kinds.CERTIFICATES_PARKED.code}:{now:%Y%m%dT%H}",
    )


def tell_second_person(proposal: Proposal, *, now: datetime, besides: User | str) -> None:
    """Tell the others of the secretariat that something waits for one of them."""
    people = [person for person in User.objects.holding(Role.SECRETARIAT) if person != besides]
    _tell_of_proposal(people, kinds.PROPOSED, proposal, now)


def tell_of_decline(proposal: Proposal, *, now: datetime, besides: User | str) -> None:
    """Tell who proposed it that another person did not confirm it."""
    people = User.objects.holding(Role.SECRETARIAT)
    author = [person for person in people if person.actor == proposal.proposed_by and person != besides]
    _tell_of_proposal(author, kinds.PROPOSAL_DECLINED, proposal, now)


def _tell_of_proposal(people: Sequence[User], kind: Kind, proposal: Proposal, now: datetime) -> None:
    context = context_of(proposal.nomination) | {"act": str(proposal.get_act_display())}
    path = reverse("awards:proposal", args=[proposal.uuid])
    notify(people, kind, context=context, path=path, now=now, key=f"{proposal.subject}:{kind.code}")
