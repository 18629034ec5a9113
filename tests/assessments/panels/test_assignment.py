"""Who judges which file: fair, by a seed, and made again by anybody."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.panels.assignment import Candidate, Proposal, Task, propose
from assessments.panels.eligibility import Eligibility, File, Person

CLOTH = "kain_tenun"


def jurors(count: int, *, institutions: int = 0, experts: int = 0) -> list[Candidate]:
    """Jurors 1..count; the first `experts` know the craft; `institutions` bodies among them (none given: each an own)."""
    return [
        Candidate(
            pk,
            (pk - 1) % institutions if institutions else pk,
            frozenset([CLOTH]) if pk <= experts else frozenset(),
        )
        for pk in range(1, count + 1)
    ]


def tasks(count: int) -> list[Task]:
    return [Task(pk, CLOTH) for pk in range(1, count + 1)]


def drawn(
    rows: list[Task],
    panel: list[Candidate],
    *,
    barred: Collection[tuple[int, int]] = (),
    per_entry: int = 3,
    seed: int = 7,
    taken: Collection[tuple[int, int]] = (),
) -> Proposal:
    """The proposal for one panel; `barred` are pairs of entry and juror that the rule keeps apart."""

    def may_judge(entry: int, juror: int) -> bool:
        return (entry, juror) not in barred

    return propose(rows, {CLOTH: panel}, may_judge=may_judge, per_entry=per_entry, seed=seed, taken=taken)


def by_entry(proposal: Proposal) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for entry, juror in proposal.pairs:
        found[entry].add(juror)
    return dict(found)


def loads(proposal: Proposal, panel: list[Candidate]) -> list[int]:
    load = Counter(juror for _entry, juror in proposal.pairs)
    return sorted(load[juror.pk] for juror in panel)


def test_every_entry_gets_its_jurors_once_and_the_loads_differ_by_one_at_most():
    panel = jurors(8)
    proposal = drawn(tasks(45), panel)

    assert {len(found) for found in by_entry(proposal).values()} == {3}
    assert len(proposal.pairs) == len(set(proposal.pairs)) == 45 * 3
    assert loads(proposal, panel)[-1] - loads(proposal, panel)[0] <= 1
    assert proposal.short == {}


def test_the_same_seed_gives_the_same_pairs_and_another_seed_others():
    assert drawn(tasks(20), jurors(8)).pairs == drawn(tasks(20), jurors(8)).pairs
    assert drawn(tasks(20), jurors(8), seed=8).pairs != drawn(tasks(20), jurors(8)).pairs


def test_whom_the_rule_keeps_from_a_file_is_not_proposed_and_what_lacks_jurors_is_named():
    rows, panel = tasks(2), jurors(4)

    proposal = drawn(rows, panel, barred={(1, 1), (1, 2)})

    assert by_entry(proposal)[1] == {3, 4}
    assert proposal.short == {1: 1}


def test_a_group_without_a_panel_is_short_of_everybody():
    assert propose([Task(1, "gerabah")], {}, may_judge=lambda *_pair: True, per_entry=5, seed=1) == Proposal([], {1: 5})


def test_somebody_in_each_panel_knows_the_craft():
    proposal = drawn(tasks(30), jurors(9, experts=3))

    assert [entry for entry, found in by_entry(proposal).items() if not found & {1, 2, 3}] == []


def test_two_of_one_institution_sit_together_only_where_there_is_no_other_way():
    panel = jurors(9, institutions=3)
    house = {juror.pk: juror.institution for juror in panel}

    proposal = drawn(tasks(30), panel)

    assert [entry for entry, found in by_entry(proposal).items() if len({house[juror] for juror in found}) < 3] == []


def test_who_sits_there_already_stays_counts_and_weighs():
    rows, panel = tasks(3), jurors(6)
    taken = [(rows[0].pk, 1), (rows[0].pk, 2), (rows[1].pk, 1)]

    proposal = drawn(rows, panel, taken=taken)

    assert {entry: len(found) for entry, found in by_entry(proposal).items()} == {
        rows[0].pk: 1,
        rows[1].pk: 2,
        rows[2].pk: 3,
    }
    assert not set(taken) & set(proposal.pairs)
    assert Counter(juror for _entry, juror in [*taken, *proposal.pairs])[1] <= 2


def test_a_juror_from_outside_the_panel_who_has_a_sheet_takes_a_seat():
    """Somebody was added by hand, or left the panel since: the entry still needs only so many."""
    [row] = tasks(1)

    assert len(drawn([row], jurors(5), taken=[(row.pk, 99), (row.pk, 98)]).pairs) == 1


def test_the_craft_goes_before_even_loads_and_these_before_mixed_institutions():
    one_expert = drawn(tasks(6), jurors(4, experts=1), per_entry=2)
    assert Counter(juror for _entry, juror in one_expert.pairs) == {1: 6, 2: 2, 3: 2, 4: 2}
    assert one_expert.without_expert == []

    two_of_one_house = [Candidate(1, 1, frozenset()), Candidate(2, 1, frozenset()), Candidate(3, 2, frozenset())]
    mixed = drawn(tasks(6), two_of_one_house, per_entry=2)
    assert loads(mixed, two_of_one_house) == [4, 4, 4]
    assert len(mixed.doubled) == 2


PROVINCES = ["11", "31", "32", "33", "51", "73"]


def season_of(seed: int) -> tuple[list[Task], list[Candidate], Eligibility]:
    """Forty files of six provinces and twelve jurors, most of whom come from one of them; some conflicts."""
    chance = random.Random(seed)
    panel = jurors(12, institutions=7, experts=5)
    people = {
        juror.pk: Person(
            provinces=frozenset(chance.sample(PROVINCES, 1) if chance.random() < 0.7 else []), seats=frozenset([1])
        )
        for juror in panel
    }
    files = {
        pk: File(1000 + pk, f"K-{pk}", "", chance.choice(PROVINCES[:3] if chance.random() < 0.6 else PROVINCES), 1)
        for pk in range(1, 41)
    }
    ties = {(chance.randint(1, 12), 1000 + chance.randint(1, 40)): "conflict" for _each in range(15)}
    return tasks(40), panel, Eligibility(people, files, ties)


def has_even_distribution(rule: Eligibility, needs: dict[int, int], panel: list[Candidate]) -> bool:
    """Can these files go out so that nobody has two more than another? Found by two matchings, without any of the proposal's code."""
    total = sum(needs.values())
    floor = total // len(panel)
    return matched(rule, needs, panel, floor) == floor * len(panel) and matched(rule, needs, panel, floor + 1) == total


def matched(rule: Eligibility, needs: dict[int, int], panel: list[Candidate], most: int) -> int:
    """How many sheets find a juror if each takes `most` at most."""
    held: dict[int, set[int]] = {juror.pk: set() for juror in panel}

    def place(entry: int, seen: set[int]) -> bool:
        for juror in held:
            if juror in seen or entry in held[juror] or not rule.may_judge(entry, juror):
                continue
            seen.add(juror)
            if len(held[juror]) < most:
                held[juror].add(entry)
                return True
            for other in list(held[juror]):
                if place(other, seen):
                    held[juror].remove(other)
                    held[juror].add(entry)
                    return True
        return False

    return sum(place(entry, set()) for entry, need in needs.items() for _seat in range(need))


def test_in_sixty_seasons_nobody_judges_the_own_province_and_loads_are_even_wherever_they_can_be():
    even = 0
    for seed in range(60):
        rows, panel, rule = season_of(seed)
        proposal = propose(rows, {CLOTH: panel}, may_judge=rule.may_judge, per_entry=3, seed=seed)
        needs = {row.pk: 3 - proposal.short.get(row.pk, 0) for row in rows}
        spread = loads(proposal, panel)

        assert [pair for pair in proposal.pairs if rule.bar(*pair)] == []
        assert {pk: len(found) for pk, found in by_entry(proposal).items()} == needs
        is_even = spread[-1] - spread[0] <= 1
        assert is_even == has_even_distribution(rule, needs, panel), (seed, spread)
        even += is_even
    assert even > 40


@given(
    count=st.integers(1, 30),
    size=st.integers(1, 9),
    per_entry=st.integers(1, 5),
    seed=st.integers(1, 99_999),
    barred=st.sets(st.tuples(st.integers(1, 30), st.integers(1, 9)), max_size=60),
)
@settings(max_examples=60, deadline=None)
def test_whatever_comes_in_no_rule_is_broken_and_nothing_is_lost(count, size, per_entry, seed, barred):
    rows = tasks(count)
    proposal = drawn(rows, jurors(size, institutions=3, experts=2), per_entry=per_entry, seed=seed, barred=barred)
    found = by_entry(proposal)

    assert len(set(proposal.pairs)) == len(proposal.pairs)
    assert set(proposal.pairs) & barred == set()
    assert {row.pk: len(found.get(row.pk, ())) + proposal.short.get(row.pk, 0) for row in rows} == {
        row.pk: per_entry for row in rows
    }


def test_nobody_gets_more_files_than_they_take_and_what_is_lacking_is_said() -> None:
    panel = [replace(juror, capacity=2 if juror.pk == 1 else None) for juror in jurors(4)]

    roomy = drawn(tasks(8), panel, per_entry=3, taken=[(9, 1)])
    full = drawn(tasks(8), [replace(juror, capacity=5) for juror in panel], per_entry=3)

    assert Counter(juror for _entry, juror in roomy.pairs)[1] == 1
    assert roomy.short == {}
    assert max(Counter(juror for _entry, juror in full.pairs).values()) == 5
    assert sum(full.short.values()) == 8 * 3 - 4 * 5


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 8), st.integers(1, 14), st.lists(st.integers(1, 6), min_size=8, max_size=8), st.integers(1, 99))
def test_room_is_kept_whatever_the_panel(count: int, files: int, rooms: list[int], seed: int) -> None:
    panel = [replace(juror, capacity=rooms[juror.pk - 1]) for juror in jurors(count)]

    proposal = drawn(tasks(files), panel, per_entry=2, seed=seed)

    load = Counter(juror for _entry, juror in proposal.pairs)
    assert all(load[juror.pk] <= (juror.capacity or 0) for juror in panel)
    assert len(proposal.pairs) + sum(proposal.short.values()) == files * 2
