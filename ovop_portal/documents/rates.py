"""How many files one account may send. Counted in PostgreSQL, so that it holds for every web process, whatever happens to the cache."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from ovop_portal.accounts.models import User

# A file of a nomination has fourteen places; whoever sends this many in ten minutes is no person.
MOST = 60
WITHIN = timedelta(minutes=10)

# One statement: two requests at once are both counted, and neither waits for more than the other's row.
_COUNT = """
    INSERT INTO documents_uploadcount AS held (user_id, began_at, count) VALUES (%(user)s, %(now)s, 1)
    ON CONFLICT (user_id) DO UPDATE SET
        count = CASE WHEN held.began_at <= %(old)s THEN 1 ELSE held.count + 1 END,
        began_at = CASE WHEN held.began_at <= %(old)s THEN %(now)s ELSE held.began_at END
    RETURNING count
"""


def within_rate(user: User, *, now: datetime) -> bool:
    """Count one file; may it be looked at? Counting starts anew ten minutes after the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"user": user.pk, "now": now, "old": now - WITHIN})
        count: int = cursor.fetchone()[0]
    return count <= MOST
