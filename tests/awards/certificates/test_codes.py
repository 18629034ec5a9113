"""Codes that people read aloud, type and scan."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.certificates.codes import (
    ALPHABET,
    blind_code,
    certificate_code,
    check_character,
    codes_in,
    fresh_blind_codes,
    is_well_formed,
    spaced,
    tidy,
)

bodies = st.text(alphabet=ALPHABET, min_size=10, max_size=10)


def test_a_code_has_ten_random_characters_and_a_check_and_none_that_look_alike() -> None:
    codes = {certificate_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(is_well_formed(code) and len(code) == 11 for code in codes)
    assert not set("".join(codes)) & set("01IO")


def test_the_check_character_follows_from_the_body() -> None:
    assert [certificate_code(body) for body in ("AAAAAAAAAA", "KRANGGAN22", "2345678923")] == [
        "AAAAAAAAAAA",
        "KRANGGAN22" + check_character("KRANGGAN22"),
        "2345678923" + check_character("2345678923"),
    ]


@given(bodies, st.integers(0, 10), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, wrong: str) -> None:
    code = certificate_code(body)
    changed = code[:place] + wrong + code[place + 1 :]
    assert is_well_formed(changed) == (changed == code)


@given(bodies, st.integers(0, 9))
def test_swapped_neighbours_are_noticed_unless_they_are_the_ends_of_the_alphabet(body: str, place: int) -> None:
    code = certificate_code(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    ends = {code[place], code[place + 1]} == {ALPHABET[0], ALPHABET[-1]}
    assert is_well_formed(swapped) == (swapped == code or ends)


@given(bodies)
def test_a_code_is_found_however_it_is_typed(body: str) -> None:
    code = certificate_code(body)
    assert [tidy(text) for text in (spaced(code), code.lower(), f" {code[:4]}-{code[4:8]}-{code[8:]} ")] == [code] * 3


def test_a_code_is_taken_out_of_a_sentence_and_two_are_two() -> None:
    one, other = certificate_code("4YS5VGDPBS"), certificate_code("KRANGGAN22")
    sentences = [
        f"Kode: {one}",
        f"kode piagam saya {spaced(one).lower()}, tolong diperiksa",
        f"({one})",
        f"{one} {one}",
    ]
    assert [tidy(sentence) for sentence in sentences] == [one] * 4
    assert codes_in(f"{one} dan {spaced(other)}") == [one, other]
    assert not is_well_formed(tidy(f"{one} {other}"))
    assert codes_in("Tenun dari desa kami") == []


@pytest.mark.parametrize("code", ["", "ABC", "AAAAAAAAAAB", "AAAAAAAAAA0", "aaaaaaaaaaa", "AAAAAAAAAAAA"])
def test_what_is_not_a_code_is_told_so(code: str) -> None:
    assert not is_well_formed(code)


def test_a_code_is_read_in_groups_of_four() -> None:
    assert spaced("ABCDEFGHJKL") == "ABCD EFGH JKL"


def test_a_blind_code_says_nothing_and_looks_like_no_certificate() -> None:
    code = blind_code()
    assert (code[:2], len(code), set(code[2:]) <= set(ALPHABET), is_well_formed(tidy(code))) == ("K-", 7, True, False)


def test_among_many_blind_codes_no_two_are_alike() -> None:
    # Drawn without a look at each other, 20,000 of 33 million hold a pair of twins in 997 of 1,000 draws.
    assert len(set(fresh_blind_codes(20_000, lambda _codes: ()))) == 20_000


def test_a_blind_code_that_a_file_has_is_drawn_anew() -> None:
    asked: list[list[str]] = []

    def taken(codes: Collection[str]) -> list[str]:
        asked.append(list(codes))
        return asked[0][:3]

    fresh = fresh_blind_codes(10, taken)

    assert [len(codes) for codes in asked] == [10, 3]
    assert fresh == asked[0][3:] + asked[1]


@pytest.mark.parametrize(
    "pasted",
    [
        "https://ovop.contoh.test/v/ABCDEFGHJKL/",
        "ovop.contoh.test/v/abcd-efgh-jkl",
        "HTTPS://OVOP.CONTOH.TEST/V/ABCDEFGHJKL?utm=wa#atas",
        "Cek di https://ovop.contoh.test/v/ABCDEFGHJKL/ ya",
        "https://ovop.contoh.test/periksa-piagam/?kode=ABCD+EFGH+JKL",
        "ABCD–EFGH‑JKL",
        "ＡＢＣＤ EFGH\u00a0JK\u00adL",
    ],
)
def test_the_code_is_taken_out_of_whatever_was_pasted(pasted: str) -> None:
    assert tidy(pasted) == "ABCDEFGHJKL"
