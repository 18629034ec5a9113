"""Who the firm is and how it is reached."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from awards.dossier.contents import Answers
from awards.dossier.sections.section import BUSINESS, Filling, Part, Reading, Section, plain
from ikm.forms.firm import ProfileForm
from ovop_portal.common import formats
from ovop_portal.common.verbs import Missing


class Profile(Section):
    code = "profil"
    group = BUSINESS
    label = gettext_lazy("Profil usaha")
    why = gettext_lazy("Nama yang dicetak di piagam dan katalog")

    def missing(self, given: Answers) -> list[Missing]:
        return self.empty(
            (given.ikm.legal_form, gettext_noop("Pilih bentuk usaha")),
            (given.ikm.founded_in, gettext_noop("Isi tahun berdiri")),
            (given.ikm.phone or given.ikm.email, gettext_noop("Isi nomor WhatsApp atau e-mail usaha")),
        )

    def form(self, filling: Filling) -> ProfileForm:
        return ProfileForm(filling.sent, row=filling.file.ikm, now=filling.now, partial=filling.partial)

    def part(self, read: Reading) -> Part:
        ikm = read.dossier.ikm
        facts = [
            (_("Nama usaha"), ikm.name),
            (_("Bentuk usaha"), ikm.legal_form_label),
            (_("Nama pemilik"), ikm.owner_name),
            (_("Tahun berdiri"), plain(ikm.founded_in)),
            (_("Nomor WhatsApp"), formats.telepon(ikm.phone)),
            (_("E-mail"), ikm.email),
        ]
        return Part(self, facts)
