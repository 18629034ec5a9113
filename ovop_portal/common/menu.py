"""What the rooms bring to the menu, the footer and the desk of the season. Each says it itself, from its app's `ready()`:

    menu.add(Entry(20, _("Dinas"), "awards:dinas_home", frozenset({Role.DINAS_SIGNER})))
    menu.add_doors(Door(80, "awards.determine", "awards:determination", _("Penetapan"), _("Catat keputusan menteri")))

Everybody sees the lines in the same order (ux 5.2, line 20): that of their places. Two lines at one place, or two of one page, are a mistake of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.urls import reverse
from django.utils.functional import Promise

EVERYBODY = frozenset({"everybody"})
STRANGERS = frozenset({"strangers"})
SIGNED_IN = frozenset({"signed in"})
# Who was named from the shell: they invite the first secretariat.
ADMINISTRATORS = frozenset({"administrators"})


@dataclass(frozen=True)
class Entry:
    """A line of the menu or the footer: its words, the name of its page, and to whom it is shown (roles, or one of the sets above).

    `begins` are the roles whose day begins on this page: they come here from signing in. Of several roles the one with the first place decides.
    """

    place: int
    label: str | Promise
    name: str
    audience: frozenset[str] = EVERYBODY
    begins: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Door:
    """A page of the season on the officers' desk: who may open it, the name of its address, what it is called, what is done there, and in which stage.

    The year of the edition is part of its address (`of_edition`), is asked in its query (`asks_year`), or means nothing to it.
    """

    place: int
    permission: str
    name: str
    label: str | Promise
    hint: str | Promise
    stage: str = ""
    of_edition: bool = True
    asks_year: bool = False

    def url(self, year: int | None) -> str:
        """Its address for the edition of `year`; without one only what belongs to no edition has an address."""
        path = reverse(self.name, args=[year] if self.of_edition else [])
        return f"{path}?tahun={year}" if self.asks_year and year else path


class Placed(Protocol):
    """Whatever rooms bring into an order: its place, and a name that nothing else there has."""

    @property
    def place(self) -> int: ...
    @property
    def name(self) -> str: ...


Line = TypeVar("Line", bound=Placed)
_menu: dict[int, Entry] = {}
_footer: dict[int, Entry] = {}
_doors: dict[int, Door] = {}


def add(*entries: Entry) -> None:
    """Lines of the menu."""
    put(_menu, entries)


def add_to_footer(*entries: Entry) -> None:
    """Lines below every page."""
    put(_footer, entries)


def add_doors(*doors: Door) -> None:
    """Pages of the season."""
    put(_doors, doors)


def menu() -> list[Entry]:
    """The lines of the menu, in their order."""
    return in_order(_menu)


def footer() -> list[Entry]:
    """The lines below every page, in their order."""
    return in_order(_footer)


def doors() -> list[Door]:
    """The pages of the season, in the order in which a season comes to them."""
    return in_order(_doors)


def doors_of(reader: Any, year: int | None) -> list[tuple[Door, str]]:
    """The pages of the season of `year` that `reader` may open, with their addresses; without a year those that belong to none."""
    return [
        (door, door.url(year)) for door in doors() if (year or not door.of_edition) and reader.has_perm(door.permission)
    ]


def put(lines: dict[int, Line], more: Iterable[Line]) -> None:
    """`more` into their places among `lines`. A place or a name that is taken is a mistake of ours."""
    for line in more:
        if line.place in lines or line.name in {known.name for known in lines.values()}:
            raise ValueError(f"the place {line.place} or the page {line.name} is taken")
        lines[line.place] = line


def in_order(lines: dict[int, Line]) -> list[Line]:
    """The lines by their places."""
    return [lines[place] for place in sorted(lines)]
