"""Statements that are put together once in the life of a process.

A queryset is written down in SQL anew each time it is asked, which for most statements of a page costs several times what running them does. On the ways
that many take, the text is kept and only the values change:

    _waiting = Prepared(lambda reader, kinds: Notice.objects.filter(recipient=reader, kind__in=kinds), reader=int, kinds=[str])
    notices = _waiting(reader=user.pk, kinds=["sent", "returned"])
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
# What stands at an open place: a whole number, a text, or a list of either.
Kind = type[int] | type[str] | list[type[int]] | list[type[str]]
# A value of an open place: the argument that it belongs to, and its number there.
Place = tuple[str, int]
# Far more shapes than any statement has.
MOST_SHAPES = 128


class Prepared(Generic[Row]):
    """A queryset with open places, named by the arguments of `rows`. Asked with their values it gives its rows: objects, tuples, whatever the queryset gives.

    The text is made once for each *shape*: how many values a list has, which open places are None, and every argument that is no open place (a drawer of a
    list; never what somebody typed). `rows` is called with stand-ins: it must not decide anything by the value of an open place.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, Row]], **kinds: Kind) -> None:
        self._rows = rows
        self._kinds = kinds
        self._kept = lru_cache(MOST_SHAPES)(self._written)

    def __call__(self, **given: Any) -> list[Row]:
        """The rows for these values. One query; none where a list of values is empty."""
        return self.part(slice(None), **given)

    def part(self, part: slice, **given: Any) -> list[Row]:
        """The same for some rows, by their number in the order of the queryset."""
        if part.stop is not None and part.stop <= (part.start or 0):
            return []
        values = {name: self._listed(name, given[name]) for name in self._kinds}
        counts = tuple((name, len(of_place)) for name, of_place in values.items())
        kept = self._kept(counts, **{name: value for name, value in given.items() if name not in values})
        return kept.rows(values, part) if kept else []

    def pages(self, **given: Any) -> Pages[Row]:
        """The rows for a `Paginator` that knows their count."""
        return Pages(self, given)

    def _listed(self, name: str, value: Any) -> list[Any]:
        """The values of an open place: those of its list, or the one."""
        return list(value) if isinstance(self._kinds[name], list) else [] if value is None else [value]

    def _written(self, counts: tuple[tuple[str, int], ...], **shape: Any) -> Kept[Row] | None:
        """The statement with so many values in its open places; None for one that has no rows whatever is asked."""
        stand_ins: dict[Any, Place] = {}
        arguments = shape
        for name, count in counts:
            kind = self._kinds[name]
            made = [_stand_in(kind, len(stand_ins) + n) for n in range(count)]
            stand_ins |= {stand_in: (name, n) for n, stand_in in enumerate(made)}
            arguments[name] = made if isinstance(kind, list) else made[0] if made else None
        queryset = self._rows(**arguments)
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            text, values = compiler.as_sql()
        except EmptyResultSet:
            if all(count for _name, count in counts):
                raise
            return None
        places = {n: stand_ins[v] for n, v in enumerate(values) if isinstance(v, int | str) and v in stand_ins}
        assert set(places.values()) == set(stand_ins.values()), "an open place has got lost"
        return Kept(queryset, compiler, text, list(values), places)


def _stand_in(kind: Kind, number: int) -> int | str:
    """A value that occurs in no statement by itself, and that the smallest column of numbers can hold."""
    return 31_337 + number if kind in (int, [int]) else f"prepared:{number}"


@dataclass(frozen=True)
class Kept(Generic[Row]):
    """A statement as Django wrote it down for `queryset`, and which of its values stand open."""

    queryset: QuerySet[Any, Row]
    compiler: SQLCompiler
    text: str
    values: list[Any]
    places: dict[int, Place]

    def rows(self, given: dict[str, list[Any]], part: slice) -> list[Row]:
        """What the database answers, made into rows by the queryset."""
        values = self.values.copy()
        for n, (name, number) in self.places.items():
            values[n] = given[name][number]
        compiler: Any = copy.copy(self.compiler)
        # Each thread has a connection of its own.
        compiler.connection = connections[compiler.using]
        limits = compiler.connection.ops.limit_offset_sql(part.start, part.stop)
        compiler.as_sql = lambda: (f"{self.text} {limits}", values)
        rows: Any = self.queryset.all()
        rows.query.get_compiler = lambda *_of, **_named: compiler
        return list(rows)


@dataclass(frozen=True)
class Pages(Generic[Row]):
    """The rows of a statement for these values, asked for page by page."""

    statement: Prepared[Row]
    given: dict[str, Any]

    def __getitem__(self, part: slice) -> list[Row]:
        return self.statement.part(part, **self.given)
