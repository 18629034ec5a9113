"""What a blind jury reads tells nobody whose file it is, however it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.dossier.evidence import names_in
from assessments.dossier.masking import masked
from tests.assessments.dossier.test_evidence import a_dossier

MASK = "[disamarkan]"
NAMES = names_in(a_dossier(name="UD. Ma'ruf Jaya", owner_name="H. Ahmad Ma’ruf Résam"))


@pytest.mark.parametrize(
    "typed",
    [
        "Ma'ruf", "Ma’ruf", "Maruf", "ＭＡＲＵＦ", "Ma\u00adruf", "Ma\u200bruf", "M\ufe0fa\ufe0fruf", "Resam", "RÉSAM", "Re\u0301sam",
        "Ma'ruf Jaya", "marufjaya", "Maruf-Jaya", "MARUF_JAYA", "#marufjayabali", "AhmadMaruf", "ahmad.maruf", "Tenga\u00adnan", "Karang\u2060asem",
    ],
)  # fmt: skip
def test_a_name_is_masked_in_every_spelling(typed: str) -> None:
    assert masked(f"Buatan {typed}, asli.", NAMES).removeprefix("Buatan ").removeprefix("#") in (f"{MASK}, asli.",)


@pytest.mark.parametrize(
    "typed",
    [
        "0812-3456-7890", "081234567890", "0812 3456 7890", "+62 812-3456-7890", "62812 3456 7890", "+6281234567890", "0812–3456–7890",
        "0812\u00a03456\u00a07890", "０８１２３４５６７８９０", "0812.3456.7890", "0 8 1 2 3 4 5 6 7 8 9", "(0363) 21234", "0363-212345", "036321234",
        "08\u00ad12\u200b34567890", "nol delapan satu dua tiga empat lima enam tujuh", "9120001234567", "5107014708850001", "9120 0012 3456 7",
        "sari.tenun@contoh.test", "@tenun.sari", "wa.me/6281234567890", "tenunsari.com", "www.contoh.test", "toko.contoh.co.id/sari",
    ],
)  # fmt: skip
def test_numbers_and_addresses_by_which_somebody_is_found_are_masked(typed: str) -> None:
    assert masked(f"Pesan ke {typed} ya", []) == f"Pesan ke {MASK} ya"


@pytest.mark.parametrize(
    "text",
    [
        "40 helai sebulan, Rp1.250.000 sampai Rp62.800.000.000",
        "sejak 1998, 01-02-2024 10 orang, 08-09-2024 12 kain",
        "Ukuran 200 x 110 cm, 0,5 kg, 1.000.000 butir",
        "No. 12/2024, SNI 01-2891-1992, KBLI 13121",
        "62 jenis kain dan 8 motif, satu dua tiga",
        "harga 62.800.000 rupiah",
        "Kain é, “motif” ’s\nbaris kedua",
    ],
)
def test_what_is_neither_name_nor_number_of_somebody_stays(text: str) -> None:
    assert masked(text, NAMES) == text


@given(st.text("aMruf '’\u00ad\u200b-0812345\n.@", max_size=60))
def test_what_was_masked_once_is_masked(text: str) -> None:
    once = masked(text, ["Ma'ruf"])

    assert masked(once, ["Ma'ruf"]) == once
    assert "maruf" not in once.replace("'", "").lower().split()


def test_long_texts_are_read_in_no_time() -> None:
    for hard in ("0 " * 5_000, "8-" * 5_000, "a." * 5_000, "satu " * 5_000, "a" * 10_000, "ma'ruf" * 1_500):
        masked(hard, NAMES)
