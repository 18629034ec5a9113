"""Two people at one record: what the other one wrote meanwhile, read from the journal.

Whoever saves second keeps their own answers where the other wrote something else beside; only where both wrote the same answer must somebody choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ikm.models import Ikm, Product
from ikm.models.firm import FIGURES
from ikm.operations import names_of, subject_of
from ovop_portal.accounts.models import User
from ovop_portal.ledger import journal


@dataclass(frozen=True)
class Writing:
    """Which answers somebody else wrote, who was the last to do so, and when."""

    fields: frozenset[str]
    by: str = ""
    at: datetime | None = None


def row_written_since(row: Ikm | Product, seen: int) -> Writing:
    """Every version is one event: the events since the version that was `seen` name the answers that changed."""
    ikm = row if isinstance(row, Ikm) else row.ikm
    events = journal.history(subject_of(ikm)).filter(kind="ikm.written", body__contains=names_of(row))
    since = list(events[: max(row.version - seen, 0)])
    if not since:
        return Writing(frozenset())
    return Writing(
        frozenset(name for event in since for name in event.body["fields"]), name_of(since[0].actor), since[0].at
    )


def figures_written(ikm: Ikm, year: int, changed: frozenset[str] = frozenset(FIGURES)) -> Writing:
    """Who wrote the figures of a year last, and when; `changed` are those that differ from what a reader had before them."""
    last = journal.history(subject_of(ikm)).filter(kind="figures.recorded", body__year=year).first()
    return Writing(changed, name_of(last.actor), last.at) if last else Writing(changed)


def name_of(actor: str) -> str:
    """The name of an actor of the journal; nothing for one who is no person."""
    sort, _colon, uuid = actor.partition(":")
    return User.objects.filter(uuid=uuid).values_list("name", flat=True).first() or "" if sort == "user" else ""
