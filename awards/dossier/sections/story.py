"""The story of the product in its owner's own words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from awards.dossier.contents import Answers
from awards.dossier.sections.section import GOODS, Filling, Part, Reading, Section
from ikm.forms.product import StoryForm
from ovop_portal.common.verbs import Missing


class Story(Section):
    code = "cerita"
    group = GOODS
    label = gettext_lazy("Cerita produk")
    why = gettext_lazy("Tampil di katalog bila Anda mengizinkan")

    def missing(self, given: Answers) -> list[Missing]:
        return self.empty((given.product.story, gettext_noop("Isi cerita produk")))

    def form(self, filling: Filling) -> StoryForm:
        return StoryForm(filling.sent, row=filling.file.product, partial=filling.partial)

    def part(self, read: Reading) -> Part:
        return Part(self, [(_("Cerita"), read.dossier.product.story)])
