"""Forms of a sentra: its data, and the decrees by which it exists."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.pages.dinas.forms.desk import RegionalForm
from ikm.models import CommodityGroup, Sentra, SentraDecree
from ovop_portal.common.fields import AngkaField, PrintedField, TanggalField
from ovop_portal.common.forms import OvopForm
from ovop_portal.documents.fields import UploadField


class SentraDataForm(OvopForm):
    """What a sentra is, makes and counts."""

    name = PrintedField(label=_("Nama sentra"), max_length=150)
    commodity_group = forms.ModelChoiceField(
        label=_("Kelompok komoditi"), queryset=CommodityGroup.objects.all(), empty_label=None, widget=forms.RadioSelect
    )
    unit_count = AngkaField(
        label=_("Jumlah unit usaha"),
        min_value=1,
        max_value=100_000,
        suffix=_("unit"),
        help_text=_("Sentra beranggota paling sedikit 5 unit usaha"),
    )

    @classmethod
    def of(cls, sentra: Sentra, data: QueryDict | None = None) -> SentraDataForm:
        """The form with what is recorded."""
        initial = {name: getattr(sentra, name) for name in ("name", "commodity_group", "unit_count")}
        return cls(data, initial=initial, version=sentra.version)


class DecreeForm(OvopForm):
    """A decree of the regional head. With `corrects` it mends that one, and its copy stays where no new one is sent."""

    number = PrintedField(
        label=_("Nomor keputusan"), max_length=80, help_text=_("Keputusan bupati atau wali kota yang menetapkan sentra")
    )
    date = TanggalField(label=_("Tanggal keputusan"))
    document = UploadField(label=_("Salinan keputusan"), required=False, help_text=_("PDF, JPG atau PNG"))

    def __init__(self, *args: Any, today: datetime.date, corrects: SentraDecree | None = None, **kwargs: Any) -> None:
        if corrects is not None:
            kwargs["initial"] = {"number": corrects.number, "date": corrects.date}
        super().__init__(*args, **kwargs)
        self.fit("date", latest=today)
        if corrects is not None and corrects.document is not None:
            kept = gettext("{name} tersimpan. Pilih berkas hanya bila ingin menggantinya")
            self.fields["document"].help_text = kept.format(name=corrects.document.name)


class SentraForm(RegionalForm, SentraDataForm, DecreeForm):
    """A sentra with its first decree."""

    field_order = ("regency", "name", "commodity_group", "unit_count", "number", "date", "document")
