"""The scoring form of a rubric version and a commodity group, as plain data: read once in the life of a process, because a rubric version never changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assessments.models import Criterion, Score
from assessments.rubric.guides import Pointer, guide


@dataclass(frozen=True)
class LevelChoice:
    """An anchored level: its points as the form writes them, and the words."""

    value: str
    points: Decimal
    label: str

    @property
    def is_key(self) -> bool:
        """May it be chosen by pressing its points? One digit is one key."""
        return len(self.value) == 1 and self.value.isdigit()


@dataclass(frozen=True)
class Question:
    """One criterion with its levels, lowest first."""

    pk: int
    code: str
    label: str
    group: str
    aspect: str
    max_points: Decimal
    evidence: tuple[str, ...]
    levels: tuple[LevelChoice, ...]

    @property
    def guide(self) -> list[Pointer]:
        """What to look at for it."""
        return guide(self.evidence)


@lru_cache(maxsize=256)
def questions(rubric_id: int, commodity_code: str) -> tuple[Question, ...]:
    """The criteria asked of a commodity group, in the order of the form."""
    rows = Criterion.objects.of(rubric_id, commodity_code).select_related("aspect").prefetch_related("levels")
    return tuple(
        Question(
            row.pk,
            row.code,
            row.label,
            row.group_label,
            str(row.aspect),
            row.max_points,
            tuple(row.evidence),
            tuple(
                LevelChoice(format(level.points.normalize(), "f"), level.points, level.label)
                for level in row.levels.all()
            ),
        )
        for row in rows
    )


@dataclass
class Answered:
    """A question with what stands on the sheet."""

    question: Question
    choice: str = ""  # points as the form writes them, "x" for "cannot be assessed", empty for not answered
    note: str = ""
    version: int = 0
    error: str = ""
    theirs: Answered | None = None

    def set_beside(self, cell: dict[str, Any]) -> None:
        """Put what stands on the server beside what was typed here (`cell` as a save's answer names it)."""
        points = Decimal(cell["points"]) if cell["points"] is not None else None
        self.theirs = Answered(self.question, choice_of(points, cell["cannot_assess"]), cell["note"], cell["version"])

    @property
    def is_answered(self) -> bool:
        return bool(self.choice)

    @property
    def words(self) -> str:
        """The words of the chosen level."""
        return next((level.label for level in self.question.levels if level.value == self.choice), "")

    @property
    def points(self) -> Decimal:
        """The chosen points; nothing answered counts as nothing."""
        return next((level.points for level in self.question.levels if level.value == self.choice), Decimal(0))


CANNOT = "x"


def choice_of(points: Decimal | None, cannot_assess: bool) -> str:
    """How the form writes a cell: its points without trailing zeros, "x", or nothing."""
    if cannot_assess:
        return CANNOT
    return format(points.normalize(), "f") if points is not None else ""


def answered(form: Iterable[Question], scores: Iterable[Score]) -> list[Answered]:
    """The form with the cells of one sheet filled in."""
    cells = {score.criterion_id: score for score in scores}
    rows = []
    for question in form:
        score = cells.get(question.pk)
        if score is None:
            rows.append(Answered(question))
        else:
            rows.append(Answered(question, choice_of(score.points, score.cannot_assess), score.note, score.version))
    return rows
