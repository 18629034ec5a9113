"""The one clock.

Deadlines are decided by the database's clock, so that web and worker machines with drifting clocks agree. Only views, commands and the rooms'
`clock.py` and `tasks.py` call `now()`; everything below takes the hour as an argument.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models.functions import Now

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def now() -> datetime:
    """The hour by the database's clock, aware, in UTC. `clock_timestamp`, not the start of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC)


def now_in_statement() -> Now:
    """The same clock as an expression: for pages that compare rows with the hour and print none, which saves them a query."""
    return Now()


def day_in_wib(moment: datetime) -> date:
    """The calendar day on which the ministry reads `moment`."""
    return moment.astimezone(WIB).date()
