"""A juror asks for a locked sheet to be opened again; the secretariat grants or declines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.models.sheet import Scoresheet
from awards.models import Edition
from ovop_portal.common.constraints import in_order, not_blank, only_when, shaped, together
from ovop_portal.common.guards import Fixed, Locked, NoDelete, NoTruncate
from ovop_portal.ledger.models import Salted

if TYPE_CHECKING:
    from datetime import datetime


class ReopeningRequestQuerySet(models.QuerySet["ReopeningRequest"]):
    def unanswered(self) -> ReopeningRequestQuerySet:
        """The requests that wait for the secretariat."""
        return self.filter(answered_at__isnull=True)

    def of_edition(self, edition: Edition) -> ReopeningRequestQuerySet:
        return self.filter(sheet__entry__nomination__edition=edition)

    def for_list(self) -> ReopeningRequestQuerySet:
        """With juror, file and product: first the requests that wait, the oldest on top; then the answered ones, the latest on top."""
        related = ("sheet__juror__user", "sheet__juror__institution", "sheet__entry__nomination__product")
        return self.select_related(*related).order_by(models.F("answered_at").desc(nulls_first=True), "asked_at", "pk")


def waiting_in_edition() -> Coalesce:
    """How many requests of the edition that a query is about wait for an answer."""
    edition = "sheet__entry__nomination__edition"
    waiting = ReopeningRequest.objects.unanswered().filter(**{edition: models.OuterRef("pk")})
    counted = waiting.order_by().values(edition).annotate(n=models.Count("pk")).values("n")
    return Coalesce(models.Subquery(counted), 0)


class ReopeningRequest(Salted):
    """One request about one locked sheet, with its answer. While one waits there is no other; after a refusal the juror may ask once more."""

    sheet = models.ForeignKey(Scoresheet, models.PROTECT, related_name="reopening_requests", verbose_name=_("lembar"))
    reason = models.TextField(_("alasan"))
    asked_at = models.DateTimeField(_("diminta"))
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    answered_by = models.CharField(_("dijawab oleh"), max_length=80, null=True, blank=True)
    is_granted = models.BooleanField(_("disetujui"), null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True, default="", db_default="")

    objects = ReopeningRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan buka kunci")
        verbose_name_plural = _("permintaan buka kunci")
        constraints = [
            not_blank("reopening_has_reason", "reason"),
            together("reopening_answer_whole", "answered_at", "answered_by", "is_granted"),
            only_when("reopening_answer_has_words", Q(answered_at__isnull=False), ~Q(answer="")),
            in_order("reopening_dates_in_order", "asked_at", "answered_at"),
            shaped("reopening_answered_by_actor", "answered_by", r"^(user|system):"),
            models.UniqueConstraint(
                fields=["sheet"], condition=Q(answered_at__isnull=True), name="reopening_waits_once"
            ),
            models.UniqueConstraint(fields=["sheet"], condition=Q(is_granted=True), name="reopening_granted_once"),
        ]
        triggers = [
            Locked(name="assessments_reopening_answered", field="answered_at"),
            Fixed(name="assessments_reopening_fixed", fields=["sheet", "reason", "asked_at"]),
            NoDelete(name="assessments_reopening_no_delete"),
            NoTruncate(name="assessments_reopening_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def subject(self) -> str:
        """How the ledger names what it is about: the sheet."""
        return f"sheet:{self.sheet_id}"

    def settle(self, *, is_granted: bool, answer: str, by: str, now: datetime) -> None:
        """Write the answer down; the database refuses a second one."""
        self.is_granted, self.answer, self.answered_by, self.answered_at = is_granted, answer.strip(), by, now
        self.save(update_fields=["is_granted", "answer", "answered_by", "answered_at"])
