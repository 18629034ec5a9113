"""The juror's forms: a conflict of interest, and a request to open a locked sheet again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import ConflictKind
from ovop_portal.common.forms import OvopForm


class ConflictForm(OvopForm):
    """What ties the juror to the candidate."""

    kind = forms.ChoiceField(label=_("Hubungan dengan calon"), choices=ConflictKind.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False, help_text=_("Hanya dibaca panitia"))


class AskReopeningForm(OvopForm):
    """Why the juror would like to change a locked sheet."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("Dibaca panitia dan tersimpan dalam catatan. Nama orang tidak perlu ditulis"),
    )
