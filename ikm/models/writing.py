"""Who wrote what last: kept beside the answers, so that two people at one record are told apart without reading the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Func, JSONField, Value


def written_column() -> Any:
    """A column that holds, for each answer that was ever changed, with which version, by which actor and when it was written, as `{"story": [4, "user:…",
    "2026-06-01T…"]}`.
    """
    return models.JSONField(default=dict, db_default=Value({}, JSONField()), editable=False)


def with_writing(names: Iterable[str], version: int, by: str, now: datetime) -> Func:
    """The column after `names` were written with `version`."""
    added = {name: [version, by, now.isoformat()] for name in names}
    return Func(F("written"), Value(added, JSONField()), template="(%(expressions)s)", arg_joiner=" || ")
