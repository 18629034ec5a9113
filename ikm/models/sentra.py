"""The sentra: a cluster of firms with like products, named by a decree of the regional head."""

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ikm.models.commodity import CommodityGroup
from ovop_portal.common.constraints import between, not_blank
from ovop_portal.common.guards import append_only
from ovop_portal.common.names import key_column
from ovop_portal.common.words import inner
from ovop_portal.documents.models import Document
from regions.models import District, Regency

SMALLEST_SENTRA = 5  # PP 29/2018: a sentra has at least five units


class Sentra(models.Model):
    """A sentra of one regency or city. Fewer than five units is allowed to be stored; the gate warns about it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nama sentra"), max_length=150)
    name_key = key_column()
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="sentras", verbose_name=_("kabupaten/kota"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kecamatan")
    )
    commodity_group = models.ForeignKey(
        CommodityGroup, models.PROTECT, related_name="+", verbose_name=_("kelompok komoditi")
    )
    unit_count = models.PositiveIntegerField(_("jumlah unit usaha"))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("sentra")
        verbose_name_plural = _("sentra")
        constraints = [
            models.UniqueConstraint(fields=["regency", "name_key"], name="sentra_name_in_regency"),
            between("sentra_units_plausible", "unit_count", 1, 100_000),
            not_blank("sentra_has_name", "name"),
        ]

    def __str__(self) -> str:
        return self.name


class SentraDecree(models.Model):
    """The decree of the bupati or wali kota by which the sentra exists. A corrected decree is a new row."""

    sentra = models.ForeignKey(Sentra, models.PROTECT, related_name="decrees", verbose_name=_("sentra"))
    number = models.CharField(_("nomor keputusan"), max_length=80)
    date = models.DateField(_("tanggal keputusan"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("berkas")
    )
    recorded_by = models.CharField(max_length=80, editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("keputusan sentra")
        verbose_name_plural = _("keputusan sentra")
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sentra", "number"], name="sentra_decree_once"),
            not_blank("sentra_decree_has_number", "number"),
        ]
        triggers = append_only("ikm_sentra_decree")

    def __str__(self) -> str:
        return self.number


def other_trade(sentra: Any, product: Any) -> str:
    """What is said where the commodity of a sentra is not the product's: the names of both."""
    words = gettext("Sentra ini untuk {sentra}, sedangkan produknya {product}")
    return words.format(sentra=inner(sentra), product=inner(product))
