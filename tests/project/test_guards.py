"""Each table whose rows are only added, or never go, tried by each verb that SQL has for it, as the application's role. The guards speak before a row is
looked at, so empty tables do. Guards that look at rows are tried by their names in each room.
"""

from __future__ import annotations

import re
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


# What they look at elsewhere never changes: the kind of an edition, the rows of a tally, a seal.
LOOK_AT_WHAT_STAYS = {"awards_edition_follows_its_kind", "assessments_plenary_decision_of_its_row"}


def test_every_guard_that_looks_into_another_table_holds_what_it_relies_on() -> None:
    """Else another transaction slips between its look and its commit. That they wait is tried with two connections in each room."""
    looking = {
        trigger.name: text
        for model, trigger in pgtrigger.registered()
        if "public." in (text := trigger.get_func(model))
    }
    assert {name for name, text in looking.items() if not re.search(r"FOR (KEY SHARE|SHARE|UPDATE)\b", text)} == (
        LOOK_AT_WHAT_STAYS
    )


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
