"""The demo must not get into a database in which real people have accounts: its passwords are printed on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from ovop_portal.demo.people import BY_KEY


@register(Tags.database)
def no_real_people(databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """Asked by `migrate`, the first step of the demo. A database with people, but none of the demo's, is somebody's."""
    from ovop_portal.accounts.models import User

    # A database without tables is nobody's yet.
    if not databases or User._meta.db_table not in connection.introspection.table_names():
        return []
    people = User.objects.filter(email__in=[person.email for person in BY_KEY.values()])
    real = User.objects.exists() and not people.exists()
    hint = "Unset DATABASE_URL, or give the demo a database of its own."
    return (
        [Error("People have accounts in this database, and it is not a demo's.", hint=hint, id="demo.E001")]
        if real
        else []
    )
