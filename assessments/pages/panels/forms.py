"""Forms of the assignment pages: open entries, seat a panel, draw and apply a proposal, add one juror, record a conflict, receive samples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import ConflictKind, Entry, Juror
from assessments.pages.panels.assignment import AssignmentDesk, EntryRow
from ovop_portal.common.fields import AngkaField
from ovop_portal.common.forms import OvopForm


class OpenForm(OvopForm):
    """The button that brings files before the jury."""


class SeatForm(OvopForm):
    """Jurors for the panel of one commodity group."""

    jurors = forms.MultipleChoiceField(label=_("Juri"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, desk: AssignmentDesk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        free = desk.unseated(desk.group_to_seat) if desk.group_to_seat else []
        self.fit("jurors", choices=_named(free), hints={str(juror.user.uuid): desk.expertise(juror) for juror in free})

    @property
    def chosen(self) -> list[Juror]:
        """The jurors that were ticked."""
        return [juror for juror in self.desk.jurors.values() if str(juror.user.uuid) in self.cleaned_data["jurors"]]


class EndSeatForm(OvopForm):
    """Why a juror leaves a panel."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        max_length=300,
        help_text=_("Misalnya sakit atau dipindahtugaskan. Dibaca juri di daftar berkasnya"),
    )


class SeedField(AngkaField):
    """A number that is a name: never grouped."""

    def show(self, value: object) -> str:
        return str(value)


class DrawForm(OvopForm):
    """The seed of a proposal. Asked by GET: a proposal changes nothing."""

    with_key = False
    benih = SeedField(
        label=_("Angka undian"),
        min_value=1,
        max_value=99_999_999,
        help_text=_("Angka yang sama memberi pembagian yang sama"),
    )


class ApplyForm(OvopForm):
    """The proposal as it was shown: its seed and its fingerprint."""

    benih = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=99_999_999)
    sidik = forms.CharField(widget=forms.HiddenInput, max_length=16)


class CodeForm(OvopForm):
    """A form about one file before the jury and one juror."""

    kode = forms.CharField(label=_("Kode berkas"), max_length=8, help_text=_("Misalnya K-7GHJ2"))
    juri = forms.ChoiceField(label=_("Juri"))

    def __init__(self, *args: Any, desk: AssignmentDesk, jurors: Iterable[Juror], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.fit("juri", choices=[("", _("Pilih juri")), *_named(jurors)])

    def clean_kode(self) -> EntryRow:
        code = self.cleaned_data["kode"].upper()
        found = next((entry for entry in self.desk.entries if entry.code == code), None)
        if found is None:
            raise ValidationError(
                gettext("Kode berkas {code} tidak ada di antara berkas yang dinilai").format(code=code)
            )
        return found

    @property
    def juror(self) -> Juror:
        """The juror that was picked."""
        return next(juror for juror in self.desk.jurors.values() if str(juror.user.uuid) == self.cleaned_data["juri"])


class AddForm(CodeForm):
    """One more juror for one file."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        entry, picked = values.get("kode"), values.get("juri")
        if entry and picked and self.juror.pk not in self.desk.seats.get(entry.commodity, ()):
            words = gettext("{name} tidak duduk di panel {group}. Pilih juri lain, atau dudukkan dulu di panelnya")
            self.add_error("juri", words.format(name=self.juror, group=self.desk.groups[entry.commodity].label))
        return values


class RecusalForm(CodeForm):
    """A conflict of interest that the office learns of."""

    kind = forms.ChoiceField(label=_("Hubungan"), choices=ConflictKind.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False, help_text=_("Hanya dibaca panitia"))


class SamplesForm(OvopForm):
    """Samples that came with one delivery."""

    contoh = forms.MultipleChoiceField(
        label=_("Contoh produk yang tiba"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Beri tanda centang pada contoh yang tiba")},
    )
    resi = forms.CharField(
        label=_("Nomor resi"), max_length=60, required=False, help_text=_("Bila dikirim lewat jasa antar")
    )

    def __init__(self, *args: Any, entries: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        codes = [entry.nomination.blind_code for entry in entries]
        self.fit("contoh", choices=[(code, code) for code in codes])

    @property
    def chosen(self) -> list[Entry]:
        """The entries that were ticked."""
        return [entry for entry in self.entries if entry.nomination.blind_code in self.cleaned_data["contoh"]]


def _named(jurors: Iterable[Juror]) -> list[tuple[str, str]]:
    return [(str(juror.user.uuid), f"{juror.user.name}, {juror.institution}") for juror in jurors]
