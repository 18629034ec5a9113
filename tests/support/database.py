"""The test database: made and migrated by its owner, used by the application's role, as in production.

The one thing laid aside in it is the guard against TRUNCATE: Django empties the tables after a transactional test with it. The owner does that, too, so
the application's role keeps exactly the rights that it has in production.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pgtrigger
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import TransactionTestCase
from psycopg2.errors import DeadlockDetected
from pytest_django import DjangoDbBlocker

from ovop_portal.common.guards import NoTruncate
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
        lay_aside_truncate_guards()
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
    """What Django does after a transactional test, but for what the migrations wrote, so that it need not be written again."""
    kept = {"django_migrations", "django_content_type", "auth_permission"}
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - kept)
        statement = f"TRUNCATE {', '.join(map(connection.ops.quote_name, tables))}"
        for tries_left in reversed(range(TRIES)):
            try:
                return cursor.execute(statement)
            except OperationalError as problem:
                # A real worker of the test may still be reading, in another order. It is done in a moment; what was left would spoil all that follows.
                if not isinstance(problem.__cause__, DeadlockDetected) or not tries_left:
                    raise


def lay_aside_truncate_guards() -> None:
    """Disable the guards against TRUNCATE, in this database only. One test turns one on again and tries it."""
    with connection.cursor() as cursor:
        _turn_truncate_guards(cursor, "DISABLE")


def stand_up_truncate_guards(cursor: Any) -> None:
    """Enable them again by a cursor of the owner, for who looks whether every guard stands."""
    _turn_truncate_guards(cursor, "ENABLE ALWAYS")


def _turn_truncate_guards(cursor: Any, which_way: str) -> None:
    for model, trigger in pgtrigger.registered():
        if isinstance(trigger, NoTruncate):
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {which_way} TRIGGER {trigger.get_pgid(model)}')


def database_name() -> str:
    """The test database, whatever Django has called it."""
    return str(connection.settings_dict["NAME"])
