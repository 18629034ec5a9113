"""Forms of more time: for whom, until when, by what document and why; and why it is withdrawn."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.models import BasisKind, Edition, Nomination
from awards.operations.extending import Reach
from ovop_portal.common.clock import end_of_day
from ovop_portal.common.fields import PrintedField, TanggalField
from ovop_portal.common.forms import OvopForm
from regions.models import Province, Regency

FILE, REGENCY, PROVINCE = "berkas", "kabupaten", "provinsi"
WHOM = [(FILE, _("Satu berkas")), (REGENCY, _("Satu kabupaten/kota")), (PROVINCE, _("Satu provinsi"))]
# The field in which each of them is named, and what is said where it is empty.
NAMED_IN = {
    FILE: ("number", _("Isi nomor pengajuan")),
    REGENCY: ("regency", _("Pilih kabupaten/kota")),
    PROVINCE: ("province", _("Pilih provinsi")),
}


class ExtensionForm(OvopForm):
    """More time for one file, regency or province, by a document. Only the field of what was chosen counts."""

    whom = forms.ChoiceField(label=_("Penerima waktu tambahan"), choices=WHOM, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Nomor pengajuan"),
        max_length=20,
        required=False,
        help_text=_("Untuk satu berkas. Contoh: OVOP-2026-0001"),
    )
    regency = forms.ChoiceField(label=_("Kabupaten/kota"), required=False, help_text=_("Untuk satu kabupaten/kota"))
    province = forms.ChoiceField(label=_("Provinsi"), required=False, help_text=_("Untuk satu provinsi"))
    closes_on = TanggalField(label=_("Hari terakhir"), help_text=_("Sampai pukul 23.59 WIB pada hari itu"))
    basis_kind = forms.ChoiceField(label=_("Jenis dokumen dasar"), choices=BasisKind)
    basis = PrintedField(label=_("Nomor dokumen"), max_length=80)
    basis_date = TanggalField(label=_("Tanggal dokumen"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca pemilik, dinas, dan provinsi yang mendapat waktu tambahan"),
    )

    def __init__(self, *args: Any, edition: Edition, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        for name, _words in NAMED_IN.values():
            self.fit(name, is_conditional=True)
        self.fit("basis_date", latest=today)
        self.fit("closes_on", earliest=today)
        self.fit("regency", choices=[("", gettext("Pilih kabupaten/kota")), *Regency.objects.for_grouped_select()])
        self.fit("province", choices=[("", gettext("Pilih provinsi")), *Province.objects.for_select()])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        whom = values.get("whom")
        if whom is None:
            return values
        name, words = NAMED_IN[whom]
        if name in self.errors:
            return values
        if not values.get(name):
            self.add_error(name, words)
            return values
        values["reach"] = self._reach(whom, values[name])
        if values["reach"] is None:
            sentence = gettext("Tidak ada berkas {number} pada penyelenggaraan ini")
            self.add_error(name, sentence.format(number=values[name]))
        return values

    def _reach(self, whom: str, value: str) -> Reach | None:
        if whom == REGENCY:
            return Reach(regency=Regency.objects.for_labels().get(pk=value))
        if whom == PROVINCE:
            return Reach(province=Province.objects.get(pk=value))
        files = Nomination.objects.filter(edition=self.edition).select_related("product", "ikm")
        file = files.filter(number=value.upper()).first()
        return Reach(nomination=file) if file else None

    @property
    def reach(self) -> Reach:
        reach: Reach = self.cleaned_data["reach"]
        return reach

    @property
    def closes_at(self) -> datetime.datetime:
        return end_of_day(self.cleaned_data["closes_on"])

    @property
    def told(self) -> dict[str, Any]:
        """What the verb asks for beside the edition and for whom."""
        names = ("basis_kind", "basis", "basis_date", "reason")
        return {name: self.cleaned_data[name] for name in names} | {"closes_at": self.closes_at}


class WithdrawExtensionForm(OvopForm):
    """Why the time is taken back."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca pemilik, dinas, dan provinsi yang kehilangan waktu tambahan"),
    )


# What a button sends of itself, and the token of the session, are no part of what was typed.
_OF_THE_BUTTON = ("langkah", "csrfmiddlewaretoken")


def as_sent(sent: QueryDict) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent once more by a button."""
    return [(name, value) for name, values in sent.lists() if name not in _OF_THE_BUTTON for value in values]
