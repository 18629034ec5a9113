"""The one clock, and the one rule of deadlines.

Deadlines are decided by the database's clock, so that web and worker machines with drifting clocks agree. Only views, commands, tasks and the admin call
`now()`; everything below takes the hour as an argument.

What a person sends counts as sent when the request arrives, however long it waited or its files took: within a request the clock stands at its arrival.
A deadline is printed to the minute, so the minute that is printed counts whole.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import overload
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateTimeField, DurationField, Func, IntegerField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


# When the running request arrived, by this machine's stopwatch: it measures how long ago that was and never says the hour.
_arrived: ContextVar[float | None] = ContextVar("arrival of the request", default=None)


@contextmanager
def arrival(at: float) -> Iterator[None]:
    """Inside this context the clock stands at the arrival of a request; `at` is a reading of `time.monotonic`."""
    token = _arrived.set(at)
    try:
        yield
    finally:
        _arrived.reset(token)


def waited() -> timedelta:
    """How long ago the running request arrived; nothing outside a request."""
    at = _arrived.get()
    return timedelta(seconds=time.monotonic() - at) if at is not None else timedelta()


def now() -> datetime:
    """The hour by the database's clock, aware, in UTC; within a request that of its arrival. `clock_timestamp`, not the start of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return at_arrival(cursor.fetchone()[0])


def at_arrival(hour: datetime) -> datetime:
    """An hour that a statement of this request has read, moved back to the request's arrival."""
    return hour.astimezone(UTC) - waited()


def arrival_in_statement(waited_ms: int) -> Combinable:
    """The arrival of a request as an expression, for the few statements that must not cost another query; the milliseconds are those of `waited`."""
    ago = Func(
        Value(waited_ms, IntegerField()),
        template="(%(expressions)s * INTERVAL '1 millisecond')",
        output_field=DurationField(),
    )
    return Now() - ago


@overload
def minute_of(moment: datetime) -> datetime: ...
@overload
def minute_of(moment: Combinable) -> Func: ...
def minute_of(moment: datetime | Combinable) -> datetime | Func:
    """The beginning of the minute in which `moment` lies. A deadline that is not before it has not passed: statements compare with this."""
    if isinstance(moment, datetime):
        return moment.replace(second=0, microsecond=0)
    return Func(Value("minute"), moment, function="date_trunc", output_field=DateTimeField())


def is_in_time(moment: datetime, deadline: datetime) -> bool:
    """Does `moment` lie before the end of the minute that is printed for `deadline`?"""
    return minute_of(moment) <= deadline


def has_passed(deadline: datetime, now: datetime) -> bool:
    """Is the minute that is printed for `deadline` over at `now`?"""
    return not is_in_time(now, deadline)


def end_of_day(day: date) -> datetime:
    """The last second of a day, by WIB."""
    return datetime.combine(day, time_of_day(23, 59, 59), WIB)


def now_in_statement() -> Now:
    """The same clock as an expression: for pages that compare rows with the hour and print none, which saves them a query."""
    return Now()


def day_in_wib(moment: datetime) -> date:
    """The calendar day on which the ministry reads `moment`."""
    return moment.astimezone(WIB).date()
