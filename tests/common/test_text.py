"""Typed text: refused by its length and its marks before it is brought into one spelling, so that no text takes long to be read."""

from __future__ import annotations

import sys
import time
import unicodedata
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from assessments.dossier.masking import masked
from awards.certificates import codes
from ikm.permits import tidy_number
from ovop_portal.common import delimited, names, numbers, text
from ovop_portal.documents.naming import clean_name
from tests.support.marks import AT_ONCE, pile

READERS = {
    "text.tidy": text.tidy,
    "text.tidy_line": text.tidy_line,
    "text.printable": text.printable,
    "text.same_characters": text.same_characters,
    "text.without_piles": text.without_piles,
    "names.key": names.key,
    "numbers.plain": numbers.plain,
    "numbers.digits": numbers.digits,
    "codes.tidy": codes.tidy,
    "naming.clean_name": lambda typed: clean_name(typed, "application/pdf"),
    "masking.masked": lambda typed: masked(typed[:10_000], ["Sari"]),
    "permits.tidy_number": lambda typed: tidy_number("nib", typed),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    "typed",
    [pile(100_000), "\u064b\u0651" * 50_000, "\u0301\u200b\u0316" * 33_000, "\u0344\u0316" * 50_000, " " * 100_000],
    ids=["latin", "arabic", "hidden between", "marks of two marks", "blanks"],
)
def test_no_reader_of_text_takes_the_square_of_its_length(read, typed):
    begun = time.process_time()
    with suppress(ValidationError):
        read(typed)
    assert time.process_time() - begun < AT_ONCE


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (pile(4), "too_many_marks"),
        (pile(2_000_000), "max_length"),
        ("a" * 21, "max_length"),
        ("a" * 2_000_000, "max_length"),
        (" " * 2_000_000, "max_length"),
        ("a\0", "control_characters"),
        ("a\ud800", "control_characters"),
    ],
)
def test_a_text_that_is_not_kept_says_why(typed, code):
    with pytest.raises(ValidationError) as refusal:
        text.read(typed, 20)
    assert refusal.value.code == code


def test_marks_apart_and_blanks_around_do_not_make_a_text_longer():
    assert text.read("  " * 100 + "e\u0323\u0302" * 20 + "\n" * 300, 20) == "\u1ec7" * 20


def test_every_mark_of_unicode_is_known_for_one():
    marks = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(letter) in ("Mn", "Me") or unicodedata.combining(letter)
    ]
    assert [mark for mark in marks if text.without_piles(mark * 5) != mark * 3] == []
    assert [place for place in range(0x300) if text.without_piles(chr(place) * 5) != chr(place) * 5] == []


@given(st.text(alphabet="aeo\u0301\u0316\u0323\u0344 \u0651\u064b가", max_size=40))
def test_what_is_piled_stays_and_anything_else_is_in_one_spelling(typed):
    try:
        kept = text.read(typed)
    except ValidationError:
        assert text.spelled(text.without_piles(typed)) == unicodedata.normalize("NFC", text.without_piles(typed))  # noqa: TID251
    else:
        assert kept == unicodedata.normalize("NFC", typed).strip()  # noqa: TID251


def test_a_table_with_piled_marks_is_refused_by_its_place():
    rows = delimited.read(f"nama,kota\nSari,{pile(400_000)[:100_000]}\n".encode(), "sentra.csv", ["nama", "kota"])

    begun = time.process_time()
    with pytest.raises(
        delimited.Unfit, match="sentra.csv, baris 2, kolom kota: memuat tanda yang tidak dapat disimpan"
    ):
        list(rows)
    assert time.process_time() - begun < AT_ONCE
