"""Opening a locked sheet again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.forms import OvopForm


class ReopenForm(OvopForm):
    """Why the sheet is opened again: the juror reads it, and it stays in the history."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("Dibaca juri di lembarnya dan tersimpan bersama lembar"),
    )
