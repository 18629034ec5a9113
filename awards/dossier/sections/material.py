"""What the product is made of, how much of it, and for which market."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from awards.dossier.contents import Answers
from awards.dossier.sections.section import GOODS, Filling, Part, Reading, Section
from ikm.forms.product import MaterialForm
from ovop_portal.common import formats
from ovop_portal.common.verbs import Missing


class Material(Section):
    code = "bahan"
    group = GOODS
    label = gettext_lazy("Bahan baku dan produksi")
    why = gettext_lazy("Dipakai juri untuk menilai asal bahan baku")

    def missing(self, given: Answers) -> list[Missing]:
        product = given.product
        return self.empty(
            (product.raw_material, gettext_noop("Isi bahan baku utama")),
            (product.local_material_pct, gettext_noop("Isi porsi bahan dari kabupaten/kota sendiri")),
            (product.supply_years, gettext_noop("Isi jaminan pasokan bahan")),
            (product.value_added_pct, gettext_noop("Isi nilai tambah")),
            (product.capacity, gettext_noop("Isi kapasitas produksi")),
            (product.market_reach, gettext_noop("Pilih pasar terjauh yang rutin")),
        )

    def form(self, filling: Filling) -> MaterialForm:
        return MaterialForm(filling.sent, row=filling.file.product, partial=filling.partial)

    def part(self, read: Reading) -> Part:
        product = read.dossier.product
        years = product.supply_years
        facts = [
            (_("Bahan baku utama"), product.raw_material),
            (_("Bahan dari daerah sendiri"), _share(product.local_material_pct)),
            (_("Jaminan pasokan bahan"), "" if years is None else _("{n} tahun").format(n=formats.angka(years))),
            (_("Nilai tambah"), _share(product.value_added_pct)),
            (_("Kapasitas produksi sebulan"), product.capacity),
            (_("Pasar terjauh yang rutin"), product.market_reach_label),
            (_("Saluran penjualan"), product.sales_channels),
        ]
        return Part(self, facts)


def _share(value: Decimal | None) -> str:
    return "" if value is None else formats.persen(value, 2)
