"""One file on the desk of a screener: frozen dossier, gates with hints, and what others found, for who may know it by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from assessments.dossier import evidence
from assessments.models import GateVerdict, Reading, ScreeningClaim
from assessments.operations.screening import ANSWER_DAYS, missing_for_closing
from assessments.pages.screening.comparison import Comparison, by_submission
from assessments.pages.screening.tags import tag_of
from assessments.screening.ties import missing_for_ties
from awards.dossier.changes import Note, notes_of
from awards.dossier.gate_hints import Hint, hints
from awards.dossier.snapshot import Snapshot, read, with_numbers
from awards.identities import Identities
from awards.models import Gate, Nomination, RequiredPaper, Submission
from awards.states import ON_SCREENING_DESK
from awards.states import NominationState as S
from awards.status.outside import Tag
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.verbs import Missing


def files_to_screen(user: User) -> QuerySet[Nomination]:
    """The files that a screener may open: new nominations that were sent at least once."""
    sent = Submission.objects.filter(nomination=OuterRef("pk"))
    return (
        Nomination.objects.watched_by(user)
        .new()
        .for_list()
        .with_extension()
        .select_related("edition__publication", "endorsement__document", "screening_claim__screener")
        .filter(Exists(sent))
    )


@dataclass(frozen=True)
class GateRow:
    """A gate with what the papers say of it."""

    gate: Gate
    hint: Hint


@dataclass
class DeskFile:
    """One file on the desk of `user`."""

    nomination: Nomination
    user: User
    now: datetime

    @cached_property
    def identities(self) -> Identities:
        """Whose file this is and who reads it, as far as the reader may know it."""
        return Identities(self.user, "assessments.read_dossiers", self.nomination.edition)

    @cached_property
    def submissions(self) -> list[Submission]:
        """What was sent, newest first; only the newest comes with its dossier."""
        return list(Submission.objects.filter(nomination=self.nomination).order_by("-n"))

    @property
    def submission(self) -> Submission:
        return self.submissions[0]

    @cached_property
    def dossier(self) -> Snapshot:
        """What was sent last."""
        return read(self.submission.dossier)

    @cached_property
    def _readings(self) -> list[Reading]:
        """All readings with their verdicts, whoever may know of them."""
        verdicts = Prefetch("verdicts", GateVerdict.objects.select_related("gate").order_by("gate__code"))
        rows = Reading.objects.filter(nomination=self.nomination).select_related("screener", "submission")
        return list(rows.defer("submission__dossier").prefetch_related(verdicts).order_by("-read_at", "-pk"))

    @property
    def _newest(self) -> list[Reading]:
        """Those of what was sent last."""
        return [row for row in self._readings if row.submission_id == self.submission.pk]

    @property
    def _unsettled(self) -> list[Reading]:
        """Those of what was sent last, while they settle nothing."""
        return self._newest if self.nomination.state == S.SCREENING else []

    @property
    def is_blind(self) -> bool:
        """May this user still become a reader of the file? Then what others found of it stays untold, until this user has read it, too."""
        return bool(self._unsettled) and self.user.has_perm("assessments.screen", self.nomination) and not self.has_read

    @cached_property
    def readings(self) -> list[Comparison]:
        """What was found of each submission, as far as this user may know it, the last one first."""
        unsettled = self._unsettled if self.is_blind else []
        return list(by_submission(row for row in self._readings if row not in unsettled))

    @property
    def turn(self) -> int:
        """Which of its readers the file waits for."""
        return len(self._unsettled) + 1

    @property
    def has_read(self) -> bool:
        """Has this user read what was sent last? Then somebody else is next."""
        return any(row.screener_id == self.user.pk for row in self._unsettled)

    @cached_property
    def ties(self) -> list[Missing]:
        """What this user, who could read the file, has to do with it; then others read it."""
        is_asked = self.is_on_desk or self.nomination.is_being_answered
        may_read = is_asked and self.user.has_perm("assessments.screen", self.nomination)
        return missing_for_ties([self.nomination], self.user) if may_read else []

    @property
    def is_on_desk(self) -> bool:
        return self.nomination.state in ON_SCREENING_DESK

    @cached_property
    def claim(self) -> ScreeningClaim | None:
        """Who has the file open."""
        return getattr(self.nomination, "screening_claim", None) if self.nomination.state == S.SCREENING else None

    @property
    def claim_age(self) -> timedelta | None:
        return self.now - self.claim.claimed_at if self.claim else None

    @property
    def is_mine(self) -> bool:
        """Has this user taken the file up?"""
        return self.claim is not None and self.claim.screener_id == self.user.pk

    @cached_property
    def gates(self) -> list[GateRow]:
        """The gates asked of this commodity group, each with its hint."""
        group = self.nomination.product.commodity_group
        asked = Q(commodity_group__isnull=True) | Q(commodity_group=group.pk)
        gates = list(Gate.objects.filter(asked, edition=self.nomination.edition_id).order_by("code"))
        papers = RequiredPaper.objects.filter(asked, edition=self.nomination.edition_id)
        said = hints(gates, self.shown, papers, act=self.nomination.endorsement, group=group.label, today=self.today)
        return [GateRow(gate, said[gate.code]) for gate in gates]

    @property
    def today(self) -> date:
        return day_in_wib(self.now)

    @cached_property
    def asked(self) -> list[Note]:
        """What the dinas was asked to complete, its answers, and what of the file is other now. Nothing is asked of a file that was sent once."""
        if len(self.submissions) < 2 and not self.nomination.is_being_answered:
            return []
        rows = self.nomination.remarks.filter(to_office=True).select_related("check_read", "submission_read")
        return notes_of(rows, self.dossier, self.nomination.product.commodity_group)

    @property
    def asked_last(self) -> list[Note]:
        """The notes on what was sent last."""
        return [note for note in self.asked if note.remark.submission_read_id == self.submission.pk]

    @property
    def answer_by(self) -> date:
        """The day that is proposed for the answer to a return."""
        return self.today + timedelta(days=ANSWER_DAYS)

    @property
    def is_unanswered(self) -> bool:
        """Did the dinas not answer in time?"""
        return self.nomination.is_being_answered and not self.nomination.may_be_sent(self.now)

    @property
    def may_close(self) -> bool:
        """Is the file unanswered, and was it not this user who sent it back?"""
        return self.is_unanswered and not missing_for_closing(self._newest, self.user)

    @property
    def tag(self) -> Tag:
        return tag_of(self.nomination.state, self.turn)

    @cached_property
    def shown(self) -> Snapshot:
        """The dossier as this user reads it."""
        return with_numbers(self.dossier, self.nomination, self.user)

    @property
    def chapters(self) -> list[evidence.Chapter]:
        return evidence.chapters(self.shown, blind=False)

    @property
    def pictures(self) -> list[evidence.Picture]:
        return evidence.pictures(self.dossier, blind=False)

    @property
    def papers(self) -> list[evidence.Paper]:
        return evidence.papers(self.shown, blind=False)
