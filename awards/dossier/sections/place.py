"""Where the firm is, and in which sentra."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from awards.dossier.contents import Answers
from awards.dossier.sections.section import BUSINESS, Compared, Filling, Paper, Part, Reading, Row, Section, plain
from awards.dossier.snapshot import Snapshot
from ikm.forms.firm import PlaceForm
from ikm.models.firm import years_that_cannot_be
from ikm.models.sentra import BY_OFFICE, SMALLEST_SENTRA, other_trade
from ovop_portal.common import formats
from ovop_portal.common.verbs import Missing

# The code of a lack that only the dinas is asked to fill: the owner has said that the sentra is not known.
OF_OFFICE = "of_office"


class Place(Section):
    code = "lokasi"
    group = BUSINESS
    label = gettext_lazy("Lokasi dan sentra")
    why = gettext_lazy("Dinas memeriksa letak usaha di dalam sentra")

    def missing(self, given: Answers) -> list[Missing]:
        ikm = given.ikm
        address = (ikm.address, gettext_noop("Isi alamat usaha"))
        since = (ikm.sentra_since, gettext_noop("Isi tahun masuk sentra"))
        if ikm.sentra_by_office:
            unknown = (None, gettext_noop("Pilih sentranya untuk pemilik, yang belum tahu"))
            left = [replace(item, code=OF_OFFICE) for item in self.empty(unknown, since)]
            return [*self.empty(address), *left]
        sentra = (ikm.sentra_id, gettext_noop("Pilih sentra tempat usaha berada"))
        wrong = years_that_cannot_be(ikm.founded_in, ikm.sentra_since)
        return [*self.empty(address, sentra, since), *([Missing("years", wrong, self.code)] if wrong else [])]

    def form(self, filling: Filling) -> PlaceForm:
        # A holder's file goes to the jury without passing the desk of the dinas.
        by_office = not filling.file.is_reassessment
        group = filling.file.product.commodity_group
        return PlaceForm(
            filling.sent,
            row=filling.file.ikm,
            group=group,
            now=filling.now,
            office_may_fill=by_office,
            partial=filling.partial,
        )

    def part(self, read: Reading) -> Part:
        papers = [
            Paper(
                _("Keputusan sentra"),
                [_("Nomor {number}").format(number=decree.number), formats.tanggal(decree.date)],
                read.copy(decree.document),
            )
            for decree in read.dossier.decrees
        ]
        return Part(self, list(self._facts(read.dossier)), papers, concerns=list(self._concerns(read)))

    def _facts(self, dossier: Snapshot) -> Iterator[tuple[str, str]]:
        ikm, sentra = dossier.ikm, dossier.sentra
        yield _("Alamat"), ", ".join(filter(None, [ikm.address, ikm.village, ikm.district, ikm.regency.name]))
        yield _("Sentra"), sentra.name if sentra else str(BY_OFFICE) if ikm.sentra_by_office else ""
        if sentra:
            yield _("Jumlah unit usaha di sentra"), formats.angka(sentra.unit_count)
        yield _("Masuk sentra sejak"), plain(ikm.sentra_since)
        yield _("Penghela sentra"), _("Ya") if ikm.is_anchor else _("Tidak")

    def _concerns(self, read: Reading) -> Iterator[str]:
        sentra = read.dossier.sentra
        if sentra is None:
            return
        if trade := read.dossier.trade_of_sentra:
            yield other_trade(trade, read.commodity)
        if not sentra.decrees:
            yield _("Sentra ini belum mempunyai keputusan kepala daerah")
        if sentra.unit_count < SMALLEST_SENTRA:
            yield _("Sentra sebaiknya beranggota paling sedikit {n} unit usaha").format(n=SMALLEST_SENTRA)

    def rows(self, compared: Compared) -> Iterator[Row]:
        sentra = compared.whole.sentra
        if sentra and sentra.commodity_group:
            yield _("Komoditi sentra"), sentra.commodity_group.name, None
        for decree in compared.whole.decrees:
            yield _("Keputusan sentra {number}").format(number=decree.number), "", decree
