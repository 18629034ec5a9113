"""Parts of the product: what it is, its story, what it is made of."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ikm.forms.parts import RowForm
from ikm.models import CommodityGroup, MarketReach
from ikm.models.product import LONGEST_STORY
from ovop_portal.common.fields import AngkaField, DigitsField, PersenField, PrintedField
from ovop_portal.common.forms import layout


class ProductForm(RowForm):
    """The product that is nominated."""

    always = ("name", "commodity_group")

    name = PrintedField(
        label=gettext_lazy("Nama produk"),
        max_length=150,
        help_text=gettext_lazy("Misalnya Kain Gringsing Cemplong"),
    )
    commodity_group = forms.ModelChoiceField(
        label=gettext_lazy("Kelompok komoditi"),
        queryset=CommodityGroup.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    distinction = forms.CharField(
        label=gettext_lazy("Kekhasan daerah pada produk"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-hitung": 300}),
        help_text=gettext_lazy("Apa yang hanya ada di daerah Anda: bahan, motif, cara membuat, atau rasa"),
    )

    kbli = DigitsField(
        label=gettext_lazy("KBLI"), required=False, help_text=gettext_lazy("5 angka, tertulis di dokumen NIB")
    )

    def clean_kbli(self) -> str:
        """Five digits, by the same words as a NIB."""
        digits = self.cleaned_data["kbli"]
        if digits and len(digits) != 5:
            raise ValidationError(_("KBLI harus 5 angka. Anda mengisi {n} angka").format(n=len(digits)))
        return digits

    def __init__(self, *args: Any, may_change_group: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_change_group:
            del self.fields["commodity_group"]


class StoryForm(RowForm):
    """The story in the owner's own words."""

    story = forms.CharField(
        label=gettext_lazy("Cerita produk"),
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5, "data-hitung": LONGEST_STORY}),
        help_text=gettext_lazy("Tulis seperti bercerita kepada tamu, paling banyak 600 karakter"),
    )


class MaterialForm(RowForm):
    """Material, making and market."""

    raw_material = forms.CharField(
        label=gettext_lazy("Bahan baku utama"), max_length=150, help_text=gettext_lazy("Misalnya benang kapas")
    )
    local_material_pct = PersenField(
        label=gettext_lazy("Porsi bahan dari kabupaten/kota sendiri"),
        help_text=gettext_lazy("Perkiraan, misalnya 80 atau 75,5. Isi 100 bila semua bahan dari daerah sendiri"),
    )
    supply_years = AngkaField(
        label=gettext_lazy("Jaminan pasokan bahan"),
        max_value=100,
        suffix=gettext_lazy("tahun"),
        help_text=gettext_lazy("Berapa tahun lagi bahan ini pasti bisa diperoleh, dalam angka bulat"),
    )
    capacity = forms.CharField(
        label=gettext_lazy("Kapasitas produksi sebulan"), max_length=100, help_text=gettext_lazy("Misalnya 40 helai")
    )
    value_added_pct = PersenField(
        label=gettext_lazy("Nilai tambah"),
        help_text=gettext_lazy("Contoh: harga jual Rp100.000, biaya bahan Rp40.000, nilai tambahnya 60%"),
    )
    market_reach = forms.ChoiceField(
        label=gettext_lazy("Pasar terjauh yang rutin"), choices=MarketReach.choices, widget=forms.RadioSelect
    )
    sales_channels = forms.CharField(
        label=gettext_lazy("Saluran penjualan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Misalnya toko sendiri, pameran, WhatsApp, lokapasar"),
    )
    helper = layout(
        Fieldset(gettext_lazy("Bahan baku"), "raw_material", "local_material_pct", "supply_years"),
        Fieldset(gettext_lazy("Produksi"), "capacity", "value_added_pct"),
        Fieldset(gettext_lazy("Pasar"), "market_reach", "sales_channels"),
    )
