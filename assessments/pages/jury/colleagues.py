"""What a juror reads of the colleagues' sheets of the same file: totals and points, under numbers instead of names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Score, Scoresheet
from assessments.rubric.questionnaire import Answered, Question, choice_of
from assessments.states import SheetState
from ovop_portal.accounts.models import User


@dataclass(frozen=True)
class CriterionRow:
    """One criterion: what the juror chose, and what each colleague did (`questionnaire.choice_of`)."""

    question: Question
    own: str
    others: list[str]


@dataclass(frozen=True)
class Colleagues:
    """The colleagues' locked sheets, side by side, in an order that tells nothing and differs from file to file."""

    totals: list[Decimal]
    lines: list[CriterionRow]


def colleagues_of(mine: Scoresheet, rows: Iterable[Answered], user: User) -> Colleagues | None:
    """The sheets beside `mine`, whose answers are `rows`; None before both are locked and the panel is closed. At most two queries."""
    if mine.state != SheetState.LOCKED or mine.entry.panel.closed_at is None:
        return None
    beside = Scoresheet.objects.visible_to(user).newest_round().filter(entry=mine.entry_id, state=SheetState.LOCKED)
    sheets = list(beside.exclude(juror=mine.juror_id).order_by("digest").values_list("pk", "total"))
    if not sheets:
        return None
    cells = Score.objects.filter(sheet__in=[pk for pk, _total in sheets])
    said = {
        (sheet, criterion): choice_of(points, cannot)
        for sheet, criterion, points, cannot in cells.values_list("sheet", "criterion", "points", "cannot_assess")
    }
    return Colleagues(
        [total for _pk, total in sheets if total is not None],
        [
            CriterionRow(row.question, row.choice, [said.get((pk, row.question.pk), "") for pk, _total in sheets])
            for row in rows
        ],
    )
