"""Workers and money, year by year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ikm import operations
from ikm.forms.parts import MarkedForm, Values, mark_of
from ikm.merging import Writing, figures_written
from ikm.models import Ikm, YearlyFigures
from ikm.models.firm import FIGURES, LARGEST_RUPIAH
from ovop_portal.accounts.models import User
from ovop_portal.common import formats
from ovop_portal.common.fields import AngkaField, RupiahField
from ovop_portal.common.forms import layout
from ovop_portal.common.verbs import Stale

MOST_WORKERS = 100_000
YEARS_OF_FIGURES = 3


class FiguresForm(MarkedForm):
    """Workers and money of one year. `dilihat` is the fingerprint of the figures the writer had before them; each figure is compared by itself."""

    workers_male = AngkaField(
        label=gettext_lazy("Tenaga kerja laki-laki"), max_value=MOST_WORKERS, suffix=gettext_lazy("orang")
    )
    workers_female = AngkaField(
        label=gettext_lazy("Tenaga kerja perempuan"), max_value=MOST_WORKERS, suffix=gettext_lazy("orang")
    )
    workers_local = AngkaField(
        label=gettext_lazy("Dari kecamatan sekitar"),
        max_value=2 * MOST_WORKERS,
        suffix=gettext_lazy("orang"),
        help_text=gettext_lazy("Bagian dari jumlah di atas"),
    )
    investment = RupiahField(
        label=gettext_lazy("Nilai investasi"),
        max_value=LARGEST_RUPIAH,
        help_text=gettext_lazy("Alat dan modal kerja, tanpa tanah dan bangunan"),
    )
    turnover = RupiahField(
        label=gettext_lazy("Omzet setahun"),
        max_value=LARGEST_RUPIAH,
        help_text=gettext_lazy("Seluruh penjualan dalam setahun"),
    )
    production_value = RupiahField(
        label=gettext_lazy("Nilai produksi setahun"), max_value=LARGEST_RUPIAH, required=False
    )
    dilihat = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    helper = layout(
        Fieldset(gettext_lazy("Tenaga kerja"), "workers_male", "workers_female", "workers_local"),
        Fieldset(gettext_lazy("Nilai usaha"), "investment", "turnover", "production_value"),
    )

    def __init__(self, *args: Any, ikm: Ikm, year: int, **kwargs: Any) -> None:
        self.ikm, self.year = ikm, year
        self.row = next((row for row in ikm.figures.all() if row.year == year), None)
        initial = self.row.values | {"dilihat": self.row.fingerprint} if self.row else {}
        drawn = self.row.values if self.row else dict.fromkeys(FIGURES)
        super().__init__(*args, drawn=drawn, initial=initial, **kwargs)
        # An empty year may be laid aside; a half-filled one may not.
        self.is_untouched = self.partial and not any(self.data.get(name) for name in FIGURES)
        self.always = () if self.is_untouched else FIGURES

    def clean_workers_local(self) -> int | None:
        """Say at the field what the verb would say."""
        answers = self.cleaned_data
        everybody = sum(answers.get(name) or 0 for name in ("workers_male", "workers_female"))
        if answers.keys() >= {"workers_male", "workers_female"} and (answers["workers_local"] or 0) > everybody:
            words = _("Dari kecamatan sekitar harus paling banyak {n} orang")
            raise ValidationError(words.format(n=formats.angka(everybody)))
        return answers["workers_local"]

    @property
    def values(self) -> Values:
        """The answers that are figures."""
        return {name: self.cleaned_data[name] for name in FIGURES}

    @property
    def stamp(self) -> tuple[str, str]:
        return "dilihat", self.row.fingerprint if self.row else ""

    def stored(self) -> Values:
        return self.row.values if self.row else {}

    def save(self, values: Values, *, by: User, now: datetime) -> None:
        """Write the figures that were changed here; all others stay as they are.

        Where somebody else wrote other figures of the year meanwhile, both stand; `Stale` only when both wrote the same one differently.
        """
        if self.is_untouched:
            return
        if self.row:
            values = self.touched(values)
        try:
            self._record(values, seen=self.cleaned_data["dilihat"], by=by, now=now)
        except Stale:
            self.row = YearlyFigures.objects.filter(ikm=self.ikm, year=self.year).first()
            stored, theirs = self.stored(), self.written_since().fields
            values = self.touched(values)
            if any(name in theirs and value != stored[name] for name, value in values.items()):
                raise
            self._record(values, seen=self.stamp[1], by=by, now=now)

    def _record(self, values: Values, *, seen: str, by: User, now: datetime) -> None:
        year = {**self.stored(), **values}
        self.row = operations.record_figures(self.ikm, self.year, year, seen=seen, by=by, now=now)

    def written_since(self) -> Writing:
        """The figures that changed since the page was drawn, and who wrote the year last."""
        stored, marks = self.stored(), self.marks
        changed = frozenset(name for name in FIGURES if marks.get(name) != mark_of(stored.get(name)))
        return figures_written(self.ikm, self.year, changed)
