"""The photos of the product, each in its guided place."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.dossier.contents import Answers
from awards.dossier.sections.section import GOODS, Compared, Part, Photo, Reading, Row, Section
from ikm.models import PhotoSlot
from ovop_portal.common.verbs import Missing

NEEDED_PHOTOS = (PhotoSlot.WHOLE, PhotoSlot.DETAIL, PhotoSlot.PROCESS)


class Photos(Section):
    code = "foto"
    group = GOODS
    label = gettext_lazy("Foto")
    why = gettext_lazy("Juri melihat produk dari foto ini lebih dahulu")

    def missing(self, given: Answers) -> list[Missing]:
        words = _("Unggah foto: {slot}")
        lacking = [slot for slot in NEEDED_PHOTOS if slot not in given.slots]
        return [Missing("photo", words.format(slot=slot.label), self.code) for slot in lacking]

    def part(self, read: Reading) -> Part:
        there = [photo for photo in read.dossier.photos if photo.document in read.documents]
        return Part(self, photos=[Photo(one.label, one.alt, read.documents[one.document]) for one in there])

    def rows(self, compared: Compared) -> Iterator[Row]:
        for photo in compared.whole.photos:
            yield photo.label, "", photo
