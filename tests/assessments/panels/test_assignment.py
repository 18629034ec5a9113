"""The proposal of who judges what, and the verbs that carry it out."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.models import Conflict, Entry, Institution, Juror, Panel, Scoresheet
from assessments.operations import assigning, sheets
from assessments.panels.assignment import Candidate, Proposal, Task, propose
from assessments.panels.eligibility import Eligibility, File, Person
from awards.models import Gate, GateEffect
from awards.states import NominationState as S
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.scene import NOW, Scene, person, sheets_for_sending
from tests.support.standing import standing

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


# --- The proposal -----------------------------------------------------------------------------------------------------


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


# --- Sixty seasons ------------------------------------------------------------------------------------------------------


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


# --- The verbs --------------------------------------------------------------------------------------------------------


@standing
def scene() -> Scene:
    return Scene.begin()


def opened(scene: Scene) -> Entry:
    """An entry with a panel and no sheets yet."""
    nomination = scene.at(S.PASSED)
    assigning.seat_panel(scene.edition, scene.commodity.pk, scene.jurors, by=scene.secretariat, now=NOW)
    [entry] = assigning.open_entries([nomination], by=scene.secretariat, now=NOW)
    return Entry.objects.select_related("nomination__edition").get(pk=entry.pk)


def assign(scene: Scene, entry: Entry, *those: Juror, **more: Any) -> list[Scoresheet]:
    joining = [juror for juror in those if juror not in scene.jurors]
    if joining:
        assigning.seat_panel(scene.edition, scene.commodity.pk, joining, by=scene.secretariat, now=NOW)
    return assigning.assign_sheets([(entry, juror) for juror in those], by=scene.secretariat, now=NOW, **more)


def codes(caught: Any) -> list[str]:
    return [item.code for item in caught.value.missing]


def another_juror(scene: Scene, name: str = "Juri 6", **values: Any) -> Juror:
    user = person(name, Role.JUROR, now=NOW)
    return Juror.objects.create(user=user, institution=Institution.objects.create(name=f"Lembaga {name}"), **values)


def test_a_panel_grows_and_nobody_sits_twice(scene):
    first, second, *_others = scene.jurors
    assigning.seat_panel(scene.edition, CLOTH, [first], by=scene.secretariat, now=NOW)
    panel = assigning.seat_panel(scene.edition, CLOTH, [first, second], by=scene.secretariat, now=NOW)

    assert (Panel.objects.count(), panel.members.count()) == (1, 2)


def test_without_a_panel_nothing_comes_before_the_jury(scene):
    nomination = scene.at(S.PASSED)

    with pytest.raises(Refused) as caught:
        assigning.open_entries([nomination], by=scene.secretariat, now=NOW)

    nomination.refresh_from_db()
    assert (codes(caught), nomination.state) == (["no_panel"], S.PASSED)


def test_a_nomination_comes_before_the_jury_once(scene):
    entry = opened(scene)

    with pytest.raises(Stale):
        assigning.open_entries([entry.nomination], by=scene.secretariat, now=NOW)

    assert Entry.objects.count() == 1


def test_jurors_hear_of_their_work_and_the_ledger_of_the_seed(scene):
    entry = opened(scene)

    sheets_made = assign(scene, entry, *scene.jurors, seed=20260601)

    assert len(sheets_made) == 5
    assert Notice.objects.filter(recipient__in=[juror.user for juror in scene.jurors]).count() == 5
    assert Event.objects.get(kind="sheets.drawn").body == {"seed": 20260601, "sheets": 5}


def test_a_conflict_and_the_own_region_keep_a_juror_away(scene):
    entry = opened(scene)
    first, *_others = scene.jurors
    assigning.declare_conflict(first, [entry.nomination], "firm", by=first.user, now=NOW)
    neighbour = another_juror(scene, home_regency=scene.regency)

    with pytest.raises(Refused) as caught:
        assign(scene, entry, first, neighbour)

    assert (codes(caught), Scoresheet.objects.count()) == (["conflict", "own_region"], 0)


def test_a_second_sheet_for_the_same_juror_is_refused_in_words(scene):
    entry = opened(scene)
    first, *_others = scene.jurors
    assign(scene, entry, first)

    with pytest.raises(Refused) as caught:
        assign(scene, entry, first)

    assert codes(caught) == ["twice"]


def test_one_more_juror_opens_a_complete_entry_again(scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    entry = Entry.objects.select_related("nomination__edition").get(nomination=nomination)
    assert entry.state == "scored"

    assign(scene, entry, another_juror(scene))

    entry.refresh_from_db()
    assert entry.state == "open"


def test_after_the_plenary_nobody_is_added(scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    scene.decide(scene.sealed_tally())

    with pytest.raises(Refused) as caught:
        assign(
            scene, Entry.objects.select_related("nomination__edition").get(nomination=nomination), another_juror(scene)
        )

    assert codes(caught) == ["decided"]


def test_a_conflict_closes_the_draft_and_is_recorded_once(scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    first, *_others = scene.jurors

    made = assigning.declare_conflict(first, [nomination], "coached", note="Pembina", by=scene.secretariat, now=NOW)
    again = assigning.declare_conflict(first, [nomination], "firm", by=scene.secretariat, now=NOW)

    assert (len(made), again, Conflict.objects.get().kind) == (1, [], "coached")
    assert Scoresheet.objects.get(juror=first).state == "recused"


@pytest.mark.parametrize("locked", [False, True])
def test_a_sheet_that_counts_is_opened_again_before_a_conflict_is_recorded(scene, locked):
    nomination = scene.at(S.IN_ASSESSMENT)
    [sheet, *_others] = sheets_for_sending(nomination)
    scene.fill(sheet)
    sheets.send_sheet([sheet], by=sheet.juror.user, now=NOW)
    if locked:
        sheets.lock_sheets(now=NOW + timedelta(minutes=6))

    with pytest.raises(Refused) as caught:
        assigning.declare_conflict(sheet.juror, [nomination], "firm", by=scene.secretariat, now=NOW)
    assert (codes(caught), Conflict.objects.count()) == (["closed"], 0)

    if locked:
        counting = Scoresheet.objects.select_related("entry__nomination", "juror__user").get(pk=sheet.pk)
        again = sheets.reopen_sheet(counting, "Benturan kepentingan", by=scene.secretariat, now=NOW)
        assigning.declare_conflict(sheet.juror, [nomination], "firm", by=scene.secretariat, now=NOW)
        again.refresh_from_db()
        assert again.state == "recused"
        assert list(Scoresheet.objects.newest_round().filter(juror=sheet.juror).values_list("state", flat=True)) == [
            "recused"
        ]


def test_a_conflict_found_after_the_decision_is_still_recorded(scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    scene.decide(scene.sealed_tally())

    assert len(assigning.declare_conflict(scene.jurors[0], [nomination], "firm", by=scene.secretariat, now=NOW)) == 1


def test_a_sample_is_received_once_with_its_waybill(scene):
    entry = opened(scene)

    assigning.receive_samples([entry], waybill="JNE-7", by=scene.secretariat, now=NOW)
    with pytest.raises(Stale):
        assigning.receive_samples([entry], waybill="JNE-8", by=scene.secretariat, now=NOW + timedelta(days=1))

    entry.refresh_from_db()
    assert (entry.sample_received_at, entry.sample_waybill) == (NOW, "JNE-7")


# --- Who is told --------------------------------------------------------------------------------------------------------


def told(kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    rows = Notice.objects.filter(kind=f"assessments.{kind}").order_by("recipient__name", "pk")
    return list(rows.values_list("recipient__name", "path", "context"))


def test_the_secretariat_learns_which_files_a_conflict_leaves_short(scene):
    nominations = scene.bring(*[S.IN_ASSESSMENT] * 2)
    first, second, *_others = scene.jurors

    assigning.declare_conflict(first, nominations, "firm", by=scene.juror1, now=NOW)

    context = {"juror": "Juri 1", "count": "1"}
    year = scene.edition.year
    assert told("short_of_jurors") == [
        (
            "Rina Sekretariat",
            f"/panitia/penugasan/{year}/?bagian=pembagian&kode={nomination.blind_code}#tambah",
            context | {"code": nomination.blind_code},
        )
        for nomination in nominations
    ]
    assigning.declare_conflict(first, nominations, "firm", by=scene.juror1, now=NOW)
    assert len(told("short_of_jurors")) == 2
    assigning.declare_conflict(second, nominations[:1], "firm", by=scene.people["juror2"], now=NOW)
    assert [context["count"] for _who, _path, context in told("short_of_jurors")] == ["1", "1", "2"]


def test_a_conflict_that_takes_no_juror_away_is_no_news(scene):
    decided = scene.at(S.IN_ASSESSMENT)
    scene.score(decided)
    scene.decide(scene.sealed_tally())
    waiting, enough = scene.bring(S.PASSED, S.IN_ASSESSMENT)
    assign(scene, Entry.objects.select_related("nomination__edition").get(nomination=enough), another_juror(scene))

    for juror, nomination in ((scene.jurors[0], waiting), (scene.jurors[0], enough), (scene.jurors[1], decided)):
        assigning.declare_conflict(juror, [nomination], "firm", by=scene.secretariat, now=NOW)

    assert told("short_of_jurors") == []


def test_jurors_whose_sheets_waited_for_a_sample_are_told_once_for_all_that_came(scene):
    codes = []
    for _more in range(2):
        nomination = scene.at(S.IN_ASSESSMENT)
        codes.append(nomination.blind_code)
        begun, recused, *_untouched = sheets_for_sending(nomination).order_by("juror__user__name")
        scene.fill(begun)
        scene.fill(recused)
        assigning.declare_conflict(recused.juror, [nomination], "firm", by=recused.juror.user, now=NOW)
    last = sheets_for_sending(nomination).get(juror__user__name="Juri 3")
    scene.fill(last)
    entries = list(Entry.objects.select_related("nomination"))
    Entry.objects.update(sample_received_at=None)

    assigning.receive_samples(entries, by=scene.secretariat, now=NOW)

    assert told("samples_received") == [
        ("Juri 1", "/juri/", {"count": "2", "codes": ", ".join(sorted(codes))}),
        ("Juri 3", f"/juri/{codes[1]}/", {"count": "1", "codes": codes[1]}),
    ]


def test_a_sample_that_nobody_waited_for_is_no_news_to_jurors(scene):
    Gate.objects.filter(effect=GateEffect.HOLD).update(effect=GateEffect.CAP)
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.fill(sheets_for_sending(nomination).get(juror__user=scene.juror1))
    entry = Entry.objects.select_related("nomination").get()
    Entry.objects.update(sample_received_at=None)

    assigning.receive_samples([entry], by=scene.secretariat, now=NOW)

    assert told("samples_received") == []


def test_telling_costs_the_same_for_one_file_and_for_three(scene, django_assert_max_num_queries):
    counts = []
    for more in (1, 2):
        nominations = scene.bring(*[S.IN_ASSESSMENT] * more)
        entries = list(Entry.objects.filter(nomination__in=nominations).select_related("nomination"))
        Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(sample_received_at=None)
        with django_assert_max_num_queries(40) as asked:
            assigning.receive_samples(entries, by=scene.secretariat, now=NOW)
            assigning.declare_conflict(scene.jurors[0], nominations, "firm", by=scene.juror1, now=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]
