"""What the firm makes: the product that is nominated, and its photos."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ikm.models.commodity import CommodityGroup
from ikm.models.firm import Ikm
from ikm.models.writing import written_column
from ovop_portal.common.constraints import between, not_blank, one_of, shaped
from ovop_portal.common.guards import Fixed
from ovop_portal.common.names import NameField, key_column
from ovop_portal.common.rights import ERASE
from ovop_portal.documents.models import Document

LONGEST_STORY = 600


class MarketReach(models.TextChoices):
    """The farthest market that is served regularly (levels of criterion B.I.1)."""

    REGENCY = "kabupaten", _("Dalam kabupaten/kota")
    PROVINCE = "provinsi", _("Dalam provinsi")
    NATIONAL = "nasional", _("Antarprovinsi atau nasional")
    ABROAD = "ekspor", _("Luar negeri")


class Product(models.Model):
    """A product of a firm. The award is given to a product."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="products", verbose_name=_("IKM"))
    name = NameField(_("nama produk"), max_length=150)
    name_key = key_column()
    commodity_group = models.ForeignKey(
        CommodityGroup, models.PROTECT, related_name="products", verbose_name=_("kelompok komoditi")
    )
    kbli = models.CharField(_("KBLI"), max_length=5, blank=True)
    story = models.TextField(_("cerita produk"), blank=True)
    distinction = models.CharField(_("kekhasan daerah"), max_length=300, blank=True)
    raw_material = models.CharField(_("bahan baku utama"), max_length=150, blank=True)
    local_material_pct = models.DecimalField(
        _("porsi bahan dari kabupaten/kota sendiri"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    supply_years = models.PositiveSmallIntegerField(_("jaminan pasokan bahan (tahun)"), null=True, blank=True)
    value_added_pct = models.DecimalField(_("nilai tambah"), max_digits=5, decimal_places=2, null=True, blank=True)
    capacity = models.CharField(_("kapasitas produksi sebulan"), max_length=100, blank=True)
    market_reach = models.CharField(_("pasar terjauh yang rutin"), max_length=12, choices=MarketReach, blank=True)
    sales_channels = models.CharField(_("saluran penjualan"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    written = written_column()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("produk")
        verbose_name_plural = _("produk")
        triggers = [Fixed(name="ikm_product_fixed", fields=["uuid"])]
        indexes = [GinIndex(fields=["name_key"], name="product_name_key_parts", opclasses=["gin_trgm_ops"])]
        constraints = [
            not_blank("product_has_name", "name"),
            shaped("product_kbli_shape", "kbli", r"^[0-9]{5}$", blank=True),
            between("product_local_material_pct", "local_material_pct", 0, 100),
            between("product_value_added_pct", "value_added_pct", 0, 100),
            between("product_supply_years", "supply_years", 0, 100),
            one_of("product_market_reach_known", "market_reach", ["", *MarketReach.values]),
        ]

    def __str__(self) -> str:
        return self.name


class PhotoSlot(models.TextChoices):
    """The guided photo places of the owner's photo page."""

    WHOLE = "utuh", _("Produk utuh")
    DETAIL = "detail", _("Detail motif atau tekstur")
    PACKAGING = "kemasan", _("Kemasan dan label")
    PROCESS = "proses", _("Proses pembuatan")
    WORKSHOP = "tempat", _("Tempat produksi")


class ProductPhoto(models.Model):
    """A photo in one of the guided places; a better one replaces it."""

    rights = ERASE

    product = models.ForeignKey(Product, models.PROTECT, related_name="photos", verbose_name=_("produk"))
    slot = models.CharField(_("tempat foto"), max_length=10, choices=PhotoSlot)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("berkas"))
    alt = models.CharField(_("keterangan foto"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("foto produk")
        verbose_name_plural = _("foto produk")
        constraints = [
            models.UniqueConstraint(fields=["product", "slot"], name="photo_once_a_slot"),
            one_of("photo_slot_known", "slot", PhotoSlot.values),
        ]

    @property
    def description(self) -> str:
        """What a reader who does not see the photo is told."""
        return self.alt or _("Foto {product}, {slot}").format(
            product=self.product.name, slot=self.get_slot_display().lower()
        )
