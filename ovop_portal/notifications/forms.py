"""Setting a letter aside."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.forms import OvopForm


class SetAsideForm(OvopForm):
    """Why a letter is not sent any more."""

    reason = forms.CharField(
        label=_("Alasan"), widget=forms.Textarea, max_length=300, help_text=_("Tersimpan bersama surat ini")
    )
