"""The juror's form for a conflict of interest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import ConflictKind
from ovop_portal.common.forms import OvopForm


class ConflictForm(OvopForm):
    """What ties the juror to the candidate."""

    kind = forms.ChoiceField(label=_("Hubungan dengan calon"), choices=ConflictKind.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False, help_text=_("Hanya dibaca panitia"))
