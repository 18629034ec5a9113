"""What the journal vouches for: the digest of each row that matters stands in the event of the verb that wrote it.

A room registers its tables here, from its app's `ready()`, and gives the rows that a verb wrote to `record` or `record_many`:

    register(Vouched("award", Award, edition="nomination__edition__year", key=("code",), fields=("stars", "valid_until")))
    journal.record("award.revoked", subject, by=by, now=now, rows=[revocation])

The digest is made of what the database holds, read back by the same statement when the row is written and when it is proved (`proof.py`). A row that
changes is vouched for by its newest digest. Of words that people wrote only a hash goes in, salted by the row that holds them (`models.Salted`), so that
nobody who has not got the row finds them by trying.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from ovop_portal.common.canonical import digest
from ovop_portal.ledger.models import ROWS

# The number stands in each digest: when fields are added or left out, it rises, and old events are read by theirs.
# 1 had no salts.
FORMAT = 2
SALT = "salt"
BATCH = 5_000
More = Callable[[Sequence[int]], Mapping[int, Any]]


@dataclass(frozen=True)
class Part:
    """Rows of another table that belong to a vouched one and never stand alone: `of` is their way to it. Where they hold `words` they are `Salted`."""

    model: type[Model]
    of: str
    fields: tuple[str, ...]
    words: tuple[str, ...] = ()

    def read(self, keys: Sequence[int]) -> dict[int, list[list[Any]]]:
        """The part of the digest made from these rows, by the row that they belong to, ordered by their own values."""
        found: dict[int, list[list[Any]]] = defaultdict(list)
        columns = [self.of, *self.fields, *_salted(self.words)]
        rows = self.model._default_manager.filter(**{f"{self.of}__in": keys}).order_by(*self.fields)
        for owner, *values in rows.values_list(*columns):
            found[owner].append(_hidden(values, len(self.fields)))
        return found


@dataclass(frozen=True)
class Vouched:
    """A table whose rows the journal vouches for.

    `key` names a row for ever, without primary keys; `edition` is the way to the year that it belongs to. `words` are fields of free text, held
    by a `Salted` row. `only` tells rows that are vouched for from rows that are not yet. An event of `told_by` that names no row of this table is false.
    """

    code: str
    model: type[Model]
    edition: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    words: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    more: More | None = None
    only: Q = Q()
    told_by: tuple[str, ...] = ()

    @property
    def tables(self) -> list[type[Model]]:
        return [self.model, *(part.model for part in self.parts)]

    def of_edition(self, year: int) -> QuerySet[Any]:
        """The rows of one edition that must be vouched for."""
        return self.model._default_manager.filter(self.only, **{self.edition: year})

    def digests(self, rows: QuerySet[Any]) -> dict[Any, tuple[str, str]]:
        """The name and the digest of each of `rows`, by primary key: one statement, and one more for each part."""
        columns = [self.edition, *self.key, *self.fields, *_salted(self.words)]
        held = {pk: values for pk, *values in rows.order_by().values_list("pk", *columns)}
        keys = list(held)
        beside = [part.read(keys) for part in self.parts] if keys else []
        further = self.more(keys) if self.more and keys else {}
        named = 1 + len(self.key)
        made = {}
        for pk, values in held.items():
            name = ":".join(str(value) for value in [values[0], self.code, *values[1:named]])
            own = _hidden(values[named:], len(self.fields))
            said = [FORMAT, name, own, [part.get(pk, []) for part in beside], further.get(pk)]
            made[pk] = (name, digest(said))
        return made


_registry: dict[str, Vouched] = {}


def register(vouched: Vouched) -> Vouched:
    """Make a table known. Its code never changes, because events carry it."""
    if _registry.setdefault(vouched.code, vouched) != vouched:
        raise ValueError(f"two tables are vouched for as {vouched.code}")
    return vouched


def all_vouched() -> list[Vouched]:
    """Every table that the rooms have registered, in their order."""
    return list(_registry.values())


def digests_of(rows: Iterable[Model]) -> dict[Model, tuple[str, str]]:
    """The name and digest of each row, whatever their tables: a few statements for each table."""
    tables = {vouched.model: vouched for vouched in _registry.values()}
    by_table: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
    for row in rows:
        by_table[type(row)][row.pk] = row
    found = {}
    for model, held in by_table.items():
        keys = list(held)
        for start in range(0, len(keys), BATCH):
            rows_of_table = model._default_manager.filter(pk__in=keys[start : start + BATCH])
            for pk, stated in tables[model].digests(rows_of_table).items():
                found[held[pk]] = stated
    return found


def stated(
    body: Mapping[str, Any] | None, rows: Iterable[Model], digests: Mapping[Model, tuple[str, str]]
) -> dict[str, Any]:
    """The body of an event with the digests of the rows that it tells of."""
    named = dict(digests[row] for row in rows)
    return {**(body or {}), **({ROWS: named} if named else {})}


def hidden(words: str, salt: UUID) -> str:
    """What the journal keeps of the words of a `Salted` row."""
    return digest([salt, words])


def _salted(words: Sequence[str]) -> list[str]:
    """The columns to read for `words`: their salt comes last."""
    return [*words, SALT] if words else []


def _hidden(values: Sequence[Any], open_fields: int) -> list[Any]:
    """The values of a row, those of free text as their salted hash."""
    if len(values) == open_fields:
        return [*values]
    *words, salt = values[open_fields:]
    return [*values[:open_fields], *(hidden(text, salt) for text in words)]
