"""Forms of the owner's file: the declaration, taking a file back, and choosing between two writers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.dossier.changes import Note
from awards.dossier.replies import missing_answers
from awards.dossier.sections import SECTION_BY_CODE
from awards.models import Remark, RemarkAnswer
from ikm.forms.parts import PartForm
from ovop_portal.common.fields import YaTidakField, fit
from ovop_portal.common.forms import OvopForm
from ovop_portal.common.names import key


@dataclass(frozen=True)
class Choice:
    """One answer that two people wrote: what the writer of this page gave, and what is stored."""

    name: str
    label: str
    mine: str
    stored: str


def choices_between(form: PartForm, names: frozenset[str]) -> list[Choice]:
    """The answers among `names` where the form and the store differ, in the order of the page. The form is made from the newest records."""
    stored = form.stored()
    return [
        Choice(name, str(form.fields[name].label), form.wording(name, mine), form.wording(name, stored.get(name)))
        for name, mine in form.values.items()
        if name in names and mine != stored.get(name)
    ]


class RepliesForm(OvopForm):
    """Asks for an answer to each of `remarks`, beside whatever else a form asks. `demands_answers` where every sending of it needs them; elsewhere the form
    may be sent for another step, in which nobody is asked, and the verb demands them. `form_id` is for fields that stand outside their form.
    """

    demands_answers = False

    def __init__(self, *args: Any, remarks: Sequence[Remark] = (), form_id: str = "", **kwargs: Any) -> None:
        remarks = sorted(remarks, key=place_of)
        # Before the manners of all our forms take hold of the fields.
        asked = {name: field for remark in remarks for name, field in _reply_fields(remark, form_id).items()}
        self.base_fields = {**asked, **self.base_fields}  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        self.remarks_asked = remarks

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.demands_answers:
            for item in missing_answers(self.remarks_asked, self.replies):
                if item.field not in self.errors:
                    self.add_error(item.field, item.message)
        return values

    @property
    def replies(self) -> dict[int, tuple[str, str]]:
        """The answers as the verbs take them."""
        given = self.cleaned_data
        return {
            remark.pk: (given.get(f"jawab_{remark.pk}", ""), given.get(f"alasan_{remark.pk}", ""))
            for remark in self.remarks_asked
        }


def place_of(remark: Remark) -> int:
    """Where a note stands on the page: those on the whole first, then section by section."""
    return [*SECTION_BY_CODE].index(remark.section) if remark.section in SECTION_BY_CODE else -1


@dataclass(frozen=True)
class Asked:
    """A note with the fields in which it is answered, and which note comes after it (its primary key)."""

    note: Note
    answer: forms.BoundField
    reason: forms.BoundField
    following: int | None

    @property
    def remark(self) -> Remark:
        return self.note.remark

    @property
    def is_on_the_whole(self) -> bool:
        """Does the note belong to no section?"""
        return self.remark.section not in SECTION_BY_CODE

    @property
    def is_answered(self) -> bool:
        return self.answer.value() in RemarkAnswer.values


def asked_in(form: RepliesForm, notes: Iterable[Note]) -> list[Asked]:
    """Each note that `form` asks about, in the order of the page."""
    by_key = {note.remark.pk: note for note in notes}
    found = [by_key[remark.pk] for remark in form.remarks_asked]
    following = [note.remark.pk for note in found[1:]]
    return [
        Asked(note, form[f"jawab_{note.remark.pk}"], form[f"alasan_{note.remark.pk}"], after)
        for note, after in zip_longest(found, following)
    ]


def _reply_fields(remark: Remark, form_id: str) -> dict[str, forms.Field]:
    outside = {"form": form_id} if form_id else {}
    answer = forms.ChoiceField(
        label=_("Jawaban Anda"), choices=RemarkAnswer.choices, required=False, widget=forms.RadioSelect(outside)
    )
    reason = forms.CharField(
        label=_("Alasan bila tidak setuju"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2} | outside),
    )
    # Every note must be answered, and the list of notes says so: an empty radio group is refused with its own words.
    return {
        f"jawab_{remark.pk}": fit(answer, is_conditional=True),
        f"alasan_{remark.pk}": fit(reason, is_conditional=True),
    }


class DeclarationForm(RepliesForm):
    """The owner's word for the data, signed by typing the name, and apart from it the consent to show them. The typed name is compared, not kept."""

    demands_answers = True

    pernyataan = forms.BooleanField(
        label=_("Saya menyatakan semua data, foto, dan dokumen ini benar dan milik usaha saya"),
        error_messages={"required": _("Beri tanda centang pada pernyataan")},
    )
    tanda_tangan = forms.CharField(
        label=_("Nama pemilik sebagai tanda tangan"), max_length=150, widget=forms.TextInput({"autocomplete": "off"})
    )
    tampilkan = forms.BooleanField(
        label=_("Foto, cerita, dan nomor WhatsApp usaha boleh tampil di katalog bila menerima bintang"), required=False
    )

    def __init__(self, *args: Any, owner_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner_name = owner_name
        self.fields["tanda_tangan"].help_text = gettext("Ketik: {name}").format(name=owner_name)

    def clean_tanda_tangan(self) -> str:
        typed: str = self.cleaned_data["tanda_tangan"]
        if key(typed) != key(self.owner_name):
            raise ValidationError(gettext("Ketik nama seperti di berkas: {name}").format(name=self.owner_name))
        return typed


# Said where the dinas takes away the tick that stands for the owner's yes.
UNTICKED = _(
    "Izin ini sudah diberikan. Bila tandanya dihapus, dinas yang menolak, dan pemilik yang mempunyai akun diberi tahu"
)


class OfficeDeclarationForm(RepliesForm):
    """The same when the dinas fills the file in for the owner, whose signature lies in the office."""

    demands_answers = True

    pernyataan = forms.BooleanField(
        label=_("Pemilik usaha sudah menyatakan data ini benar, dan pernyataannya tersimpan di kantor kami"),
        error_messages={"required": _("Beri tanda centang pada pernyataan")},
    )
    tampilkan = forms.BooleanField(
        label=_("Pemilik mengizinkan foto, cerita, dan nomor WhatsApp tampil di katalog bila menerima bintang"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("tampilkan"):
            self.fields["tampilkan"].help_text = UNTICKED


class ConsentForm(OvopForm):
    """Asks what the catalogue may show of an award."""

    tampilkan = YaTidakField(
        label=_("Tampilkan foto, cerita, dan nomor WhatsApp usaha di katalog?"),
        help_text=_("Nama produk, usaha, daerah, dan bintang tetap tampil karena tercantum dalam keputusan"),
    )


class WithdrawForm(OvopForm):
    """Taking a file back, for a reason."""

    alasan = forms.CharField(
        label=_("Alasan menarik pengajuan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca dinas, cukup satu atau dua kalimat"),
    )
