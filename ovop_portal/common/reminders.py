"""When a reminder goes out: so many days before something ends, by day, and on no holiday.

step = due_step(nomination.deadline, (30, 7, 1), now=now, zone=regency.zone, holidays=holidays)     # 7; None where nobody's turn it is
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from ovop_portal.common.clock import has_passed
from ovop_portal.common.formats import angka

MORNING, EVENING = time(8), time(18)
# How long the turn of a reminder lasts: a portal that was away catches up.
CATCHING_UP = timedelta(days=2)


def due_step(
    ends: datetime, steps: Sequence[int], *, now: datetime, zone: tzinfo, holidays: Collection[date]
) -> int | None:
    """Of the reminders so many days (`steps`) before `ends`, the one whose turn it is now for somebody whose clock shows `zone`.

    A turn begins on the last day, other than a holiday, that lies so many days or more before the end. None at night, on a holiday, and once `ends` has passed.
    """
    here = now.astimezone(zone)
    today, last = here.date(), ends.astimezone(zone).date()
    if has_passed(ends, now) or today in holidays or not MORNING <= here.time() < EVENING:
        return None
    turns = {step: _open_day(last - timedelta(days=step), holidays) for step in steps}
    begun = (step for step, first in turns.items() if first <= today <= first + CATCHING_UP)
    return min(begun, default=None)


def left_in_words(ends: datetime, *, now: datetime, zone: tzinfo) -> str:
    """How long it is until `ends` by the days of the reader's calendar: "7 hari lagi", "hari ini"."""
    days = (ends.astimezone(zone).date() - now.astimezone(zone).date()).days
    return _("{n} hari lagi").format(n=angka(days)) if days else _("hari ini")


def _open_day(day: date, holidays: Collection[date]) -> date:
    while day in holidays:
        day -= timedelta(days=1)
    return day
