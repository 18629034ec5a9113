"""Verbs of the office, and the one door through which a state changes.

A room keeps its states in `states.py` as a `Machine`: which states a row may be born in, and which moves each verb makes. The trigger on the table is
made from the same machine (`guards.Moves`), so what Python allows and what PostgreSQL allows cannot drift apart.

    NOMINATION = Machine(births={DRAFT}, verbs={"send_to_office": [(DRAFT, WITH_OFFICE)], …})

    @verb
    def send_to_office(nomination, *, by, now):
        move(nomination, WITH_OFFICE)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, ParamSpec, TypeVar

from django.db import connections, models, transaction
from django.utils.translation import gettext as _

P = ParamSpec("P")
R = TypeVar("R")

_running: ContextVar[str] = ContextVar("running verb", default="")


# The code for a form whose key was used with other content: it gets a new key.
KEY_REUSED = "key_reused"


@dataclass(frozen=True)
class Missing:
    """One thing that keeps a step from being taken: a code for tests, words for the reader, the field it concerns (may be empty)."""

    code: str
    message: str
    field: str = ""


class Refused(Exception):
    """A verb refuses: `missing` says what is lacking, in words a person can act on. Pages show them as form errors (422)."""

    def __init__(self, *missing: Missing) -> None:
        self.missing = list(missing)
        super().__init__("; ".join(item.message for item in missing))


class Stale(Exception):
    """The row moved on since the caller looked: answered as 409 with the state it has now."""

    def __init__(self, obj: models.Model, current: str = "") -> None:
        self.obj, self.current = obj, current
        super().__init__(_("Data ini sudah berubah sejak halaman dibuka."))


class IllegalMove(Exception):
    """A verb tried a move that it did not declare: a fault of the program, never of the user."""


@dataclass(frozen=True)
class Machine:
    """The life of a row: states it may be born in, and the moves of each verb. `labels` are for people inside the office."""

    births: frozenset[str] | set[str]
    verbs: Mapping[str, list[tuple[str, str]]]
    field: str = "state"
    moves: frozenset[tuple[str, str]] = dataclass_field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "moves", frozenset(pair for pairs in self.verbs.values() for pair in pairs))

    def sources(self, verb_name: str, to: str) -> list[str]:
        """The states from which `verb_name` may lead to `to`."""
        return sorted(a for a, b in self.verbs.get(verb_name, []) if b == to)

    def may(self, verb_name: str, state: str) -> bool:
        """Does `verb_name` start from `state`? Buttons on pages ask this."""
        return any(a == state for a, _b in self.verbs.get(verb_name, []))


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` a verb: it runs in one transaction and may make the moves that the machine lists under its name."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _running.set(function.__name__)
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        finally:
            _running.reset(token)

    run.is_verb = True  # type: ignore[attr-defined]
    return run


def lock(obj: models.Model) -> None:
    """Lock the row of `obj` until the verb ends and bring its fields up to date."""
    obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update(of=("self",)))


def move(obj: models.Model, to: str, *, save: Iterable[str] = ()) -> str:
    """Write the new state of one row, and with it the fields named in `save`; return the state it came from.

    Raises `Stale` when the row is not (or no longer) in a state from which the running verb may go to `to`.
    Raises `IllegalMove` outside a verb, or when the verb declares no move to `to` at all.
    """
    machine = _machine(type(obj))
    sources = _sources(machine, to)
    came_from = getattr(obj, machine.field)
    if came_from not in sources:
        raise Stale(obj, came_from)
    values = {name: getattr(obj, name) for name in save} | {machine.field: to}
    changed = type(obj)._base_manager.filter(pk=obj.pk, **{machine.field: came_from}).update(**values)
    if not changed:
        raise Stale(obj)
    setattr(obj, machine.field, to)
    _noted(obj, came_from, to)
    return came_from


def move_all(rows: models.QuerySet[Any], to: str, **values: Any) -> int:
    """The bulk door: every row of `rows` takes the move to `to` in one statement, with `values` written beside it. Returns how many moved.

    Rows that stand in another state are left alone; the caller compares the number with what it expected.
    """
    machine = _machine(rows.model)
    movable = rows.filter(**{f"{machine.field}__in": _sources(machine, to)})
    _note_all(movable, to)
    return movable.update(**{machine.field: to}, **values)


def move_each(
    rows: models.QuerySet[Any], to: str, values: Mapping[int, tuple[Any, ...]], fields: tuple[str, ...]
) -> int:
    """The bulk door where every row gets values of its own: primary key to the values of `fields`, written by one statement."""
    model = rows.model
    machine = _machine(model)
    sources = _sources(machine, to)
    columns = [model._meta.get_field(name) for name in fields]
    connection = connections[rows.db]
    quoted = [connection.ops.quote_name(column.column) for column in columns]
    _note_all(rows.filter(pk__in=list(values), **{f"{machine.field}__in": sources}), to)
    arrays = ", ".join(f"%s::{column.db_type(connection).split('(')[0]}[]" for column in columns)
    names = ", ".join(f"v{place}" for place in range(len(columns)))
    state = connection.ops.quote_name(model._meta.get_field(machine.field).column)
    changes = ", ".join([f"{state} = %s", *(f"{name} = given.v{place}" for place, name in enumerate(quoted))])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {connection.ops.quote_name(model._meta.db_table)} AS held SET {changes} "
            f"FROM unnest(%s::bigint[], {arrays}) AS given(pk, {names}) WHERE held.id = given.pk AND held.{state} = ANY(%s)",
            [to, list(values), *(list(column) for column in zip(*values.values(), strict=True)), sources],
        )
        return cursor.rowcount


def _machine(model: type[models.Model]) -> Machine:
    machine = getattr(model, "machine", None)
    if machine is None:
        raise IllegalMove(f"{model.__name__} has no machine")
    return machine


def _sources(machine: Machine, to: str) -> list[str]:
    name = _running.get()
    sources = machine.sources(name, to)
    if not sources:
        raise IllegalMove(f"verb {name or '(none)'} declares no move to {to}")
    return sources


# Tests listen here to prove that each pair of each machine is driven; nothing else does.
listeners: list[Callable[[models.Model | type[models.Model], str, str, str], None]] = []


def _noted(obj: models.Model | type[models.Model], came_from: str, to: str) -> None:
    for listener in listeners:
        listener(obj, _running.get(), came_from, to)


def _note_all(rows: models.QuerySet[Any], to: str) -> None:
    if listeners:
        for came_from in set(rows.values_list(rows.model.machine.field, flat=True)):
            _noted(rows.model, came_from, to)
