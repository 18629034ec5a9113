"""Permits and certificates, each with its copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.dossier.contents import Answers
from awards.dossier.sections.section import PROOF, Compared, Paper, Part, Reading, Row, Section
from awards.dossier.snapshot import Permit
from ikm.models import PermitKind
from ovop_portal.common import formats
from ovop_portal.common.verbs import Missing


class Papers(Section):
    code = "sertifikat"
    group = PROOF
    label = gettext_lazy("Sertifikat dan izin")
    why = gettext_lazy("Tanpa dokumen wajib, berkas tidak lolos seleksi")

    def missing(self, given: Answers) -> list[Missing]:
        words = _("Unggah {document}")
        lacking = [paper for paper in given.papers if given.kinds.isdisjoint(paper.kinds)]
        return [Missing("paper", words.format(document=paper.label), self.code) for paper in lacking]

    def part(self, read: Reading) -> Part:
        papers = [
            Paper(permit.label, _facts(permit), read.copy(permit.document), _concern(permit, read.today))
            for permit in read.dossier.permits
        ]
        return Part(self, papers=papers)

    def rows(self, compared: Compared) -> Iterator[Row]:
        """Where there are several of one kind, each is called by its number."""
        for permit, read in zip(compared.whole.permits, compared.shown.permits, strict=True):
            name = f"{permit.label} {read.number}" if permit.kind in compared.several else permit.label
            yield name, read.number, permit


def _facts(permit: Permit) -> list[str]:
    facts = [_("Nomor {number}").format(number=permit.number)]
    if permit.issued_on:
        facts.append(_("terbit {day}").format(day=formats.tanggal(permit.issued_on)))
    if permit.valid_until:
        facts.append(_("berlaku sampai {day}").format(day=formats.tanggal(permit.valid_until)))
    return facts


def _concern(permit: Permit, today: date) -> str:
    if permit.valid_until and permit.valid_until < today:
        return _("Masa berlaku sudah lewat")
    if permit.kind == PermitKind.HALAL and permit.number.upper().startswith("KH"):
        return _("Nomor ini tampak seperti nomor ketetapan (KH). Nomor sertifikat halal diawali ID")
    return "" if permit.document else _("Salinannya belum diunggah")
