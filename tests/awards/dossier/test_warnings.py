"""Answers that do not go together."""

from __future__ import annotations

from datetime import date

import pytest

from awards.dossier.sections import missing
from awards.dossier.warnings import doubts
from ikm.models import Ikm, YearlyFigures
from tests.awards.dossier.drafts import dossier_of
from tests.scene import Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@standing
def scene() -> Scene:
    return Scene.begin()


def test_doubts_are_shown_and_hinder_nothing(scene: Scene) -> None:
    nomination = scene.draft()
    Ikm.objects.filter(pk=nomination.ikm_id).update(founded_in=2026, sentra_since=2026)
    nomination.ikm.permits.update(issued_on=None)
    YearlyFigures.objects.filter(ikm=nomination.ikm).update(production_value=2_000_000_000)
    nomination.ikm.permits.filter(kind="halal").update(issued_on=date(2020, 1, 1), valid_until=date(2026, 5, 31))
    dossier = dossier_of(nomination)

    assert [(doubt.field, str(doubt.message)) for doubt in doubts(dossier, TODAY)] == [
        ("usaha", "Angka tahun 2025 lebih awal daripada tahun berdiri (2026)"),
        ("sertifikat", "Sertifikat halal terbit 1\u00a0Januari\u00a02020, sebelum tahun berdiri (2026)"),
        ("usaha", "Omzet 2025 lebih kecil daripada nilai produksi 2025"),
        ("sertifikat", "Sertifikat halal sudah berakhir pada 31\u00a0Mei\u00a02026"),
    ]
    assert missing(dossier) == []

    nomination.ikm.figures.update(year=2022, production_value=None)
    Ikm.objects.filter(pk=nomination.ikm_id).update(founded_in=2000)
    nomination.ikm.permits.update(valid_until=None)
    old = [str(doubt.message) for doubt in doubts(dossier_of(nomination), TODAY)]
    assert old == ["Angka terbaru dari tahun 2022. Isi juga tahun 2025, bila sudah ada"]
