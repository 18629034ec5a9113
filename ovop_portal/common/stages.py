"""The stages of a season, brought by the rooms in which they happen, and where an edition stands in them.

    stages.add(Stage(50, "determination", _("Penetapan"), begun=of_edition(Determination), settles=True))

A page of the season asks for `standing()` in the statement that reads its edition, so that the rail costs it no statement of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists
from django.utils.functional import Promise

from ovop_portal.common import menu


@dataclass(frozen=True)
class Stage:
    """A stage: the code that its pages name, its words, and whether of an edition `OuterRef("pk")` anything in it is done (`begun`) and anything `left`.

    `deed` says what is done there, where that is counted. What `settles` puts everything before it behind the season.
    """

    place: int
    name: str
    label: str | Promise
    begun: Callable[[], Exists]
    left: Callable[[], Exists] | None = None
    deed: str | Promise = ""
    settles: bool = False


@dataclass(frozen=True)
class Step:
    """A stage as the rail of one edition shows it to one reader: done, now or later, and the first page of it that they may open."""

    label: str | Promise
    state: str
    url: str
    is_here: bool


_stages: dict[int, Stage] = {}


def add(*stages: Stage) -> None:
    """Stages of the season."""
    menu.put(_stages, stages)
    standing.cache_clear()


def stages() -> list[Stage]:
    """The stages in the order in which a season comes to them."""
    return menu.in_order(_stages)


@cache
def standing() -> Mapping[str, Exists]:
    """What `rail` reads from an edition, for `Edition.objects.annotate`. The rooms bring their stages once, so the conditions are put together once."""
    found = {}
    for stage in stages():
        found[f"{stage.name}_begun"] = stage.begun()
        if stage.left is not None:
            found[f"{stage.name}_left"] = stage.left()
    return found


def state_of(begun: bool, left: bool) -> str:
    """done, now or later, as the thread of a file has them."""
    if not begun:
        return "later"
    return "now" if left else "done"


def rail(edition: Any, reader: Any, here: str = "") -> list[Step]:
    """The stages of `edition`, read with `standing()`, of which `reader` has a page. `here` is the stage of the page on which it is shown."""
    doors: dict[str, str] = {}
    for door, url in menu.doors_of(reader, edition.year):
        doors.setdefault(door.stage, url)
    steps: list[Step] = []
    settled = False
    for stage in reversed(stages()):
        begun, left = getattr(edition, f"{stage.name}_begun"), getattr(edition, f"{stage.name}_left", False)
        state = "done" if settled else state_of(begun, left)
        settled = settled or (stage.settles and state == "done")
        if stage.name in doors:
            steps.append(Step(stage.label, state, doors[stage.name], stage.name == here))
    return steps[::-1]
