"""Answers that do not go together. They are shown before sending and hinder nothing: the owner knows the firm."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from awards.dossier.contents import Dossier
from ovop_portal.common import formats
from ovop_portal.common.verbs import Missing


def doubts(dossier: Dossier, today: date) -> list[Missing]:
    """What the owner should look at once more before sending, each with its section."""
    return [*_before_founding(dossier), *_money(dossier), *_old(dossier, today), *_ends(dossier, today)]


def doubts_at(section: str, dossier: Dossier, today: date) -> list[Missing]:
    """The warnings to show when `section` was just written: its own, and after the profile also those about the year of founding."""
    return [
        item
        for item in doubts(dossier, today)
        if item.field == section or (section == "profil" and item.code == "before_founding")
    ]


def _before_founding(dossier: Dossier) -> list[Missing]:
    """Figures and papers older than the firm: a family may have worked before it founded one, so it is only asked."""
    founded = dossier.ikm.founded_in
    if not founded:
        return []
    of_year = _("Angka tahun {year} lebih awal daripada tahun berdiri ({founded})")
    of_paper = _("{paper} terbit {day}, sebelum tahun berdiri ({founded})")
    figures = [
        Missing("before_founding", of_year.format(year=row.year, founded=founded), "usaha")
        for row in dossier.figures
        if row.year < founded
    ]
    papers = [
        Missing(
            "before_founding",
            of_paper.format(paper=permit.get_kind_display(), day=formats.tanggal(permit.issued_on), founded=founded),
            "sertifikat",
        )
        for permit in dossier.permits
        if permit.issued_on and permit.issued_on.year < founded
    ]
    return [*figures, *papers]


def _money(dossier: Dossier) -> list[Missing]:
    words = _("Omzet {year} lebih kecil daripada nilai produksi {year}")
    return [
        Missing("money", words.format(year=row.year), "usaha")
        for row in dossier.figures
        if row.production_value and row.turnover < row.production_value
    ]


def _old(dossier: Dossier, today: date) -> list[Missing]:
    """Figures of long ago, such as a holder's from the last edition."""
    last, newest = today.year - 1, max((row.year for row in dossier.figures), default=today.year)
    if newest >= last:
        return []
    words = _("Angka terbaru dari tahun {year}. Isi juga tahun {last}, bila sudah ada")
    return [Missing("old", words.format(year=newest, last=last), "usaha")]


def _ends(dossier: Dossier, today: date) -> list[Missing]:
    words = _("{paper} sudah berakhir pada {day}")
    return [
        Missing(
            "ended",
            words.format(paper=permit.get_kind_display(), day=formats.tanggal(permit.valid_until)),
            "sertifikat",
        )
        for permit in dossier.permits
        if permit.valid_until and permit.valid_until < today
    ]
