"""The record of a firm as forms, one for each part of it.

A part may be saved before it is whole: with `partial=True` empty answers are taken, and only what cannot be read is refused. What a whole part is
belongs to the room that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ikm import operations
from ikm.merging import Writing, figures_written, row_written_since
from ikm.models import CommodityGroup, Ikm, LegalForm, MarketReach, Permit, PermitKind, PhotoSlot, Sentra
from ikm.models.firm import FIGURES, LARGEST_RUPIAH
from ikm.models.product import LONGEST_STORY
from ikm.permits import NUMBER_HINTS, NUMBER_LABELS, tidy_number
from ovop_portal.accounts.models import User
from ovop_portal.common import formats, numbers
from ovop_portal.common.forms import (
    AngkaField,
    DigitsField,
    FormManners,
    NibField,
    NpwpField,
    OvopForm,
    RupiahField,
    TanggalField,
    TeleponField,
    TypedField,
    layout,
)
from ovop_portal.common.verbs import Stale
from ovop_portal.common.words import inner
from ovop_portal.documents.examining import Examined
from ovop_portal.documents.fields import UploadField
from ovop_portal.documents.types import PHOTO
from regions.models import District

EARLIEST_YEAR = 1900
MOST_WORKERS = 100_000
YEARS_OF_FIGURES = 3


class TahunField(TypedField):
    """A year: four digits, never grouped. `latest` is given when the form is made."""

    width = "width-4"
    latest = 2200

    def parse(self, raw: str) -> int:
        """Four digits between the first year that makes sense and this one."""
        if not (raw.isascii() and raw.isdigit() and len(raw) == 4):
            raise numbers.Unreadable("invalid")
        if not EARLIEST_YEAR <= int(raw) <= self.latest:
            raise numbers.Unreadable("limits")
        return int(raw)

    def refusal(self, code: str) -> ValidationError:
        """Name the limits where they are the matter."""
        words = str(self.error_messages.get(code) or self.error_messages["invalid"])
        return ValidationError(words.replace("LATEST", str(self.latest)), code=code)

    def speak(self, label: str, low: str) -> dict[str, Any]:
        """A year by example; the last one is put in when it is known."""
        return {
            "invalid": format_lazy(gettext_lazy("{label} harus 4 angka, misalnya 1998"), label=label),
            "limits": format_lazy(
                gettext_lazy("{label} harus antara {first} dan LATEST"), label=label, first=EARLIEST_YEAR
            ),
        }


class PartForm(OvopForm):
    """A part of a record. `always` are the answers without which nothing can be kept."""

    always: tuple[str, ...] = ()
    helper: FormHelper | None = None

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        self.partial = partial
        super().__init__(*args, **kwargs)

    def _clean_fields(self) -> None:
        """Empty answers wait when the part is only laid aside; the page still calls them what they are."""
        waiting = [f for name, f in self.fields.items() if self.partial and f.required and name not in self.always]
        for field in waiting:
            field.required = False
        super()._clean_fields()  # type: ignore[misc]
        for field in waiting:
            field.required = True

    @property
    def values(self) -> dict[str, Any]:
        """The answers that are kept."""
        return self.answers

    @property
    def stamp(self) -> tuple[str, str]:
        """The hidden field that says what the reader has before them, and its value now."""
        raise NotImplementedError

    def stored(self) -> dict[str, Any]:
        """The answers as they are kept, comparable with `values`."""
        raise NotImplementedError

    def save(self, values: dict[str, Any], *, by: User, now: datetime) -> None:
        """Keep `values`, some or all of the answers; raises `Stale` where somebody else wrote the same one meanwhile."""
        raise NotImplementedError

    def written_since(self) -> Writing:
        """What somebody wrote since the reader opened the page."""
        raise NotImplementedError

    def wording(self, name: str, value: Any) -> str:
        """A value of field `name` as people read it."""
        return in_words(self.fields[name], value)


def in_words(field: forms.Field, value: Any) -> str:
    """A value as people read it: chosen labels, grouped numbers, units."""
    if value in (None, ""):
        return ""
    if isinstance(field, forms.ChoiceField) and not isinstance(value, Model):
        labels = {str(code): str(label) for code, label in field.choices}  # type: ignore[union-attr, misc]
        return labels.get(str(value), str(value))
    if isinstance(field, RupiahField):
        return formats.rupiah(value)
    if isinstance(field, TypedField):
        return f"{field.show(value)}{'' if field.suffix == '%' else ' '}{field.suffix}".strip()
    return str(value)


class RowForm(PartForm):
    """A part that is written on one versioned row."""

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, initial=self.stored(), version=row.version, **kwargs)

    def stored(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in self.base_fields}

    @property
    def stamp(self) -> tuple[str, str]:
        return "versi", str(self.row.version)

    def write(self, values: dict[str, Any], *, seen: int, by: User, now: datetime) -> None:
        """Hand `values` to the verb."""
        operations.write(self.row, values, seen=seen, by=by, now=now)

    def save(self, values: dict[str, Any], *, by: User, now: datetime) -> None:
        """Keep `values`, some or all of the answers.

        Where somebody else wrote other answers of the row meanwhile, both stand; `Stale` only when both wrote the same one differently.
        """
        try:
            self.write(dict(values), seen=self.base_version or 0, by=by, now=now)
        except Stale:
            stored, theirs = self.stored(), self.written_since().fields
            if any(name in theirs and value != stored[name] for name, value in values.items()):
                raise
            self.write(dict(values), seen=self.row.version, by=by, now=now)

    def written_since(self) -> Writing:
        return row_written_since(self.row, self.base_version or 0)


class ProfileForm(RowForm):
    """Who the firm is and how to reach it."""

    always = ("name", "owner_name")

    name = forms.CharField(
        label=gettext_lazy("Nama usaha"), max_length=150, help_text=gettext_lazy("Seperti ingin dicetak di piagam")
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Nama pemilik"), max_length=150, help_text=gettext_lazy("Nama lengkap, gelar boleh ditulis")
    )
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Bentuk usaha"), choices=LegalForm.choices, widget=forms.RadioSelect
    )
    founded_in = TahunField(label=gettext_lazy("Tahun berdiri"), help_text=gettext_lazy("4 angka, misalnya 1998"))
    phone = TeleponField(
        label=gettext_lazy("Nomor WhatsApp usaha"), help_text=gettext_lazy("Misalnya 0812-3456-7890"), mobile=True
    )
    email = forms.EmailField(label=gettext_lazy("E-mail usaha"), max_length=254, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["founded_in"].latest = now.year  # type: ignore[attr-defined]


class PlaceForm(RowForm):
    """Where the firm is: district and sentra of its own regency or city only, the sentra for what the nominated product is."""

    sentra = forms.ChoiceField(label=gettext_lazy("Sentra tempat usaha berada"), widget=forms.RadioSelect)
    sentra_since = TahunField(
        label=gettext_lazy("Tahun masuk sentra"), help_text=gettext_lazy("4 angka, misalnya 2010")
    )
    district = forms.ChoiceField(label=gettext_lazy("Kecamatan"), required=False)
    village = forms.CharField(label=gettext_lazy("Desa atau kelurahan"), max_length=100, required=False)
    address = forms.CharField(
        label=gettext_lazy("Alamat usaha"), max_length=250, help_text=gettext_lazy("Jalan, nomor, banjar atau dusun")
    )
    helper = layout(
        Fieldset(gettext_lazy("Sentra"), "sentra", "sentra_since"),
        Fieldset(gettext_lazy("Alamat"), "district", "village", "address"),
    )

    def __init__(self, *args: Any, row: Ikm, group: CommodityGroup, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.group = group
        self.sentras = {str(sentra.uuid): sentra for sentra in sentras_of(row, group)}
        sentra, district = self.fields["sentra"], self.fields["district"]
        sentra.choices = [(key, one.name) for key, one in self.sentras.items()]  # type: ignore[attr-defined]
        sentra.hints = {key: sentra_hint(one) for key, one in self.sentras.items()}  # type: ignore[attr-defined]
        district.choices = [("", _("Pilih kecamatan")), *District.objects.for_select(row.regency_id)]  # type: ignore[attr-defined]
        self.fields["sentra_since"].latest = now.year  # type: ignore[attr-defined]

    @property
    def has_fitting(self) -> bool:
        """Is there a sentra for the product, besides one for something else that the firm may stand in?"""
        return any(sentra.commodity_group == self.group for sentra in self.sentras.values())

    def stored(self) -> dict[str, Any]:
        sentra = self.row.sentra
        return super().stored() | {"sentra": str(sentra.uuid) if sentra else "", "district": self.row.district_id or ""}

    def write(self, values: dict[str, Any], *, seen: int, by: User, now: datetime) -> None:
        """The verb for places knows which sentra belongs to the region."""
        sentra = self.sentras.get(values.pop("sentra")) if "sentra" in values else self.row.sentra
        if "district" in values:
            values["district"] = District.objects.filter(pk=values["district"]).first()
        operations.place_in_sentra(self.row, sentra, values, seen=seen, by=by, now=now)


def sentras_of(ikm: Ikm, group: CommodityGroup) -> Iterable[Sentra]:
    """The sentras a firm may belong to with a product of `group`, by the alphabet; the one it stands in is kept, whatever it makes."""
    fitting = Q(commodity_group=group) | Q(pk=ikm.sentra_id)
    return Sentra.objects.filter(fitting, regency=ikm.regency_id).select_related("commodity_group").order_by("name")


def sentra_hint(sentra: Sentra) -> str:
    """What tells two sentras apart."""
    return _("{commodity}, {n} unit usaha").format(
        commodity=sentra.commodity_group.label, n=formats.angka(sentra.unit_count)
    )


class LegalityForm(RowForm):
    """The numbers under which the state knows the firm."""

    nib = NibField(label=gettext_lazy("NIB"), help_text=gettext_lazy("13 angka, tertulis di dokumen NIB"))
    npwp = NpwpField(
        label=gettext_lazy("NPWP"), required=False, help_text=gettext_lazy("15 atau 16 angka, tertulis di kartu NPWP")
    )
    siinas_account = forms.CharField(
        label=gettext_lazy("Akun SIINas"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Nama akun di Sistem Informasi Industri Nasional, bila sudah ada"),
    )


class ProductForm(RowForm):
    """The product that is nominated."""

    always = ("name",)

    name = forms.CharField(
        label=gettext_lazy("Nama produk"), max_length=150, help_text=gettext_lazy("Misalnya Kain Gringsing Cemplong")
    )
    commodity_group = forms.ModelChoiceField(
        label=gettext_lazy("Kelompok komoditi"),
        queryset=CommodityGroup.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    distinction = forms.CharField(
        label=gettext_lazy("Kekhasan daerah pada produk"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-hitung": 300}),
        help_text=gettext_lazy("Apa yang hanya ada di daerah Anda: bahan, motif, cara membuat, atau rasa"),
    )

    kbli = DigitsField(
        label=gettext_lazy("KBLI"), required=False, help_text=gettext_lazy("5 angka, tertulis di dokumen NIB")
    )

    def clean_kbli(self) -> str:
        """Five digits, by the same words as a NIB."""
        digits = self.cleaned_data["kbli"]
        if digits and len(digits) != 5:
            raise ValidationError(_("KBLI harus 5 angka. Anda mengisi {n} angka").format(n=len(digits)))
        return digits

    def __init__(self, *args: Any, may_change_group: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_change_group:
            del self.fields["commodity_group"]


class StoryForm(RowForm):
    """The story in the owner's own words."""

    story = forms.CharField(
        label=gettext_lazy("Cerita produk"),
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5, "data-hitung": LONGEST_STORY}),
        help_text=gettext_lazy("Tulis seperti bercerita kepada tamu, paling banyak 600 karakter"),
    )


class MaterialForm(RowForm):
    """Material, making and market."""

    raw_material = forms.CharField(
        label=gettext_lazy("Bahan baku utama"), max_length=150, help_text=gettext_lazy("Misalnya benang kapas")
    )
    local_material_pct = AngkaField(
        label=gettext_lazy("Porsi bahan dari kabupaten/kota sendiri"),
        max_value=100,
        suffix="%",
        help_text=gettext_lazy("Perkiraan dalam angka bulat, tanpa koma. Isi 100 bila semua bahan dari daerah sendiri"),
    )
    supply_years = AngkaField(
        label=gettext_lazy("Jaminan pasokan bahan"),
        max_value=100,
        suffix=gettext_lazy("tahun"),
        help_text=gettext_lazy("Berapa tahun lagi bahan ini pasti bisa diperoleh, dalam angka bulat"),
    )
    capacity = forms.CharField(
        label=gettext_lazy("Kapasitas produksi sebulan"), max_length=100, help_text=gettext_lazy("Misalnya 40 helai")
    )
    value_added_pct = AngkaField(
        label=gettext_lazy("Nilai tambah"),
        max_value=100,
        suffix="%",
        help_text=gettext_lazy("Angka bulat. Contoh: harga jual Rp100.000, biaya bahan Rp40.000, nilai tambahnya 60%"),
    )
    market_reach = forms.ChoiceField(
        label=gettext_lazy("Pasar terjauh yang rutin"), choices=MarketReach.choices, widget=forms.RadioSelect
    )
    sales_channels = forms.CharField(
        label=gettext_lazy("Saluran penjualan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Misalnya toko sendiri, pameran, WhatsApp, lokapasar"),
    )
    helper = layout(
        Fieldset(gettext_lazy("Bahan baku"), "raw_material", "local_material_pct", "supply_years"),
        Fieldset(gettext_lazy("Produksi"), "capacity", "value_added_pct"),
        Fieldset(gettext_lazy("Pasar"), "market_reach", "sales_channels"),
    )


class FiguresForm(PartForm):
    """Workers and money of one year. `dilihat` is the fingerprint of the figures the writer had before them."""

    workers_male = AngkaField(
        label=gettext_lazy("Tenaga kerja laki-laki"), max_value=MOST_WORKERS, suffix=gettext_lazy("orang")
    )
    workers_female = AngkaField(
        label=gettext_lazy("Tenaga kerja perempuan"), max_value=MOST_WORKERS, suffix=gettext_lazy("orang")
    )
    workers_local = AngkaField(
        label=gettext_lazy("Dari kecamatan sekitar"),
        max_value=2 * MOST_WORKERS,
        suffix=gettext_lazy("orang"),
        help_text=gettext_lazy("Bagian dari jumlah di atas"),
    )
    investment = RupiahField(
        label=gettext_lazy("Nilai investasi"),
        max_value=LARGEST_RUPIAH,
        help_text=gettext_lazy("Alat dan modal kerja, tanpa tanah dan bangunan"),
    )
    turnover = RupiahField(
        label=gettext_lazy("Omzet setahun"),
        max_value=LARGEST_RUPIAH,
        help_text=gettext_lazy("Seluruh penjualan dalam setahun"),
    )
    production_value = RupiahField(
        label=gettext_lazy("Nilai produksi setahun"), max_value=LARGEST_RUPIAH, required=False
    )
    dilihat = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    helper = layout(
        Fieldset(gettext_lazy("Tenaga kerja"), "workers_male", "workers_female", "workers_local"),
        Fieldset(gettext_lazy("Nilai usaha"), "investment", "turnover", "production_value"),
    )

    def __init__(self, *args: Any, ikm: Ikm, year: int, **kwargs: Any) -> None:
        self.ikm, self.year = ikm, year
        self.row = next((row for row in ikm.figures.all() if row.year == year), None)
        initial = self.row.values | {"dilihat": self.row.fingerprint} if self.row else {}
        super().__init__(*args, initial=initial, **kwargs)
        # A year of which nothing is known yet may be laid aside; half a year may not.
        self.is_untouched = self.partial and not any(self.data.get(name) for name in FIGURES)
        self.always = () if self.is_untouched else FIGURES

    def clean_workers_local(self) -> int | None:
        """At the field, before the verb says the same."""
        answers = self.cleaned_data
        everybody = sum(answers.get(name) or 0 for name in ("workers_male", "workers_female"))
        if answers.keys() >= {"workers_male", "workers_female"} and (answers["workers_local"] or 0) > everybody:
            words = _("Dari kecamatan sekitar harus paling banyak {n} orang")
            raise ValidationError(words.format(n=formats.angka(everybody)))
        return answers["workers_local"]

    @property
    def values(self) -> dict[str, Any]:
        """The answers that are figures."""
        return {name: self.cleaned_data[name] for name in FIGURES}

    @property
    def stamp(self) -> tuple[str, str]:
        return "dilihat", self.row.fingerprint if self.row else ""

    def stored(self) -> dict[str, Any]:
        return self.row.values if self.row else {}

    def save(self, values: dict[str, Any], *, by: User, now: datetime) -> None:
        """Write the year; answers that are left out stay as they are."""
        if self.is_untouched:
            return
        seen = self.cleaned_data["dilihat"]
        operations.record_figures(self.ikm, self.year, {**self.stored(), **values}, seen=seen, by=by, now=now)

    def written_since(self) -> Writing:
        return figures_written(self.ikm, self.year)


class _PhotoPlaces(forms.Form):
    def __init__(self, *args: Any, asked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for slot in PhotoSlot:
            label = _("Foto {slot}").format(slot=inner(slot.label))
            self.fields[slot.value] = UploadField(label=label, accept=PHOTO)

    def _clean_fields(self) -> None:
        """A place without a new photo stays as it is. Only a button that was pressed with nothing chosen anywhere asks for one."""
        waiting = [field for name, field in self.fields.items() if self.files or name != self.asked]
        for field in waiting:
            field.required = False
        super()._clean_fields()  # type: ignore[misc]


class PhotosForm(FormManners, _PhotoPlaces):
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
        limit = formats.ukuran(settings.UPLOAD_MAX_FILE_BYTES)
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
        )
        self.fields["issued_on"] = TanggalField(label=_("Tanggal terbit"), required=False, latest=today)
        self.fields["valid_until"] = TanggalField(
            label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila tanpa batas waktu")
        )
        held = permit is not None and permit.document_id is not None
        self.fields["document"] = UploadField(
            label=_("Ganti foto atau PDF dokumen") if held else _("Foto atau PDF dokumen"),
            help_text=_("Semua huruf harus terbaca. Kurang dari {limit}").format(limit=limit),
            required=not held,
        )

    def _initial(self, ikm: Ikm) -> dict[str, Any]:
        if self.permit is not None:
            return {name: getattr(self.permit, name) for name in ("kind", "number", "issued_on", "valid_until")}
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


class PermitForm(FormManners, _Paper):
    """One paper of the vault: a new one, or one that is there already (`permit`), whose copy may stay as it is."""
