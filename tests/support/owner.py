"""The database as its owner sees it: for tests that try what even the owner may not do, or do what only the owner can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ovop_portal.common.guards import HardTrigger


@contextmanager
def owner_connection() -> Iterator[BaseDatabaseWrapper]:
    """A second connection to the test database, signed in as the owner of its tables; every statement commits."""
    login = environ.Env().db("DATABASE_OWNER_URL")
    owner = connection.copy()
    owner.settings_dict = {**connection.settings_dict, "USER": login["USER"], "PASSWORD": login["PASSWORD"]}
    try:
        yield owner
    finally:
        owner.close()


@contextmanager
def owner_cursor() -> Iterator[Any]:
    """A cursor of `owner_connection`."""
    with owner_connection() as owner, owner.cursor() as cursor:
        yield cursor


@contextmanager
def as_owner() -> Iterator[Any]:
    """The portal itself as the tables' owner, until the end: then nothing of it has happened."""
    with owner_connection() as owner:
        own, connections["default"] = connections["default"], owner
        try:
            with transaction.atomic():
                with owner.cursor() as cursor:
                    yield cursor
                transaction.set_rollback(True)
        finally:
            connections["default"] = own


@contextmanager
def as_owner_of_the_database() -> Iterator[Any]:
    """The same with every guard off."""
    with as_owner() as cursor:
        for model in apps.get_models():
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
        yield cursor


@contextmanager
def laid_aside(table: str, *triggers: str) -> Iterator[Any]:
    """A cursor of the owner while `triggers` of `table` are off: the hand of somebody who holds the database itself."""
    with owner_cursor() as cursor:
        names = [_full_name(cursor, table, trigger) for trigger in triggers]
        for name in names:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"')
        try:
            yield cursor
        finally:
            for name in names:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')


def install(owner: BaseDatabaseWrapper, model: Any, triggers: list[HardTrigger]) -> None:
    """Make the table of a model that only tests know, with its guards, and let the application use it."""
    with owner.schema_editor() as editor:
        editor.create_model(model)
    with owner.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(trigger.compile(model).install_sql)
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON "{model._meta.db_table}" TO PUBLIC')


def uninstall(owner: BaseDatabaseWrapper, model: Any) -> None:
    """Drop what `install` made."""
    with owner.cursor() as cursor:
        cursor.execute(f'DROP TABLE "{model._meta.db_table}" CASCADE')


def _full_name(cursor: Any, table: str, trigger: str) -> str:
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
        [table, f"pgtrigger_{trigger}_%"],
    )
    (found,) = cursor.fetchall()
    return str(found[0])
