"""What the rooms bring to the menu, the footer and the desk of the season. Each says it itself, from its app's `ready()`:

    menu.add(Entry(20, _("Dinas"), "awards:dinas_home", frozenset({Role.DINAS_SIGNER})))
    menu.add_doors(Door(80, "awards.determine", "awards:determination", _("Penetapan"), _("Catat keputusan menteri")))

Everybody sees the lines in the same order (ux 5.2, line 20): that of their places. Two lines at one place, or two of one page, are a mistake of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.utils.functional import Promise

EVERYBODY = frozenset({"everybody"})
STRANGERS = frozenset({"strangers"})
SIGNED_IN = frozenset({"signed in"})


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


Line = TypeVar("Line", Entry, Door)
_menu: dict[int, Entry] = {}
_footer: dict[int, Entry] = {}
_doors: dict[int, Door] = {}


def add(*entries: Entry) -> None:
    """Lines of the menu."""
    _put(_menu, entries)


def add_to_footer(*entries: Entry) -> None:
    """Lines below every page."""
    _put(_footer, entries)


def add_doors(*doors: Door) -> None:
    """Pages of the season."""
    _put(_doors, doors)


def menu() -> list[Entry]:
    """The lines of the menu, in their order."""
    return _in_order(_menu)


def footer() -> list[Entry]:
    """The lines below every page, in their order."""
    return _in_order(_footer)


def doors() -> list[Door]:
    """The pages of the season, in the order in which a season comes to them."""
    return _in_order(_doors)


def _put(lines: dict[int, Line], more: tuple[Line, ...]) -> None:
    for line in more:
        if line.place in lines or line.name in {known.name for known in lines.values()}:
            raise ValueError(f"the place {line.place} or the page {line.name} is taken")
        lines[line.place] = line


def _in_order(lines: dict[int, Line]) -> list[Line]:
    return [lines[place] for place in sorted(lines)]
