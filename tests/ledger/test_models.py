"""What PostgreSQL itself refuses, whoever asks: the application's role with its real rights, and the owner of the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ovop_portal.ledger import journal, sealing
from ovop_portal.ledger.models import DoneOperation, Event, Leaf, Seal
from tests.support.owner import owner_connection

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
TABLES = ["ledger_event", "ledger_leaf", "ledger_seal"]
FIELD_OF = {"ledger_event": "kind", "ledger_leaf": "hash", "ledger_seal": "root"}


@pytest.fixture
def sealed(db: None) -> Event:
    event = journal.record("submitted", "nomination:OVOP-2026-0001", by="system:test", now=NOW)
    sealing.seal(NOW)
    return event


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {table} SET {field} = {field}", "UPDATE {table} SET {field} = {field} WHERE false", "DELETE FROM {table}"],
)
@pytest.mark.parametrize(
    "switch", ["", "SELECT set_config('pgtrigger.ignore', '{{ledger_event:ledger_event_append_only}}', true);"]
)
def test_the_application_cannot_rewrite_the_ledger(sealed: Event, table: str, statement: str, switch: str) -> None:
    sql = (switch + statement).format(table=table, field=FIELD_OF[table])
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE {table} CASCADE",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "DROP TABLE {table} CASCADE",
        "SET LOCAL session_replication_role = replica; DELETE FROM {table}",
    ],
)
def test_the_application_has_no_right_to_go_round_the_guards(sealed: Event, table: str, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))


def test_the_orm_cannot_rewrite_the_ledger_either(sealed: Event) -> None:
    sealed.kind = "withdrawn"
    attempts = [
        sealed.save,
        lambda: Event.objects.update(kind="withdrawn"),
        lambda: Event.objects.bulk_update([sealed], ["kind"]),
        lambda: Leaf.objects.all().delete(),
        lambda: Seal.objects.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()
    assert Event.objects.get().kind == "submitted"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.django_db(transaction=True)
def test_the_owner_is_refused_as_well_with_the_truncate_guard_on(table: str) -> None:
    """The test database lays the guard against TRUNCATE aside; here it is on, inside a transaction that is rolled back."""
    with owner_connection() as owner:
        for statement in (
            f"UPDATE {table} SET {FIELD_OF[table]} = NULL",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            owner.set_autocommit(False)
            with owner.cursor() as cursor:
                cursor.execute(
                    "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
                )
                for (trigger,) in cursor.fetchall():
                    cursor.execute(f'ALTER TABLE {table} ENABLE ALWAYS TRIGGER "{trigger}"')
                with pytest.raises(IntegrityError, match="append-only"):
                    cursor.execute(statement)
            owner.rollback()
            owner.set_autocommit(True)


def test_every_guard_fires_in_every_replication_role(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger%%append_only%%' AND tgenabled = 'A' AND tgrelid::regclass::text = ANY(%s) GROUP BY 1",
            [TABLES],
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(TABLES, 1)


EVENT: dict[str, Any] = {
    "at": NOW,
    "kind": "submitted",
    "subject": "x",
    "actor": "system:test",
    "body": {},
    "leaf": b"\0" * 32,
}


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"kind": ""}, "event_has_kind"),
        ({"subject": ""}, "event_has_subject"),
        ({"actor": "Wayan"}, "event_has_actor"),
        ({"actor": "user:"}, "event_has_actor"),
        ({"leaf": b"short"}, "event_leaf_is_sha256"),
    ],
)
def test_an_event_is_complete(db: None, change: dict[str, Any], promise: str) -> None:
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Event.objects.create(**EVENT | change)


def test_an_event_has_one_place_and_a_place_one_event(sealed: Event) -> None:
    second = journal.record("returned", "nomination:OVOP-2026-0001", by="system:test", now=NOW)
    for leaf in (Leaf(position=1, event=sealed, hash=b"\0" * 32), Leaf(position=0, event=second, hash=b"\0" * 32)):
        with pytest.raises(IntegrityError), transaction.atomic():
            leaf.save(force_insert=True)


def test_a_key_is_used_once_by_each_actor(db: None) -> None:
    values = {"key": "00000000-0000-4000-8000-000000000001", "request_hash": "x", "response": {}, "at": NOW}
    DoneOperation.objects.create(actor="user:a", **values)
    DoneOperation.objects.create(actor="user:b", **values)
    with pytest.raises(IntegrityError, match="operation_done_once"), transaction.atomic():
        DoneOperation.objects.create(actor="user:a", **values)


def test_the_history_of_a_thing_is_one_query_latest_first(db: None, django_assert_num_queries: Any) -> None:
    for kind in ("registered", "submitted"):
        journal.record(kind, "nomination:OVOP-2026-0001", by="system:test", now=NOW)
    journal.record("submitted", "nomination:OVOP-2026-0002", by="system:test", now=NOW)
    with django_assert_num_queries(1):
        assert [event.kind for event in journal.history("nomination:OVOP-2026-0001")] == ["submitted", "registered"]
