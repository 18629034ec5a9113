"""A proposal of who judges what: only who may and has room, somebody who knows the craft in each panel, loads even to within one, institutions mixed.

Pure: entries and jurors in, pairs out; the same seed gives the same proposal. Entries with the fewest eligible jurors are served first, each by the
jurors with the least work so far. Then work is moved from the busiest to the least busy along chains of exchanges, until no chain is left: where one
juror still has two files more than another, no distribution of these files is more even. Where demands collide, mixed institutions give way
to even loads, and even loads to the craft.
"""

from __future__ import annotations

import math
import random
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Candidate:
    """A juror as the proposal sees them."""

    pk: int
    institution: int = field(compare=False)
    expertise: frozenset[str] = field(compare=False)
    # The most files that the juror takes; None: as many as there are.
    capacity: int | None = field(default=None, compare=False)

    def has_room(self, load: Mapping[int, int]) -> bool:
        """May the juror have one file more?"""
        return self.capacity is None or load[self.pk] < self.capacity


@dataclass(frozen=True)
class Task:
    """An entry as the proposal sees it."""

    pk: int
    commodity: str


@dataclass(frozen=True)
class Proposal:
    """Pairs of (entry, juror) by primary key, and what could not be met: entries that too few jurors may judge (with how many are lacking), entries
    in whose panel nobody knows the craft, and entries on which two of one institution sit.
    """

    pairs: list[tuple[int, int]]
    short: dict[int, int] = field(default_factory=dict)
    without_expert: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)


@dataclass
class _Panel:
    """The jurors of one entry: `present` stay, `chosen` are proposed, `eligible` may be."""

    task: Task
    eligible: list[Candidate]
    present: list[Candidate]
    chosen: list[Candidate] = field(default_factory=list)

    @cached_property
    def able(self) -> frozenset[int]:
        """The primary keys of `eligible`."""
        return frozenset(juror.pk for juror in self.eligible)

    @property
    def seated(self) -> list[Candidate]:
        return [*self.present, *self.chosen]

    def is_expert(self, juror: Candidate) -> bool:
        return self.task.commodity in juror.expertise

    def has_expert(self) -> bool:
        return any(map(self.is_expert, self.seated))

    def doubles(self) -> int:
        """How many jurors sit beside somebody of their own institution."""
        return len(self.seated) - len({juror.institution for juror in self.seated})

    def free(self) -> Iterator[Candidate]:
        chosen = {juror.pk for juror in self.chosen}
        return (juror for juror in self.eligible if juror.pk not in chosen)

    def exchanged(self, leaving: Candidate, coming: Candidate) -> _Panel:
        panel = _Panel(self.task, self.eligible, self.present)
        panel.chosen = [coming if juror == leaving else juror for juror in self.chosen]
        panel.able = self.able
        return panel


# Is a panel still good enough if, beside those who stay, one leaves and another comes?
Keeps = Callable[[_Panel, Sequence[Candidate], Candidate, Candidate], bool]


def propose(
    tasks: Iterable[Task],
    jurors_of: Mapping[str, Collection[Candidate]],
    *,
    may_judge: Callable[[int, int], bool],
    per_entry: int,
    seed: int,
    taken: Iterable[tuple[int, int]] = (),
) -> Proposal:
    """Propose jurors for `tasks` until each has `per_entry`. `jurors_of` names the panel of each commodity; `may_judge` is asked by the primary keys of
    entry and juror; `taken` are pairs that stand already.
    """
    chance = random.Random(seed)
    known = {juror.pk: juror for panel in jurors_of.values() for juror in panel}
    load: Counter[int] = Counter(juror for _entry, juror in taken)
    sitting: dict[int, set[int]] = {}
    for entry, juror in taken:
        sitting.setdefault(entry, set()).add(juror)
    panels, short = [], {}
    for task in tasks:
        there = sitting.get(task.pk, set())
        eligible = [
            juror
            for juror in jurors_of.get(task.commodity, [])
            if juror.pk not in there and may_judge(task.pk, juror.pk)
        ]
        panels.append(_Panel(task, eligible, [known[pk] for pk in sorted(there) if pk in known]))
    for panel in sorted(panels, key=lambda panel: (len(panel.eligible), chance.random())):
        # Jurors who sit there already count, even those who would not be chosen today.
        wanted = per_entry - len(sitting.get(panel.task.pk, ()))
        _fill(panel, wanted, load, chance)
        if len(panel.chosen) < wanted:
            short[panel.task.pk] = wanted - len(panel.chosen)
    _level(panels, load, _as_mixed)
    _level(panels, load, _as_expert)
    return Proposal(
        [(panel.task.pk, juror.pk) for panel in panels for juror in panel.chosen],
        short,
        [panel.task.pk for panel in panels if panel.seated and not panel.has_expert()],
        [panel.task.pk for panel in panels if panel.doubles()],
    )


def _fill(panel: _Panel, wanted: int, load: Counter[int], chance: random.Random) -> None:
    lots = {juror: chance.random() for juror in panel.eligible}
    for _seat in range(wanted):
        free = [juror for juror in panel.free() if juror.has_room(load)]
        if not free:
            break
        houses = Counter(juror.institution for juror in panel.seated)
        has_expert = panel.has_expert()
        best = min(
            free,
            key=lambda juror: (
                not has_expert and not panel.is_expert(juror),
                load[juror.pk] + houses[juror.institution] * 2,
                lots[juror],
            ),
        )
        panel.chosen.append(best)
        load[best.pk] += 1


def _as_mixed(panel: _Panel, staying: Sequence[Candidate], leaving: Candidate, coming: Candidate) -> bool:
    """After the exchange no more jurors sit beside somebody of their own institution than before."""
    houses = {juror.institution for juror in staying}
    joins, left = coming.institution in houses, leaving.institution in houses
    return (left or not joins) and _as_expert(panel, staying, leaving, coming)


def _as_expert(panel: _Panel, staying: Sequence[Candidate], leaving: Candidate, coming: Candidate) -> bool:
    """The only juror who knows the craft is not exchanged for one who does not."""
    return not panel.is_expert(leaving) or panel.is_expert(coming) or any(map(panel.is_expert, staying))


def _level(panels: list[_Panel], load: Counter[int], keeps: Keeps) -> None:
    """Move work from the busiest to the least busy while a chain of exchanges leads there. Each chain makes the loads more even, so it ends."""
    of_juror: dict[Candidate, list[int]] = {}
    for place, panel in enumerate(panels):
        for juror in panel.chosen:
            of_juror.setdefault(juror, []).append(place)
    able = {juror for panel in panels for juror in panel.eligible}
    moved = bool(able)
    # An exchange may open a way elsewhere, for what a panel keeps depends on all who sit in it: the last pass looks from everywhere and finds none.
    while moved:
        moved, settled = False, set[int]()
        while chain := _chain(panels, of_juror, load, _least(able, load), keeps, settled):
            moved = True
            for place, leaving, coming in chain:
                panels[place] = panels[place].exchanged(leaving, coming)
                of_juror[leaving].remove(place)
                of_juror.setdefault(coming, []).append(place)
            load[chain[0][1].pk] -= 1
            load[chain[-1][2].pk] += 1


def _least(able: Iterable[Candidate], load: Mapping[int, int]) -> float:
    """The fewest files that somebody with room has; nobody has room: more than any."""
    return min((load[juror.pk] for juror in able if juror.has_room(load)), default=math.inf)


Exchange = tuple[int, Candidate, Candidate]


def _chain(
    panels: Sequence[_Panel],
    of_juror: Mapping[Candidate, list[int]],
    load: Counter[int],
    least: float,
    keeps: Keeps,
    settled: set[int],
) -> list[Exchange]:
    """The shortest chain of exchanges from a juror to one with at least two files fewer; empty where there is none. Nobody with room has fewer files than `least`.

    In each exchange (panel, who leaves, who comes) the one who comes is who leaves in the next. Where no way leads from a juror to fewer files, none leads
    there from anybody whom that way passes, and later jurors are no busier: all of them go into `settled`, and nobody looks there again.
    """
    for busy in sorted(of_juror, key=lambda juror: (-load[juror.pk], juror.pk)):
        if load[busy.pk] - 2 < least:
            break
        if busy.pk in settled:
            continue
        seen = {busy.pk, *settled}
        ways: dict[Candidate, list[Exchange]] = {busy: []}
        waiting = deque([busy])
        while waiting:
            leaving = waiting.popleft()
            for place in of_juror.get(leaving, ()):
                if any(place == used for used, _out, _in in ways[leaving]):
                    continue
                panel = panels[place]
                fresh = panel.able - seen
                if not fresh:
                    continue
                staying = [juror for juror in panel.seated if juror != leaving]
                for coming in panel.free():
                    if coming.pk not in fresh or not keeps(panel, staying, leaving, coming):
                        continue
                    ways[coming] = [*ways[leaving], (place, leaving, coming)]
                    if load[coming.pk] <= load[busy.pk] - 2 and coming.has_room(load):
                        return ways[coming]
                    seen.add(coming.pk)
                    waiting.append(coming)
        settled.update(seen)
    return []
