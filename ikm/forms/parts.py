"""What every part of a record does: saved before it is whole, merged with what somebody else wrote meanwhile, said in words."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Model

from ikm import operations
from ikm.merging import Writing, row_written_since
from ovop_portal.accounts.models import User
from ovop_portal.common import formats
from ovop_portal.common.fields import RupiahField, TypedField
from ovop_portal.common.forms import OvopForm
from ovop_portal.common.verbs import Stale

# Answers by the names of their fields, as they are kept: of many types.
Values = dict[str, Any]


class PartForm(OvopForm):
    """A part of a record. Without the answers named in `always` nothing can be kept."""

    always: tuple[str, ...] = ()
    helper: FormHelper | None = None

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        self.partial = partial
        super().__init__(*args, **kwargs)

    def _clean_fields(self) -> None:
        """Empty answers wait when the part is only laid aside; the page still calls them what they are."""
        waiting = [f for name, f in self.fields.items() if self.partial and f.required and name not in self.always]
        for field in waiting:
            field.required = False
        super()._clean_fields()
        for field in waiting:
            field.required = True

    @property
    def values(self) -> Values:
        """The answers that are kept."""
        return self.answers

    @property
    def stamp(self) -> tuple[str, str]:
        """The hidden field that says what the reader has before them, and its value now."""
        raise NotImplementedError

    def go_on_from(self, stamp: list[str]) -> None:
        """Let the form say that the reader has seen what `stamp` says."""
        self.put_back(*stamp)

    def stored(self) -> Values:
        """The answers as they are kept, comparable with `values`."""
        raise NotImplementedError

    def touched(self, values: Values) -> Values:
        """Those of `values` that the writer of this page changed."""
        return values

    def save(self, values: Values, *, by: User, now: datetime) -> None:
        """Keep `values`, some or all of the answers; raises `Stale` where somebody else wrote the same one meanwhile."""
        raise NotImplementedError

    def written_since(self) -> Writing:
        """What somebody wrote since the reader opened the page."""
        raise NotImplementedError

    def wording(self, name: str, value: Any) -> str:
        """A value of field `name` as people read it."""
        return in_words(self.fields[name], value)


def in_words(field: forms.Field, value: Any) -> str:
    """A value as people read it: chosen labels, grouped numbers, units."""
    if value in (None, ""):
        return ""
    if isinstance(field, forms.ChoiceField) and not isinstance(value, Model):
        labels = {str(code): str(label) for code, label in field.choices}  # type: ignore[union-attr, misc]
        return labels.get(str(field.prepare_value(value)), str(value))
    if isinstance(field, RupiahField):
        return formats.rupiah(value)
    if isinstance(field, TypedField):
        return f"{field.show(value)}{'' if field.suffix == '%' else ' '}{field.suffix}".strip()
    return str(value)


# The hidden field with a mark of each answer as the page was drawn with it.
SEEN = "awal"


def mark_of(value: Any) -> str:
    """A few characters that tell one answer from another."""
    value = getattr(value, "pk", value)
    said = str(value.normalize()) if isinstance(value, Decimal) else "" if value is None else str(value)
    return sha256(said.encode()).hexdigest()[:8]


class MarkedForm(PartForm):
    """A part whose page says with which answers it was drawn. Only those that its writer changed are written, and compared with those of others."""

    def __init__(self, *args: Any, drawn: Values, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = {name: mark_of(value) for name, value in drawn.items()}
        self.fields[SEEN] = forms.CharField(
            required=False, max_length=4_000, widget=forms.HiddenInput, initial=json.dumps(marks, separators=(",", ":"))
        )

    @property
    def values(self) -> Values:
        return {name: value for name, value in super().values.items() if name != SEEN}

    @property
    def marks(self) -> dict[str, str]:
        """A mark of each answer as the page was drawn with it; nothing where the page does not say."""
        try:
            seen = json.loads(self.cleaned_data.get(SEEN) or "{}")
        except (ValueError, RecursionError):
            seen = {}
        return seen if isinstance(seen, dict) else {}

    def touched(self, values: Values) -> Values:
        """Those of `values` that differ from what the page was drawn with; all of them where the page does not say."""
        marks = self.marks
        return {name: value for name, value in values.items() if marks.get(name) != mark_of(value)}


class RowForm(MarkedForm):
    """A part that is written on one versioned row."""

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        self.row = row
        stored = self.stored()
        super().__init__(*args, drawn=stored, initial=stored, version=row.version, **kwargs)

    def stored(self) -> Values:
        return {name: getattr(self.row, name) for name in self.base_fields}

    @property
    def stamp(self) -> tuple[str, str]:
        return "versi", str(self.row.version)

    def write(self, values: Values, *, seen: int, by: User, now: datetime) -> None:
        """Hand `values` to the verb."""
        operations.write(self.row, values, seen=seen, by=by, now=now)

    def save(self, values: Values, *, by: User, now: datetime) -> None:
        """Keep `values`, some or all of the answers.

        Where somebody else wrote other answers of the row meanwhile, both stand; `Stale` only when both wrote the same one differently.
        """
        values = self.touched(values)
        try:
            self.write(dict(values), seen=self.base_version or 0, by=by, now=now)
        except Stale:
            stored, theirs = self.stored(), self.written_since().fields
            if any(name in theirs and value != stored[name] for name, value in values.items()):
                raise
            self.write(dict(values), seen=self.row.version, by=by, now=now)

    def written_since(self) -> Writing:
        return row_written_since(self.row, self.base_version or 0)
