"""The numbers under which the state knows the firm."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from awards.dossier.contents import Answers
from awards.dossier.sections.section import BUSINESS, Compared, Filling, Part, Reading, Row, Section
from ikm.forms.firm import LegalityForm
from ovop_portal.common import formats
from ovop_portal.common.verbs import Missing


class Legality(Section):
    code = "legalitas"
    group = BUSINESS
    label = gettext_lazy("Legalitas")
    why = gettext_lazy("Usaha tanpa izin belum bisa diusulkan")

    def missing(self, given: Answers) -> list[Missing]:
        return self.empty((given.ikm.nib, gettext_noop("Isi NIB")))

    def form(self, filling: Filling) -> LegalityForm:
        return LegalityForm(filling.sent, row=filling.file.ikm, partial=filling.partial)

    def part(self, read: Reading) -> Part:
        ikm = read.dossier.ikm
        facts = [
            (_("NIB"), formats.berkelompok(ikm.nib)),
            (_("NPWP"), formats.berkelompok(ikm.npwp)),
            (_("Akun SIINas"), ikm.siinas_account),
        ]
        return Part(self, facts)

    def rows(self, compared: Compared) -> Iterator[Row]:
        """Numbers of identity are read by their last figures, and compared whole."""
        yield _("NIB"), formats.berkelompok(compared.shown.ikm.nib), compared.whole.ikm.nib
        yield _("NPWP"), formats.berkelompok(compared.shown.ikm.npwp), compared.whole.ikm.npwp
