"""Forms of the result: invite the holders, enter the decree, publish; propose and confirm what takes two persons."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.certificates.facts import FACTS
from awards.models import PublishedAward
from ovop_portal.common.fields import PrintedField, TanggalField
from ovop_portal.common.formats import star_words
from ovop_portal.common.forms import OvopForm
from ovop_portal.documents.fields import UploadField
from ovop_portal.documents.types import PDF


class InviteForm(OvopForm):
    """One button that invites everybody who was not asked yet."""


class RetryForm(OvopForm):
    """One button that tries the given-up certificates again."""


class DeterminationForm(OvopForm):
    """The minister's decree. `seen` names the stars as they stood on the page."""

    number = PrintedField(label=_("Nomor keputusan"), max_length=80)
    date = TanggalField(label=_("Tanggal keputusan"))
    title = PrintedField(label=_("Perihal keputusan"), max_length=250)
    signatory_name = PrintedField(label=_("Nama penanda tangan"), max_length=150)
    signatory_title = PrintedField(
        label=_("Jabatan penanda tangan"), max_length=100, initial=_("Menteri Perindustrian")
    )
    document = UploadField(label=_("Berkas keputusan"), accept=PDF, help_text=_("PDF keputusan beserta lampirannya"))
    compared = forms.BooleanField(label=_("Jumlah bintang di lampiran keputusan sama dengan tabel di atas"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fit("date", latest=today)
        self.fields["compared"].error_messages["required"] = _("Cocokkan lampiran keputusan dengan tabel, lalu centang")


class PublishForm(OvopForm):
    """The name of the edition, typed: nobody publishes by a slip of the hand."""

    name = forms.CharField(label=_("Nama penyelenggaraan"), max_length=100)

    def __init__(self, *args: Any, edition_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition_name = edition_name
        self.fields["name"].help_text = gettext(
            "Ketik “{name}” untuk menyatakan bahwa hasilnya diumumkan sekarang"
        ).format(name=edition_name)
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if " ".join(name.split()).casefold() != self.edition_name.casefold():
            raise ValidationError(gettext("Nama penyelenggaraan harus “{name}”").format(name=self.edition_name))
        return name


class ProposalForm(OvopForm):
    """An act that another person will confirm: by which decree or minutes, and why."""

    basis = PrintedField(label=_("Nomor keputusan atau berita acara"), max_length=80)
    basis_date = TanggalField(label=_("Tanggalnya"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca orang kedua, pemilik usaha, dan dinas. Publik tidak membacanya"),
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fit("basis_date", latest=today)

    @property
    def facts(self) -> dict[str, str]:
        """The facts as a correction writes them; empty for other acts."""
        return {}

    @property
    def told(self) -> dict[str, Any]:
        """Decree or minutes, day and reason."""
        return {name: self.cleaned_data[name] for name in ("basis", "basis_date", "reason")}


class CorrectionForm(ProposalForm):
    """The facts of a certificate, filled with their present values: a correction writes over them."""

    firm = PrintedField(label=FACTS["firm"], max_length=150)
    product_name = PrintedField(label=FACTS["product_name"], max_length=150)
    stars = forms.TypedChoiceField(label=FACTS["stars"], coerce=int)
    valid_from = TanggalField(label=FACTS["valid_from"])
    valid_until = TanggalField(label=FACTS["valid_until"])
    decree_number = PrintedField(label=FACTS["decree_number"], max_length=80)
    decree_date = TanggalField(label=FACTS["decree_date"])
    signatory_name = PrintedField(label=FACTS["signatory_name"], max_length=150)
    signatory_title = PrintedField(label=FACTS["signatory_title"], max_length=100)

    field_order = [*FACTS, "basis", "basis_date", "reason"]

    def __init__(self, *args: Any, award: PublishedAward, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(award, name) for name in FACTS}, **kwargs)
        self.fit("stars", choices=[(n, star_words(n, award.max_stars)) for n in range(award.max_stars, 0, -1)])

    @property
    def facts(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]) for name in FACTS}


class ConfirmForm(OvopForm):
    """The second person's word."""

    compared = forms.BooleanField(label=_("Saya sudah membandingkan sebelum dan sesudahnya dengan naskah keputusan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compared"].error_messages["required"] = _("Bandingkan keduanya dengan naskahnya, lalu centang")


class DeclineProposalForm(OvopForm):
    """Why it is not confirmed, or is taken back."""

    answer = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
