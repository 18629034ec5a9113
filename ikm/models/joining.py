"""Two records of one firm that became one, and what the dinas answered where they did not."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ikm.models.firm import Ikm
from ovop_portal.common.constraints import not_blank, shaped
from ovop_portal.common.guards import append_only
from ovop_portal.ledger.models import Salted


class Joining(models.Model):
    """The record `gone` went into `kept`. Both stay, and `before` holds what either said: nothing that was typed is lost."""

    kept = models.ForeignKey(Ikm, models.PROTECT, related_name="joined_from", verbose_name=_("data yang dipakai"))
    gone = models.OneToOneField(Ikm, models.PROTECT, related_name="joining", verbose_name=_("data yang digabungkan"))
    before = models.JSONField(_("isi sebelumnya"), encoder=DjangoJSONEncoder)
    joined_by = models.CharField(max_length=80)
    joined_at = models.DateTimeField()

    class Meta:
        verbose_name = _("penggabungan usaha")
        verbose_name_plural = _("penggabungan usaha")
        constraints = [models.CheckConstraint(condition=~Q(kept=F("gone")), name="joining_of_two_firms")]
        triggers = append_only("ikm_joining")

    def __str__(self) -> str:
        return f"{self.gone_id} -> {self.kept_id}"


class JoinRefusal(Salted):
    """The dinas answered an owner who asked that the records be joined: it will not, and why. Each answer stays, also when the owner asks again."""

    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="join_refusals", verbose_name=_("IKM"))
    reason = models.TextField(_("alasan"))
    refused_by = models.CharField(max_length=80)
    refused_at = models.DateTimeField()

    class Meta:
        verbose_name = _("penolakan penggabungan")
        verbose_name_plural = _("penolakan penggabungan")
        constraints = [
            not_blank("join_refusal_has_reason", "reason"),
            shaped("join_refusal_refused_by_actor", "refused_by", r"^(user|system):"),
        ]
        triggers = append_only("ikm_joinrefusal")

    def __str__(self) -> str:
        return f"{self.ikm_id} {self.refused_at:%Y-%m-%d}"
