"""Two records of one firm that became one."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ikm.models.firm import Ikm
from ovop_portal.common.guards import append_only


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
