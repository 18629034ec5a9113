"""Numbers of papers: kept tidy, or refused with the repair."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from ikm.permits import tidy_number

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("nib", "9120 0012 3456 7", "9120001234567"),
        ("halal", "id 3311 0001 2345 60921", "ID33110001234560921"),
        ("pirt", "P-IRT 2063374010123-28", "206337401012328"),
        ("bpom", "md 224510001234", "MD224510001234"),
        ("bpom", "BPOM RI MD 2245–1000‑1234", "MD224510001234"),
        ("bpom", "POM MD 224510001234", "MD224510001234"),
        ("nib", "NIB: 9120–0012‑3456\u00a07", "9120001234567"),
        ("nib", "９１２０００１２３４５６７", "9120001234567"),
        ("pirt", "P‑IRT No. 2063374010123–28", "206337401012328"),
        ("halal", "ID\u202f3311\u00ad0001 2345 60921", "ID33110001234560921"),
        ("lab", "LHU–12\u00a0/2025", "LHU-12 /2025"),
        ("lab", "LHU/12/2025", "LHU/12/2025"),
        ("merek", "IDM000123456", "IDM000123456"),
    ],
)
def test_numbers_of_papers_are_kept_tidy(kind: str, typed: str, kept: str) -> None:
    assert tidy_number(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (
            "halal",
            "KH-5561/2024",
            "Nomor ini tampak seperti nomor ketetapan (KH). Isi nomor sertifikat halal yang diawali ID",
        ),
        (
            "halal",
            "33110001234560921",
            "Nomor sertifikat halal harus diawali ID lalu angka, misalnya ID33110001234560921",
        ),
        ("nib", "912", "NIB harus 13 angka. Anda mengisi 3 angka"),
        ("nib", "NIB 9120001234567 A", "NIB harus 13 angka. Anda mengisi 13 angka"),
        ("pirt", "20633740101", "Nomor P-IRT harus paling sedikit 15 angka. Anda mengisi 11 angka"),
        ("bpom", "ML 224510001234", "Nomor izin edar BPOM harus diawali MD lalu 12 angka, misalnya MD 224510001234"),
    ],
)
def test_numbers_of_papers_that_cannot_be_are_refused_with_the_repair(kind: str, typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        tidy_number(kind, typed)

    assert refusal.value.messages == [words]
