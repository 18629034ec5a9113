"""Opening a locked sheet again, taking an unsent one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.models import Juror
from ovop_portal.common.formats import angka
from ovop_portal.common.forms import OvopForm


class ReopenForm(OvopForm):
    """Why the sheet is opened again: the juror reads it, and it stays in the history."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("Dibaca juri di lembarnya dan tersimpan bersama lembar"),
    )


class DeclineForm(OvopForm):
    """Why a sheet stays locked although its juror asked for it."""

    reason = forms.CharField(
        label=_("Alasan"), widget=forms.Textarea, max_length=1000, help_text=_("Dibaca juri di ringkasan lembarnya")
    )


class WithdrawForm(OvopForm):
    """Why an unsent sheet is taken back, and who judges the file instead."""

    reason = forms.CharField(
        label=_("Alasan"), widget=forms.Textarea, max_length=300, help_text=_("Dibaca juri di daftar berkasnya")
    )
    replacement = forms.ChoiceField(label=_("Pengganti"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, jurors: Sequence[Juror], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jurors = {str(juror.user.uuid): juror for juror in jurors}
        nobody = (NOBODY, _("Belum ada pengganti. Berkas ini kekurangan juri sampai ada yang ditambahkan"))
        self.fit("replacement", choices=[*((key, _label(juror)) for key, juror in self.jurors.items()), nobody])

    @property
    def chosen(self) -> Juror | None:
        """The juror who judges instead; None where the file is left one short for now."""
        return self.jurors.get(self.cleaned_data["replacement"])


NOBODY = "nanti"


def _label(juror: Any) -> str:
    n = juror.open_sheets
    words = ngettext("{name}, {house} ({n} lembar belum dikirim)", "{name}, {house} ({n} lembar belum dikirim)", n)
    return words.format(name=juror, house=juror.institution, n=angka(n))
