from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from ovop_portal.ledger import journal
from ovop_portal.ledger.models import Event

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 3, 4, 5, 678901, tzinfo=UTC)
BODY = {"total": Decimal("87.50"), "day": date(2026, 11, 21), "codes": ["b", "a"], "nested": {"z": 1, "a": None}}


def test_what_is_recorded_comes_back_from_the_database_with_the_same_hash() -> None:
    written = journal.record("determined", "award:1", by="system:test", now=NOW, body=BODY)
    read = Event.objects.get()
    assert (read.at, read.kind, read.subject, read.actor, read.body) == (
        NOW,
        "determined",
        "award:1",
        "system:test",
        {"total": "87.50", "day": "2026-11-21", "codes": ["b", "a"], "nested": {"z": 1, "a": None}},
    )
    assert journal.leaf_of(read) == bytes(read.leaf) == written.leaf


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOW.replace(microsecond=678902)},
        {"kind": "Determined"},
        {"subject": "award:2"},
        {"actor": "system:tesu"},
        {"body": {"total": "87.51"}},
        {"uuid": "00000000-0000-4000-8000-000000000001"},
    ],
)
def test_any_change_to_any_column_changes_the_hash(change: dict[str, Any]) -> None:
    event = journal.record("determined", "award:1", by="system:test", now=NOW, body={"total": Decimal("87.50")})
    leaf = journal.leaf_of(event)
    for column, value in change.items():
        setattr(event, column, value)
    assert journal.leaf_of(event) != leaf


def test_two_events_that_say_the_same_have_different_leaves() -> None:
    first, second = (journal.record("sent", "sheet:1", by="system:test", now=NOW) for _ in range(2))
    assert first.leaf != second.leaf


def test_an_actor_is_a_text_that_outlives_the_account() -> None:
    class Person:
        actor = "user:6f1c2a34-0000-4000-8000-000000000001"

    assert journal.record("sent", "sheet:1", by=Person(), now=NOW).actor == Person.actor


def test_many_events_are_written_in_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        events = journal.record_many(
            "passed", ((f"nomination:{n}", {"n": n}) for n in range(500)), by="system:test", now=NOW
        )
    assert [(event.subject, event.body) for event in Event.objects.order_by("id")] == [
        (event.subject, event.body) for event in events
    ]
    assert all(journal.leaf_of(event) == bytes(event.leaf) for event in Event.objects.all())


def test_a_body_without_one_text_is_refused_before_anything_is_written() -> None:
    with pytest.raises(TypeError):
        journal.record("sent", "sheet:1", by="system:test", now=NOW, body={"total": 87.5})
    assert not Event.objects.exists()
