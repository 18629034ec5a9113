"""The verbs of the screening desk: four eyes for every rejection, returns with a date, refusals in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessments.models import GateVerdict, Reading, ScreeningClaim
from assessments.operations.screening import FileReading, read_files, take_up
from awards.models import Nomination
from awards.operations import sending
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from tests.scene import NOW, Scene

pytestmark = pytest.mark.django_db
WEEK = NOW + timedelta(days=7)


@pytest.fixture
def scene() -> Scene:
    return Scene.begin()


@pytest.fixture
def file(scene: Scene) -> Nomination:
    return scene.at(S.SCREENING)


def verdicts(scene: Scene, **odd: str) -> dict[int, tuple[str, str]]:
    """Every gate met but those named: `G02="unmet"`."""
    return {
        gate.pk: (odd.get(gate.code, "met"), "Tidak terbaca" if odd.get(gate.code) in ("missing", "unmet") else "")
        for gate in scene.edition.gates.all()
    }


def read(
    scene: Scene, file: Nomination, outcome: str, *, by: str = "screener", note: str = "Catatan", **odd: str
) -> Any:
    [reading] = read_files(
        [FileReading(file, outcome, verdicts(scene, **odd), note)], by=scene.people[by], now=NOW, answer_by=WEEK
    )
    file.refresh_from_db()
    return reading


def refusal(scene: Scene, reading: FileReading, by: str = "screener") -> set[tuple[str, str]]:
    """(code, gate or field) of everything that keeps the reading from being taken."""
    with pytest.raises(Refused) as caught:
        read_files([reading], by=scene.people[by], now=NOW, answer_by=WEEK)
    names = {f"{kind}_{gate.pk}": gate.code for gate in scene.edition.gates.all() for kind in ("gate", "reason")}
    return {(item.code, names.get(item.field, item.field)) for item in caught.value.missing}


# --- Taking up --------------------------------------------------------------------------------------------------------


def test_a_file_taken_up_stands_under_the_name_of_its_screener_until_somebody_takes_it_over(scene):
    file = scene.at(S.SUBMITTED)

    take_up([file], by=scene.screener, now=NOW)
    take_up([file], by=scene.second_screener, now=NOW + timedelta(hours=1))

    claim = ScreeningClaim.objects.get()
    assert (file.state, claim.screener, claim.claimed_at) == (
        S.SCREENING,
        scene.second_screener,
        NOW + timedelta(hours=1),
    )


@pytest.mark.parametrize("state", [S.DRAFT, S.WITH_OFFICE, S.RETURNED_TO_OFFICE, S.PASSED, S.FAILED])
def test_only_what_waits_on_the_desk_is_taken_up(scene, state):
    file = scene.at(state)

    with pytest.raises(Stale):
        take_up([file], by=scene.second_screener, now=NOW)

    file.refresh_from_db()
    assert file.state == state
    assert not ScreeningClaim.objects.filter(screener=scene.second_screener).exists()


def test_of_two_who_take_up_the_same_file_the_second_learns_it(scene):
    file = scene.at(S.SUBMITTED)
    seen_by_the_other = Nomination.objects.get(pk=file.pk)
    take_up([file], by=scene.screener, now=NOW)

    with pytest.raises(Stale):
        take_up([seen_by_the_other], by=scene.second_screener, now=NOW)

    assert ScreeningClaim.objects.get().screener == scene.screener


# --- What a reading needs ---------------------------------------------------------------------------------------------


def test_a_whole_file_passes_at_once(scene, file):
    reading = read(scene, file, "pass", note="")

    assert (reading.turn, file.state) == (1, S.PASSED)
    assert set(GateVerdict.objects.values_list("gate__code", flat=True)) == {f"G{n:02}" for n in range(1, 11)}


def test_gates_that_do_not_reject_hinder_no_pass(scene, file):
    """The sample, the cap below the top star, the size of the sentra: they act later, or only warn."""
    assert read(scene, file, "pass", note="", G08="missing", G09="unmet", G10="unmet").outcome == "pass"


def test_a_gate_that_rejects_keeps_a_file_from_passing(scene, file):
    reading = FileReading(file, "pass", verdicts(scene, G02="missing", G04="unmet"))

    assert refusal(scene, reading) == {("gate", "G02"), ("gate", "G04")}


def test_everything_that_a_reading_lacks_is_said_at_once(scene, file):
    said = {pk: pair for pk, pair in verdicts(scene).items() if pk != scene.edition.gates.get(code="G01").pk}
    said[scene.edition.gates.get(code="G02").pk] = ("missing", "  ")

    assert refusal(scene, FileReading(file, "fail", said, " ")) == {
        ("no_verdict", "G01"),
        ("no_reason", "G02"),
        ("nothing_unmet", "outcome"),
        ("no_note", "note"),
    }
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "odd", "missing"),
    [
        ("", {}, ("no_outcome", "outcome")),
        ("maybe", {}, ("no_outcome", "outcome")),
        ("return", {"G02": "unmet"}, ("nothing_missing", "outcome")),
        ("fail", {"G02": "missing"}, ("nothing_unmet", "outcome")),
        ("pass", {"G02": "perhaps"}, ("no_verdict", "G02")),
    ],
)
def test_an_outcome_fits_its_verdicts(scene, file, outcome, odd, missing):
    assert refusal(scene, FileReading(file, outcome, verdicts(scene, **odd), "Catatan")) == {missing}


def test_only_gates_of_the_own_commodity_are_asked(scene, file):
    """G05 to G07 are for food: a cloth without them passes."""
    food = {gate.pk for gate in scene.edition.gates.filter(commodity_group="makanan_minuman")}
    said = {pk: pair for pk, pair in verdicts(scene).items() if pk not in food}

    assert (len(food), read_files([FileReading(file, "pass", said)], by=scene.screener, now=NOW)[0].outcome) == (
        3,
        "pass",
    )


# --- Returns ----------------------------------------------------------------------------------------------------------


def test_a_return_carries_the_missing_gates_and_the_note_to_the_dinas_with_a_date(scene, file):
    read(scene, file, "return", note="Unggah ulang", G02="missing", G10="unmet")

    assert (file.state, file.answer_by) == (S.RETURNED_TO_OFFICE, WEEK)
    label = scene.edition.gates.get(code="G02").label
    assert list(file.remarks.values_list("section", "words", "to_office")) == [
        ("G02", f"{label}: Tidak terbaca", True),
        ("umum", "Unggah ulang", True),
    ]


@pytest.mark.parametrize("answer_by", [None, NOW, NOW - timedelta(days=1)])
def test_a_return_without_a_day_to_come_is_refused_and_leaves_nothing(scene, file, answer_by):
    reading = FileReading(file, "return", verdicts(scene, G02="missing"), "Unggah ulang")

    with pytest.raises(Refused) as caught:
        read_files([reading], by=scene.screener, now=NOW, answer_by=answer_by)

    file.refresh_from_db()
    assert ([item.field for item in caught.value.missing], file.state) == (["batas"], S.SCREENING)
    assert not Reading.objects.exists()


def test_what_is_sent_again_is_read_from_the_beginning_even_by_the_same_person(scene, file):
    read(scene, file, "return", G02="missing")
    sending.mark_ready([file], by=scene.dinas_operator, now=NOW)
    sending.submit_nominations([file], scene.endorsement(), by=scene.dinas_signer, now=NOW)
    file.refresh_from_db()
    take_up([file], by=scene.screener, now=NOW)

    again = read(scene, file, "pass", note="")

    assert (again.turn, again.submission.n, file.state) == (1, 2, S.PASSED)


# --- Four eyes --------------------------------------------------------------------------------------------------------


def test_a_rejection_waits_for_another_pair_of_eyes(scene, file):
    reading = read(scene, file, "fail", G02="unmet")

    assert (reading.turn, file.state) == (1, S.SCREENING)
    assert file.reason == ""


def test_nobody_confirms_their_own_rejection(scene, file):
    read(scene, file, "fail", G02="unmet")

    assert refusal(scene, FileReading(file, "fail", verdicts(scene, G02="unmet"), "Sama")) == {("same_person", "")}
    assert refusal(scene, FileReading(file, "pass", verdicts(scene))) == {("same_person", "")}
    assert file.readings.count() == 1


@pytest.mark.parametrize(
    ("outcome", "odd", "state"),
    [
        ("fail", {"G02": "unmet"}, S.FAILED),
        ("pass", {}, S.PASSED),
        ("return", {"G02": "missing"}, S.RETURNED_TO_OFFICE),
    ],
)
def test_the_second_reader_settles_the_file(scene, file, outcome, odd, state):
    read(scene, file, "fail", note="Pertama", G02="unmet")

    second = read(scene, file, outcome, by="second_screener", note="Kedua", **odd)

    assert (second.turn, file.state) == (2, state)
    assert file.reason == ("Kedua" if state == S.FAILED else "")


def test_both_readings_stand_in_the_journal_with_who_why_and_the_open_gates(scene, file):
    read(scene, file, "fail", note="Pertama", G02="unmet")
    read(scene, file, "fail", by="second_screener", note="Kedua", G02="unmet", G03="missing")

    events = Event.objects.filter(kind="nomination.read", subject=file.subject).order_by("id")

    assert [(event.actor, event.body) for event in events] == [
        (scene.screener.actor, {"turn": 1, "outcome": "fail", "note": "Pertama", "gates": ["G02"]}),
        (scene.second_screener.actor, {"turn": 2, "outcome": "fail", "note": "Kedua", "gates": ["G02", "G03"]}),
    ]


def test_a_settled_file_is_not_read_a_third_time(scene, file):
    read(scene, file, "fail", G02="unmet")
    seen = Nomination.objects.get(pk=file.pk)
    read(scene, file, "fail", by="second_screener", G02="unmet")

    with pytest.raises(Stale) as caught:
        read_files([FileReading(seen, "pass", verdicts(scene))], by=scene.second_screener, now=NOW)

    assert caught.value.current == S.FAILED


def test_many_files_are_read_in_one_go_all_or_none(scene, file):
    other = scene.at(S.SCREENING)
    good, bad = FileReading(file, "pass", verdicts(scene)), FileReading(other, "pass", verdicts(scene, G01="unmet"))

    with pytest.raises(Refused):
        read_files([good, bad], by=scene.screener, now=NOW)
    assert not Reading.objects.exists()

    read_files([good, FileReading(other, "pass", verdicts(scene))], by=scene.screener, now=NOW)
    assert set(Nomination.objects.filter(pk__in=[file.pk, other.pk]).values_list("state", flat=True)) == {S.PASSED}
