"""Forms by which two records of one firm become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.operations.joining import NOT_ASKED
from awards.pages.dinas.forms.same_person import SamePersonForm
from ikm.joining import Difference
from ovop_portal.accounts.fields import HolderCodeField
from ovop_portal.common.fields import fit
from ovop_portal.common.forms import OvopForm

OFFICE, OWNER = "dinas", "pemilik"


class JoinForm(SamePersonForm):
    """Asks which side stands for each difference, and a yes that the shown account is the owner's. Where the owner has `asked`, no code is needed."""

    kode = HolderCodeField(
        label=_("Kode dari pemilik"),
        help_text=_(
            "Pemilik belum meminta penggabungan, jadi kodenya diperlukan: 8 angka yang ia lihat di Akun saya, Kode untuk dinas"
        ),
        error_messages={"required": NOT_ASKED},
    )
    yakin = forms.BooleanField(
        label=_("Saya sudah berbicara dengan pemilik: kedua catatan ini satu usaha, dan akunnya milik pemilik"),
        error_messages={"required": _("Pastikan dahulu kepada pemilik, lalu centang kotak ini")},
    )

    def __init__(self, *args: Any, differences: Sequence[Difference], asked: bool, **kwargs: Any) -> None:
        # Before the manners of all our forms take hold of the fields.
        chosen = {one.key: _choice(one) for one in differences}
        code = {"kode": _idle_code()} if asked else {}
        self.base_fields = {**chosen, **self.base_fields, **code}  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        self.differences = differences

    @property
    def pairs(self) -> list[tuple[Difference, forms.BoundField]]:
        """Each difference with its field."""
        return [(one, self[one.key]) for one in self.differences]

    @property
    def theirs(self) -> set[str]:
        """The differences in which the owner's side stands."""
        return {one.key for one in self.differences if self.cleaned_data[one.key] == OWNER}


class DeclineForm(OvopForm):
    """Why the two records stay apart."""

    alasan = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca pemilik, misalnya: kami tidak menemukan catatan usaha Anda"),
    )


def _idle_code() -> HolderCodeField:
    """The code where the owner has asked already: it says whose account it is, and may be left out."""
    words = _(
        "Boleh kosong. 8 angka yang dilihat pemilik di Akun saya, Kode untuk dinas: bukti bahwa akun ini miliknya"
    )
    return HolderCodeField(label=_("Kode dari pemilik"), required=False, help_text=words)


def _choice(one: Difference) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=one.label,
        choices=[(OFFICE, _("Catatan dinas")), (OWNER, _("Isian pemilik"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih mana yang dipakai: {label}").format(label=one.label)},
    )
    return fit(field, hints={OFFICE: one.kept, OWNER: one.gone})
