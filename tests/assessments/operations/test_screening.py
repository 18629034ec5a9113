"""The verbs of the screening desk: taking files up, what a reading needs, returns with a date, refusals in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.models import GateVerdict, Reading, ScreeningClaim
from assessments.operations.screening import (
    FileReading,
    close_unanswered,
    missing_from_reading,
    read_files,
    take_up,
    take_up_next,
)
from awards.figures.definitions import FIGURES
from awards.figures.funnel import funnel
from awards.models import Gate, Nomination, WindowKind
from awards.operations import sending
from awards.operations.outcome import missing_for_publication
from awards.operations.screening import extend_answer
from awards.states import ANSWERING
from awards.states import NominationState as S
from ovop_portal.accounts.roles import Role
from ovop_portal.common.formats import tenggat
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import person
from tests.assessments.reading import WEEK, read, refusal, verdicts
from tests.scene import NOW, Scene, mended, open_the_edition
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def file(scene: Scene) -> Nomination:
    return scene.at(S.SCREENING)


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


def test_a_file_stays_on_the_desk_until_its_screener_has_read_it(scene, file):
    """Also where the file then waits for another: it is on nobody's desk."""
    read(scene, file, "fail", G02="unmet")

    assert (file.state, ScreeningClaim.objects.count()) == (S.SCREENING, 0)


def test_what_a_colleague_has_open_is_taken_over_before_it_is_read(scene, file):
    reading = FileReading(file, "pass", verdicts(scene))

    assert refusal(scene, reading, by="second_screener") == {("claimed", "")}
    assert not Reading.objects.exists()
    take_up([file], by=scene.second_screener, now=NOW)
    assert refusal(scene, reading) == {("claimed", "")}
    assert read(scene, file, "pass", by="second_screener").turn == 1


def test_next_comes_what_has_waited_longest_then_what_another_has_read_and_nobody_has_open(scene):
    first, second, read_by_the_other, read_by_both, own, in_hands = scene.bring(*[S.SUBMITTED] * 6)
    scene.people["third"] = person("Tuti Pemeriksa", Role.SCREENER)
    scene.read(own, read_by_both, outcome="fail")
    scene.read(read_by_both, outcome="pass", by="second_screener")
    scene.read(read_by_the_other, in_hands, outcome="fail", by="second_screener")
    take_up([in_hands], by=scene.people["third"], now=NOW)

    taken = [take_up_next(scene.edition, by=scene.screener, now=NOW) for _time in range(4)]

    assert taken == [first, second, read_by_the_other, None]
    assert set(ScreeningClaim.objects.filter(screener=scene.screener).values_list("nomination", flat=True)) == {
        file.pk for file in taken if file
    }


def test_taking_a_file_over_from_a_colleague_is_recorded_and_taking_it_up_again_is_not(scene, file):
    for by in (scene.second_screener, scene.second_screener, scene.screener):
        take_up([file], by=by, now=NOW)

    told = Event.objects.about(file.subject).filter(kind="nomination.taken_over").order_by("pk")
    # The scene's file lay on the desk of the first screener.
    assert [(event.actor, event.said) for event in told] == [
        (scene.second_screener.actor, {"from": scene.screener.actor}),
        (scene.screener.actor, {"from": scene.second_screener.actor}),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_take_up_the_next_file_in_the_same_moment_get_two_files(scene):
    scene.bring(S.SUBMITTED, S.SUBMITTED)

    outcomes = at_once(
        *(lambda by=by: take_up_next(scene.edition, by=by, now=NOW) for by in (scene.screener, scene.second_screener))
    )

    assert outcomes == ["done", "done"]
    assert set(ScreeningClaim.objects.values_list("screener", flat=True)) == {
        scene.screener.pk,
        scene.second_screener.pk,
    }


# --- What a reading needs ---------------------------------------------------------------------------------------------


def test_a_whole_file_passes_at_once(scene, file):
    reading = read(scene, file, "pass", note="")

    assert (reading.turn, file.state) == (1, S.PASSED)
    assert set(GateVerdict.objects.values_list("gate__code", flat=True)) == {f"G{n:02}" for n in (1, 2, 3, 4, 8, 9, 10)}


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
    """G05 to G07 are for food: a cloth passes without them, and a verdict on one of them is refused."""
    food = list(scene.edition.gates.filter(commodity_group="makanan_minuman"))
    said = verdicts(scene)

    assert refusal(scene, FileReading(file, "pass", said | {food[0].pk: ("met", "")})) == {("not_asked", "")}
    [reading] = read_files([FileReading(file, "pass", said)], by=scene.screener, now=NOW)
    assert (len(food), reading.outcome) == (3, "pass")


def test_only_gates_of_the_own_edition_are_asked_where_files_of_several_are_read(scene, file):
    other = open_the_edition(2024, NOW).gates.earliest("code")
    said = verdicts(scene)

    assert missing_from_reading(FileReading(file, "pass", said), Gate.objects.all()) == []
    assert refusal(scene, FileReading(file, "pass", said | {other.pk: ("met", "")})) == {("not_asked", "")}


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
    sending.mark_ready([file], mended(file), by=scene.dinas_operator, now=NOW)
    sending.submit_nominations([file], scene.endorsement(), by=scene.dinas_signer, now=NOW)
    file.refresh_from_db()
    take_up([file], by=scene.screener, now=NOW)

    again = read(scene, file, "pass", note="")

    assert (again.turn, again.submission.n, file.state) == (1, 2, S.PASSED)


# --- A dinas that does not answer ---------------------------------------------------------------------------------------


def unanswered(scene: Scene, state: str = S.RETURNED_TO_OFFICE) -> Nomination:
    """A file sent back by the first screener, as far as the dinas brought it, with the window of nominations closed."""
    file = scene.at(S.SCREENING)
    read(scene, file, "return", G02="missing")
    if state == S.READY:
        sending.mark_ready([file], mended(file), by=scene.dinas_operator, now=NOW)
    elif state != S.RETURNED_TO_OFFICE:
        sending.return_to_owner([file], [("foto", "Ganti foto")], by=scene.dinas_operator, now=NOW)
    if state == S.WITH_OFFICE:
        sending.send_to_office([file], mended(file), by=scene.owner, now=NOW)
    scene.edition.windows.filter(kind=WindowKind.NOMINATION).update(closes_at=NOW)
    return Nomination.objects.select_related("edition", "product", "ikm").get(pk=file.pk)


@pytest.mark.parametrize("state", sorted(ANSWERING))
def test_a_file_that_is_not_answered_in_time_is_ended_by_another_screener(scene, state):
    file = unanswered(scene, state)

    close_unanswered([file], "Tidak dilengkapi", by=scene.second_screener, now=WEEK + timedelta(minutes=1))

    file.refresh_from_db()
    assert (file.state, file.reason) == (S.FAILED, "Tidak dilengkapi")
    assert file.milestones.last().words == "Belum lolos seleksi administrasi"
    event = Event.objects.get(kind="nomination.failed_unanswered")
    assert (event.actor, event.body["from"], event.body["to"]) == (scene.second_screener.actor, state, "failed")
    assert {notice.recipient for notice in Notice.objects.filter(kind="awards.failed")} == {
        scene.owner,
        scene.dinas_operator,
        scene.dinas_signer,
    }


def test_who_sent_a_file_back_does_not_end_it(scene):
    file = unanswered(scene)

    with pytest.raises(Refused) as caught:
        close_unanswered([file], "Tidak dilengkapi", by=scene.screener, now=WEEK + timedelta(seconds=1))

    assert [item.code for item in caught.value.missing] == ["same_person"]
    file.refresh_from_db()
    assert file.state == S.RETURNED_TO_OFFICE


@pytest.mark.parametrize(
    ("reason", "now", "code"), [("Tidak dilengkapi", WEEK, "in_time"), (" ", WEEK + timedelta(days=1), "no_reason")]
)
def test_no_file_ends_in_its_last_second_or_without_a_reason(scene, reason, now, code):
    file = unanswered(scene)

    with pytest.raises(Refused) as caught:
        close_unanswered([file], reason, by=scene.second_screener, now=now)

    assert [item.code for item in caught.value.missing] == [code]


def test_while_nominations_are_taken_no_answer_is_late(scene, file):
    read(scene, file, "return", G02="missing")

    with pytest.raises(Refused) as caught:
        close_unanswered([file], "Tidak dilengkapi", by=scene.second_screener, now=WEEK + timedelta(days=1))

    assert [item.code for item in caught.value.missing] == ["in_time"]


@pytest.mark.parametrize("state", [S.READY, S.SCREENING])
def test_what_was_never_sent_back_is_neither_ended_nor_given_more_time(scene, state):
    file = scene.at(state)

    with pytest.raises(Stale):
        close_unanswered([file], "Tidak dilengkapi", by=scene.second_screener, now=WEEK)
    with pytest.raises(Stale):
        extend_answer([file], WEEK, by=scene.screener, now=NOW)


def test_more_time_lets_the_dinas_answer_after_all(scene):
    file, late = unanswered(scene), WEEK + timedelta(days=1)

    extend_answer([file], late + timedelta(days=3), by=scene.screener, now=late)
    sending.mark_ready([file], mended(file), by=scene.dinas_operator, now=late)
    sending.submit_nominations([file], scene.endorsement(), by=scene.dinas_signer, now=late)

    file.refresh_from_db()
    assert (file.state, file.answer_by) == (S.SUBMITTED, None)
    assert Event.objects.filter(kind="nomination.answer_extended", actor=scene.screener.actor).count() == 1
    told = Notice.objects.filter(kind="awards.answer_extended")
    assert {notice.recipient for notice in told} == {scene.owner, scene.dinas_operator, scene.dinas_signer}
    assert tenggat(late + timedelta(days=3)) in told[0].context["answer_by"]


@pytest.mark.parametrize("until", [WEEK, WEEK - timedelta(days=1), NOW])
def test_more_time_ends_after_the_day_that_stood(scene, until):
    file = unanswered(scene)

    with pytest.raises(Refused) as caught:
        extend_answer([file], until, by=scene.screener, now=NOW)

    assert [(item.code, item.field) for item in caught.value.missing] == [("past", "batas")]


@pytest.mark.parametrize("state", sorted(ANSWERING))
def test_a_file_that_is_being_answered_stays_proposed_and_in_sight_of_the_screeners(scene, state):
    file = unanswered(scene, state)
    scene.at(S.READY)

    assert list(Nomination.objects.filter(FIGURES["proposed"])) == [file]
    assert list(Nomination.objects.visible_to(scene.screener)) == [file]
    counted = funnel(scene.edition, NOW)
    assert (counted.figures["proposed"], counted.figures["waiting"], counted.mismatches) == (1, 1, ())
    assert [item.code for item in missing_for_publication(scene.edition)] == ["no_decree", "unfinished"]
