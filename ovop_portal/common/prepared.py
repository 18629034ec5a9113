"""Statements that are compiled once in the life of a process.

A queryset is written down in SQL anew each time it is asked, which for a small statement costs more than running it. On the few paths that every request
or every save of a score takes, the text is kept and only the values change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """A `values_list` of plain columns with open places, named by the arguments of `rows`: whole numbers or texts, each where a value can stand.

    `rows` is called once, with stand-ins: it must not decide anything by what it is given.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, Any]], **kinds: type[int] | type[str]) -> None:
        self._rows = rows
        # Stand-in values that occur in no statement by themselves.
        self._stand_ins: dict[str, Any] = {
            name: -1_000_000_007 - place if kind is int else f"prepared:{place}"
            for place, (name, kind) in enumerate(kinds.items())
        }

    @cached_property
    def _statement(self) -> tuple[str, list[Any], dict[int, str]]:
        """The text, its values, and which of them are open places."""
        statement, values = self._rows(**self._stand_ins).query.sql_with_params()
        named = {stand_in: name for name, stand_in in self._stand_ins.items()}
        places = {
            place: named[value] for place, value in enumerate(values) if isinstance(value, int | str) and value in named
        }
        assert set(places.values()) == set(self._stand_ins), "an open place has got lost"
        return statement, list(values), places

    def __call__(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows for these values. One query."""
        statement, values, places = self._statement
        with connection.cursor() as cursor:
            cursor.execute(statement, [given[places[n]] if n in places else value for n, value in enumerate(values)])
            return cursor.fetchall()
