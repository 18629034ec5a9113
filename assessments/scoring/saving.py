"""Saving scores: one statement, whatever happens.

A juror's device sends an operation: an id of its own, the version of the sheet it had seen, and one or many cells. The statement answers *saved* (a new
version and an event), *repeat* (this sheet has taken the same operation before), *conflict* (somebody changed one of these cells meanwhile: both values are
shown), *misuse* (the id came before with other cells), *closed* (the sheet is no longer a draft, or the hour is over) or *unseen* (the version is one that the
sheet never had). What is stored is a repeat whatever has become of sheet and hour since. Cells on different criteria never conflict.

Run in autocommit: one statement is one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from assessments.models import Scoresheet
from assessments.states import SheetState
from ovop_portal.common.canonical import canonical_json


@dataclass(frozen=True)
class Cell:
    """What a juror says on one criterion: points of one of its levels, or that it cannot be assessed (with the reason as note), or only a note."""

    criterion: int
    points: Decimal | None = None
    cannot_assess: bool = False
    note: str = ""

    def as_data(self) -> dict[str, object]:
        """The cell as it stands in the event, decimals as text."""
        return {
            "criterion": self.criterion,
            "points": self.points,
            "cannot_assess": self.cannot_assess,
            "note": self.note,
        }


@dataclass(frozen=True)
class Answer:
    """`status` is saved, repeat, conflict, misuse, closed or unseen; `version` the sheet's; `theirs` the stored cells in conflict, by criterion.

    `state` is the sheet's where it is closed.
    """

    status: str
    version: int
    theirs: dict[int, dict[str, Any]] = field(default_factory=dict)
    saved_at: datetime | None = field(default=None, compare=False)
    state: str = field(default="", compare=False)


# `look` and `head` together make the statement safe under READ COMMITTED: a twin that waited for the row lock sees a version other than the one its own
# snapshot showed, writes nothing, and is asked again while nobody else can write.
_SAVE = """
WITH seen AS (SELECT cells, version FROM assessments_scoreevent WHERE sheet_id = %(sheet)s AND op_id = %(op)s),
look AS (SELECT version, state FROM assessments_scoresheet WHERE id = %(sheet)s),
given AS (
    SELECT * FROM jsonb_to_recordset(%(cells)s::jsonb) AS cell(criterion bigint, points numeric, cannot_assess boolean, note text)
),
clash AS (
    SELECT s.criterion_id, s.points, s.cannot_assess, s.note, s.version
      FROM assessments_score s JOIN given ON given.criterion = s.criterion_id
     WHERE s.sheet_id = %(sheet)s AND s.version > %(base)s
),
head AS (
    UPDATE assessments_scoresheet SET version = version + 1, saved_at = coalesce(%(now)s::timestamptz, clock_timestamp())
     WHERE id = %(sheet)s AND state = 'draft' AND %(open)s AND version = (SELECT version FROM look) AND version >= %(base)s
       AND NOT EXISTS (SELECT FROM seen) AND NOT EXISTS (SELECT FROM clash)
    RETURNING id, version, saved_at
),
event AS (
    INSERT INTO assessments_scoreevent (sheet_id, version, op_id, base_version, cells, saved_at, saved_by)
    SELECT id, version, %(op)s, %(base)s, %(cells)s::jsonb, saved_at, %(by)s FROM head
),
written AS (
    INSERT INTO assessments_score (sheet_id, criterion_id, points, cannot_assess, note, version)
    SELECT head.id, given.criterion, given.points, given.cannot_assess, given.note, head.version FROM head, given
    ON CONFLICT (sheet_id, criterion_id) DO UPDATE
       SET points = excluded.points, cannot_assess = excluded.cannot_assess, note = excluded.note, version = excluded.version
)
SELECT (SELECT version FROM head), (SELECT saved_at FROM head), (SELECT cells FROM seen), (SELECT version FROM seen), look.version, look.state,
       (SELECT jsonb_object_agg(criterion_id, jsonb_build_object(
            'points', points::text, 'cannot_assess', cannot_assess, 'note', note, 'version', version)) FROM clash)
  FROM look
"""


def save(
    sheet_id: int,
    cells: Sequence[Cell],
    *,
    op_id: UUID,
    base_version: int,
    by: str,
    is_open: bool = True,
    now: datetime | None = None,
) -> Answer:
    """Save `cells` on a sheet that the caller may write. `by` is the actor's text; `is_open` tells whether the hour allows it.

    One query; only after a lost race the sheet is held and asked once more. Without `now` the statement itself reads the database's clock, which saves the
    busiest request of the portal a query.

    Raises `IntegrityError` when points are not a level of their criterion: the caller has checked cells against the rubric.
    """
    values: dict[str, Any] = {
        "op": str(op_id),
        "sheet": sheet_id,
        "cells": canonical_json([cell.as_data() for cell in cells]),
        "base": base_version,
        "by": by,
        "open": is_open,
        "now": now,
    }
    answer = _answer(values)
    if answer is None:
        with transaction.atomic():
            list(Scoresheet.objects.filter(pk=sheet_id).select_for_update(of=("self",), no_key=True).values_list("pk"))
            answer = _answer(values)
    assert answer is not None, "nobody else can write while the sheet is held"
    return answer


def _answer(values: dict[str, Any]) -> Answer | None:
    """The answer of the statement; None where another save of this sheet came between its reading and its writing."""
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, values)
        saved, saved_at, seen_cells, seen_version, version, state, clash = cursor.fetchone()
    if saved is not None:
        return Answer("saved", saved, saved_at=saved_at)
    if seen_cells is not None:
        same = canonical_json(json.loads(seen_cells)) == values["cells"]
        return Answer("repeat" if same else "misuse", seen_version)
    if state != SheetState.DRAFT or not values["open"]:
        return Answer("closed", version, state=state)
    if values["base"] > version:
        return Answer("unseen", version)
    if clash is not None:
        return Answer("conflict", version, {int(criterion): cell for criterion, cell in json.loads(clash).items()})
    return None


def save_many(sheets: Mapping[Scoresheet, Sequence[Cell]], op_ids: Mapping[Scoresheet, UUID], *, now: datetime) -> None:
    """The bulk door for fresh sheets: all cells of many sheets in three statements, one event a sheet. Sheets come with their juror's user."""
    rows = [(sheet.pk, cell) for sheet, cells in sheets.items() for cell in cells]
    # This comes first, as in `save`: the guards of what follows hold the sheets, and nobody who waits for one may hold another.
    Scoresheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(version=1, saved_at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO assessments_scoreevent (sheet_id, version, op_id, base_version, cells, saved_at, saved_by) "
            "SELECT sheet, 1, op, 0, cells, %s, actor FROM unnest(%s::bigint[], %s::uuid[], %s::jsonb[], %s::text[]) AS given(sheet, op, cells, actor)",
            [
                now,
                [sheet.pk for sheet in sheets],
                [str(op_ids[sheet]) for sheet in sheets],
                [canonical_json([cell.as_data() for cell in cells]) for cells in sheets.values()],
                [sheet.juror.user.actor for sheet in sheets],
            ],
        )
        cursor.execute(
            "INSERT INTO assessments_score (sheet_id, criterion_id, points, cannot_assess, note, version) "
            "SELECT *, 1 FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::boolean[], %s::text[])",
            [
                [sheet for sheet, _cell in rows],
                [cell.criterion for _sheet, cell in rows],
                [cell.points for _sheet, cell in rows],
                [cell.cannot_assess for _sheet, cell in rows],
                [cell.note for _sheet, cell in rows],
            ],
        )
