"""What one person prepares and another carries out: the acts that touch what was published, or that end a file for good.

A `Proposal` says what shall be done to one file, why, and by which decree or minutes; its `Correction`s say which facts of a certificate shall read
otherwise. Nothing happens before another person confirms it, and what was decided stays as it was decided.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from awards.models.edition import Edition
from awards.models.nomination import Nomination
from awards.states import PROPOSAL, ProposalState
from ovop_portal.common.constraints import not_blank, one_of, only_when, shaped, together
from ovop_portal.common.guards import Fixed, Locked, OnlyWhile, append_only, guarded
from ovop_portal.ledger.models import Salted


class ActKind(models.TextChoices):
    """What can be proposed."""

    REVOKE = "revoke", _("Pencabutan bintang")
    CORRECT = "correct", _("Koreksi piagam")
    DISQUALIFY = "disqualify", _("Pengguguran berkas")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> ProposalQuerySet:
        """The proposals that no second person has decided yet."""
        return self.filter(state=ProposalState.WAITING)

    def of_edition(self, edition: Edition) -> ProposalQuerySet:
        return self.filter(nomination__edition=edition)

    def for_list(self) -> ProposalQuerySet:
        """With file and product: first the proposals that wait, the oldest on top; then the decided ones, the newest on top."""
        rows = self.select_related("nomination__product", "nomination__ikm", "nomination__edition__scheme")
        return rows.order_by(F("decided_at").desc(nulls_first=True), "proposed_at", "pk")


def proposals_of_others(actor: str) -> Coalesce:
    """How many proposals of the edition that a query is about wait for `actor` as their second person."""
    edition = "nomination__edition"
    waiting = Proposal.objects.waiting().filter(**{edition: models.OuterRef("pk")}).exclude(proposed_by=actor)
    counted = waiting.order_by().values(edition).annotate(n=models.Count("pk")).values("n")
    return Coalesce(models.Subquery(counted), 0)


class Proposal(Salted):
    """An act upon one file: waiting, then confirmed by another person and done at that moment, or declined."""

    machine = PROPOSAL

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="proposals", verbose_name=_("pengajuan"))
    act = models.CharField(_("tindakan"), max_length=12, choices=ActKind)
    basis = models.CharField(_("nomor keputusan atau berita acara"), max_length=80)
    basis_date = models.DateField(_("tanggalnya"))
    reason = models.TextField(_("alasan"))
    # The digest of everything that the act touches, as it stood when it was prepared (`operations.proposals.standing_of`).
    seen = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("status"), max_length=10, choices=ProposalState)
    proposed_by = models.CharField(_("disusun oleh"), max_length=80)
    proposed_at = models.DateTimeField(_("disusun"))
    decided_by = models.CharField(_("diputuskan oleh"), max_length=80, null=True, blank=True)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True, default="", db_default="")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("rancangan")
        verbose_name_plural = _("rancangan")
        constraints = [
            one_of("proposal_act_known", "act", ActKind.values),
            one_of("proposal_state_known", "state", ProposalState.values),
            not_blank("proposal_has_basis", "basis"),
            not_blank("proposal_has_reason", "reason"),
            shaped("proposal_seen_shape", "seen", r"^[0-9a-f]{64}$"),
            together("proposal_decision_whole", "decided_by", "decided_at"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING, decided_at__isnull=True)
                | Q(~Q(state=ProposalState.WAITING), decided_at__isnull=False),
                name="proposal_decided_means_by_whom",
            ),
            only_when("proposal_by_two", Q(state=ProposalState.CONFIRMED), ~Q(decided_by=F("proposed_by"))),
            only_when("proposal_declined_has_answer", Q(state=ProposalState.DECLINED), ~Q(answer="")),
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(state=ProposalState.WAITING), name="proposal_waits_alone"
            ),
        ]
        triggers = [
            *guarded("awards_proposal", PROPOSAL),
            Fixed(
                name="awards_proposal_fixed",
                fields=[
                    *(
                        "uuid",
                        "nomination",
                        "act",
                        "basis",
                        "basis_date",
                        "reason",
                        "seen",
                        "proposed_by",
                        "proposed_at",
                    ),
                    "salt",
                ],
            ),
            Locked(name="awards_proposal_locked", field="decided_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.nomination_id}"

    @property
    def subject(self) -> str:
        """How the journal names it."""
        return f"proposal:{self.uuid}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING


class Correction(models.Model):
    """One fact of a certificate that shall read otherwise: `what` is a field of `PublishedAward`, before and after are its values as text.

    Who proposed it and who confirmed it, why, and by which decree or minutes, stands in its proposal; it lies over the award once that is confirmed, as
    the next issue.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="corrections", verbose_name=_("rancangan"))
    what = models.CharField(_("yang dikoreksi"), max_length=20)
    before = models.CharField(_("sebelumnya"), max_length=150)
    after = models.CharField(_("sesudahnya"), max_length=150)

    class Meta:
        verbose_name = _("koreksi")
        verbose_name_plural = _("koreksi")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "what"], name="correction_once"),
            not_blank("correction_has_words", "after"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="correction_changes_something"),
        ]
        triggers = [
            *append_only("awards_correction"),
            OnlyWhile(name="awards_correction_while_waiting", of="proposal", states=[ProposalState.WAITING]),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.before}, {self.after}"
