"""Cells as they come in: from the page's form or from the device's queue. Both end in the same checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.rubric.questionnaire import CANNOT, Answered, Question
from assessments.scoring.saving import Cell
from ovop_portal.common.numbers import whole_of_json
from ovop_portal.common.text import read, tidy

LONGEST_NOTE = 2_000


class BadOperation(Exception):
    """The device sent something that none of our pages sends."""


@dataclass(frozen=True)
class Operation:
    """One save of a device."""

    op_id: UUID
    base_version: int
    cells: list[Cell]


def read_operation(data: Any, form: Iterable[Question]) -> Operation:
    """The operation in `data` (parsed JSON), every cell checked against the form. Raises `BadOperation`, with words for the juror."""
    try:
        op_id, base, cells = UUID(data["op_id"]), whole_of_json(data["base_version"]), data["cells"]
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadOperation(_("Kiriman ini tidak dikenali")) from problem
    if not isinstance(cells, list) or not 0 < len(cells) <= 200:
        raise BadOperation(_("Kiriman ini tidak dikenali"))
    known = {question.pk: question for question in form}
    told = [_cell(item, known) for item in cells]
    if len({cell.criterion for cell in told}) != len(told):
        raise BadOperation(_("Satu kriteria muncul dua kali"))
    return Operation(op_id, base, told)


def _cell(item: Any, known: Mapping[int, Question]) -> Cell:
    if not isinstance(item, dict) or not isinstance(item.get("choice"), str) or not isinstance(item.get("note"), str):
        raise BadOperation(_("Kiriman ini tidak dikenali"))
    try:
        question = known[whole_of_json(item.get("criterion"))]
    except (KeyError, ValueError) as problem:
        raise BadOperation(_("Kriteria ini tidak ada di rubrik berkas ini. Muat ulang halaman")) from problem
    return make_cell(question, item["choice"], item["note"])


def make_cell(question: Question, choice: str, note: str) -> Cell:
    """A cell from what was chosen and noted. Raises `BadOperation` with the sentence for its place."""
    try:
        note = read(note, LONGEST_NOTE)
    except ValidationError as problem:
        if problem.code == "max_length":
            raise BadOperation(_("Catatan paling panjang {n} karakter").format(n=LONGEST_NOTE)) from problem
        raise BadOperation(_("Catatan memuat tanda yang tidak dapat disimpan. Ketik ulang catatan")) from problem
    if choice == CANNOT:
        if not note:
            raise BadOperation(_("Isi alasan mengapa tidak dapat dinilai"))
        return Cell(question.pk, None, True, note)
    level = next((level for level in question.levels if level.value == choice), None)
    if choice and level is None:
        raise BadOperation(_("Pilih salah satu tingkat"))
    return Cell(question.pk, level.points if level else None, False, note)


def changed_cells(rows: Iterable[Answered], data: Mapping[str, Any]) -> tuple[list[Cell], bool]:
    """The cells of the page's form that differ from what stands, and whether all of them could be read.

    What was typed goes back into `rows`, with the sentence where something is to be put right: nothing typed is lost.
    """
    cells, is_whole = [], True
    for row in rows:
        choice, note = data.get(f"k{row.question.pk}", ""), data.get(f"n{row.question.pk}", "")
        if (choice, tidy(note).strip()) == (row.choice, row.note):
            continue
        row.choice, row.note = choice, note
        try:
            cells.append(make_cell(row.question, choice, note))
        except BadOperation as problem:
            row.error, is_whole = str(problem), False
    return cells, is_whole
