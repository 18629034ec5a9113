"""Answers that do not go together. They are shown before sending and hinder nothing: the owner knows the firm."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from awards.dossier import Dossier
from ovop_portal.common import formats
from ovop_portal.common.verbs import Missing


def doubts(dossier: Dossier, today: date) -> list[Missing]:
    """What the owner should look at once more before sending, each with its section."""
    return [*_years(dossier), *_money(dossier), *_ends(dossier, today)]


def _years(dossier: Dossier) -> list[Missing]:
    founded, since = dossier.ikm.founded_in, dossier.ikm.sentra_since
    if founded and since and since < founded:
        words = _("Tahun masuk sentra ({since}) lebih awal daripada tahun berdiri ({founded})")
        return [Missing("years", words.format(since=since, founded=founded), "lokasi")]
    return []


def _money(dossier: Dossier) -> list[Missing]:
    words = _("Omzet {year} lebih kecil daripada nilai produksi {year}")
    return [
        Missing("money", words.format(year=row.year), "usaha")
        for row in dossier.figures
        if row.production_value and row.turnover < row.production_value
    ]


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
