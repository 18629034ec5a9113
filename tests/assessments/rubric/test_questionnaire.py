"""The scoring form as plain data, and how it writes what stands in a cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.models import Score
from assessments.rubric.questionnaire import Answered, LevelChoice, Question, answered, choice_of


def question(pk: int) -> Question:
    levels = (LevelChoice("0", Decimal(0), "Tidak ada"), LevelChoice("2.5", Decimal("2.500"), "Ada"))
    return Question(pk, "A1", "Bahan", "A", "Produk", Decimal(3), (), levels)


@pytest.mark.parametrize(
    ("points", "cannot_assess", "written"),
    [
        (Decimal("2.500"), False, "2.5"),
        (Decimal("0.000"), False, "0"),
        (Decimal("10.000"), False, "10"),
        (None, True, "x"),
        (None, False, ""),
    ],
)
def test_a_cell_is_written_without_needless_noughts(points: Decimal | None, cannot_assess: bool, written: str) -> None:
    assert choice_of(points, cannot_assess) == written


def test_every_question_stands_in_the_form_with_what_its_juror_entered() -> None:
    scored = Score(criterion_id=2, points=Decimal("2.500"), cannot_assess=False, note="Rapi", version=4)

    [empty, filled] = answered([question(1), question(2)], [scored])

    assert (empty.is_answered, empty.words, empty.points) == (False, "", Decimal(0))
    assert (filled.choice, filled.words, filled.points, filled.note, filled.version) == (
        "2.5",
        "Ada",
        Decimal("2.500"),
        "Rapi",
        4,
    )


def test_what_another_device_saved_stands_beside_what_was_typed_here() -> None:
    row = Answered(question(1), "0", "Kurang", 3)

    row.set_beside({"points": "2.500", "cannot_assess": False, "note": "Rapi", "version": 4})

    assert (row.choice, row.theirs) == ("0", Answered(question(1), "2.5", "Rapi", 4))


@pytest.mark.parametrize(("value", "is_key"), [("0", True), ("9", True), ("10", False), ("2.5", False)])
def test_points_of_one_digit_are_chosen_by_pressing_it(value: str, is_key: bool) -> None:
    assert LevelChoice(value, Decimal(value), "Ada").is_key is is_key
