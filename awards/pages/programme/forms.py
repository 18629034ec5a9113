"""Forms of Go Global: open a cohort, take a holder in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.fields import AngkaField, PrintedField
from ovop_portal.common.forms import OvopForm


class CohortForm(OvopForm):
    """A cohort: its name and its seats."""

    name = PrintedField(label=_("Nama angkatan"), max_length=100, help_text=_("Misalnya Angkatan II 2027"))
    seats = AngkaField(label=_("Jumlah tempat"), min_value=1, max_value=500, suffix=_("IKM"))


class CurationForm(OvopForm):
    """Why this holder is taken in; the owner may read it."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Kapasitas produksi, kesiapan ekspor, kekhasan produk. Dapat dibaca pemilik usaha"),
    )
