"""The facts of a certificate that a correction may set right."""

from __future__ import annotations

from datetime import date

import pytest

from awards.certificates.facts import FACTS, as_text, as_values, in_words, missing_for_facts
from awards.models import PublishedAward

PRINTED = {
    "firm": "UD Tenun Ayu",
    "product_name": "Selendang",
    "stars": 2,
    "valid_from": date(2026, 12, 1),
    "valid_until": date(2028, 11, 30),
    "decree_number": "12 Tahun 2026",
    "decree_date": date(2026, 11, 20),
    "signatory_name": "Sri Rahayu",
    "signatory_title": "Menteri Perindustrian",
}
AWARD = PublishedAward(max_stars=3, **PRINTED)


def test_what_is_written_as_text_is_read_as_the_same_values() -> None:
    assert set(PRINTED) == set(FACTS)
    assert as_values(as_text(AWARD)) == PRINTED


def test_days_are_shown_as_people_read_them_and_everything_else_as_it_stands() -> None:
    assert (in_words("valid_until", "2028-11-30"), in_words("firm", "UD Tenun Ayu")) == (
        "30\xa0November\xa02028",
        "UD Tenun Ayu",
    )


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"firm": "UD Tenun Ayu Lestari"}, []),
        ({}, [("nothing", "")]),
        ({"firm": ""}, [("empty", "firm")]),
        ({"firm": "织造"}, [("unprintable", "firm")]),
        ({"stars": "0"}, [("stars", "stars")]),
        ({"stars": "4"}, [("stars", "stars")]),
        ({"stars": "banyak"}, [("unreadable", "")]),
        ({"valid_until": "2026-11-30"}, [("order", "valid_until")]),
        ({"valid_until": "2026-12-01"}, []),
        ({"valid_until": "kapan-kapan"}, [("unreadable", "")]),
    ],
)
def test_a_correction_says_what_it_lacks(changed: dict[str, str], missing: list[tuple[str, str]]) -> None:
    assert [(item.code, item.field) for item in missing_for_facts(AWARD, changed)] == missing
