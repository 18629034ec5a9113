"""Each table whose rows are only added, or never go, tried by each verb that SQL has for it, as the application's role. The guards speak before a row is
looked at, so empty tables do. Guards that look at rows are tried by their names in each room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model

from ovop_portal.accounts.models import User
from ovop_portal.common.guards import NEWEST, AppendOnly, Fixed, NoDelete, NoTruncate
from ovop_portal.common.rights import READ, rights_of
from ovop_portal.ledger.vouching import all_vouched
from tests.accounts.factories import person as person_of
from tests.support.rivals import from_an_old_snapshot
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
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}",
)
EMPTYINGS = ("TRUNCATE {table}", "TRUNCATE {table} CASCADE")


def attempts() -> Iterator[tuple[str, str]]:
    for model, trigger in pgtrigger.registered():
        verbs = {NoTruncate: EMPTYINGS, NoDelete: DELETES, AppendOnly: DELETES + UPDATES}.get(type(trigger), ())
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if not field.generated)
        names = {"table": f"public.{model._meta.db_table}", "key": model._meta.pk.column, "columns": columns}
        yield from ((trigger.name or "", verb.format(**names)) for verb in verbs)


@pytest.mark.parametrize(("name", "statement"), list(attempts()))
def test_no_verb_gets_past_a_guard(name: str, statement: str) -> None:
    assert refused(statement) in (name, "no right")


def test_no_verb_gets_past_a_guard_behind_temporary_tables_of_the_same_names() -> None:
    with shadows("awards", "assessments", "ikm", "documents", "ledger"):
        passed = [statement for name, statement in attempts() if refused(statement) not in (name, "no right")]
    assert passed == []


# What they look at elsewhere never changes: the kind of an edition, the rows of a tally, a seal; a publication, an event, a reading.
AT_THE_END = {"awards_nomination_consent_told", "assessments_file_ended_by_another"}
LOOK_AT_WHAT_STAYS = AT_THE_END | {
    "awards_edition_follows_its_kind",
    "assessments_plenary_decision_of_its_row",
}


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


def test_every_guard_that_looks_into_another_table_looks_at_what_is_committed_now() -> None:
    """An old snapshot waits for a lock like any other, and then does not see what came before it."""
    behind = {
        trigger.name
        for model, trigger in pgtrigger.registered()
        if "public." in (text := trigger.get_func(model)) and NEWEST not in text
    }
    assert behind == LOOK_AT_WHAT_STAYS - AT_THE_END


@pytest.mark.django_db(transaction=True)
def test_a_table_whose_guards_look_elsewhere_takes_no_row_from_an_old_snapshot() -> None:
    tables = {
        model._meta.db_table
        for model, trigger in pgtrigger.registered()
        if NEWEST in trigger.get_func(model) and {"INSERT"} & words_of(trigger)
    }
    outcomes = {
        table: from_an_old_snapshot(lambda: None, partial(execute, f'INSERT INTO "{table}" DEFAULT VALUES'))
        for table in sorted(tables)
    }
    # A guard that relies on something only for some rows says by what it is missed.
    assert {table: outcome for table, outcome in outcomes.items() if outcome != NEWEST} == {}
    assert len(outcomes) > 15


# Not named by the journal: news, and the journal's own.
NAMES_NOTHING = {"notifications.Notice", "notifications.Outbox", "ledger.Event", "documents.KeptUpload"}
# By what the journal names a thing, beside the keys that the proof goes by.
NAMES = {"uuid", "number", "code", "blind_code", "year"}


def test_whoever_and_whatever_the_journal_names_keeps_that_name_and_its_key() -> None:
    """Two rows that exchange their names, or their keys, exchange everything that was ever said of them."""
    named = {vouched.model: set(vouched.key) for vouched in all_vouched()}
    movable = []
    for model in ours():
        fields = {field.name for field in model._meta.fields}
        names = ({name for name in NAMES & fields if model._meta.get_field(name).unique}) | (
            named.get(model, set()) & fields
        )
        if names and model._meta.label not in NAMES_NOTHING and not names | {model._meta.pk.name} <= kept_by(model):
            movable.append((model._meta.label, sorted(names)))
    assert movable == []


def kept_by(model: type[Model]) -> set[str]:
    """The fields of a table that never change once a row is born."""
    guards = [trigger for owner, trigger in pgtrigger.registered() if owner is model]
    if rights_of(model) == READ or any(type(guard) is AppendOnly for guard in guards):
        return {field.name for field in model._meta.fields}
    kept = {name for guard in guards if isinstance(guard, Fixed) for name in guard.fields}
    return kept | {model._meta.pk.name} if kept else kept


def test_no_two_persons_firms_or_places_are_exchanged(transactional_db: None) -> None:
    one, other = person_of("Wayan"), person_of("Made")
    for column, value in (("uuid", uuid4()), ("id", other.pk + 1_000_000)):
        with pytest.raises(IntegrityError, match="keeps what it was born with"):
            User.objects.filter(pk=one.pk).update(**{column: value})


def ours() -> list[type[Model]]:
    here = Path(__file__).resolve().parents[2]
    return [
        model
        for model in apps.get_models()
        if not model._meta.proxy
        and Path(apps.get_app_config(model._meta.app_label).path).is_relative_to(here)
        and ".venv" not in apps.get_app_config(model._meta.app_label).path
    ]


def words_of(trigger: pgtrigger.Trigger) -> set[str]:
    return set(str(trigger.operation).replace("OR", "").split())


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


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
