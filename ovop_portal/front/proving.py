"""The proof of every edition and the look at everything that is always true, once a day, and the head of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import transaction
from django.utils import translation

from awards.models import Edition
from awards.operations.certifying import mend_certificates
from ovop_portal.common import invariants
from ovop_portal.common.clock import day_in_wib
from ovop_portal.front import notices
from ovop_portal.ledger import heads, proof, sealing
from ovop_portal.ledger.models import Proof, SignedHead

BY = "system:proof"
# The subject under which the ledger keeps the findings about the invariants.
INVARIANTS = "invariants"
SHOWN = 90


def publish_head(*, now: datetime) -> SignedHead | None:
    """Sign the head of the day, once, and send it out of the house. Returns the row when it is new."""
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
            kept = proof.keep(edition.subject, found, now=now)
            if found.differences:
                notices.tell_differences(edition, found.differences, now=now)
    return kept


def check_due(*, now: datetime) -> Proof | None:
    """Look once on the day of `now` whether every invariant holds. Returns what was found, or None where it was looked already."""
    last = last_outcomes().rules
    if last is not None and day_in_wib(last.at) == day_in_wib(now):
        return None
    with translation.override("id"):
        found = look_at_invariants(now=now)
        with transaction.atomic():
            kept = proof.keep(INVARIANTS, found, now=now)
            if found.differences:
                notices.tell_breaches(found.differences, now=now)
    return kept


def look_at_invariants(*, now: datetime) -> proof.Found:
    """Every breach of every invariant in a line, as of one moment; `rows` counts the invariants. Changes nothing."""
    began = monotonic()
    with sealing.one_snapshot():
        lines = [str(breach) for breach in invariants.check(now)]
        return proof.Found(lines, len(invariants.catalogue()), sealing.head(), monotonic() - began)


@dataclass(frozen=True)
class Outcome:
    """The last proof of an edition, for the page of the trail."""

    year: int
    proof: Proof

    @property
    def head(self) -> str:
        return f"{self.proof.size}:{bytes(self.proof.root).hex()}"


@dataclass(frozen=True)
class Outcomes:
    """The last findings: about the editions, the newest first, and about the invariants."""

    editions: list[Outcome]
    rules: Proof | None


def last_outcomes() -> Outcomes:
    """The last proof of each edition and the last look at the invariants. One query."""
    rows = {row.subject: row for row in proof.last_of_each()}
    rules = rows.pop(INVARIANTS, None)
    newest_first = sorted(rows.items(), reverse=True)
    return Outcomes([Outcome(int(subject.removeprefix("edition:")), row) for subject, row in newest_first], rules)


def published_heads() -> list[heads.Signed]:
    """The heads of the last ninety days that have one, newest first. One query."""
    return heads.published(SHOWN)
