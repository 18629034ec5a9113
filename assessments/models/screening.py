"""Administrative screening: who reads a file, gate by gate, and with what outcome. How many must agree is the rule of the edition."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assessments.guards import EndedByAnother, ReadByNobodyTied, ReadInTurn, SettledByReaders
from assessments.states import ReadingOutcome
from awards.models import Gate, Nomination, Submission, Verdict
from ovop_portal.accounts.models import User
from ovop_portal.common.constraints import between, one_of, only_when
from ovop_portal.common.guards import append_only
from ovop_portal.common.rights import ERASE
from ovop_portal.ledger.models import Salted


class ScreeningClaim(models.Model):
    """The screener who has a file on the desk, so that two do not read it at once. The row goes with the reading, and is replaced when somebody else takes the
    file over.
    """

    rights = ERASE

    nomination = models.OneToOneField(
        Nomination, models.PROTECT, related_name="screening_claim", verbose_name=_("pengajuan")
    )
    screener = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("pemeriksa"))
    claimed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("berkas diperiksa")
        verbose_name_plural = _("berkas diperiksa")


class ReadingQuerySet(models.QuerySet["Reading"]):
    def of_newest(self) -> ReadingQuerySet:
        """Readings of what was sent last. A file under screening that has some waits for another reader."""
        later = Submission.objects.filter(nomination=OuterRef("nomination"), n__gt=OuterRef("submission__n"))
        return self.filter(~Exists(later))


class Reading(Salted):
    """One reading of one submission, by somebody who does not know what others found in it (`screening/settling.py` says what readings come to)."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="readings", verbose_name=_("pengajuan"))
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="readings", verbose_name=_("kiriman"))
    turn = models.PositiveSmallIntegerField(_("pembacaan ke"))
    screener = models.ForeignKey(User, models.PROTECT, related_name="readings", verbose_name=_("pemeriksa"))
    outcome = models.CharField(_("hasil"), max_length=8, choices=ReadingOutcome)
    note = models.TextField(_("catatan"), blank=True)
    answer_by = models.DateTimeField(_("batas perbaikan"), null=True, blank=True)
    read_at = models.DateTimeField()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pembacaan")
        verbose_name_plural = _("pembacaan")
        ordering = ["nomination", "read_at"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "turn"], name="reading_turn_once"),
            models.UniqueConstraint(fields=["submission", "screener"], name="reading_by_another_person"),
            between("reading_turn", "turn", 1, 3),
            one_of("reading_outcome_known", "outcome", ReadingOutcome.values),
            only_when("reading_rejection_has_note", ~Q(outcome=ReadingOutcome.PASS), ~Q(note="")),
            only_when("reading_day_for_a_return", Q(answer_by__isnull=False), Q(outcome=ReadingOutcome.RETURN)),
        ]
        triggers = [
            *append_only("assessments_reading"),
            ReadInTurn(name="assessments_reading_in_turn"),
            ReadByNobodyTied(name="assessments_reading_untied"),
        ]


class GateVerdict(Salted):
    """The verdict of one reading on one gate, with a reason unless it is met."""

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="verdicts", verbose_name=_("pembacaan"))
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="verdicts", verbose_name=_("syarat"))
    verdict = models.CharField(_("hasil"), max_length=8, choices=Verdict)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("hasil syarat")
        verbose_name_plural = _("hasil syarat")
        constraints = [
            models.UniqueConstraint(fields=["reading", "gate"], name="gate_verdict_once"),
            one_of("gate_verdict_known", "verdict", Verdict.values),
            only_when("gate_verdict_has_reason", Q(verdict__in=[Verdict.MISSING, Verdict.UNMET]), ~Q(reason="")),
        ]
        triggers = append_only("assessments_gate_verdict")


class ScreenedFile(Nomination):
    """A nomination as this room guards it: the room below knows no readings."""

    class Meta:
        proxy = True
        verbose_name = _("berkas yang diseleksi")
        verbose_name_plural = _("berkas yang diseleksi")
        triggers = [
            SettledByReaders(name="assessments_file_settled"),
            EndedByAnother(name="assessments_file_ended_by_another"),
        ]
