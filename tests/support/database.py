"""The test database: made and migrated by its owner, used by the application's role, with every guard standing, as in production.

Only its owner empties the tables after a transactional test, and lifts the guards for that moment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase
from psycopg2.errors import DeadlockDetected
from pytest_django import DjangoDbBlocker

from tests.support.standing import GROUND

TRIES = 10


@pytest.fixture(scope="session")
def django_db_setup(_servers: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Once the owner has made the tables, go on as the application."""
    owner = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}

    def empty_as_owner(_case: TransactionTestCase) -> None:
        sign_in(owner)
        try:
            empty_the_tables()
        finally:
            sign_in(settings.APPLICATION_LOGIN)

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        sign_in(settings.APPLICATION_LOGIN)
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_as_owner)
        with django_db_blocker.block():
            yield
        GROUND.become([])
        sign_in(owner)


@pytest.fixture(scope="session")
def _servers() -> None:
    """Without its servers no test of the database can do anything: say so once."""
    if "DATABASE_URL" not in os.environ:
        pytest.exit(
            'The tests want their servers: `make test`, or narrower `make test ARGS="tests/ikm -x"`.', returncode=3
        )


def sign_in(login: dict[str, Any]) -> None:
    """Connect as another role from now on, in every thread: all connections share these settings."""
    connection.close()
    connection.settings_dict.update(login)


def empty_the_tables() -> None:
    """What Django does after a transactional test, but for what the migrations wrote, so that it need not be written again.

    Rows are deleted: TRUNCATE makes each table and each index a new file, seven hundred in all, and takes ten times as long.
    """
    with connection.cursor() as cursor:
        statement = "; ".join(_emptying(cursor))
        for tries_left in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    return cursor.execute(statement)
            except OperationalError as problem:
                # A real worker of the test may still be writing, in another order. It is done in a moment; what was left would spoil all that follows.
                if not isinstance(problem.__cause__, DeadlockDetected) or not tries_left:
                    raise


def _emptying(cursor: Any) -> Iterator[str]:
    """The statements that empty the tables while their guards are lifted."""
    kept = ["django_migrations", "django_content_type", "auth_permission"]
    # What a foreign key refers to that does not wait for the commit is deleted last.
    cursor.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> ALL(%s)"
        " ORDER BY oid IN (SELECT confrelid FROM pg_constraint WHERE contype = 'f' AND NOT condeferrable)",
        [kept],
    )
    tables = [table for (table,) in cursor.fetchall()]
    cursor.execute("SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger WHERE tgenabled = 'A'")
    guards = cursor.fetchall()
    yield from (f"ALTER TABLE {table} DISABLE TRIGGER {guard}" for table, guard in guards)
    yield from (f"DELETE FROM {table}" for table in tables)
    # A table with checks of foreign keys still to come cannot be altered.
    yield "SET CONSTRAINTS ALL IMMEDIATE"
    yield from (f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}" for table, guard in guards)


def database_name() -> str:
    """The test database, whatever Django has called it."""
    return str(connection.settings_dict["NAME"])
