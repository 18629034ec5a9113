"""When a reminder goes out: by the reader's day, before holidays, and caught up after an outage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ovop_portal.common.clock import WIB, WIT
from ovop_portal.common.reminders import due_step, left_in_words

# 30 June 2026, 23.59 WIB; in Papua it is 1 July by then.
ENDS = datetime(2026, 6, 30, 16, 59, tzinfo=UTC)
NINE = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)  # 09.00 WIB
FEAST = {date(2026, 6, 22), date(2026, 6, 23)}


def step(days_before: float, *, holidays: set[date] | None = None, zone=WIB) -> int | None:
    return due_step(ENDS, (30, 7, 1), now=NINE - timedelta(days=days_before), zone=zone, holidays=holidays or set())


@pytest.mark.parametrize(
    ("days_before", "expected"),
    [(31, None), (30, 30), (28, 30), (27, None), (8, None), (7, 7), (5, 7), (4, None), (1, 1), (0, 1)],
)
def test_each_step_has_its_day_and_two_more_to_catch_up(days_before: int, expected: int | None) -> None:
    assert step(days_before) == expected


def test_before_a_feast_the_turn_comes_earlier_and_on_it_nobody_is_reminded() -> None:
    assert [step(n, holidays=FEAST) for n in (10, 9, 8, 7, 6)] == [None, 7, None, None, None]


def test_by_the_clock_of_the_reader_it_is_day() -> None:
    night_in_jakarta = timedelta(days=7, hours=3)  # 06.00 WIB, 08.00 WIT
    early = due_step(ENDS, (7,), now=NINE - night_in_jakarta, zone=WIB, holidays=())
    # There the end lies on the first of July: the turn of the week before is a day later, too.
    in_papua = due_step(ENDS, (7,), now=NINE - night_in_jakarta + timedelta(days=1), zone=WIT, holidays=())
    evening = due_step(ENDS, (7,), now=NINE - timedelta(days=7) + timedelta(hours=9), zone=WIB, holidays=())
    assert (early, in_papua, evening) == (None, 7, None)


def test_after_the_end_nobody_is_reminded_of_it() -> None:
    ended = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
    assert due_step(ended, (1,), now=ended + timedelta(minutes=1), zone=WIB, holidays=()) is None
    assert due_step(ended, (1,), now=ended, zone=WIB, holidays=()) == 1


def test_what_is_left_is_said_in_days_of_the_calendar() -> None:
    assert left_in_words(ENDS, now=NINE - timedelta(days=7), zone=WIB) == "7 hari lagi"
    assert left_in_words(ENDS, now=NINE, zone=WIB) == "hari ini"
