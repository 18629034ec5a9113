"""What the plenary decides: stars for the rows that are ticked, each with a reason where it departs from the rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.pages.plenary.plenary import Row
from ovop_portal.common.forms import OvopForm


class StepForm(OvopForm):
    """A button with nothing but its key."""


class DecisionForm(OvopForm):
    """Stars and reasons of the rows that were ticked. Only those have fields, named by the code of their file."""

    putus = forms.MultipleChoiceField(
        label=_("Berkas yang diputuskan"),
        error_messages={"required": _("Beri tanda centang pada berkas yang diputuskan")},
    )

    def __init__(self, data: QueryDict, *, rows: Sequence[Row], most: int) -> None:
        ticked = set(data.getlist("putus"))
        self.sent, self.rows = data, [row for row in rows if row.code in ticked]
        fields = {name: field for row in self.rows for name, field in _row_fields(row, most).items()}
        self.base_fields = dict(type(self).base_fields) | fields  # type: ignore[misc]
        super().__init__(data)
        self.fit("putus", choices=[(row.code, row.code) for row in rows])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for row in self.rows:
            stars = values.get(f"bintang_{row.code}")
            if stars is not None and int(stars) != row.stars and not values.get(f"alasan_{row.code}"):
                self.add_error(
                    f"alasan_{row.code}", gettext("Isi alasan: bintang {code} berbeda dari garis").format(code=row.code)
                )
        return values

    @property
    def decisions(self) -> list[tuple[Row, int, str]]:
        """Row, stars and reason of everything that was ticked."""
        values = self.cleaned_data
        return [(row, int(values[f"bintang_{row.code}"]), values[f"alasan_{row.code}"]) for row in self.rows]

    def show_in(self, rows: Sequence[Row]) -> None:
        """Put what was sent back into the rows of the page, with what is to be put right."""
        put_back(rows, self.sent)
        for row in rows:
            row.errors = [
                *self.errors.get(f"bintang_{row.code}", []),
                *self.errors.get(f"alasan_{row.code}", []),
            ]


def put_back(rows: Sequence[Row], data: QueryDict) -> None:
    """Ticks, stars and reasons as they were sent. What was not sent stays as the rule proposes it."""
    ticked = set(data.getlist("putus"))
    for row in rows:
        row.ticked = row.code in ticked
        chosen = str(data.get(f"bintang_{row.code}", row.stars))
        row.chosen = int(chosen) if chosen in {"0", "1", "2", "3", "4", "5"} else row.stars
        row.reason = data.get(f"alasan_{row.code}", "")


def as_sent(rows: Sequence[Row], data: QueryDict) -> list[tuple[str, str]]:
    """Name and value of everything that was sent about `rows`, ticked or not: the next page carries it for the way back."""
    codes = {row.code for row in rows}
    kept = [(name, str(data[name])) for code in codes for name in (f"bintang_{code}", f"alasan_{code}") if name in data]
    return [*(("putus", code) for code in data.getlist("putus") if code in codes), *sorted(kept)]


def _row_fields(row: Row, most: int) -> dict[str, forms.Field]:
    choices = [(str(stars), str(stars)) for stars in range(most + 1)]
    return {
        f"bintang_{row.code}": forms.ChoiceField(
            label=gettext("bintang {code}").format(code=row.code), choices=choices
        ),
        f"alasan_{row.code}": forms.CharField(
            label=gettext("Alasan {code}").format(code=row.code), required=False, max_length=500
        ),
    }
