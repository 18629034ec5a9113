"""Readers who do not know of each other: as many as the rule of the edition asks for, and what stands where they differ."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.models import Reading
from assessments.operations.screening import (
    FileReading,
    close_unanswered,
    read_files,
    take_up,
)
from awards.models import Edition, Nomination, ScreeningRule, WindowKind
from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib, end_of_day
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import person
from tests.assessments.reading import WEEK, read, refusal, verdicts
from tests.scene import NOW, Scene
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def file(scene: Scene) -> Nomination:
    return scene.at(S.SCREENING)


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
    assert (strict.state, strict.answer_by) == (S.RETURNED_TO_OFFICE, end_of_day(day_in_wib(late) + timedelta(days=7)))


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
    assert sorted(file.readings.values_list("turn", flat=True)) == [1, 2, 3]


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


def test_none_of_those_who_sent_a_file_back_together_ends_it(scene, strict, third):
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
