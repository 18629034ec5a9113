"""What was decided about the dates of an edition, and why."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from awards.models.edition import Edition, WindowKind
from ovop_portal.common.constraints import in_order, not_blank, one_of
from ovop_portal.common.guards import append_only
from ovop_portal.ledger.models import Salted


class WindowChange(Salted):
    """A window that got other dates: the dates before and after, and the reason, which those read whom the change touches. Append-only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="window_changes", verbose_name=_("penyelenggaraan")
    )
    kind = models.CharField(_("tahap"), max_length=12, choices=WindowKind)
    opened_before = models.DateTimeField(_("semula dibuka"))
    closed_before = models.DateTimeField(_("semula ditutup"))
    opens_at = models.DateTimeField(_("dibuka"))
    closes_at = models.DateTimeField(_("ditutup"))
    reason = models.TextField(_("alasan"))
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField(_("diubah"))

    class Meta:
        verbose_name = _("perubahan jadwal")
        verbose_name_plural = _("perubahan jadwal")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            one_of("window_change_kind_known", "kind", WindowKind.values),
            in_order("window_change_in_order", "opens_at", "closes_at", strictly=True),
            not_blank("window_change_has_reason", "reason"),
            models.CheckConstraint(
                condition=~Q(opens_at=F("opened_before"), closes_at=F("closed_before")),
                name="window_change_changes_something",
            ),
        ]
        triggers = append_only("awards_windowchange")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} {self.changed_at:%Y-%m-%d}"
