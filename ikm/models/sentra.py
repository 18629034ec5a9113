"""The sentra: a cluster of firms with like products, named by a decree of the regional head."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ikm.models.commodity import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.constraints import between, not_blank
from ovop_portal.common.guards import Fixed, append_only
from ovop_portal.common.names import NameField, key_column
from ovop_portal.common.words import inner
from ovop_portal.documents.models import Document
from regions.models import District, Office, Regency

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# The answer of an owner who does not know the sentra.
BY_OFFICE = _("Belum tahu, dinas yang mengisi")
SMALLEST_SENTRA = 5  # PP 29/2018: a sentra has at least five units


class SentraQuerySet(models.QuerySet["Sentra"]):
    def visible_to(self, user: User | AnonymousUser) -> SentraQuerySet:
        """The sentras of the regions that `user` serves: a dinas sees its regency or city, a province all of its regencies and cities."""
        if not user.is_authenticated:
            return self.none()
        offices = Office.objects.filter(pk__in=user.duties.offices(*DINAS_ROLES, Role.PROVINCE_OFFICER))
        of_dinas, of_province = offices.values("regency_id"), offices.values("province_id")
        return self.filter(Q(regency__in=of_dinas) | Q(regency__province__in=of_province))

    def for_list(self) -> SentraQuerySet:
        """With place, commodity, decrees in force and the number of its firms, in two statements."""
        decrees = SentraDecree.objects.in_force().select_related("document")
        return (
            self.select_related("regency__province", "commodity_group")
            .prefetch_related(models.Prefetch("decrees", decrees))
            .annotate(firm_count=models.Count("firms"))
            .order_by("regency", "name_key")
        )

    def without_copy(self) -> SentraQuerySet:
        """The sentras without a copy of any decree in force: every firm in them fails the gate of the sentra."""
        return self.exclude(pk__in=SentraDecree.objects.in_force().filter(document__isnull=False).values("sentra"))


class Sentra(models.Model):
    """A sentra of one regency or city. Fewer than five units is allowed to be stored; the gate warns about it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = NameField(_("nama sentra"), max_length=150)
    name_key = key_column()
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="sentras", verbose_name=_("kabupaten/kota"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kecamatan")
    )
    commodity_group = models.ForeignKey(
        CommodityGroup, models.PROTECT, related_name="+", verbose_name=_("kelompok komoditi")
    )
    unit_count = models.PositiveIntegerField(_("jumlah unit usaha"))
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SentraQuerySet.as_manager()

    class Meta:
        verbose_name = _("sentra")
        verbose_name_plural = _("sentra")
        triggers = [Fixed(name="ikm_sentra_fixed", fields=["uuid"])]
        constraints = [
            models.UniqueConstraint(fields=["regency", "name_key"], name="sentra_name_in_regency"),
            between("sentra_units_plausible", "unit_count", 1, 100_000),
            not_blank("sentra_has_name", "name"),
        ]

    def __str__(self) -> str:
        return self.name


class SentraDecreeQuerySet(models.QuerySet["SentraDecree"]):
    def in_force(self) -> SentraDecreeQuerySet:
        """The decrees in force: without the rows that a later one corrects."""
        return self.filter(corrected_by__isnull=True)


class SentraDecree(models.Model):
    """A decree of the bupati or wali kota by which the sentra exists; there may be several.

    A row never changes. Whoever mends one, or adds its copy, makes a new row that `corrects` the old.
    """

    uuid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    sentra = models.ForeignKey(Sentra, models.PROTECT, related_name="decrees", verbose_name=_("sentra"))
    number = models.CharField(_("nomor keputusan"), max_length=80)
    date = models.DateField(_("tanggal keputusan"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("berkas")
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("memperbaiki")
    )
    recorded_by = models.CharField(max_length=80, editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SentraDecreeQuerySet.as_manager()

    class Meta:
        verbose_name = _("keputusan sentra")
        verbose_name_plural = _("keputusan sentra")
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sentra", "number"], condition=Q(corrects__isnull=True), name="sentra_decree_once"
            ),
            not_blank("sentra_decree_has_number", "number"),
        ]
        triggers = append_only("ikm_sentra_decree")

    def __str__(self) -> str:
        return self.number


def other_trade(sentra: object, product: object) -> str:
    """The sentence for a sentra whose commodity is not that of the product. It names both."""
    words = gettext("Sentra ini untuk {sentra}, sedangkan produknya {product}")
    return words.format(sentra=inner(sentra), product=inner(product))
