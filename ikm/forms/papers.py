"""What is uploaded: photos of the product, papers of the vault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ikm.models import Ikm, Permit, PermitKind, PhotoSlot
from ikm.permits import NUMBER_HINTS, NUMBER_LABELS, tidy_number
from ovop_portal.common import formats
from ovop_portal.common.fields import TanggalField, fit
from ovop_portal.common.forms import PortalFormMixin
from ovop_portal.common.words import inner
from ovop_portal.documents.examining import Examined
from ovop_portal.documents.fields import UploadField
from ovop_portal.documents.types import PHOTO

# In pixels: the jury and the catalogue show a photo as large as a screen.
LEAST_PHOTO_SIDE = 800


class _PhotoPlaces(forms.Form):
    def __init__(self, *args: Any, asked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for slot in PhotoSlot:
            label = _("Foto {slot}").format(slot=inner(slot.label))
            place = UploadField(label=label, accept=PHOTO, least_side=LEAST_PHOTO_SIDE)
            # A photo that was kept for its place may be left out again.
            place.widget.is_required = False
            # The page says above each place whether it is required; a photo that is there already may stay.
            self.fields[slot.value] = fit(place, is_conditional=True)

    def _clean_fields(self) -> None:
        """A place without a new photo stays as it is. Only a button that was pressed with nothing chosen anywhere asks for one."""
        waiting = [field for name, field in self.fields.items() if self.files or name != self.asked]
        for field in waiting:
            field.required = False
        super()._clean_fields()  # type: ignore[misc]


class PhotosForm(PortalFormMixin, _PhotoPlaces):
    """The guided places of a product's photos in one form: whatever was chosen is sent together. `asked` is the place whose own button was pressed."""

    @property
    def chosen(self) -> dict[str, Examined]:
        """The photos that can be taken, by place; those of other places may have been refused."""
        return {slot: self.cleaned_data[slot] for slot in PhotoSlot.values if self.cleaned_data.get(slot)}


class _Paper(forms.Form):
    def __init__(
        self, *args: Any, ikm: Ikm, kinds: Iterable[str], today: date, permit: Permit | None = None, **kwargs: Any
    ) -> None:
        self.permit, self.kinds = permit, [PermitKind(kind) for kind in kinds]
        super().__init__(*args, **{**kwargs, "initial": self._initial(ikm)})
        size = _("Semua huruf harus terbaca. Kurang dari {limit}").format(
            limit=formats.ukuran(settings.UPLOAD_MAX_FILE_BYTES)
        )
        only = self.kinds[0] if len(self.kinds) == 1 else ""
        if not only:
            self.fields["kind"] = forms.ChoiceField(
                label=_("Jenis dokumen"),
                choices=[(kind.value, kind.label) for kind in self.kinds],
                widget=forms.RadioSelect,
            )
        self.fields["number"] = forms.CharField(
            label=NUMBER_LABELS.get(only, _("Nomor")),
            help_text=NUMBER_HINTS.get(only, _("Tertulis di dokumen")),
            max_length=60,
            widget=forms.TextInput({"data-rahasia": ""}),  # The number of a NIB is one of these.
        )
        self.fields["issued_on"] = TanggalField(label=_("Tanggal terbit"), required=False, latest=today)
        self.fields["valid_until"] = TanggalField(
            label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila tanpa batas waktu")
        )
        held = permit is not None and permit.document_id is not None
        document = UploadField(
            label=_("Ganti foto atau PDF dokumen") if held else _("Foto atau PDF dokumen"),
            help_text=_("Sudah diterima, pilih lagi hanya jika ingin mengganti. {size}").format(size=size)
            if held
            else size,
            required=not held,
        )
        self.fields["document"] = fit(document, is_conditional=held)
        # The fingerprint of what the writer saw: it tells two writers at one paper apart.
        self.fields["dilihat"] = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def _initial(self, ikm: Ikm) -> dict[str, Any]:
        if self.permit is not None:
            held = {name: getattr(self.permit, name) for name in ("kind", "number", "issued_on", "valid_until")}
            return held | {"dilihat": self.permit.fingerprint}
        return {"number": ikm.nib} if self.kinds == [PermitKind.NIB] else {}

    @property
    def chosen_kind(self) -> str:
        """The only kind, or the one that was picked."""
        return self.kinds[0].value if len(self.kinds) == 1 else self.cleaned_data.get("kind", "")

    def clean(self) -> dict[str, Any]:
        """The number by the rule of its kind, and dates in order."""
        answers = super().clean() or {}
        if self.chosen_kind and answers.get("number"):
            try:
                answers["number"] = tidy_number(self.chosen_kind, answers["number"])
            except ValidationError as refusal:
                self.add_error("number", refusal)
        issued, until = answers.get("issued_on"), answers.get("valid_until")
        if issued and until and until < issued:
            self.add_error("valid_until", _("Tanggal berlaku sampai harus sesudah tanggal terbit"))
        return answers


class PermitForm(PortalFormMixin, _Paper):
    """One paper of the vault: a new one, or one that is there already (`permit`), whose copy may stay as it is."""

    @property
    def seen(self) -> str:
        """The fingerprint of the paper that the writer had before them; empty for a new one."""
        seen: str = self.cleaned_data["dilihat"]
        return seen

    def see(self, permit: Permit) -> None:
        """Let the form be drawn upon `permit`: sent again, its answers take that paper's place."""
        self.put_back("dilihat", permit.fingerprint)
