"""What tests of the juror's pages share: a sheet's code, its questions, and the saving of cells."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from assessments.models import Scoresheet
from assessments.operations import assigning
from assessments.rubric.questionnaire import questions
from tests.scene import Scene


def code_of(sheet: Scoresheet) -> str:
    return str(sheet.entry.nomination.blind_code)


def form_of(sheet: Scoresheet) -> Any:
    nomination = sheet.entry.nomination
    return questions(nomination.edition.plan.rubric_id, nomination.product.commodity_group_id)


def post_json(client: Client, sheet: Scoresheet, data: Any) -> Any:
    return client.post(
        reverse("assessments:jury_save", args=[code_of(sheet)]), json.dumps(data), content_type="application/json"
    )


def operation(cells: list[dict[str, Any]], base: int = 0, op: Any = None) -> dict[str, Any]:
    return {"op_id": str(op or uuid4()), "base_version": base, "cells": cells}


def recuse(scene: Scene, sheet: Scoresheet) -> None:
    assigning.declare_conflict(sheet.juror, [sheet.entry.nomination], "firm", by=scene.juror1, now=scene.now)


def leaf(juror: Client, code: str, **answers: str) -> Any:
    """On to the next file from this one, with what was chosen here."""
    url = reverse("assessments:jury_sheet", args=[code])
    return juror.post(url, {"kunci": str(uuid4()), "versi": "0", "lanjut": "ya"} | answers, follow=True)


def at_sheet(code: str) -> str:
    return reverse("assessments:jury_sheet", args=[code])
