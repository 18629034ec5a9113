"""The ledger's codes in words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from ovop_portal.ledger import words
from ovop_portal.ledger.words import actor_in_words, kind_in_words, said_in_words, shortened, subject_in_words

ROOMS = [
    settings.BASE_DIR / room
    for room in (
        "regions",
        "ikm",
        "awards",
        "assessments",
        *(f"ovop_portal/{room}" for room in ("accounts", "notifications", "documents", "front", "backup")),
    )
]
# A small room keeps its verbs beside these, which have codes of their own.
NOT_VERBS = {"rules.py", "notices.py", "letters.py", "words.py", "menu.py"}


def test_codes_without_words_are_shown_as_they_are() -> None:
    assert (kind_in_words("x.y"), subject_in_words("x:1"), actor_in_words("system:x"), said_in_words("x", [1, 2])) == (
        "x.y",
        "x:1",
        "system:x",
        ("x", "1, 2"),
    )


def test_long_names_are_shortened_and_hours_are_written_as_people_write_them() -> None:
    assert shortened("Akun 5dfd1a2b-0000-4000-8000-000000000000") == "Akun 5dfd1a2b…"
    assert shortened("a" * 64) == "a" * 12 + "…"
    assert shortened("OVOP-2026-0147, deadbeef") == "OVOP-2026-0147, deadbeef"
    assert said_in_words("visible_from", "2026-11-21T22:47:20.308029+00:00") == (
        "terlihat sejak",
        "22\xa0November\xa02026 pukul\xa005.47\xa0WIB",
    )
    assert said_in_words("total", "69.000") == ("jumlah nilai", "69,00")
    assert said_in_words("total", "69.125") == ("jumlah nilai", "69,125")
    assert said_in_words("total", "-") == ("jumlah nilai", "-")
    assert actor_in_words("system:certificates") == "Pembuat piagam"
    assert said_in_words("number", "2026-99-99Tx") == ("nomor", "2026-99-99Tx")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("kind", "coached", ("jenis", "Pernah membina IKM ini")),
        ("kind", "pirt", ("jenis", "Izin P-IRT")),
        ("reasons", ["open", "cannot"], ("alasan", "ada berkas yang belum lengkap nilainya, ada kriteria yang tidak dapat dinilai")),
        ("fields", ["name", "nib"], ("isian", "nama produk, NIB")),
        ("of", "product", ("bagian", "produk")),
        ("photos", ["utuh", "proses"], ("foto", "Produk utuh, Proses pembuatan")),
        ("answers", ["usaha: mended", "G04: disagreed"], ("jawaban", "usaha: Sudah diperbaiki, G04: Tidak setuju, alasannya")),
        ("permits", ["nib"], ("izin", "Nomor Induk Berusaha (NIB)")),
        ("from", "returned_to_office", ("dari", "Dikembalikan ke dinas")),
    ],
)  # fmt: skip
def test_what_an_event_says_is_said_in_words(key: str, value: object, said: tuple[str, str]) -> None:
    assert said_in_words(key, value) == said


def test_every_kind_that_a_verb_records_has_words_from_its_own_room() -> None:
    written = {room.name: set(recorded_in(room)) for room in ROOMS}
    told = {room.name: set(told_by(room)) for room in ROOMS}

    assert told == written


def test_two_rooms_do_not_tell_words_for_one_code() -> None:
    with pytest.raises(ValueError, match="office.opened"):
        words.tell(kinds={"office.opened": "Kantor dibuka"})

    assert kind_in_words("office.opened") == "Dinas dicatat"


def recorded_in(room: Path) -> Iterator[str]:
    """Texts of the form "thing.happened" handed to the journal, directly or by a helper of the room."""
    verbs = room / "operations" if (room / "operations").is_dir() else room
    for path in verbs.glob("*.py"):
        if path.name in NOT_VERBS:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") != "Limit":
                arguments = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "kind")]
                texts = [a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                yield from (text for text in texts if re.fullmatch(r"[a-z]+\.[a-z_]+", text))


def told_by(room: Path) -> Iterator[str]:
    """The kinds for which the room has words."""
    book = room / "words.py"
    if book.exists():
        yield from re.findall(r'"([a-z]+\.[a-z_]+)": _\(', book.read_text())
