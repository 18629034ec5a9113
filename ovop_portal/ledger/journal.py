"""Writing events. A verb calls `record` in its own transaction: the decision and its event stand or fall together.

The application may not INSERT into the table: the door is the function `ledger_record`, which makes the row and its leaf hash from one canonical text.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import connection
from django.db.models import Model

from ovop_portal.common.canonical import canonical_json, parsed
from ovop_portal.ledger import vouching
from ovop_portal.ledger.acting import acting
from ovop_portal.ledger.models import Event
from ovop_portal.ledger.tree import leaf_hash

BATCH = 5_000


class Actor(Protocol):
    """Whoever acts and can be named for ever: a user of the portal."""

    @property
    def actor(self) -> str: ...


def actor_of(by: Actor | str) -> str:
    """The text under which the journal keeps `by`: a user, or a text such as "system:clock"."""
    return by if isinstance(by, str) else by.actor


def record(
    kind: str,
    subject: str,
    *,
    by: Actor | str,
    now: datetime,
    body: dict[str, Any] | None = None,
    rows: Sequence[Model] = (),
) -> Event:
    """Write one event. `subject` is a text such as "nomination:OVOP-2026-0001"; the body carries no personal data.

    `rows` are the rows that the verb has written, as they shall stand: the event carries their digests (`vouching.py`).
    """
    event = _event(kind, subject, vouching.stated(body, rows, vouching.digests_of(rows)), actor_of(by), now)
    _write([event])
    return event


def record_many(
    kind: str,
    entries: Iterable[tuple[str, dict[str, Any] | None]],
    *,
    by: Actor | str,
    now: datetime,
    rows: Sequence[Sequence[Model]] = (),
) -> list[Event]:
    """Write one event of `kind` for each (subject, body), in one statement for each 5,000: the bulk door.

    `rows` are the rows that each entry tells of, in the order of the entries.
    """
    actor = actor_of(by)
    if rows:
        digests = vouching.digests_of(row for group in rows for row in group)
        pairs = zip(entries, rows, strict=True)
        entries = [(subject, vouching.stated(body, group, digests)) for (subject, body), group in pairs]
    events = [_event(kind, subject, body, actor, now) for subject, body in entries]
    for start in range(0, len(events), BATCH):
        _write(events[start : start + BATCH])
    return events


def leaf_of(event: Event) -> bytes:
    """The hash of an event as its columns stand now."""
    return leaf_hash(_text_of(event).encode())


def _text_of(event: Event) -> str:
    """The text that is hashed. It is made from parsed values, because jsonb keeps neither spaces nor the order of keys."""
    said = {
        "uuid": event.uuid,
        "at": event.at,
        "kind": event.kind,
        "subject": event.subject,
        "actor": event.actor,
        "body": event.body,
    }
    return canonical_json(said)


def _event(kind: str, subject: str, body: dict[str, Any] | None, actor: str, now: datetime) -> Event:
    return Event(uuid=uuid.uuid4(), at=now, kind=kind, subject=subject, actor=actor, body=parsed(body or {}))


def _write(events: Sequence[Event]) -> None:
    """Write the events through the door, in one statement. Each event gets the key and the leaf hash of its row.

    Raises `IntegrityError` where the actor of an event is not the one for whom the program is at work: a fault of the program.
    """
    with connection.cursor() as cursor:
        texts = [_text_of(event) for event in events]
        cursor.execute("SELECT id, leaf FROM ledger_record(%s, %s)", [texts, acting()])
        for event, (key, leaf) in zip(events, cursor.fetchall(), strict=True):
            event.pk, event.leaf = key, bytes(leaf)
            event._state.adding, event._state.db = False, connection.alias
