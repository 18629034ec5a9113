"""From scores to stars: where a line lies, and that nothing lies between two lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.stars import capped, stars_for
from ovop_portal.common.numbers import half_up

THREE = [(3, Decimal(85)), (2, Decimal(75)), (1, Decimal(65))]
FIVE = [(5, Decimal(90)), (4, Decimal(80)), (3, Decimal(70)), (2, Decimal(60)), (1, Decimal(50))]

scores = st.decimals(min_value=0, max_value=100, places=6)


@pytest.mark.parametrize(
    ("score", "stars"),
    [
        ("100", 5),
        ("90", 5),
        ("89.995", 5),  # printed as 90.00
        ("89.994999", 4),  # printed as 89.99
        ("89.99", 4),
        ("89.5", 4),  # undefined where ranges end in whole numbers
        ("80.00", 4),
        ("79.99", 3),
        ("50", 1),
        ("49.99", 0),
        ("0", 0),
    ],
)
def test_a_score_reaches_a_star_at_its_lower_bound_as_printed(score: str, stars: int) -> None:
    assert stars_for(Decimal(score), FIVE) == stars


def test_the_three_star_lines_give_three_two_one_and_none() -> None:
    scores = ["85.00", "84.99", "75.00", "74.99", "65.00", "64.99"]
    assert [stars_for(Decimal(score), THREE) for score in scores] == [3, 2, 2, 1, 1, 0]


def test_a_binary_float_is_refused() -> None:
    with pytest.raises(TypeError, match="exact"):
        stars_for(89.995, FIVE)  # type: ignore[arg-type]


@given(scores, st.permutations(FIVE))
def test_the_order_in_which_lines_are_given_does_not_matter(score: Decimal, lines: list[tuple[int, Decimal]]) -> None:
    assert stars_for(score, lines) == stars_for(score, FIVE)


@given(scores, scores)
def test_a_higher_score_never_has_fewer_stars(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert stars_for(low, FIVE) <= stars_for(high, FIVE)


@given(scores)
def test_the_stars_are_those_of_the_score_that_is_printed(score: Decimal) -> None:
    assert stars_for(score, FIVE) == stars_for(half_up(score), FIVE)


@given(st.sampled_from(FIVE))
def test_no_score_falls_between_two_lines(line: tuple[int, Decimal]) -> None:
    stars, lower = line
    just_below = lower - Decimal("0.005")  # rounds up to the line itself
    assert [stars_for(score, FIVE) for score in (lower, just_below, just_below - Decimal("0.000001"))] == [
        stars,
        stars,
        stars - 1,
    ]


def test_a_capped_entry_stays_below_the_top_and_loses_nothing_else() -> None:
    assert [capped(stars, 3, is_capped=True) for stars in (0, 1, 2, 3)] == [0, 1, 2, 2]
    assert [capped(stars, 3, is_capped=False) for stars in (0, 1, 2, 3)] == [0, 1, 2, 3]
