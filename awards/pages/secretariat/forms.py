"""Forms of the result: invite the holders, enter the decree, publish."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.fields import PrintedField, TanggalField
from ovop_portal.common.forms import OvopForm
from ovop_portal.documents.fields import UploadField
from ovop_portal.documents.types import PDF


class InviteForm(OvopForm):
    """One button: everybody who is not asked yet."""


class RetryForm(OvopForm):
    """One button: the certificates that were given up are tried again."""


class DeterminationForm(OvopForm):
    """The minister's decree. `seen` names the stars as they stood on the page."""

    number = PrintedField(label=_("Nomor keputusan"), max_length=80)
    date = TanggalField(label=_("Tanggal keputusan"))
    title = PrintedField(label=_("Perihal keputusan"), max_length=250)
    signatory_name = PrintedField(label=_("Nama penanda tangan"), max_length=150)
    signatory_title = PrintedField(
        label=_("Jabatan penanda tangan"), max_length=100, initial=_("Menteri Perindustrian")
    )
    document = UploadField(label=_("Berkas keputusan"), accept=PDF, help_text=_("PDF keputusan beserta lampirannya"))
    compared = forms.BooleanField(label=_("Jumlah bintang di lampiran keputusan sama dengan tabel di atas"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].latest = today  # type: ignore[attr-defined]
        self.fields["compared"].error_messages["required"] = _("Cocokkan lampiran keputusan dengan tabel, lalu centang")


class PublishForm(OvopForm):
    """The name of the edition, typed: nobody publishes by a slip of the hand."""

    name = forms.CharField(label=_("Nama penyelenggaraan"), max_length=100)

    def __init__(self, *args: Any, edition_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition_name = edition_name
        self.fields["name"].help_text = say("Ketik “{name}” untuk menyatakan bahwa hasilnya diumumkan sekarang").format(
            name=edition_name
        )
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if " ".join(name.split()).casefold() != self.edition_name.casefold():
            raise ValidationError(say("Nama penyelenggaraan harus “{name}”").format(name=self.edition_name))
        return name
