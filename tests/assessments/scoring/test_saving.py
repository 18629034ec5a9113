"""Saving scores: nothing acknowledged is lost, doubled or silently overwritten."""

import threading
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.models import Criterion, Score, ScoreEvent, Scoresheet
from assessments.operations import sheets
from assessments.scoring.saving import Answer, Cell, save
from awards.states import NominationState as S
from tests.scene import NOW, Scene, sheets_for_sending
from tests.support.rivals import at_once
from tests.support.standing import standing

ACTOR = "user:11111111-1111-1111-1111-111111111111"


@standing
def sheet() -> Scoresheet:
    scene = Scene.begin()
    return sheets_for_sending(scene.at(S.IN_ASSESSMENT))[0]


def criteria(sheet: Scoresheet) -> list[Criterion]:
    nomination = sheet.entry.nomination
    return list(Criterion.objects.of(nomination.edition.plan.rubric_id, nomination.product.commodity_group_id))


def put(sheet: Scoresheet, cells: list[Cell], *, base: int, op: Any = None) -> Answer:
    return save(sheet.pk, cells, op_id=op or uuid4(), base_version=base, by=ACTOR, now=NOW)


def stored(sheet: Scoresheet) -> dict[int, tuple[Decimal | None, int]]:
    return {score.criterion_id: (score.points, score.version) for score in Score.objects.filter(sheet=sheet)}


def test_one_operation_may_carry_many_cells_and_makes_one_event(sheet):
    first, second, *_ = criteria(sheet)

    answer = put(
        sheet, [Cell(first.pk, Decimal(2)), Cell(second.pk, Decimal(3), note="Nota pembelian lengkap")], base=0
    )

    assert answer == Answer("saved", 1)
    assert stored(sheet) == {first.pk: (Decimal(2), 1), second.pk: (Decimal(3), 1)}
    event = ScoreEvent.objects.get(sheet=sheet)
    assert (event.version, event.base_version, event.saved_by) == (1, 0, ACTOR)


def test_the_same_operation_again_is_a_repeat_and_changes_nothing(sheet):
    first, second, *_ = criteria(sheet)
    op = uuid4()
    put(sheet, [Cell(first.pk, Decimal(2))], base=0, op=op)
    put(sheet, [Cell(second.pk, Decimal(1))], base=1)

    assert put(sheet, [Cell(first.pk, Decimal(2))], base=0, op=op) == Answer("repeat", 1)
    assert ScoreEvent.objects.filter(sheet=sheet).count() == 2


def test_an_operation_s_id_with_other_cells_is_misuse(sheet):
    first, *_ = criteria(sheet)
    op = uuid4()
    put(sheet, [Cell(first.pk, Decimal(2))], base=0, op=op)

    assert put(sheet, [Cell(first.pk, Decimal(3))], base=1, op=op).status == "misuse"
    assert stored(sheet) == {first.pk: (Decimal(2), 1)}


def test_the_same_id_on_another_sheet_is_another_operation(sheet):
    first, *_ = criteria(sheet)
    beside = Scoresheet.objects.exclude(pk=sheet.pk).get(entry=sheet.entry_id, juror__user__name="Juri 2")
    op = uuid4()

    answers = [put(one, [Cell(first.pk, Decimal(2))], base=0, op=op) for one in (sheet, beside)]

    assert answers == [Answer("saved", 1), Answer("saved", 1)]
    assert stored(beside) == {first.pk: (Decimal(2), 1)}


def test_a_version_that_the_sheet_never_had_is_not_believed(sheet):
    first, *_ = criteria(sheet)
    put(sheet, [Cell(first.pk, Decimal(2))], base=0)

    assert put(sheet, [Cell(first.pk, Decimal(3))], base=2) == Answer("unseen", 1)
    assert stored(sheet) == {first.pk: (Decimal(2), 1)}


def test_what_is_stored_is_a_repeat_after_the_hour_and_after_the_sending(sheet):
    first, *_ = criteria(sheet)
    op = uuid4()
    cells = [Cell(first.pk, Decimal(2))]
    put(sheet, cells, base=0, op=op)

    def again(op_id: Any) -> str:
        return save(sheet.pk, cells, op_id=op_id, base_version=0, by=ACTOR, now=NOW, is_open=False).status

    assert (again(op), again(uuid4())) == ("repeat", "closed")
    scene_fill(sheet, base=1)
    sheets.send_sheet([sheet], by=sheet.juror.user, now=NOW)
    assert (again(op), again(uuid4())) == ("repeat", "closed")


def test_changes_to_different_criteria_merge_without_asking(sheet):
    first, second, *_ = criteria(sheet)
    put(sheet, [Cell(first.pk, Decimal(2))], base=0)

    assert put(sheet, [Cell(second.pk, Decimal(1))], base=0) == Answer("saved", 2)
    assert stored(sheet) == {first.pk: (Decimal(2), 1), second.pk: (Decimal(1), 2)}


def test_a_stale_change_to_the_same_criterion_is_refused_and_shows_what_stands(sheet):
    first, second, *_ = criteria(sheet)
    put(sheet, [Cell(first.pk, Decimal(2), note="dari tablet")], base=0)

    answer = put(sheet, [Cell(second.pk, Decimal(1)), Cell(first.pk, Decimal(3))], base=0)

    assert answer == Answer(
        "conflict", 1, {first.pk: {"points": "2.000", "cannot_assess": False, "note": "dari tablet", "version": 1}}
    )
    assert stored(sheet) == {first.pk: (Decimal(2), 1)}


def test_points_that_are_no_level_of_the_criterion_are_refused_by_the_database(sheet):
    first, *_ = criteria(sheet)

    with pytest.raises(IntegrityError), transaction.atomic():
        put(sheet, [Cell(first.pk, Decimal("2.5"))], base=0)
        connection.check_constraints()


def test_a_criterion_that_cannot_be_assessed_needs_its_reason(sheet):
    first, *_ = criteria(sheet)

    with pytest.raises(IntegrityError, match="score_cannot_has_reason"), transaction.atomic():
        put(sheet, [Cell(first.pk, None, cannot_assess=True)], base=0)


def test_a_sent_sheet_takes_no_more_scores(sheet):
    scene_fill(sheet)
    sheets.send_sheet([sheet], by=sheet.juror.user, now=NOW)

    assert put(sheet, [Cell(criteria(sheet)[0].pk, Decimal(1))], base=1).status == "closed"


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE assessments_score SET points = 1 WHERE sheet_id = {sheet}",
        "DELETE FROM assessments_score WHERE sheet_id = {sheet}",
        "INSERT INTO assessments_score (sheet_id, criterion_id, points, cannot_assess, note, version) SELECT {sheet}, max(criterion_id) + 1, NULL, false, '', 9 FROM assessments_score",
        "UPDATE assessments_scoreevent SET cells = '[]' WHERE sheet_id = {sheet}",
        "DELETE FROM assessments_scoreevent WHERE sheet_id = {sheet}",
        "UPDATE assessments_scoresheet SET total = 1 WHERE id = {sheet}",
        "UPDATE assessments_scoresheet SET state = 'draft', locked_at = NULL, total = NULL, digest = NULL WHERE id = {sheet}",
        "DELETE FROM assessments_scoresheet WHERE id = {sheet}",
    ],
)
def test_raw_sql_cannot_change_a_locked_sheet(sheet, attack):
    scene_fill(sheet)
    sheets.send_sheet([sheet], by=sheet.juror.user, now=NOW)
    sheets.lock_sheets(now=NOW.replace(hour=NOW.hour + 1))
    before = (list(Score.objects.values()), list(Scoresheet.objects.values()), list(ScoreEvent.objects.values()))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack.format(sheet=sheet.pk))

    assert (
        list(Score.objects.values()),
        list(Scoresheet.objects.values()),
        list(ScoreEvent.objects.values()),
    ) == before


@pytest.mark.django_db(transaction=True)
def test_twins_of_one_operation_are_saved_once_and_numbered_without_gaps():
    sheet = sheets_for_sending(Scene.begin().at(S.IN_ASSESSMENT))[0]
    first, *_ = criteria(sheet)
    answers: list[str] = []

    def send(op: Any, base: int, points: Decimal) -> None:
        try:
            answers.append(
                save(sheet.pk, [Cell(first.pk, points)], op_id=op, base_version=base, by=ACTOR, now=NOW).status
            )
        finally:
            connection.close()

    for turn in range(20):
        op = uuid4()
        twins = [threading.Thread(target=send, args=(op, turn, Decimal(turn % 3 + 1))) for _twin in range(4)]
        for twin in twins:
            twin.start()
        for twin in twins:
            twin.join()

    assert sorted(answers) == ["repeat"] * 60 + ["saved"] * 20
    assert list(ScoreEvent.objects.filter(sheet=sheet).order_by("version").values_list("version", flat=True)) == list(
        range(1, 21)
    )


@pytest.mark.django_db(transaction=True)
def test_rivals_on_one_criterion_never_overwrite_each_other_unseen():
    sheet = sheets_for_sending(Scene.begin().at(S.IN_ASSESSMENT))[0]
    first, *_ = criteria(sheet)
    answers: list[str] = []

    def send(base: int, points: int) -> None:
        try:
            answers.append(put(sheet, [Cell(first.pk, Decimal(points))], base=base).status)
        finally:
            connection.close()

    for turn in range(20):
        rivals = [threading.Thread(target=send, args=(turn, points)) for points in (1, 2, 3)]
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join()

    assert sorted(answers) == ["conflict"] * 40 + ["saved"] * 20


@pytest.mark.django_db(transaction=True)
def test_many_who_save_on_one_sheet_at_once_all_get_their_answer():
    sheet = sheets_for_sending(Scene.begin().at(S.IN_ASSESSMENT))[0]
    first, second, *more = criteria(sheet)

    outcomes = at_once(
        *(partial(put, sheet, [Cell(one.pk, Decimal(1))], base=0) for one in [first, second, *more[:10]])
    )

    assert outcomes == ["done"] * 12
    numbers = ScoreEvent.objects.filter(sheet=sheet).order_by("version").values_list("version", flat=True)
    assert list(numbers) == list(range(1, 13))


def scene_fill(sheet: Scoresheet, base: int = 0) -> None:
    """Answer every criterion with one point."""
    put(sheet, [Cell(criterion.pk, Decimal(1)) for criterion in criteria(sheet)], base=base)
