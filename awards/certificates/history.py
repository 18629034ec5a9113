"""The history of a certificate: each issue after the first, with what it replaced and by which decree or minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from awards.certificates.facts import FACTS, in_words
from awards.models import Correction, PublishedAward


@dataclass(frozen=True)
class Change:
    """One fact as it read and as it reads."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class Reissue:
    """An issue, the day on which it replaced the one before, and the hash of the file that it replaced (None where that was never made)."""

    issue: int
    since: datetime
    basis: str
    basis_date: date
    changes: list[Change]
    replaced_sha256: str | None
    # For the owner and the dinas.
    reason: str

    @property
    def replaced(self) -> int:
        return self.issue - 1


def reissues_of(award: PublishedAward) -> list[Reissue]:
    """The reissues behind `award`, the newest first; costs nothing for the first issue, two statements for any other."""
    if award.issue == 1:
        return []
    rows = PublishedAward.objects.filter(award=award.award_id, issue__lte=award.issue).order_by("issue")
    issues = list(rows.select_related("proposal", "certificate").prefetch_related("proposal__corrections"))
    made = [_reissue(old, new) for old, new in zip(issues, issues[1:], strict=False)]
    return made[::-1]


def _reissue(old: PublishedAward, new: PublishedAward) -> Reissue:
    proposal = new.proposal
    assert proposal is not None
    changes = [change_of(correction) for correction in proposal.corrections.all()]
    sha256 = old.certificate.sha256
    return Reissue(new.issue, new.visible_from, proposal.basis, proposal.basis_date, changes, sha256, proposal.reason)


def change_of(correction: Correction) -> Change:
    """A correction in words."""
    before, after = (in_words(correction.what, text) for text in (correction.before, correction.after))
    return Change(FACTS[correction.what], before, after)
