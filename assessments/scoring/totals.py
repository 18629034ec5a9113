"""What a sheet is worth, computed from what was entered: its exact total from the cells, its digest from the events."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assessments.models import Score, ScoreEvent
from assessments.scoring.arithmetic import sheet_total
from ovop_portal.common.canonical import digest


def totals_of(sheet_keys: Sequence[int]) -> dict[int, Decimal]:
    """The exact total of each sheet, computed from its cells: nought where a juror could assess nothing (the tally refuses such a sheet)."""
    points: dict[int, list[Decimal]] = {key: [] for key in sheet_keys}
    for sheet, value in Score.objects.filter(sheet__in=sheet_keys).values_list("sheet_id", "points"):
        if value is not None:
            points[sheet].append(value)
    return {key: sheet_total(values) if values else Decimal(0) for key, values in points.items()}


def digests_of(sheet_keys: Sequence[int]) -> dict[int, str]:
    """The digest of each sheet's events in their order: what the ledger keeps, so that no event can be changed later."""
    events: dict[int, list[dict[str, Any]]] = {key: [] for key in sheet_keys}
    rows = ScoreEvent.objects.filter(sheet__in=sheet_keys).order_by("sheet_id", "version")
    for sheet, version, op_id, cells in rows.values_list("sheet_id", "version", "op_id", "cells"):
        events[sheet].append({"version": version, "op_id": op_id, "cells": cells})
    return {key: digest(rows) for key, rows in events.items()}
