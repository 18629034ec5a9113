"""Asking for a status without signing in."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ovop_portal.common.forms import OvopForm
from ovop_portal.common.numbers import digits, plain


class LookupForm(OvopForm):
    """The number of the file, and the end of the telephone number that only its people know."""

    with_key = False

    nomor = forms.CharField(
        label=gettext_lazy("Nomor pengajuan"),
        max_length=30,
        help_text=gettext_lazy(
            "Misalnya OVOP-2026-0147. Pemilik melihatnya di bawah nama produk pada halaman Usaha saya; dinas juga mencatatnya"
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
    )
    angka = forms.CharField(
        label=gettext_lazy("4 angka terakhir nomor WhatsApp"),
        max_length=10,
        help_text=gettext_lazy("Nomor usaha atau nomor akun pemilik"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "width-4"}),
    )

    def clean_nomor(self) -> str:
        """Dashes, spaces and case are forgiven: "ovop 2026 147" is meant."""
        typed = re.sub(r"[ -]+", "-", plain(self.cleaned_data["nomor"]).upper()).strip("-")
        found = re.fullmatch(r"OVOP-?([0-9]{4})-?([0-9]{1,6})", typed, re.ASCII)
        return f"OVOP-{found[1]}-{int(found[2]):04}" if found else typed

    def clean_angka(self) -> str:
        """Four digits."""
        found = digits(self.cleaned_data["angka"])
        if len(found) != 4:
            raise ValidationError(_("4 angka terakhir nomor WhatsApp harus 4 angka, misalnya 7890"))
        return found
