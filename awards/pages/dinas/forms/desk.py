"""Forms of the dinas: a candidate, a sentra, remarks on a file, the regional head's act, and the sending."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.dossier.sections import SECTIONS
from awards.models import Edition, Endorsement, Nomination
from awards.pages.dinas.forms.same_person import SamePersonForm
from awards.pages.owner.forms.file import UNTICKED, RepliesForm
from awards.registry import duplicates
from awards.states import PROPOSED
from ikm.models import CommodityGroup, Ikm, Sentra
from ovop_portal.accounts.fields import HolderCodeField
from ovop_portal.common import formats
from ovop_portal.common.fields import AngkaField, NibField, PrintedField, TanggalField, TeleponField
from ovop_portal.common.forms import OvopForm
from ovop_portal.documents.fields import UploadField
from ovop_portal.documents.types import PDF
from regions.models import Regency

REASONS = [
    ("", _("Pilih alasan")),
    ("lengkapi", _("Isian belum lengkap")),
    ("cocokkan", _("Isian berbeda dengan dokumen")),
    ("baca", _("Dokumen tidak terbaca")),
    ("masa", _("Masa berlaku dokumen sudah lewat")),
    ("foto", _("Foto gelap atau buram")),
    ("lain", _("Lainnya, lihat catatan")),
]


class RegionalForm(OvopForm):
    """A form of a dinas; asks for the region only where somebody serves several."""

    regency = forms.ModelChoiceField(
        label=_("Kabupaten/kota"), queryset=Regency.objects.none(), empty_label=_("Pilih kabupaten/kota")
    )

    def __init__(self, *args: Any, regencies: Sequence[Regency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regencies = list(regencies)
        if len(self.regencies) == 1:
            del self.fields["regency"]
        else:
            self.fit("regency", queryset=Regency.objects.filter(pk__in=[one.pk for one in self.regencies]))

    @property
    def chosen(self) -> Regency:
        """The region the form is about."""
        if len(self.regencies) == 1:
            return self.regencies[0]
        return self.cleaned_data["regency"]


class CandidateForm(RegionalForm):
    """The least that is needed to begin: the firm, its owner, the product, the sentra."""

    name = PrintedField(label=_("Nama usaha"), max_length=150)
    owner_name = PrintedField(
        label=_("Nama pemilik"), max_length=150, help_text=_("Seperti tertulis di KTP, gelar boleh ikut")
    )
    phone = TeleponField(
        label=_("Nomor WhatsApp"), required=False, help_text=_("Nomor pemilik, misalnya 0812-3456-7890")
    )
    nib = NibField(label=_("NIB"), required=False, help_text=_("13 angka, tertulis di dokumen NIB"))
    product_name = PrintedField(
        label=_("Nama produk"),
        max_length=150,
        help_text=_("Satu produk unggulan, bukan daftar produk"),
    )
    commodity_group = forms.ModelChoiceField(
        label=_("Kelompok komoditi"), queryset=CommodityGroup.objects.all(), empty_label=None, widget=forms.RadioSelect
    )
    sentra = forms.ModelChoiceField(
        label=_("Sentra"),
        queryset=Sentra.objects.none(),
        required=False,
        empty_label=_("Belum dipilih"),
        help_text=_("Pilih di bawah kelompok komoditi produknya. Bisa diisi kemudian di bagian Lokasi dan sentra"),
    )
    sure = forms.BooleanField(label=_("Ini usaha yang berbeda, tetap tambahkan"), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.found = duplicates.Found()
        codes = [one.pk for one in self.regencies]
        sentras = Sentra.objects.filter(regency__in=codes).select_related("commodity_group")
        by_trade = _by_trade(sentras.order_by("commodity_group__order", "name_key"))
        self.fit("sentra", queryset=sentras, choices=by_trade)

    def clean_nib(self) -> str:
        """A NIB belongs to one firm in the country. Of a firm elsewhere the form says only where it is."""
        nib = self.cleaned_data["nib"]
        taken = Ikm.objects.filter(nib=nib).select_related("regency").first() if nib else None
        if taken is None:
            return nib
        if taken.regency in self.regencies:
            raise ValidationError(
                gettext("NIB ini milik {name} di daerah Anda. Cari NIB ini, lalu ajukan produknya").format(
                    name=taken.name
                )
            )
        raise ValidationError(gettext("NIB ini sudah ada di {place}").format(place=taken.regency))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        codes = [one.pk for one in self.regencies]
        if values.get("name"):
            self.found = duplicates.like(
                self.edition, phone=values.get("phone", ""), name=values["name"], regencies=codes
            )
        if self.found and not values.get("sure"):
            self.add_error("sure", gettext("Periksa usaha yang mirip, lalu centang bila memang berbeda"))
        sentra, place = values.get("sentra"), self.regencies[0] if len(self.regencies) == 1 else values.get("regency")
        if sentra is not None and place is not None and place.pk != sentra.regency_id:
            self.add_error("sentra", gettext("Pilih sentra di kabupaten/kota yang sama"))
        return values

    @property
    def firm(self) -> dict[str, Any]:
        """The values that `register_ikm` asks for."""
        names = ("name", "owner_name", "phone", "nib", "product_name", "commodity_group")
        return {name: self.cleaned_data[name] for name in names} | {"regency": self.chosen}


def _by_trade(sentras: Iterable[Sentra]) -> list[tuple[Any, Any]]:
    """The choices of a sentra, under the names of what they make."""
    groups = groupby(sentras, key=lambda sentra: sentra.commodity_group.label)
    return [("", _("Belum dipilih")), *((trade, [(one.pk, one.name) for one in of]) for trade, of in groups)]


class PickForm(OvopForm):
    """A product that is in the registry already is nominated again."""

    produk = forms.CharField(label=_("Produk"), max_length=40)

    def clean_produk(self) -> UUID:
        try:
            return UUID(self.cleaned_data["produk"])
        except ValueError:
            raise ValidationError(gettext("Pilih produk dari daftar")) from None


class RemarksForm(RepliesForm):
    """The checklist: for each section a reason and words, read by the owner or, where there is no account, kept for the dinas itself. A field is named as its
    section, so that what a verb finds missing lands there.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Before the manners of all our forms take hold of the fields.
        fields = {name: field for section in SECTIONS for name, field in _remark_fields(section.code).items()}
        self.base_fields = {**self.base_fields, **fields}  # type: ignore[misc]
        super().__init__(*args, **kwargs)

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """Sections and words of what is to be mended."""
        said = dict(REASONS)
        found = []
        for section in SECTIONS:
            reason, words = self.cleaned_data[f"alasan_{section.code}"], self.cleaned_data[section.code]
            parts = [str(said[reason]) if reason and reason != "lain" else "", words]
            if text := ". ".join(part for part in parts if part):
                found.append((section.code, text))
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for section in SECTIONS:
            if values.get(f"alasan_{section.code}") == "lain" and not values.get(section.code):
                self.add_error(section.code, gettext("Isi catatan untuk {section}").format(section=section.label))
        return values


def _remark_fields(code: str) -> dict[str, forms.Field]:
    return {
        f"alasan_{code}": forms.ChoiceField(label=_("Alasan"), choices=REASONS, required=False),
        code: forms.CharField(label=_("Catatan"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})),
    }


class ReasonForm(OvopForm):
    """Why something is not taken further; the owner reads it, where there is an account (`has_owner`)."""

    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, has_owner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("Dibaca oleh pemilik usaha")
            if has_owner
            else _("Pemilik belum mempunyai akun: sampaikan alasan ini kepadanya")
        )


class SendForOwnerForm(RepliesForm):
    """The dinas sends a file that it filled for the owner. The tick for being shown begins with what was said before."""

    demands_answers = True

    consent = forms.BooleanField(label=_("Surat persetujuan pemilik, bertanda tangan, ada di dinas"))
    may_publish = forms.BooleanField(
        label=_("Pemilik mengizinkan foto, cerita, dan kontak usaha tampil di katalog"), required=False
    )

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].error_messages["required"] = _(
            "Centang bila surat persetujuan pemilik sudah ada di dinas"
        )
        shown = self.fields["may_publish"]
        shown.initial = nomination.may_publish
        if nomination.owner_refuses:
            shown.disabled = True
            shown.help_text = _("Pemilik menolak. Hanya pemilik yang dapat mengizinkannya lagi")
        elif nomination.may_publish:
            shown.help_text = UNTICKED


class OwnerForm(OvopForm):
    """Asks whose account the firm belongs to: by the code that its holder sees or, where they cannot see one, by the number with which they sign in. One is
    enough.
    """

    kode = HolderCodeField(label=_("Kode dari pemilik"), required=False)
    phone = TeleponField(
        label=_("Nomor WhatsApp pemilik"),
        required=False,
        help_text=_(
            "Hanya bila pemilik tidak dapat membuka akunnya sekarang. Nomor yang dipakainya untuk masuk ke portal"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fit("kode", is_conditional=True)
        self.fit("phone", is_conditional=True)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not values.get("kode") and not values.get("phone"):
            self.add_error("kode", gettext("Isi kode dari pemilik, atau nomor WhatsApp-nya"))
        return values


class SameOwnerForm(SamePersonForm):
    """Yes, the account that was shown is the owner's. `akun` is the one that the page showed, `kode` what its holder told."""

    kode = forms.CharField(max_length=8, required=False, widget=forms.HiddenInput)
    nomor = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    akun = forms.CharField(max_length=36, widget=forms.HiddenInput)
    yakin = forms.BooleanField(
        label=_("Saya sudah berbicara dengan pemilik: akun ini miliknya, dan waktu pendaftarannya cocok"),
        error_messages={"required": _("Pastikan dahulu kepada pemilik, lalu centang kotak ini")},
    )


class UnlinkForm(OvopForm):
    """Taking a firm back from the wrong account, for a reason."""

    akun = forms.CharField(max_length=36, widget=forms.HiddenInput)
    alasan = forms.CharField(
        label=_("Alasan melepas akun"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca pemegang akun itu, cukup satu atau dua kalimat"),
    )


class EndorsementForm(RegionalForm):
    """The act of the regional head: data and file."""

    number = PrintedField(label=_("Nomor surat"), max_length=80)
    date = TanggalField(label=_("Tanggal surat"))
    signatory_title = PrintedField(label=_("Jabatan penanda tangan"), max_length=100)
    signatory_name = PrintedField(label=_("Nama penanda tangan"), max_length=150)
    document = UploadField(
        label=_("Surat kepala daerah"), accept=PDF, help_text=_("PDF hasil pindai atau bertanda tangan elektronik")
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fit("date", latest=today)
        if len(self.regencies) == 1:
            self.fields["signatory_title"].initial = head_of(self.regencies[0])


class DigestsField(forms.Field):
    """Any number of digests, one from each box that is ticked."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        return [one for one in value or [] if re.fullmatch(r"[0-9a-f]{64}", one)]


class SubmitForm(OvopForm):
    """Asks which candidates go with the act. Every name in the letter is ticked once: the totals must agree."""

    candidates = forms.MultipleChoiceField(label=_("Calon"), widget=forms.CheckboxSelectMultiple)
    in_letter = AngkaField(
        label=_("Jumlah calon di surat"),
        min_value=1,
        max_value=1000,
        suffix=_("calon"),
        help_text=_("Hitung nama yang tertulis di surat"),
    )
    partly = forms.BooleanField(label=_("Kirim sebagian dahulu; calon lain di surat ini menyusul"), required=False)
    matched = forms.BooleanField(label=_("Nama calon yang dicentang sama dengan nama di surat"))
    # The digests of what was read of files that are no longer as they were checked.
    confirmed = DigestsField(required=False)

    def __init__(self, *args: Any, endorsement: Endorsement, ready: Iterable[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {nomination.number: nomination for nomination in ready}
        self.sent_before = endorsement.nominations.filter(state__in=PROPOSED).count() if endorsement.pk else 0
        self.fit("candidates", choices=[(number, nomination.product.name) for number, nomination in self.ready.items()])
        self.fields["candidates"].error_messages |= {
            "required": _("Centang paling sedikit satu calon"),
            "invalid_choice": _("Sebagian calon sudah tidak siap diusulkan. Muat ulang halaman, lalu centang lagi"),
        }
        self.fields["matched"].error_messages["required"] = _("Cocokkan nama calon dengan surat, lalu centang")

    @property
    def chosen(self) -> list[Nomination]:
        return [self.ready[number] for number in dict.fromkeys(self.cleaned_data["candidates"])]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        ticked, in_letter = values.get("candidates"), values.get("in_letter")
        if not ticked or in_letter is None:
            return values
        ticked = set(ticked)
        sending = self.sent_before + len(ticked)
        if sending > in_letter or (sending < in_letter and not values.get("partly")):
            self.add_error("in_letter", self._mismatch(in_letter, len(ticked)))
        return values

    def _mismatch(self, in_letter: int, ticked: int) -> str:
        numbers = {"n": formats.angka(in_letter), "m": formats.angka(ticked), "k": formats.angka(self.sent_before)}
        if self.sent_before:
            return gettext("{n} calon di surat, tetapi {k} sudah dikirim + {m} dicentang. Samakan jumlahnya").format(
                **numbers
            )
        return gettext("{n} calon di surat, {m} calon dicentang. Samakan jumlahnya").format(**numbers)


def head_of(regency: Regency) -> str:
    """The office whose holder signs: "Bupati Karangasem", or the governor where the head is appointed."""
    title = regency.act_head_title
    return f"{title} {regency.province.name}" if regency.is_administrative else f"{title} {regency.name}"
