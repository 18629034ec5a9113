"""The office (*dinas*) that answers for industry in a regency, a city or a province."""

from __future__ import annotations

import uuid
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.constraints import not_blank, shaped
from ovop_portal.common.guards import Fixed
from ovop_portal.common.names import NameField, key_column
from regions.models.places import Province, Regency


class Level(models.TextChoices):
    """For whom an office answers."""

    REGENCY = "regency", _("Kabupaten/kota")
    PROVINCE = "province", _("Provinsi")


class OfficeQuerySet(models.QuerySet["Office"]):
    def active(self) -> Self:
        """Offices at work today."""
        return self.filter(is_active=True)

    def for_labels(self) -> Self:
        """With the places in the same query, for `label`, `region` and `zone`."""
        return self.select_related("regency__province", "province")

    def at(self, code: str) -> Self:
        """Offices of exactly the place with this code: "33" the province's, "33.73" the city's."""
        return self.filter(Q(regency=code) | Q(province=code))

    def within(self, province: str) -> Self:
        """The office of a province and those of its regencies and cities."""
        return self.filter(Q(regency__province=province) | Q(province=province))


class Office(models.Model):
    """An office. Its name is free text, because the names follow no pattern (Disperindag, Diskopindag, …); its task is
    fixed.

    People come and go by memberships; the office stays. When a region reorganises its offices, the old one is laid
    down (`is_active`) and a new one opened.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = NameField(_("nama dinas"), max_length=200)
    name_key = key_column()
    level = models.CharField(_("tingkat"), max_length=10, choices=Level)
    regency = models.ForeignKey(
        Regency, models.PROTECT, verbose_name=_("kabupaten/kota"), related_name="offices", null=True, blank=True
    )
    province = models.ForeignKey(
        Province, models.PROTECT, verbose_name=_("provinsi"), related_name="offices", null=True, blank=True
    )
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon kantor"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail kantor"), max_length=254, blank=True)
    head_name = NameField(_("nama kepala dinas"), max_length=150, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dinas")
        verbose_name_plural = _("dinas")
        triggers = [Fixed(name="regions_office_fixed", fields=["uuid"])]
        ordering = ["level", "regency", "province", "id"]
        constraints = [
            not_blank("office_has_name", "name"),
            models.CheckConstraint(
                condition=Q(level=Level.REGENCY, regency__isnull=False, province__isnull=True)
                | Q(level=Level.PROVINCE, regency__isnull=True, province__isnull=False),
                name="office_serves_one_place_of_its_level",
            ),
            models.UniqueConstraint(
                fields=["regency"], condition=Q(is_active=True), name="office_one_active_per_regency"
            ),
            models.UniqueConstraint(
                fields=["province"], condition=Q(is_active=True), name="office_one_active_per_province"
            ),
            shaped("office_phone_e164", "phone", r"^\+[1-9][0-9]{7,14}$", blank=True),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The code of the place it serves: "33.73" or "33"."""
        return self.regency_id or self.province_id or ""

    @property
    def province_code(self) -> str:
        """The code of the province it lies in, without a query."""
        return self.code[:2]

    @property
    def region(self) -> Regency | Province:
        """The place it serves."""
        place = self.regency or self.province
        assert place is not None  # office_serves_one_place_of_its_level
        return place

    @property
    def label(self) -> str:
        """ "Dinas Perindustrian Kab. Karangasem": as others read it, with the place unless the name says it."""
        place = self.region
        if place.name.lower() in self.name.lower():
            return self.name
        return f"{self.name} {place}" if isinstance(place, Regency) else f"{self.name} {place.full_name}"

    @property
    def zone(self) -> ZoneInfo:
        """The clock of its people."""
        return self.region.zone
