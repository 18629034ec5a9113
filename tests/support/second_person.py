"""What takes two persons, done by two: the one who is named proposes, another confirms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from awards.models import ActKind, Award, Nomination, Proposal, Revocation
from awards.operations.proposals import confirm, propose
from ovop_portal.common.clock import day_in_wib

SECOND = "system:second"


def disqualify(nominations: Sequence[Nomination], reason: str, *, by: Any, now: datetime) -> None:
    """Each of them is disqualified, by minutes of the day."""
    for nomination in nominations:
        _agreed(nomination, ActKind.DISQUALIFY, "BA-7/2026", day_in_wib(now), reason, by, now)
        nomination.refresh_from_db()


def revoke(award: Award, *, decree_number: str, date: date, reason: str, by: Any, now: datetime) -> Revocation:
    """The award is revoked by a decree."""
    _agreed(award.nomination, ActKind.REVOKE, decree_number, date, reason, by, now)
    return Revocation.objects.get(award=award)


def correct(award: Award, *, by: Any, now: datetime, reason: str = "Salah ketik", **facts: str) -> Proposal:
    """The certificate is corrected: `facts` are how it shall read."""
    return _agreed(award.nomination, ActKind.CORRECT, "BA-9/2026", day_in_wib(now), reason, by, now, **facts)


def _agreed(
    nomination: Nomination, act: str, basis: str, day: date, reason: str, by: Any, now: datetime, **facts: str
) -> Proposal:
    held = Nomination.objects.get(pk=nomination.pk)
    proposal = propose(held, act, basis=basis, basis_date=day, reason=reason, facts=facts, by=by, now=now)
    confirm(proposal, by=SECOND, now=now)
    return proposal
