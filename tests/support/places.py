"""An empty place beside the test database: another database of the same server, as `roles.sql` leaves one, and another folder of files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import environ
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from ovop_portal.backup.restoring import EXTENSIONS
from tests.support.owner import owner_cursor

LOGINS = {"web": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}


@contextmanager
def empty_database() -> Iterator[str]:
    """The name of a database with nothing in it, gone afterwards."""
    name = f"{connection.settings_dict['NAME']}_lain"
    with owner_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        with working_in(name, Path(), role="owner") as other, other.cursor() as cursor:
            for extension in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION {extension}")
        yield name
    finally:
        with owner_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def working_in(database: str, media: Path, *, role: str) -> Iterator[BaseDatabaseWrapper]:
    """The portal itself in that place, signed in as `role`."""
    login = environ.Env().db(LOGINS[role])
    other: Any = connection.copy()
    other.settings_dict = {
        **connection.settings_dict,
        "NAME": database,
        "USER": login["USER"],
        "PASSWORD": login["PASSWORD"],
    }
    own, connections["default"] = connections["default"], other
    try:
        with override_settings(MEDIA_ROOT=str(media)):
            yield other
    finally:
        connections["default"] = own
        other.close()
