"""Workers and money, year by year."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from awards.dossier import snapshot
from awards.dossier.contents import Answers
from awards.dossier.sections.section import PROOF, Compared, Filling, Part, Reading, Row, Section, plain
from awards.dossier.snapshot import Snapshot
from ikm.forms.figures import FiguresForm
from ovop_portal.common import formats
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.verbs import Missing


class Figures(Section):
    code = "usaha"
    group = PROOF
    label = gettext_lazy("Tenaga kerja dan nilai usaha")
    why = gettext_lazy("Dipakai juri untuk menilai manfaat bagi warga sekitar")

    def missing(self, given: Answers) -> list[Missing]:
        return self.empty((given.has_figures or None, gettext_noop("Isi tenaga kerja dan nilai usaha tahun terakhir")))

    def form(self, filling: Filling) -> FiguresForm:
        year = filling.year or day_in_wib(filling.now).year - 1
        return FiguresForm(filling.sent, ikm=filling.file.ikm, year=year, partial=filling.partial)

    def part(self, read: Reading) -> Part:
        """The newest year, with a note where it is an old one."""
        newest = read.dossier.figures[:1]
        return Part(self, [fact for row in newest for fact in _facts(row)], note=age_of_figures(read.dossier))

    def rows(self, compared: Compared) -> Iterator[Row]:
        for row in compared.whole.figures:
            yield _("Angka {year}").format(year=row.year), "", row


def age_of_figures(read: Snapshot) -> str:
    """A warning where the newest figures are older than last year (a holder's often are, because nobody asked since); empty otherwise."""
    last = read.composed_on.year - 1
    newest = max((row.year for row in read.figures), default=last)
    if newest >= last:
        return ""
    return _("Angka terbaru yang ada dari tahun {year}; angka tahun {last} belum diisi").format(year=newest, last=last)


def _facts(row: snapshot.Figures) -> list[tuple[str, str]]:
    workers = _("{all} orang = {female} perempuan + {male} laki-laki").format(
        all=formats.angka(row.workers), female=formats.angka(row.workers_female), male=formats.angka(row.workers_male)
    )
    return [
        (_("Tahun"), plain(row.year)),
        (_("Tenaga kerja"), workers),
        (_("Dari kecamatan sekitar"), _("{n} orang").format(n=formats.angka(row.workers_local))),
        (_("Nilai investasi"), formats.rupiah(row.investment)),
        (_("Omzet setahun"), formats.rupiah(row.turnover)),
        (_("Nilai produksi setahun"), "" if row.production_value is None else formats.rupiah(row.production_value)),
    ]
