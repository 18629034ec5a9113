"""The product that is nominated."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from awards.dossier.contents import Answers
from awards.dossier.sections.section import GOODS, Filling, Part, Reading, Section
from ikm.forms.product import ProductForm
from ovop_portal.common.verbs import Missing


class NominatedProduct(Section):
    code = "produk"
    group = GOODS
    label = gettext_lazy("Produk unggulan")
    why = gettext_lazy("Dipakai juri untuk menilai kekhasan produk")

    def missing(self, given: Answers) -> list[Missing]:
        return self.empty((given.product.distinction, gettext_noop("Isi kekhasan daerah pada produk")))

    def form(self, filling: Filling) -> ProductForm:
        # A holder comes back in the group in which the stars were given.
        return ProductForm(
            filling.sent,
            row=filling.file.product,
            may_change_group=not filling.file.is_reassessment,
            partial=filling.partial,
        )

    def part(self, read: Reading) -> Part:
        product = read.dossier.product
        facts = [
            (_("Nama produk"), product.name),
            (_("Kelompok komoditi"), read.commodity.label),
            (_("Kekhasan daerah"), product.distinction),
            (_("KBLI"), product.kbli),
        ]
        return Part(self, facts)
