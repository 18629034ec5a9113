"""Reference data: what lies in `fixtures/` and belongs in the database on every machine.

A room registers one loader in its app's `ready()`; `load_reference` runs them in the order of the rooms, all in one
transaction:

    reference.register("ikm", load)

    def load(*, by: str, now: datetime) -> Iterator[Difference]:
        yield compare("Kelompok komoditas", CommodityGroup.objects.all(), rows, key=["code"], fields=["name"])

A loader is a generator. Each `Difference` is shown before it is applied, and applied before the loader goes on, so a
table may build on the one before. Rows that the source no longer has are shown and never deleted: something may hang on
them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TypeVar

from django.db import connection, models, transaction

from . import delimited
from .delimited import Row

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
BATCH = 2000

M = TypeVar("M", bound=models.Model)


class BrokenSource(Exception):
    """A file under `fixtures/` contradicts itself, or what was loaded before and may not change. Says what to do."""


def nothing() -> None:
    """Applies nothing, for a difference without changes."""


@dataclass
class Difference:
    """What loading one table would do: a line for each row that is new, changed, or gone from the source."""

    title: str
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    same: int = 0
    apply: Callable[[], None] = nothing

    def __bool__(self) -> bool:
        """Does applying it write anything? A vanished row alone writes nothing."""
        return bool(self.created or self.changed)


class Load(Protocol):
    def __call__(self, *, by: str, now: datetime) -> Iterable[Difference]: ...


_loaders: dict[str, Load] = {}


def register(room: str, load: Load) -> None:
    """Let `load_reference` run `load` for `room`. Apps become ready in the order of the rooms: so run their loaders."""
    if room in _loaders:
        raise ValueError(f"{room} has a loader already")
    _loaders[room] = load


def rooms() -> list[str]:
    """The rooms that have a loader, lowest first."""
    return list(_loaders)


def load_all(show: Callable[[Difference], None], *, by: str, now: datetime, dry_run: bool = False) -> bool:
    """Show and apply the differences of all rooms; True when there was something to write. A dry run leaves nothing."""
    wrote = False
    with transaction.atomic():
        for load in _loaders.values():
            for difference in load(by=by, now=now):
                show(difference)
                difference.apply()
                wrote = wrote or bool(difference)
        if dry_run:
            # Applied and taken back, so that a trial also finds what the database would refuse.
            connection.check_constraints()
            transaction.set_rollback(True)
    return wrote


def rows(path: str, *columns: str) -> Iterator[Row]:
    """The rows of a CSV file under `fixtures/`, which must have `columns`."""
    return delimited.read((FIXTURES / path).read_bytes(), f"fixtures/{path}", columns)


def document(path: str) -> Any:
    """The content of a JSON file under `fixtures/`; numbers with a fraction are exact."""
    return json.loads((FIXTURES / path).read_text(encoding="utf-8"), parse_float=Decimal)


def compare(
    title: str,
    stored: models.QuerySet[M],
    wanted: Iterable[M],
    *,
    key: Sequence[str],
    fields: Sequence[str],
    describe: Callable[[M], str] = str,
    whole: bool = True,
    only_added: bool = False,
) -> Difference:
    """The difference between a table and the rows it should hold: one query, and one insert for each 2,000 rows of it.

    `key` names the columns that tell rows apart (they carry a unique constraint), `fields` those that the source
    decides; other columns of a stored row are left alone. `whole=False`: the table also holds rows of another origin,
    so one that the source does not name is no news. `only_added`: a guard keeps each row as it was loaded; where the
    source says otherwise by now, applying raises `BrokenSource`.
    """
    key, fields = list(key), list(fields)
    before = {row[: len(key)]: row[len(key) :] for row in stored.order_by().values_list(*key, *fields)}
    difference = Difference(title)
    news: list[M] = []
    named = set()
    for row in wanted:
        identity, values = (tuple(getattr(row, name) for name in names) for names in (key, fields))
        if identity in named:
            raise ValueError(f"{title}: {identity} stands twice in the source")
        named.add(identity)
        if identity not in before:
            difference.created.append(describe(row))
        elif before[identity] != values:
            difference.changed.append(f"{describe(row)} ({_changes(fields, before[identity], values)})")
        else:
            difference.same += 1
            continue
        news.append(row)
    if whole:
        difference.vanished = [" ".join(map(str, identity)) for identity in before if identity not in named]
    if difference.changed and only_added:
        difference.apply = lambda: _refuse(difference)
    elif news:
        difference.apply = lambda: _write(stored.model, news, key, [] if only_added else fields)
    return difference


def _refuse(difference: Difference) -> None:
    lines = "; ".join(difference.changed)
    raise BrokenSource(
        f"{difference.title}: rows stay as they were loaded. Mend one by a migration, as the owner: {lines}"
    )


def _changes(names: Sequence[str], old: Sequence[Any], new: Sequence[Any]) -> str:
    return ", ".join(f"{name}: {a!s} → {b!s}" for name, a, b in zip(names, old, new, strict=True) if a != b)


def _write(model: type[M], news: list[M], key: list[str], fields: list[str]) -> None:
    """Insert or update `news`. Only rows that differ come here, so nothing else is touched."""
    upsert: dict[str, Any] = {"update_conflicts": True, "update_fields": fields, "unique_fields": key} if fields else {}
    model._default_manager.bulk_create(news, batch_size=BATCH, **upsert)
