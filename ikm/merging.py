"""Two people at one record: what the other one wrote meanwhile.

Whoever saves second keeps their own answers where the other wrote something else beside; only where both wrote the same answer must somebody choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ikm.models import Ikm, Product, YearlyFigures
from ikm.models.firm import FIGURES
from ovop_portal.accounts.models import User


@dataclass(frozen=True)
class Writing:
    """Which answers somebody else wrote, who was the last to do so, and when."""

    fields: frozenset[str]
    by: str = ""
    at: datetime | None = None


def row_written_since(row: Ikm | Product, seen: int) -> Writing:
    """The answers written after the version that was `seen`, and the last of those who wrote them."""
    written = type(row)._default_manager.values_list("written", flat=True).get(pk=row.pk)
    since = {name: last for name, last in written.items() if last[0] > seen}
    if not since:
        return Writing(frozenset())
    _version, by, at = max(since.values(), key=lambda last: last[0])
    return Writing(frozenset(since), name_of(by), datetime.fromisoformat(at) if at else None)


def figures_written(ikm: Ikm, year: int, changed: frozenset[str] = frozenset(FIGURES)) -> Writing:
    """Who wrote the figures of a year last, and when; `changed` are those that differ from what a reader had before them."""
    last = YearlyFigures.objects.filter(ikm=ikm, year=year).values_list("written_by", "written_at").first()
    return Writing(changed, name_of(last[0]), last[1]) if last else Writing(changed)


def name_of(actor: str) -> str:
    """The name of an actor; nothing for one who is no person."""
    sort, _colon, uuid = actor.partition(":")
    return User.objects.filter(uuid=uuid).values_list("name", flat=True).first() or "" if sort == "user" else ""
