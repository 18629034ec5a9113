"""One rounding, and readers that refuse what could mean two things."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovop_portal.common.numbers import (
    Unreadable,
    digits,
    half_up,
    parse_percent,
    parse_rupiah,
    parse_score,
    parse_whole,
    plain,
)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("89.995", "90.00"), ("89.994999", "89.99"), ("0.005", "0.01"), ("-0.005", "-0.01"), ("2.5", "2.50"), (7, "7.00")],
)
def test_halves_go_up_and_nothing_else_does(value, rounded):
    assert half_up(value) == Decimal(rounded)
    assert str(half_up(value)) == rounded


def test_a_float_is_never_rounded():
    with pytest.raises(TypeError):
        half_up(89.995)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250000", 1250000),
        ("1.250.000", 1250000),
        ("Rp1,250,000", 1250000),
        ("1,250,000.00", 1250000),
        ("12,345,678,901", 12345678901),
        ("Rp1.250.000", 1250000),
        ("Rp 1.250.000", 1250000),
        ("rp. 1.250.000,00", 1250000),
        ("Rp1.250.000,-", 1250000),
        ("0", 0),
        ("-0", 0),
        ("000125", 125),
        ("Rp１.２５０.０００", 1250000),
        ("Rp\u00a01.250.000,—", 1250000),
    ],
)
def test_rupiah_are_read_in_every_usual_spelling(text, amount):
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,2 juta", "words"),
        ("satu juta", "words"),
        ("1e6", "words"),
        ("NaN", "words"),
        ("0x10", "words"),
        ("-5", "negative"),
        ("1.25", "invalid"),
        ("1,250", "invalid"),
        ("1,250.50", "invalid"),
        ("12,50,000", "invalid"),
        ("1,250.000", "invalid"),
        ("1.250.000,50", "invalid"),
        ("12.50.000", "invalid"),
        ("1_000", "invalid"),
        ("1/2", "invalid"),
        ("", "invalid"),
        ("٣٤", "invalid"),
        ("9" * 400, "large"),
        (str(10**15 + 1), "large"),
    ],
)
def test_rupiah_in_doubt_are_refused(text, code):
    with pytest.raises(Unreadable) as caught:
        parse_rupiah(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "count"), [("12", 12), ("1.250", 1250), ("1,250,000", 1250000), (" 7 ", 7), ("2147483647", 2147483647)]
)
def test_counts_are_whole(text, count):
    assert parse_whole(text) == count


@pytest.mark.parametrize("text", ["1,5", "1e2", "1_0", "-1", "dua", "٣", "2147483648", "1.25", "+5", "∞"])
def test_counts_refuse_everything_else(text):
    with pytest.raises(Unreadable):
        parse_whole(text)


@pytest.mark.parametrize(
    ("text", "score"), [("87,5", "87.5"), ("87.5", "87.5"), ("100", "100"), ("0", "0"), ("-0", "0"), ("8,125", "8.125")]
)
def test_a_score_takes_comma_and_point(text, score):
    assert parse_score(text) == Decimal(score)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.000", "ambiguous"),
        ("87.125", "ambiguous"),
        ("1e2", "invalid"),
        ("1_0", "invalid"),
        ("NaN", "invalid"),
        ("Infinity", "invalid"),
        ("٨٧", "invalid"),
        ("8,", "invalid"),
        (",5", "invalid"),
        ("8,1234", "invalid"),
        ("-1", "negative"),
        ("9" * 400, "invalid"),
    ],
)
def test_a_score_in_doubt_is_refused(text, code):
    with pytest.raises(Unreadable) as caught:
        parse_score(text)
    assert caught.value.code == code


def test_a_share_may_carry_its_sign():
    assert [parse_percent(text) for text in ("12,5%", "12.5 %", "12")] == [
        Decimal("12.5"),
        Decimal("12.5"),
        Decimal(12),
    ]


@given(st.text(max_size=60))
def test_readers_answer_or_refuse_but_never_break(text):
    for read in (parse_rupiah, parse_whole, parse_score, parse_percent):
        with contextlib.suppress(Unreadable):
            assert read(text) >= 0


@given(st.text(max_size=40))
def test_what_was_made_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)
    assert digits(digits(text)) == digits(text)


@given(
    st.text("0123456789", min_size=1, max_size=20),
    st.lists(st.sampled_from("-–—‑−－ \u00a0\u202f\u2009.\u00ad\u200b\ufe0f/"), max_size=8),
)
def test_no_separator_that_looks_like_one_changes_a_number(number, separators):
    typed = number[:1] + "".join(separators) + number[1:]

    assert digits(typed) == number


def test_a_raised_or_broken_number_is_not_taken_for_its_digits():
    assert [digits(text) for text in ("12²", "½", "①", "12³4")] == ["", "", "", ""]
