"""A proposal of who judges what: conflicts and home regions respected, loads even, institutions mixed, somebody who knows the craft in each panel.

Pure: entries and jurors in, pairs out; the same seed gives the same proposal. Entries with the fewest eligible jurors are served first, each by the
jurors with the least work so far.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A juror as the proposal sees them."""

    pk: int
    institution: int
    regency: str | None
    expertise: frozenset[str]


@dataclass(frozen=True)
class Task:
    """An entry as the proposal sees it."""

    pk: int
    nomination: int
    commodity: str
    regency: str


@dataclass(frozen=True)
class Proposal:
    """Pairs of (entry, juror) by primary key, and the entries that too few jurors may judge, with how many are lacking."""

    pairs: list[tuple[int, int]]
    short: dict[int, int]


def may_judge(juror: Candidate, task: Task, conflicts: Collection[tuple[int, int]]) -> bool:
    """Neither from the same regency or city nor in a recorded conflict."""
    return juror.regency != task.regency and (juror.pk, task.nomination) not in conflicts


def propose(
    tasks: Iterable[Task],
    jurors_of: Mapping[str, Collection[Candidate]],
    *,
    conflicts: Collection[tuple[int, int]],
    per_entry: int,
    seed: int,
    taken: Iterable[tuple[int, int]] = (),
) -> Proposal:
    """Propose jurors for `tasks` until each has `per_entry`. `jurors_of` names the panel of each commodity; `taken` are pairs that stand already."""
    chance = random.Random(seed)
    load: Counter[int] = Counter(juror for _entry, juror in taken)
    already: dict[int, set[int]] = {}
    for entry, juror in taken:
        already.setdefault(entry, set()).add(juror)
    eligible = {
        task: [juror for juror in jurors_of.get(task.commodity, []) if may_judge(juror, task, conflicts)]
        for task in tasks
    }
    pairs, short = [], {}
    for task in sorted(eligible, key=lambda task: (len(eligible[task]), chance.random())):
        there = already.get(task.pk, set())
        chosen = [juror for juror in eligible[task] if juror.pk in there]
        lots = {juror: chance.random() for juror in eligible[task]}
        # Who sits there already counts, even somebody who would not be chosen today.
        for lacking in range(per_entry - len(there), 0, -1):
            free = [juror for juror in eligible[task] if juror not in chosen]
            if not free:
                short[task.pk] = lacking
                break
            houses = Counter(juror.institution for juror in chosen)
            has_expert = any(task.commodity in juror.expertise for juror in chosen)
            best = min(
                free,
                key=lambda juror: (
                    not has_expert and task.commodity not in juror.expertise,
                    load[juror.pk] + houses[juror.institution] * 2,
                    lots[juror],
                ),
            )
            chosen.append(best)
            load[best.pk] += 1
            pairs.append((task.pk, best.pk))
    return Proposal(pairs, short)
