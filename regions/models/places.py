"""Province, regency or city, district.

The key of a place is its code with dots ("33.73"), as in the decree that `CodeScheme` names. BPS numbers the provinces
of Papua otherwise, so the scheme is kept beside the code. A place that a later decree drops stays under its old scheme,
since what once was nominated from there must keep its name; fields for choosing offer only `current` places.
"""

from __future__ import annotations

from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.constraints import between, not_blank, one_of, shaped
from ovop_portal.common.guards import Fixed
from ovop_portal.common.names import key_column

GOVERNOR = "Gubernur"


class CodeScheme(models.TextChoices):
    """The decrees whose codes are in use."""

    KEMENDAGRI_2025 = "kemendagri-300.2.2-2430-2025", "Kepmendagri 300.2.2-2430 Tahun 2025"


CURRENT_SCHEME = CodeScheme.KEMENDAGRI_2025


class IslandGroup(models.TextChoices):
    """Groups of islands, west to east: the order in which reports print them."""

    SUMATERA = "sumatera", "Sumatera"
    JAWA = "jawa", "Jawa"
    BALI_NUSA_TENGGARA = "bali_nusa_tenggara", "Bali-Nusa Tenggara"
    KALIMANTAN = "kalimantan", "Kalimantan"
    SULAWESI = "sulawesi", "Sulawesi"
    MALUKU = "maluku", "Maluku"
    PAPUA = "papua", "Papua"


class TimeZone(models.TextChoices):
    """The three zones of the country; a province lies in one."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Kind(models.TextChoices):
    """Regency or city: never left out before a name, since many names belong to both (Kab. Bogor, Kota Bogor)."""

    KABUPATEN = "kabupaten", "Kabupaten"
    KOTA = "kota", "Kota"


class HeadTitle(models.TextChoices):
    """What the head of a regency or city is called."""

    BUPATI = "Bupati", "Bupati"
    WALI_KOTA = "Wali Kota", "Wali Kota"


def _own(name: str, *fields: str) -> models.UniqueConstraint:
    """No two places of a scheme share `fields`; asked at the end of the transaction, so a new decree may swap names."""
    return models.UniqueConstraint(fields=["scheme", *fields], name=name, deferrable=models.Deferrable.DEFERRED)


P = TypeVar("P", bound=models.Model)


class PlaceQuerySet(models.QuerySet[P]):
    def current(self) -> Self:
        """Places of the decree in force."""
        return self.filter(scheme=CURRENT_SCHEME)


class ProvinceQuerySet(PlaceQuerySet["Province"]):
    def for_select(self) -> list[tuple[str, str]]:
        """(code, name) by the alphabet, for a choice field."""
        return list(self.current().order_by("name_key").values_list("code", "name"))


class Province(models.Model):
    """A province: names, clock, island group, and its square on the tile map."""

    code = models.CharField(_("kode"), max_length=2, primary_key=True)
    name = models.CharField(_("nama"), max_length=100)
    name_key = key_column()
    short_name = models.CharField(_("singkatan"), max_length=30)
    island_group = models.CharField(_("kelompok pulau"), max_length=20, choices=IslandGroup)
    time_zone = models.CharField(_("zona waktu"), max_length=20, choices=TimeZone)
    tile_column = models.PositiveSmallIntegerField(_("kolom pada peta kotak"))
    tile_row = models.PositiveSmallIntegerField(_("baris pada peta kotak"))
    scheme = models.CharField(_("sumber kode"), max_length=40, choices=CodeScheme, default=CURRENT_SCHEME)

    objects = ProvinceQuerySet.as_manager()

    head_title = GOVERNOR

    class Meta:
        verbose_name = _("provinsi")
        verbose_name_plural = _("provinsi")
        triggers = [Fixed(name="regions_province_fixed", fields=["code"])]
        ordering = ["code"]
        constraints = [
            shaped("province_code_shaped", "code", r"^[1-9][0-9]$"),
            not_blank("province_has_name", "name"),
            one_of("province_island_group_known", "island_group", IslandGroup.values),
            one_of("province_time_zone_known", "time_zone", TimeZone.values),
            one_of("province_scheme_known", "scheme", CodeScheme.values),
            between("province_tile_column_on_map", "tile_column", 0, 17),
            between("province_tile_row_on_map", "tile_row", 0, 6),
            _own("province_name_own", "name"),
            _own("province_short_name_own", "short_name"),
            _own("province_tile_own", "tile_column", "tile_row"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """ "Provinsi Jawa Tengah"; the names of Jakarta and Yogyakarta ("Daerah …") stand alone."""
        return self.name if self.name.startswith("Daerah ") else f"Provinsi {self.name}"

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which people there read an hour."""
        return ZoneInfo(self.time_zone)


def short_label(kind: str, name: str, is_administrative: bool) -> str:
    """ "Kab. Sumba Timur", for lists that read values instead of rows."""
    word = "Kab." if kind == Kind.KABUPATEN else "Kota"
    return f"{word} Adm. {name}" if is_administrative else f"{word} {name}"


def label_with_province(kind: str, name: str, is_administrative: bool, province: str) -> str:
    """ "Kab. Sumba Timur, NTT", for the same lists."""
    return f"{short_label(kind, name, is_administrative)}, {province}"


class RegencyQuerySet(PlaceQuerySet["Regency"]):
    def for_labels(self) -> Self:
        """With the province in the same query, for `with_province` and `zone`."""
        return self.select_related("province")

    def of_province(self, code: str) -> Self:
        """Regencies and cities of one province."""
        return self.filter(province_id=code)

    def by_name(self) -> Self:
        """Kabupaten before kota, each by the alphabet: as people look for them."""
        return self.order_by("kind", "name_key")

    def for_select(self, province: str | None = None) -> list[tuple[str, str]]:
        """(code, "Kab. Sumba Timur") of one province; of the whole country with the province behind the name."""
        if province is not None:
            return [(regency.code, str(regency)) for regency in self.current().of_province(province).by_name()]
        return [(regency.code, regency.with_province) for regency in self.current().for_labels().by_name()]

    def for_grouped_select(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """All under the names of their provinces: one field for the whole country that needs no JavaScript."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for regency in self.current().for_labels().order_by("province__name_key", "kind", "name_key"):
            groups.setdefault(regency.province.name, []).append((regency.code, str(regency)))
        return list(groups.items())


class Regency(models.Model):
    """A regency (*kabupaten*) or city (*kota*). Jakarta's six are administrative: the governor appoints their heads."""

    code = models.CharField(_("kode"), max_length=5, primary_key=True)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("provinsi"), related_name="regencies")
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    name = models.CharField(_("nama"), max_length=100)
    name_key = key_column()
    head_title = models.CharField(_("sebutan kepala daerah"), max_length=10, choices=HeadTitle)
    is_administrative = models.BooleanField(_("wilayah administrasi"), default=False)
    scheme = models.CharField(_("sumber kode"), max_length=40, choices=CodeScheme, default=CURRENT_SCHEME)

    objects = RegencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("kabupaten/kota")
        verbose_name_plural = _("kabupaten/kota")
        triggers = [Fixed(name="regions_regency_fixed", fields=["code"])]
        ordering = ["code"]
        constraints = [
            shaped("regency_code_shaped", "code", r"^[1-9][0-9]\.[0-9]{2}$"),
            models.CheckConstraint(condition=Q(province=Left(F("code"), 2)), name="regency_code_starts_with_province"),
            not_blank("regency_has_name", "name"),
            models.CheckConstraint(
                condition=Q(kind=Kind.KABUPATEN, head_title=HeadTitle.BUPATI, code__regex=r"\.[0-6][0-9]$")
                | Q(kind=Kind.KOTA, head_title=HeadTitle.WALI_KOTA, code__regex=r"\.[7-9][0-9]$"),
                name="regency_kind_code_and_head_agree",
            ),
            one_of("regency_scheme_known", "scheme", CodeScheme.values),
            _own("regency_name_own", "province", "kind", "name"),
        ]

    def __str__(self) -> str:
        return short_label(self.kind, self.name, self.is_administrative)

    @property
    def full_name(self) -> str:
        """ "Kabupaten Sumba Timur", for forms, letters and certificates."""
        word = Kind(self.kind).label
        return f"{word} Administrasi {self.name}" if self.is_administrative else f"{word} {self.name}"

    @property
    def with_province(self) -> str:
        """ "Kab. Sumba Timur, NTT", for lists. Needs the province: see `for_labels`."""
        return label_with_province(self.kind, self.name, self.is_administrative, self.province.short_name)

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which people there read an hour: the province's."""
        return self.province.zone

    @property
    def act_head_title(self) -> str:
        """Whose act endorses nominations from here: the elected head's, the governor's where the head is appointed."""
        return GOVERNOR if self.is_administrative else self.head_title


class DistrictQuerySet(PlaceQuerySet["District"]):
    def of_regency(self, code: str) -> Self:
        """Districts of one regency or city."""
        return self.filter(regency_id=code)

    def for_labels(self) -> Self:
        """With regency and province in the same query."""
        return self.select_related("regency__province")

    def for_select(self, regency: str) -> list[tuple[str, str]]:
        """(code, name) of one regency or city by the alphabet, for a choice field."""
        return list(self.current().of_regency(regency).order_by("name_key").values_list("code", "name"))


class District(models.Model):
    """A *kecamatan* (in Papua: *distrik*)."""

    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    regency = models.ForeignKey(Regency, models.PROTECT, verbose_name=_("kabupaten/kota"), related_name="districts")
    name = models.CharField(_("nama"), max_length=100)
    name_key = key_column()
    scheme = models.CharField(_("sumber kode"), max_length=40, choices=CodeScheme, default=CURRENT_SCHEME)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("kecamatan")
        verbose_name_plural = _("kecamatan")
        triggers = [Fixed(name="regions_district_fixed", fields=["code"])]
        ordering = ["code"]
        constraints = [
            shaped("district_code_shaped", "code", r"^[1-9][0-9]\.[0-9]{2}\.[0-9]{2}$"),
            models.CheckConstraint(condition=Q(regency=Left(F("code"), 5)), name="district_code_starts_with_regency"),
            not_blank("district_has_name", "name"),
            one_of("district_scheme_known", "scheme", CodeScheme.values),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """ "Kecamatan Sidorejo"; the provinces of Papua (codes 91 to 96) say "Distrik"."""
        return f"Distrik {self.name}" if self.code.startswith("9") else f"Kecamatan {self.name}"
