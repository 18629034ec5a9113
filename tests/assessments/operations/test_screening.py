"""The verbs of the screening desk: as many readers as the rule asks for, returns with a date, refusals in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessments.models import GateVerdict, Reading, ScreeningClaim
from assessments.operations.screening import (
    FileReading,
    close_unanswered,
    end_of,
    missing_from_reading,
    read_files,
    take_up,
    take_up_next,
)
from awards.figures.definitions import FIGURES
from awards.figures.funnel import funnel
from awards.models import Edition, Gate, Nomination, ScreeningRule, WindowKind
from awards.operations import sending
from awards.operations.outcome import missing_for_publication
from awards.operations.screening import extend_answer
from awards.states import ANSWERING
from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import tenggat
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import person
from tests.scene import NOW, Scene, mended, open_the_edition
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
WEEK = NOW + timedelta(days=7)


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def file(scene: Scene) -> Nomination:
    return scene.at(S.SCREENING)


def verdicts(scene: Scene, **odd: str) -> dict[int, tuple[str, str]]:
    """Every gate that is asked met but those named: `G02="unmet"`."""
    return {
        gate.pk: (odd.get(gate.code, "met"), "Tidak terbaca" if odd.get(gate.code) in ("missing", "unmet") else "")
        for gate in scene.edition.gates.all()
        if gate.applies_to(scene.commodity.pk)
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


def test_nor_does_any_of_those_who_sent_it_back_together(scene, strict, third):
    for by in ("screener", "second_screener"):
        read(scene, strict, "return", by=by, G02="missing")
    scene.edition.windows.filter(kind=WindowKind.NOMINATION).update(closes_at=NOW)
    file, late = Nomination.objects.select_related("edition").get(pk=strict.pk), WEEK + timedelta(minutes=1)

    for by in (scene.screener, scene.second_screener):
        with pytest.raises(Refused):
            close_unanswered([file], "Tidak dilengkapi", by=by, now=late)
    close_unanswered([file], "Tidak dilengkapi", by=third, now=late)

    strict.refresh_from_db()
    assert strict.state == S.FAILED


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


# --- Readers who do not know of each other ------------------------------------------------------------------------------


@standing
def strict(scene: Scene) -> Nomination:
    """A file of an edition in which every outcome takes two readers."""
    Edition.objects.filter(pk=scene.edition.pk).update(screening_rule=ScreeningRule.ALL_BY_TWO)
    return scene.at(S.SCREENING)


@standing
def third(scene: Scene) -> User:
    return person("Tuti Pemeriksa", Role.SCREENER)


def test_a_rejection_waits_for_another_pair_of_eyes(scene, file):
    reading = read(scene, file, "fail", G02="unmet")

    assert (reading.turn, file.state) == (1, S.SCREENING)
    assert file.reason == ""


ODD = {"pass": {}, "return": {"G02": "missing"}, "fail": {"G02": "unmet"}}


@pytest.mark.parametrize("outcome", ODD)
def test_where_the_rule_asks_for_two_no_outcome_of_one_takes_effect(scene, strict, outcome):
    milestones = strict.milestones.count()

    reading = read(scene, strict, outcome, **ODD[outcome])

    assert (reading.turn, strict.state, strict.remarks.count()) == (1, S.SCREENING, 0)
    assert strict.milestones.count() == milestones
    assert not Notice.objects.filter(recipient=scene.owner, kind__in=["awards.passed", "awards.failed"]).exists()


@pytest.mark.parametrize(
    ("outcome", "state"), [("pass", S.PASSED), ("return", S.RETURNED_TO_OFFICE), ("fail", S.FAILED)]
)
def test_two_who_agree_settle_the_file(scene, strict, outcome, state):
    read(scene, strict, outcome, **ODD[outcome])

    second = read(scene, strict, outcome, by="second_screener", **ODD[outcome])

    assert (second.turn, strict.state) == (2, state)


def test_nobody_reads_the_same_file_twice(scene, file):
    read(scene, file, "fail", G02="unmet")

    assert refusal(scene, FileReading(file, "fail", verdicts(scene, G02="unmet"), "Sama")) == {("same_person", "")}
    assert refusal(scene, FileReading(file, "pass", verdicts(scene))) == {("same_person", "")}
    with pytest.raises(Refused):
        take_up([file], by=scene.screener, now=NOW)
    assert file.readings.count() == 1


def test_neither_of_two_who_differ_reads_as_the_third(scene, file):
    read(scene, file, "fail", G02="unmet")
    read(scene, file, "pass", by="second_screener")

    assert file.state == S.SCREENING
    for name in ("screener", "second_screener"):
        assert refusal(scene, FileReading(file, "pass", verdicts(scene)), by=name) == {("same_person", "")}


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        (("fail", "pass", "fail"), S.FAILED),
        (("fail", "pass", "pass"), S.PASSED),
        (("fail", "return", "return"), S.RETURNED_TO_OFFICE),
        (("fail", "pass", "return"), S.RETURNED_TO_OFFICE),
        (("fail", "return", "pass"), S.RETURNED_TO_OFFICE),
    ],
)
def test_of_three_readers_the_middle_outcome_stands(scene, file, third, outcomes, state):
    scene.people["third"] = third
    readers = ("screener", "second_screener", "third")
    for outcome, by in zip(outcomes, readers, strict=True):
        assert file.state == S.SCREENING
        read(scene, file, outcome, by=by, **ODD[outcome])

    assert file.state == state
    assert list(file.readings.values_list("turn", "outcome")) == list(enumerate(outcomes, 1))


def test_the_reasons_of_those_who_rejected_are_read_by_dinas_and_owner(scene, file, third):
    scene.people["third"] = third
    read(scene, file, "fail", note="Sentra belum ditetapkan", G02="unmet")
    read(scene, file, "pass", by="second_screener", note="Bagus sekali")
    read(scene, file, "fail", by="third", note="Keputusan sentra dicabut", G02="unmet")

    assert file.reason == "Sentra belum ditetapkan\n\nKeputusan sentra dicabut"


def test_a_return_asks_for_everything_that_those_who_agreed_found_missing_each_gate_once(scene, strict):
    read(scene, strict, "return", note="Lengkapi", G02="missing", G03="missing")
    read(scene, strict, "return", by="second_screener", note="Unggah ulang", G02="missing", G10="missing")

    asked = [
        (section, words.partition(": ")[2] or words)
        for section, words in strict.remarks.values_list("section", "words")
    ]
    assert asked == [
        ("G02", "Tidak terbaca"),
        ("G03", "Tidak terbaca"),
        ("G10", "Tidak terbaca"),
        ("umum", "Lengkapi"),
        ("umum", "Unggah ulang"),
    ]


def test_the_latest_day_that_one_of_those_who_agreed_gave_is_that_of_the_answer(scene, strict):
    for by, day in (("screener", WEEK + timedelta(days=3)), ("second_screener", WEEK)):
        said = FileReading(strict, "return", verdicts(scene, G02="missing"), "Lengkapi")
        read_files([said], by=scene.people[by], now=NOW, answer_by=day)

    strict.refresh_from_db()
    assert strict.answer_by == WEEK + timedelta(days=3)


def test_a_day_that_has_come_before_the_third_reading_gives_way_to_a_week_from_then(scene, strict, third):
    late = WEEK + timedelta(hours=1)
    for by, outcome, now in (
        (scene.screener, "return", NOW),
        (scene.second_screener, "fail", NOW),
        (third, "pass", late),
    ):
        said = FileReading(strict, outcome, verdicts(scene, **ODD[outcome]), "Catatan")
        read_files([said], by=by, now=now, answer_by=WEEK)

    strict.refresh_from_db()
    assert (strict.state, strict.answer_by) == (S.RETURNED_TO_OFFICE, end_of(day_in_wib(late) + timedelta(days=7)))


def test_a_return_without_a_day_is_refused_also_where_it_settles_nothing(scene, strict):
    reading = FileReading(strict, "return", verdicts(scene, G02="missing"), "Lengkapi")

    with pytest.raises(Refused) as caught:
        read_files([reading], by=scene.screener, now=NOW)

    assert [item.field for item in caught.value.missing] == ["batas"]


def test_readings_stand_in_the_journal_with_who_why_and_the_open_gates(scene, file):
    read(scene, file, "fail", note="Pertama", G02="unmet")
    read(scene, file, "fail", by="second_screener", note="Kedua", G02="unmet", G03="missing")

    events = Event.objects.filter(kind="nomination.read", subject=file.subject).order_by("id")

    assert [(event.actor, event.said) for event in events] == [
        (scene.screener.actor, {"turn": 1, "outcome": "fail", "gates": ["G02"]}),
        (scene.second_screener.actor, {"turn": 2, "outcome": "fail", "gates": ["G02", "G03"]}),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_read_in_the_same_moment_one_is_third(scene):
    file, third = scene.at(S.SCREENING), person("Tuti Pemeriksa", Role.SCREENER)
    read(scene, file, "fail", G02="unmet")
    own = [Nomination.objects.select_related("edition", "product", "ikm").get(pk=file.pk) for _rival in range(2)]
    rivals = zip(own, (scene.second_screener, third), ("pass", "return"), strict=True)

    outcomes = at_once(
        *(
            lambda row=row, by=by, outcome=outcome: read_files(
                [FileReading(row, outcome, verdicts(scene, **ODD[outcome]), by.name)], by=by, now=NOW, answer_by=WEEK
            )
            for row, by, outcome in rivals
        )
    )

    file.refresh_from_db()
    assert (outcomes, file.state) == (["done", "done"], S.RETURNED_TO_OFFICE)
    assert list(file.readings.values_list("turn", flat=True)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_who_sends_a_reading_twice_in_the_same_moment_reads_once(scene):
    file = scene.at(S.SCREENING)
    own = [Nomination.objects.select_related("edition", "product", "ikm").get(pk=file.pk) for _rival in range(2)]
    said = verdicts(scene, G02="unmet")

    outcomes = at_once(
        *(lambda row=row: read_files([FileReading(row, "fail", said, "x")], by=scene.screener, now=NOW) for row in own)
    )

    assert (outcomes, file.readings.count()) == (["Refused", "done"], 1)


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
