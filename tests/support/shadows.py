"""Temporary tables that stand before the real ones of the same name: how a session could make a guard look into an empty table.

The application has no right to temporary tables; a test of the guards themselves gives it, for as long as it lasts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction

from tests.support.owner import owner_cursor

NAMES = re.compile(r'\b(INTO|UPDATE|FROM|JOIN|TABLE|USING) ("?(?:assessments|awards|ikm|accounts|ledger)_)')


def full_names(statement: str) -> str:
    """The statement with the schema before each table of ours."""
    return NAMES.sub(r"\1 public.\2", statement)


@contextmanager
def shadows(*labels: str, only: Container[str] = ()) -> Iterator[None]:
    """An empty temporary table before each table of these rooms (or before those named in `only`), in a transaction that is taken back."""
    database = connection.ops.quote_name(connection.settings_dict["NAME"])
    tables = [model._meta.db_table for label in labels for model in apps.get_app_config(label).get_models()]
    # A table that another room guards by a model of its own comes once.
    tables = [table for table in dict.fromkeys(tables) if not only or table in only]
    with owner_cursor() as owner:
        owner.execute(f"GRANT TEMPORARY ON DATABASE {database} TO web")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # A transaction that has begun hears of a new right only when it locks a table for the first time.
                cursor.execute("SELECT FROM pg_catalog.pg_ts_dict LIMIT 0")
                cursor.execute(
                    "; ".join(f'CREATE TEMPORARY TABLE "{table}" (LIKE public."{table}")' for table in tables)
                )
                yield
                transaction.set_rollback(True)
        finally:
            owner.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM web")
