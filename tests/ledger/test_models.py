"""What PostgreSQL itself refuses, whoever asks: the application's role with its real rights, and the owner of the tables."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps as django_apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ovop_portal.common import clock
from ovop_portal.common.canonical import canonical_json
from ovop_portal.ledger import journal, sealing
from ovop_portal.ledger.acting import acting_for
from ovop_portal.ledger.models import DoneOperation, Event, Leaf, Seal
from ovop_portal.settings import base
from tests.support.owner import owner_connection

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
# Answers to forms that were sent twice are forgotten after a month; everything else in this room is history.
TABLES = [
    model._meta.db_table for model in django_apps.get_app_config("ledger").get_models() if model is not DoneOperation
]
KEY_OF = {"ledger_leaf": "position"}
FIELD_OF = {"ledger_event": "kind", "ledger_leaf": "hash"}


@pytest.fixture
def sealed(db: None) -> Event:
    event = journal.record("submitted", "nomination:OVOP-2026-0001", by="system:test", now=NOW)
    sealing.seal(NOW)
    return event


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO {table} SELECT * FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT DO NOTHING",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {field} = excluded.{field}",
        "COPY {table} FROM STDIN",
        "UPDATE {table} SET {field} = {field}",
        "UPDATE {table} SET {field} = {field} WHERE false",
        "UPDATE {table} t SET {field} = s.{field} FROM {table} s",
        "WITH written AS (UPDATE {table} SET {field} = {field} RETURNING 1) SELECT count(*) FROM written",
        "MERGE INTO {table} t USING {table} s ON t.{key} = s.{key} WHEN MATCHED THEN UPDATE SET {field} = s.{field}",
        "MERGE INTO {table} t USING {table} s ON t.{key} = s.{key} WHEN MATCHED THEN DELETE",
        "DELETE FROM {table}",
        "DELETE FROM {table} t USING {table} s",
        "SELECT * FROM {table} FOR UPDATE",
    ],
)
@pytest.mark.parametrize(
    "switch", ["", "SELECT set_config('pgtrigger.ignore', '{{ledger_event:ledger_event_append_only}}', true);"]
)
def test_the_application_cannot_rewrite_the_ledger(sealed: Event, table: str, statement: str, switch: str) -> None:
    sql = (switch + statement).format(table=table, field=FIELD_OF.get(table, "root"), key=KEY_OF.get(table, "id"))
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
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
        lambda: Event.objects.create(**EVENT),
        lambda: Event.objects.update(kind="withdrawn"),
        lambda: Event.objects.bulk_update([sealed], ["kind"]),
        lambda: Leaf.objects.all().delete(),
        lambda: Seal.objects.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            attempt()
    assert Event.objects.get().kind == "submitted"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.django_db(transaction=True)
def test_the_owner_is_refused_as_well(table: str) -> None:
    with owner_connection() as owner:
        for statement in (
            f"UPDATE {table} SET {FIELD_OF.get(table, 'root')} = NULL",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            owner.set_autocommit(False)
            with owner.cursor() as cursor, pytest.raises(IntegrityError, match="append-only"):
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
    "uuid": "00000000-0000-4000-8000-000000000001",
    "at": NOW,
    "kind": "submitted",
    "subject": "x",
    "actor": "system:test",
    "body": {},
}


def through_the_door(**said: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_record(%s, '')", [[canonical_json(said)]])


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"kind": ""}, "event_has_kind"),
        ({"subject": ""}, "event_has_subject"),
        ({"actor": "Wayan"}, "event_has_actor"),
        ({"actor": "user:"}, "event_has_actor"),
        ({"more": "hidden"}, "ledger_text_is_the_row"),
    ],
)
def test_an_event_is_complete(db: None, change: dict[str, Any], promise: str) -> None:
    with pytest.raises(IntegrityError) as caught:
        through_the_door(**EVENT | change)
    assert caught.value.__cause__.diag.constraint_name == promise  # type: ignore[union-attr]


@pytest.mark.parametrize("lacking", EVENT)
def test_an_event_says_everything(db: None, lacking: str) -> None:
    with pytest.raises(IntegrityError, match="not the canonical text"):
        through_the_door(**{name: value for name, value in EVENT.items() if name != lacking})


def test_the_door_makes_the_leaf_hash_itself(db: None) -> None:
    through_the_door(**EVENT)
    event = Event.objects.get()
    assert bytes(event.leaf) == journal.leaf_of(event)
    with pytest.raises(IntegrityError, match="not the canonical text"):
        through_the_door(**EVENT, leaf="0" * 64)


# What Python writes of an event, and what else could be said of the same columns, or would not be read again.
TEXT = canonical_json(EVENT)
OTHER_TEXTS = {
    "a space": TEXT.replace(":", ": ", 1),
    "a line": TEXT + "\n",
    "another order": '{"uuid":' + TEXT.split(',"uuid":')[1][:-1] + "," + TEXT.split(',"uuid":')[0][1:] + "}",
    "a key twice": TEXT.replace("{", '{"kind":"harmless",', 1),
    "a key of the body twice": TEXT.replace('"body":{}', '"body":{"a":1,"a":2}'),
    "now": TEXT.replace("2026-11-21T03:00:00+00:00", "now"),
    "another zone": TEXT.replace("03:00:00+00:00", "10:00:00+07:00"),
    "idle microseconds": TEXT.replace("03:00:00+", "03:00:00.000000+"),
    "a year that Python has not": TEXT.replace("2026-", "20260-"),
    "no end": TEXT.replace("2026-11-21T03:00:00+00:00", "infinity"),
    "an uuid in capitals": TEXT.replace("00000000-0000-4000-8000-000000000001", "A0000000-0000-4000-8000-000000000001"),
    "a body that is a list": TEXT.replace("{}", "[1]"),
    "a body that is nothing": TEXT.replace("{}", "null"),
    "a body that is a word": TEXT.replace("{}", '"x"'),
    "a kind that is a number": TEXT.replace('"submitted"', "5"),
    "an escaped letter": TEXT.replace('"x"', '"\\u0078"'),
    "a fraction": TEXT.replace("{}", '{"a":1.5}'),
    "a whole fraction": TEXT.replace("{}", '{"a":1.0}'),
    "a power": TEXT.replace("{}", '{"a":1e2}'),
    "less than nothing": TEXT.replace("{}", '{"a":-0}'),
    "a number that Python does not read": TEXT.replace("{}", '{"a":' + "9" * 5_000 + "}"),
    "a list without end": TEXT.replace("{}", '{"a":' + "[" * 40 + "]" * 40 + "}"),
    "keys by length": TEXT.replace("{}", '{"b":1,"aa":2}'),
}
# The door writes the upper levels of a body out in one way and the lower ones in another.
LEVELS = [
    '{"a":%s}',
    '{"a":{"b":%s}}',
    '{"a":{"b":{"c":%s}}}',
    '{"a":{"b":{"c":{"d":%s}}}}',
    '{"a":[%s]}',
    '{"a":{"b":[{"c":%s}]}}',
]
NOT_CANONICAL = ["1.5", "1.0", "1e2", "-0", "9" * 19, "{ }", "[1, 2]", '{"b":1,"aa":2}', '{"b":1,"b":1}', '"\\u0078"']
OTHER_TEXTS |= {f"{level % part[:20]}": TEXT.replace("{}", level % part) for level in LEVELS for part in NOT_CANONICAL}


@pytest.mark.parametrize("other", OTHER_TEXTS)
def test_the_door_takes_the_one_text_of_an_event_and_no_other(db: None, other: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_record(%s, '')", [[OTHER_TEXTS[other]]])
    assert refused.value.__cause__.diag.constraint_name == "ledger_text_is_the_row"  # type: ignore[union-attr]
    assert not Event.objects.exists()


ANY = {
    "": "",
    "aa": [1, -5, 0, 10**17, True, False, None, [], {}, [[]]],
    "n": {
        "one": -(10**17),
        "none": None,
        "yes": True,
        "list": [1, {"b": 2, "aa": [3]}],
        "more": {"most": {"b": 1, "aa": 2}},
    },
    "b": {
        "Z": "\b\f\n\r\t\x01\x1f\x7f\\/\"'",
        "z": "é 🏺 \u2028",
        "\n": 1,
        "é": {"y": {"x": []}},
        "🏺": 2,
        "\uffff": 3,
    },
}


def test_whatever_python_writes_is_the_one_text(db: None) -> None:
    for at in (NOW, NOW.replace(microsecond=1), NOW.replace(microsecond=120_000)):
        said = EVENT | {"at": at, "body": ANY, "uuid": uuid.uuid4(), "subject": 'é "🏺"\n', "actor": "user:\\"}
        through_the_door(**said)
    assert all(journal.leaf_of(event) == bytes(event.leaf) for event in Event.objects.all())
    assert Event.objects.first().body == ANY  # type: ignore[union-attr]


@pytest.mark.parametrize("hours", [-24, 24])
@pytest.mark.django_db(transaction=True)
def test_where_the_owner_has_set_a_tolerance_no_event_and_no_seal_has_another_hour_than_the_database(
    hours: int, hours_of_the_database: None
) -> None:
    through_the_door(**EVENT | {"at": clock.now()})
    for attempt in (
        lambda: through_the_door(**EVENT | {"at": clock.now() + timedelta(hours=hours)}),
        lambda: sealing.seal(clock.now() + timedelta(hours=hours)),
    ):
        with pytest.raises(IntegrityError, match="is not the hour of the database"):
            attempt()
    assert sealing.seal(clock.now()) == 1


def test_production_has_a_tolerance() -> None:
    assert timedelta(seconds=base.CELERY_TASK_TIME_LIMIT) == base.LEDGER_TOLERANCE


def test_who_acts_writes_in_no_other_name_than_the_systems(db: None) -> None:
    with acting_for(lambda: "user:a"):
        for actor in ("user:a", "system:clock"):
            journal.record("submitted", "x", by=actor, now=NOW)
        with pytest.raises(IntegrityError, match="in the name of another"), transaction.atomic():
            journal.record_many("submitted", [("x", None), ("y", None)], by="user:b", now=NOW)
    journal.record("submitted", "x", by="user:b", now=NOW)

    assert list(Event.objects.order_by("pk").values_list("actor", flat=True)) == ["user:a", "system:clock", "user:b"]


@pytest.mark.django_db(transaction=True)
def test_an_event_has_one_place_and_a_place_one_event() -> None:
    events = journal.record_many("submitted", [("x", None), ("y", None)], by="system:test", now=NOW)
    sealing.seal(NOW, limit=1)
    place = "INSERT INTO ledger_leaf (position, event_id, hash) VALUES (%s, %s, sha256(''))"
    with owner_connection() as owner, owner.cursor() as cursor:
        for position, event in ((1, events[0]), (0, events[1])):
            with pytest.raises(IntegrityError, match="duplicate key"):
                cursor.execute(place, [position, event.pk])
        with pytest.raises(IntegrityError, match="event_leaf_is_sha256"):
            cursor.execute(
                "INSERT INTO ledger_event (uuid, at, kind, subject, actor, body, leaf)"
                " SELECT gen_random_uuid(), at, kind, subject, actor, body, '' FROM ledger_event"
            )


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
        assert [event.kind for event in Event.objects.about("nomination:OVOP-2026-0001")] == ["submitted", "registered"]
