"""What is always true of the portal, as a catalogue: each invariant has a name, a sentence, and one statement that finds the rows that break it.

A room registers its own from its app's `ready()`:

    register(Invariant("one_live_nomination", _("Satu produk …"), "SELECT number FROM … HAVING count(*) > 1"))

Most are kept by constraints and guards as well. Looked at all the same, each night and after a backup was put back: who holds the database itself can lay a
guard aside, and a constraint says nothing of what it does not reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.functional import Promise

# At most so many rows are named for one invariant: the reader mends the cause, not the rows.
NAMED = 50
Look = Callable[[datetime], Iterable[str]]


@dataclass(frozen=True)
class Invariant:
    """`promise` says what is always so. `broken_by` is SQL whose only column names a row that breaks it (`%(now)s` is the hour), or what does the same in
    Python. A row is named by what people call it, or by table and key; of what it holds nothing is told.
    """

    code: str
    promise: str | Promise
    broken_by: str | Look

    def breaches(self, now: datetime) -> Iterator[str]:
        """The names of the rows that break it, the first `NAMED` of them. Reads and changes nothing."""
        for n, name in enumerate(self._broken_by(now)):
            if n == NAMED:
                return
            yield name

    def _broken_by(self, now: datetime) -> Iterable[str]:
        if not isinstance(self.broken_by, str):
            return self.broken_by(now)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT found.name FROM ({self.broken_by}) AS found(name) ORDER BY 1", {"now": now})
            return [str(name) for (name,) in cursor.fetchmany(NAMED + 1)]


_catalogue: dict[str, Invariant] = {}


def register(*invariants: Invariant) -> None:
    """Make invariants known. A name is its own for ever: kept outcomes carry it."""
    for invariant in invariants:
        if _catalogue.setdefault(invariant.code, invariant) != invariant:
            raise ValueError(f"two invariants are called {invariant.code}")


def catalogue() -> list[Invariant]:
    """Every invariant, in the order of the rooms."""
    return list(_catalogue.values())


@dataclass(frozen=True)
class Breach:
    """An invariant and a row that breaks it."""

    invariant: Invariant
    row: str

    def __str__(self) -> str:
        return f"{self.invariant.promise} [{self.invariant.code}]: {self.row}"


def check(now: datetime) -> list[Breach]:
    """Every breach of every invariant."""
    return [Breach(invariant, row) for invariant in catalogue() for row in invariant.breaches(now)]


def words(states: Iterable[str]) -> str:
    """States, for an SQL list.

    >>> words({"sent", "draft"})
    "'draft', 'sent'"
    """
    return ", ".join(f"'{state}'" for state in sorted(states))
