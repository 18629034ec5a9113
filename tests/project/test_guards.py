"""Each table whose rows are only added, or never go, tried by each verb that SQL has for it, as the application's role. The guards speak before a row is
looked at, so empty tables do. Guards that look at rows are tried by their names in each room.
"""

from __future__ import annotations

from collections.abc import Iterator

import pgtrigger
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ovop_portal.common.guards import AppendOnly, NoDelete, NoTruncate
from tests.support.shadows import shadows

pytestmark = pytest.mark.django_db

DELETES = (
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE false",
    "DELETE FROM {table} USING {table} s",
    "WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM gone",
    "MERGE INTO {table} t USING {table} s ON false WHEN MATCHED THEN DELETE",
)
UPDATES = (
    "UPDATE {table} SET {key} = {key}",
    "UPDATE {table} t SET {key} = s.{key} FROM {table} s",
    "UPDATE {table} SET {key} = {key} WHERE false",
    "WITH written AS (UPDATE {table} SET {key} = {key} RETURNING 1) SELECT count(*) FROM written",
    "MERGE INTO {table} t USING {table} s ON false WHEN MATCHED THEN UPDATE SET {key} = s.{key}",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}",
)
EMPTYINGS = ("TRUNCATE {table}", "TRUNCATE {table} CASCADE")


def attempts() -> Iterator[tuple[str, str]]:
    for model, trigger in pgtrigger.registered():
        verbs = {NoTruncate: EMPTYINGS, NoDelete: DELETES, AppendOnly: DELETES + UPDATES}.get(type(trigger), ())
        names = {"table": f"public.{model._meta.db_table}", "key": model._meta.pk.column}
        yield from ((trigger.name or "", verb.format(**names)) for verb in verbs)


@pytest.mark.parametrize(("name", "statement"), list(attempts()))
def test_no_verb_gets_past_a_guard(name: str, statement: str) -> None:
    assert refused(statement) in (name, "no right")


def test_no_verb_gets_past_a_guard_behind_temporary_tables_of_the_same_names() -> None:
    with shadows("awards", "assessments", "ikm", "documents", "ledger"):
        passed = [statement for name, statement in attempts() if refused(statement) not in (name, "no right")]
    assert passed == []


def refused(statement: str) -> str:
    """By whom: the name of the guard, or "no right"."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError as guard:
        return str(guard.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    except ProgrammingError as denied:
        return "no right" if denied.__cause__.pgcode == "42501" else str(denied)  # type: ignore[union-attr]
    return "nobody"
