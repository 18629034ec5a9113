"""What the scoring page knows of a sheet, in one prepared statement: jurors open the page hundreds of times."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from assessments.models import Score, Scoresheet
from assessments.rubric.questionnaire import Answered, answered, questions
from assessments.states import SheetState
from awards.dossier.snapshot import Snapshot, read
from ovop_portal.common.prepared import Prepared
from regions.models.places import label_with_province


@dataclass
class OpenSheet:
    """A juror's sheet and the file that it judges, column by column. `version` is set anew when somebody else has saved."""

    pk: int
    state: str
    round: int
    version: int
    saved_at: datetime | None
    reopened_because: str
    code: str
    product: str
    commodity: str
    group: str
    regency_kind: str
    regency_name: str
    is_administrative: bool
    province: str
    province_name: str
    rubric_id: int
    is_blind: bool
    lacks_sample: bool
    dossier_json: str

    @classmethod
    def of(cls, user_id: int, code: str) -> OpenSheet | None:
        """The newest round of the juror's sheet for the file called `code`; None where they have none, or a conflict with it."""
        return next((cls(*row) for row in _sheet_of_juror(user=user_id, code=code)), None)

    @property
    def is_open(self) -> bool:
        """May it still be changed?"""
        return self.state == SheetState.DRAFT

    @property
    def state_label(self) -> str | Promise:
        return SheetState(self.state).label

    @property
    def place(self) -> str:
        """Regency and province, as lists print them."""
        return label_with_province(self.regency_kind, self.regency_name, self.is_administrative, self.province)

    def dossier(self) -> Snapshot:
        """What was sent."""
        return read(json.loads(self.dossier_json))

    def answered(self) -> list[Answered]:
        """All criteria of its form with what is answered so far. One query."""
        return answered(questions(self.rubric_id, self.commodity), Score.objects.filter(sheet=self.pk))


def _rows(user: int, code: str) -> QuerySet[Any, Any]:
    """The columns in the order of the fields above."""
    nomination = "entry__nomination"
    return (
        Scoresheet.objects.open_to(user)
        .filter(entry__nomination__blind_code=code)
        .with_hold()
        .values_list(
            "pk",
            "state",
            "round",
            "version",
            "saved_at",
            "reopened_because",
            f"{nomination}__blind_code",
            f"{nomination}__product__name",
            f"{nomination}__product__commodity_group_id",
            f"{nomination}__product__commodity_group__label",
            f"{nomination}__regency__kind",
            f"{nomination}__regency__name",
            f"{nomination}__regency__is_administrative",
            f"{nomination}__regency__province__short_name",
            f"{nomination}__regency__province__name",
            f"{nomination}__edition__plan__rubric_id",
            f"{nomination}__edition__plan__is_blind",
            "lacks_sample",
            "entry__submission__dossier",
        )
    )


_sheet_of_juror = Prepared(_rows, user=int, code=str)
