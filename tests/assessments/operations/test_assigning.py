"""Panels seated, files opened for the jury, sheets given out, conflicts and samples: each a verb, each told to whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessments.models import Conflict, Entry, Juror, Panel, Scoresheet
from assessments.operations import assigning, sheets
from awards.models import Gate, GateEffect
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.assessments.factories import JurorFactory
from tests.scene import NOW, Scene, sheets_for_sending
from tests.support.standing import standing

CLOTH = "kain_tenun"


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
    return JurorFactory(name=name, now=NOW, **values)


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
