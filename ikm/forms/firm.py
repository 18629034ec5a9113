"""Parts of the firm: who it is, where it is, under which numbers the state knows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import luhn
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.id import nik

from ikm import operations
from ikm.forms.parts import RowForm, Values
from ikm.models import CommodityGroup, Ikm, LegalForm, Sentra
from ikm.models.firm import years_that_cannot_be
from ikm.models.sentra import BY_OFFICE
from ovop_portal.accounts.models import User
from ovop_portal.common import formats, numbers
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.fields import DigitsField, NibField, PrintedField, TeleponField, TypedField, YaTidakField
from ovop_portal.common.forms import layout
from ovop_portal.common.words import Words
from regions.models import District, Province

EARLIEST_YEAR = 1900
OFFICE = "dinas"  # the choice of a sentra by which the owner leaves it to the dinas


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

    def speak(self, label: str, low: str) -> Words:
        """A year by example; the last one is put in when it is known."""
        return {
            "invalid": format_lazy(gettext_lazy("{label} harus 4 angka, misalnya 1998"), label=label),
            "limits": format_lazy(
                gettext_lazy("{label} harus antara {first} dan LATEST"), label=label, first=EARLIEST_YEAR
            ),
        }


class NpwpField(DigitsField):
    """Nomor Pokok Wajib Pajak: 15 digits of the old form, the same after a zero, or the 16 of the taxpayer's NIK.

    The old form is held against its check digit. A NIK begins with the province of its birth and has a day of birth in it; the provinces are the
    portal's own. Its regency is not asked for: a NIK stays as it is when a decree gives the regency another code.
    """

    def parse(self, raw: str) -> str:
        """Bare digits of a number that exists by its rule."""
        number = super().parse(raw)
        if not (self._is_nik(number) if len(number) == 16 and number[0] != "0" else self._is_old(number)):
            raise numbers.Unreadable("invalid")
        return number

    def _is_old(self, number: str) -> bool:
        old = number[1:] if len(number) == 16 else number
        return len(old) == 15 and luhn.is_valid(old[:9])

    def _is_nik(self, number: str) -> bool:
        try:
            nik.get_birth_date(number)
        except StdnumError:
            return False
        return number[12:] != "0000" and Province.objects.filter(pk=number[:2]).exists()

    def speak(self, label: str, low: str) -> Words:
        """One sentence for all of it."""
        words = gettext_lazy("{label} harus 15 atau 16 angka seperti tertulis di kartu NPWP")
        return {"invalid": format_lazy(words, label=label)}


class ProfileForm(RowForm):
    """Who the firm is and how to reach it."""

    always = ("name", "owner_name")

    name = PrintedField(
        label=gettext_lazy("Nama usaha"),
        max_length=150,
        help_text=gettext_lazy("Seperti ingin dicetak di piagam"),
    )
    owner_name = PrintedField(
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
        self.fit("founded_in", latest=day_in_wib(now).year)

    def clean_founded_in(self) -> int | None:
        """Refuse here when the sentra was answered first. Whoever lays the form aside may mend the other year instead."""
        year: int | None = self.cleaned_data["founded_in"]
        if not self.partial and (wrong := years_that_cannot_be(year, self.row.sentra_since)):
            raise _one_of_two(wrong, _("tahun masuk sentra"), _("Lokasi dan sentra"))
        return year


def _one_of_two(wrong: str, other: str, section: str) -> ValidationError:
    """Two years do not go together, and the other one stands on another page: how to mend either without losing what was typed."""
    words = _(
        "{wrong}. Perbaiki di sini. Bila {other} yang salah, tekan “Simpan dan kembali ke daftar”, "
        "lalu perbaiki di bagian {section}"
    )
    return ValidationError(words.format(wrong=wrong, other=other, section=section), code="years")


class PlaceForm(RowForm):
    """Where the firm is. Offers districts and sentras of its own regency or city only, and sentras that make what the nominated product is."""

    sentra = forms.ChoiceField(label=gettext_lazy("Sentra tempat usaha berada"), widget=forms.RadioSelect)
    sentra_since = TahunField(
        label=gettext_lazy("Tahun masuk sentra"), help_text=gettext_lazy("4 angka, misalnya 2010")
    )
    is_anchor = YaTidakField(
        label=gettext_lazy("Apakah usaha ini menjadi penghela (penggerak) sentra?"),
        required=False,
        help_text=gettext_lazy(
            "Pilih Ya bila usaha ini membimbing, memberi pekerjaan, atau memasarkan produk perajin lain di sentra"
        ),
    )
    district = forms.ChoiceField(label=gettext_lazy("Kecamatan"), required=False)
    village = PrintedField(label=gettext_lazy("Desa atau kelurahan"), max_length=100, required=False)
    address = PrintedField(
        label=gettext_lazy("Alamat usaha"), max_length=250, help_text=gettext_lazy("Jalan, nomor, banjar atau dusun")
    )
    helper = layout(
        Fieldset(gettext_lazy("Sentra"), "sentra", "sentra_since", "is_anchor"),
        Fieldset(gettext_lazy("Alamat"), "district", "village", "address"),
    )

    def __init__(
        self,
        *args: Any,
        row: Ikm,
        group: CommodityGroup,
        now: datetime,
        office_may_fill: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.group = group
        self.office_may_fill = office_may_fill
        self.sentras = {str(sentra.uuid): sentra for sentra in sentras_of(row, group)}
        choices: list[tuple[str, Any]] = [(key, one.name) for key, one in self.sentras.items()]
        hints: dict[str, Any] = {key: sentra_hint(one) for key, one in self.sentras.items()}
        if office_may_fill:
            choices.append((OFFICE, BY_OFFICE))
            hints[OFFICE] = _("Bagian ini selesai bagi Anda; tahun masuknya boleh dikosongkan")
        self.fit("sentra", choices=choices, hints=hints)
        if self["sentra"].value() == OFFICE:
            self.fields["sentra_since"].required = False
        self.fit("district", choices=[("", _("Pilih kecamatan")), *District.objects.for_select(row.regency_id)])
        self.fit("sentra_since", latest=day_in_wib(now).year)

    @property
    def has_fitting(self) -> bool:
        """Is there a sentra for the product, besides one for something else that the firm may stand in?"""
        return any(sentra.commodity_group == self.group for sentra in self.sentras.values())

    @property
    def values(self) -> Values:
        """A question that was not answered changes nothing."""
        return {name: value for name, value in super().values.items() if (name, value) != ("is_anchor", None)}

    def clean_sentra_since(self) -> int | None:
        """Refuse here when the year of founding was answered first. Whoever lays the form aside may mend the other year instead."""
        year: int | None = self.cleaned_data["sentra_since"]
        if not self.partial and (wrong := years_that_cannot_be(self.row.founded_in, year)):
            raise _one_of_two(wrong, _("tahun berdiri"), _("Profil usaha"))
        return year

    def stored(self) -> Values:
        row = self.row
        sentra = str(row.sentra.uuid) if row.sentra else OFFICE if row.sentra_by_office else ""
        return super().stored() | {"sentra": sentra, "district": row.district_id or ""}

    def write(self, values: Values, *, seen: int, by: User, now: datetime) -> None:
        """The verb for places knows which sentra belongs to the region."""
        sentra = self.row.sentra
        if "sentra" in values:
            chosen = values.pop("sentra")
            sentra = self.sentras.get(chosen)
            values["sentra_by_office"] = chosen == OFFICE
        if "district" in values:
            values["district"] = District.objects.filter(pk=values["district"]).first()
        operations.place_in_sentra(self.row, sentra, values, seen=seen, by=by, now=now)


def sentras_of(ikm: Ikm, group: CommodityGroup) -> Iterable[Sentra]:
    """The sentras a firm may belong to with a product of `group`, by the alphabet; the one it stands in is kept, whatever it makes."""
    fitting = Q(commodity_group=group) | Q(pk=ikm.sentra_id)
    return Sentra.objects.filter(fitting, regency=ikm.regency_id).select_related("commodity_group").order_by("name_key")


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
