"""The commodity groups of the award: rows, so that a sixth group needs no code."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.constraints import shaped
from ovop_portal.common.guards import Fixed


class CommodityGroup(models.Model):
    """One of the groups in which firms compete. `code` is the key used in the rubric, in files and in addresses."""

    code = models.CharField(_("kode"), max_length=20, primary_key=True)
    label = models.CharField(_("nama"), max_length=60)
    label_en = models.CharField(_("nama Inggris"), max_length=60)
    kbli_prefixes = ArrayField(models.CharField(max_length=5), verbose_name=_("awalan KBLI 2020"), default=list)
    order = models.PositiveSmallIntegerField(_("urutan"), unique=True)

    class Meta:
        verbose_name = _("kelompok komoditi")
        verbose_name_plural = _("kelompok komoditi")
        triggers = [Fixed(name="ikm_commodity_group_fixed", fields=["code"])]
        ordering = ["order"]
        constraints = [shaped("commodity_code_shape", "code", r"^[a-z_]+$")]

    def __str__(self) -> str:
        return self.label
