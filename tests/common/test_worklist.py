"""The list beside a thing that one works through."""

from __future__ import annotations

import pytest

from ovop_portal.common.worklist import MOST, Line, Worklist


def lines(many: int, here: int | None = None) -> list[Line]:
    return [Line(f"/{place}/", f"Kain {place}", "", is_here=place == here) for place in range(many)]


@pytest.mark.parametrize(
    ("many", "here", "follows"),
    [
        (3, 0, "/1/"),
        (3, 2, "/0/"),
        (3, None, "/0/"),
        (1, 0, None),
        (0, None, None),
        (50, 30, "/31/"),
        (50, 49, "/0/"),
    ],
)
def test_what_comes_next_is_the_line_after_the_open_one_and_after_the_last_the_first(many, here, follows):
    found = Worklist(lines(many, here)).next

    assert (found and found.url) == follows


@pytest.mark.parametrize(("here", "first"), [(0, 0), (9, 0), (30, 20), (49, 30), (None, 0)])
def test_of_a_long_list_the_part_around_the_open_line_is_shown(here, first):
    shown = Worklist(lines(50, here)).lines

    assert [line.url for line in shown] == [f"/{place}/" for place in range(first, first + MOST)]
