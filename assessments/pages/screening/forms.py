"""The screener's form: a verdict on each gate, an outcome, and the words for the dinas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Reading, ReadingOutcome
from assessments.operations.screening import FileReading
from assessments.pages.screening.file import DeskFile, GateRow
from awards.models import ScreeningRule, Verdict
from awards.states import NominationState
from ovop_portal.common.clock import end_of_day
from ovop_portal.common.fields import TanggalField, fit
from ovop_portal.common.formats import tanggal
from ovop_portal.common.forms import OvopForm


class TakeUpForm(OvopForm):
    """A button that puts a file on one's desk."""


class AnswerForm(OvopForm):
    """What becomes of a file that is with the dinas: more time, or, once the time is over, its end."""

    EXTEND, CLOSE = "perpanjang", "akhiri"

    langkah = forms.ChoiceField(label=_("Langkah"), widget=forms.RadioSelect)
    batas = TanggalField(
        label=_("Batas perbaikan yang baru"),
        required=False,
        help_text=_("Wajib bila batas diundur. Berlaku sampai pukul 23.59 WIB hari itu"),
    )
    alasan = forms.CharField(
        label=_("Catatan untuk dinas dan pemilik usaha"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
        help_text=_("Wajib bila berkas dinyatakan tidak lolos"),
    )

    def __init__(self, *args: Any, file: DeskFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(self.EXTEND, _("Undurkan batas perbaikan"))]
        if file.may_close:
            choices.append((self.CLOSE, _("Nyatakan tidak lolos")))
        hints = {
            self.EXTEND: _("Dinas diberi tahu, juga pemilik usaha yang mempunyai akun"),
            self.CLOSE: _("Berlaku seketika, dinas menerima catatan, juga pemilik usaha yang mempunyai akun"),
        }
        self.fit("langkah", choices=choices, cards=True, hints=hints)
        self.fit("batas", earliest=file.today + timedelta(days=1), is_conditional=True)
        self.fit("alasan", is_conditional=True)
        fields = self.fields
        fields["batas"].initial = file.answer_by
        words = gettext("Dokumen yang diminta tidak dilengkapi sampai {day}.")
        fields["alasan"].initial = words.format(day=tanggal(file.nomination.deadline))
        if not file.may_close:
            fields["langkah"].widget = forms.HiddenInput()
            fields["langkah"].initial = self.EXTEND
            del fields["alasan"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("langkah") == self.EXTEND and not values.get("batas") and "batas" not in self.errors:
            self.add_error("batas", gettext("Isi batas perbaikan yang baru"))
        if values.get("langkah") == self.CLOSE and not values.get("alasan") and "alasan" not in self.errors:
            self.add_error("alasan", gettext("Isi catatan untuk dinas dan pemilik usaha"))
        return values

    @property
    def closes(self) -> bool:
        """Is the file to end here?"""
        return self.cleaned_data["langkah"] == self.CLOSE

    @property
    def answer_by(self) -> datetime:
        """The last moment of the new day, by WIB."""
        return end_of_day(self.cleaned_data["batas"])


class ReadingForm(OvopForm):
    """One reading. Gates start with what the papers say; a field is named so that what the verb finds missing lands there."""

    outcome = forms.ChoiceField(label=_("Hasil pemeriksaan"), choices=ReadingOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Catatan untuk dinas"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
        help_text=_("Wajib bila berkas dikembalikan atau tidak lolos: dibaca dinas dan pemilik usaha"),
    )
    batas = TanggalField(
        label=_("Batas perbaikan"),
        required=False,
        help_text=_("Wajib bila berkas dikembalikan. Berlaku sampai pukul 23.59 WIB hari itu"),
    )

    def __init__(self, *args: Any, file: DeskFile, **kwargs: Any) -> None:
        self.file = file
        # Before the manners of all our forms take hold of the fields.
        gates = {name: field for row in file.gates for name, field in _gate_fields(row).items()}
        self.base_fields = gates | dict(type(self).base_fields)  # type: ignore[misc]
        super().__init__(*args, version=file.submission.n, **kwargs)
        self.fit("outcome", cards=True, hints=_outcome_hints(file.nomination.edition.screening_rule, file.turn))
        self.fit("note", is_conditional=True)
        self.fit("batas", earliest=file.today + timedelta(days=1), is_conditional=True)
        self.fields["outcome"].help_text = _MEETS_OTHERS.get(file.turn, "")
        self.fields["batas"].initial = file.answer_by

    @property
    def gates(self) -> Iterator[tuple[GateRow, BoundField, BoundField]]:
        """Each gate with its two fields."""
        for row in self.file.gates:
            yield row, self[f"gate_{row.gate.pk}"], self[f"reason_{row.gate.pk}"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("outcome") == ReadingOutcome.RETURN and not values.get("batas") and "batas" not in self.errors:
            self.add_error("batas", gettext("Isi batas perbaikan"))
        return values

    @property
    def reading(self) -> FileReading:
        """What the verb takes."""
        said = {
            row.gate.pk: (self.cleaned_data[f"gate_{row.gate.pk}"], self.cleaned_data[f"reason_{row.gate.pk}"])
            for row in self.file.gates
        }
        return FileReading(self.file.nomination, self.cleaned_data["outcome"], said, self.cleaned_data["note"])

    @property
    def answer_by(self) -> datetime | None:
        """The last moment for the answer, by WIB; only a return has one."""
        day = self.cleaned_data["batas"]
        is_return = self.cleaned_data["outcome"] == ReadingOutcome.RETURN
        return end_of_day(day) if day and is_return else None


def _gate_fields(row: GateRow) -> dict[str, forms.Field]:
    verdict = forms.ChoiceField(
        label=str(row.gate),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        initial=row.hint.verdict,
        error_messages={"required": gettext("Pilih hasil untuk {gate}").format(gate=row.gate)},
    )
    reason = forms.CharField(
        label=gettext("Alasan {code}").format(code=row.gate.code),
        max_length=300,
        required=False,
        initial=row.hint.reason,
        help_text=gettext("Wajib bila perlu diperbaiki atau tidak sesuai"),
    )
    return {
        f"gate_{row.gate.pk}": fit(verdict, inline=True),
        f"reason_{row.gate.pk}": fit(reason, is_conditional=True),
    }


# What becomes of an outcome that meets those of others, by turn: the same words for each outcome, since they must not tell what the others found.
_MEETS_OTHERS = {
    2: _("Berlaku bila pembaca pertama sependapat. Bila berbeda, pembaca ketiga yang menentukan."),
    3: _("Berlaku bila seorang pembaca lain sependapat. Bila ketiganya berbeda, berkas dikembalikan untuk dilengkapi."),
}


def _outcome_hints(rule: str, turn: int) -> dict[str, Any]:
    """What the outcome of a first reading leads to."""
    if turn > 1:
        return {}
    waits = _("Berlaku bila pembaca kedua sependapat")
    if rule == ScreeningRule.ALL_BY_TWO:
        return dict.fromkeys(ReadingOutcome, waits)
    return {
        ReadingOutcome.PASS: _("Berkas lanjut ke penilaian juri"),
        ReadingOutcome.RETURN: _("Dinas melengkapi sampai batas perbaikan"),
        ReadingOutcome.FAIL: waits,
    }


_LED_TO = {
    NominationState.PASSED: _("{number} lolos seleksi administrasi"),
    NominationState.RETURNED_TO_OFFICE: _("{number} dikembalikan ke dinas"),
    NominationState.FAILED: _("{number} tidak lolos seleksi administrasi"),
}


def outcome_words(reading: Reading) -> str:
    """What a reading has led to, for the message that greets on the next page."""
    if led_to := _LED_TO.get(NominationState(reading.nomination.state)):
        return str(led_to)
    return (
        gettext("{number} menunggu pembaca kedua") if reading.turn == 1 else gettext("{number} menunggu pembaca ketiga")
    )
