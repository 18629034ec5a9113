"""The proof of every edition, once a day, and the head of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation

from awards.models import Edition
from awards.operations.certifying import mend_certificates
from ovop_portal.common.clock import day_in_wib
from ovop_portal.front import notices
from ovop_portal.ledger import heads, proof
from ovop_portal.ledger.models import Proof, SignedHead

BY = "system:proof"
SHOWN = 90


def publish_head(*, now: datetime) -> SignedHead | None:
    """Sign the head of the day, once, and send it out of the house; the row, when it is new."""
    with transaction.atomic():
        made = heads.sign_today(now)
        if made is not None:
            notices.tell_head(heads.signed(made), now=now)
        return made


def prove_due(*, now: datetime) -> list[Proof]:
    """Prove each edition that was not proved on the day of `now`: lost certificates are made again first, and what differs is kept and told."""
    proved = {row.subject for row in proof.last_of_each() if day_in_wib(row.at) == day_in_wib(now)}
    return [_prove(edition, now) for edition in Edition.objects.order_by("year") if edition.subject not in proved]


def _prove(edition: Edition, now: datetime) -> Proof:
    with translation.override("id"):
        mend_certificates(edition, by=BY, now=now)
        found = proof.prove(edition.year, now=now)
        with transaction.atomic():
            kept = proof.keep(edition.year, found, now=now)
            if found.differences:
                notices.tell_differences(edition, found.differences, now=now)
    return kept


@dataclass(frozen=True)
class Outcome:
    """The last proof of an edition, for the page of the trail."""

    year: int
    proof: Proof

    @property
    def head(self) -> str:
        return f"{self.proof.size}:{bytes(self.proof.root).hex()}"


def last_outcomes() -> list[Outcome]:
    """The last proof of each edition, the newest edition first. One query."""
    rows = sorted(proof.last_of_each(), key=lambda row: row.subject, reverse=True)
    return [Outcome(int(row.subject.removeprefix("edition:")), row) for row in rows]


def published_heads() -> list[heads.Signed]:
    """The heads of the last ninety days that have one, newest first. One query."""
    return heads.published(SHOWN)
