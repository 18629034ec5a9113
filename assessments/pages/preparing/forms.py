"""Forms of a new edition: for which year, its name beside what was shown, and the name typed by whoever opens it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.pages.preparing.draft import Draft
from awards.models import Edition
from ovop_portal.common.fields import AngkaField, PrintedField
from ovop_portal.common.forms import OvopForm

NAME = Edition._meta.get_field("name").max_length


class YearField(AngkaField):
    """A year: never grouped."""

    width = "width-4"

    def show(self, value: object) -> str:
        return str(value)


class YearForm(OvopForm):
    """For which year the difference is shown. Asked by GET: it changes nothing."""

    with_key = False
    tahun = YearField(label=_("Tahun penyelenggaraan"), min_value=2007, max_value=2200)


class DraftForm(OvopForm):
    """The name of the new edition, and what was shown of it."""

    name = PrintedField(label=_("Nama penyelenggaraan"), max_length=NAME)
    year = forms.IntegerField(widget=forms.HiddenInput, min_value=2007, max_value=2200)
    dilihat = forms.CharField(widget=forms.HiddenInput, max_length=16)

    @classmethod
    def of(cls, draft: Draft, data: Any = None) -> DraftForm:
        """The form for this draft."""
        return cls(data, initial={"name": draft.name, "year": draft.year, "dilihat": draft.fingerprint})


class OpenForm(OvopForm):
    """Whoever opens an edition types its name."""

    typed = forms.CharField(label=_("Ketik nama penyelenggaraan ini"), max_length=NAME)
