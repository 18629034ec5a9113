"""Administrative screening: who reads a file, gate by gate, and with what outcome. Two pairs of eyes for every rejection."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models import Gate, Nomination, Submission, Verdict
from ovop_portal.accounts.models import User
from ovop_portal.common.constraints import between, one_of, only_when
from ovop_portal.common.guards import append_only
from ovop_portal.ledger.models import Salted


class ScreeningClaim(models.Model):
    """Who has a file on the desk, so that two do not read it at once. Replaced when somebody else takes it over."""

    nomination = models.OneToOneField(
        Nomination, models.PROTECT, related_name="screening_claim", verbose_name=_("pengajuan")
    )
    screener = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("pemeriksa"))
    claimed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("berkas diperiksa")
        verbose_name_plural = _("berkas diperiksa")


class ReadingOutcome(models.TextChoices):
    """What a reader proposes (first) or settles (second)."""

    PASS = "pass", _("Lolos")
    RETURN = "return", _("Dikembalikan untuk dilengkapi")
    FAIL = "fail", _("Tidak lolos")


class Reading(Salted):
    """One reading of one submission. A first reading that rejects waits for a second one by another person."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="readings", verbose_name=_("pengajuan"))
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="readings", verbose_name=_("kiriman"))
    turn = models.PositiveSmallIntegerField(_("pembacaan ke"))
    screener = models.ForeignKey(User, models.PROTECT, related_name="readings", verbose_name=_("pemeriksa"))
    outcome = models.CharField(_("hasil"), max_length=8, choices=ReadingOutcome)
    note = models.TextField(_("catatan"), blank=True)
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pembacaan")
        verbose_name_plural = _("pembacaan")
        ordering = ["nomination", "read_at"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "turn"], name="reading_turn_once"),
            models.UniqueConstraint(fields=["submission", "screener"], name="reading_by_another_person"),
            between("reading_turn", "turn", 1, 2),
            one_of("reading_outcome_known", "outcome", ReadingOutcome.values),
            only_when("reading_rejection_has_note", ~Q(outcome=ReadingOutcome.PASS), ~Q(note="")),
        ]
        triggers = append_only("assessments_reading")


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
