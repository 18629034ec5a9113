"""Fields that read what people type the way they type it: numbers, money, scores, identity numbers, telephones, dates, yes or no, files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, TypedDict, TypeVar, Unpack

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import formats, numbers, words
from .text import validate_printable
from .widgets import BerkasInput, TanggalInput

AnyField = TypeVar("AnyField", bound=forms.Field)


class Traits(TypedDict, total=False):
    """What a form may know of its fields only when it is made. How `cards` and their kin are printed stands in `markup.Shown`."""

    queryset: QuerySet[Any]
    choices: Iterable[Any]
    earliest: date | int
    latest: date | int
    cards: bool
    inline: bool
    hints: Mapping[str, Any]
    is_conditional: bool
    is_question: bool


def fit(field: AnyField, **traits: Unpack[Traits]) -> AnyField:
    """`field`, fitted to what its form is about."""
    for name, value in traits.items():
        setattr(field, name, value)
    return field


class PrintedField(forms.CharField):
    """A name that will stand on a certificate, a letter or a receipt: every letter of it can be printed, or it is refused here."""

    default_validators = [validate_printable]


class TypedField(forms.Field):
    """A text control that reads something else than text. `parse` raises `numbers.Unreadable`; `show` writes the value back."""

    widget = forms.TextInput
    inputmode = "numeric"
    autocomplete = "off"
    longest = 40
    # True for an identity number or a code: `static/js/isian.js` does not keep it on a device that others may use.
    is_secret = False

    def __init__(self, *, prefix: str | Promise = "", suffix: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.prefix, self.suffix = prefix, suffix

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Keyboard and auto-fill of the control."""
        attrs = {"inputmode": self.inputmode, "autocomplete": self.autocomplete, "class": self.width}
        return {**attrs, "data-rahasia": ""} if self.is_secret else attrs

    width = "width-10"

    def parse(self, raw: str) -> Any:
        """The value of a text that is not empty."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The value as the control shows it."""
        return str(value)

    def to_python(self, value: Any) -> Any:
        """Read what was typed."""
        typed = numbers.plain(value if value is not None else "")
        if not typed:
            return None
        if len(typed) > self.longest:
            raise self.refusal("invalid")
        try:
            return self.parse(self.without_unit(typed))
        except numbers.Unreadable as unreadable:
            raise self.refusal(unreadable.code) from None

    def without_unit(self, typed: str) -> str:
        """The typed text without the unit that stands beside the control, where that was typed as well: "12 orang", "3 tahun"."""
        unit = str(self.suffix)
        return typed[: -len(unit)].rstrip() if unit and typed.lower().endswith(unit.lower()) else typed

    def refusal(self, code: str) -> ValidationError:
        """The field's sentence for `code`, or its general one."""
        return ValidationError(self.error_messages.get(code) or self.error_messages["invalid"], code=code)

    def prepare_value(self, value: Any) -> Any:
        """The text in the control: typed text as it was typed, a stored value in the Indonesian way, in which it is read again."""
        if value is None or isinstance(value, str):
            return value
        with translation.override("id"):
            return self.show(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare values, not spellings."""
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class NumberField(TypedField):
    """A number between limits."""

    def __init__(self, *, min_value: Any = 0, max_value: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_value, self.max_value = min_value, max_value

    def to_python(self, value: Any) -> Any:
        """Read and hold against the limits."""
        number = super().to_python(value)
        if number is None:
            return None
        if self.min_value is not None and number < self.min_value:
            raise self.refusal("min_value")
        if self.max_value is not None and number > self.max_value:
            raise self.refusal("max_value")
        return number

    def speak(self, label: str, low: str) -> words.Words:
        """The sentences of a number."""
        bottom = _("{label} harus paling kecil {n}")
        return {
            "invalid": format_lazy(_("{label} harus berupa angka"), label=label),
            "words": format_lazy(_("{label} harus berupa angka"), label=label),
            "negative": format_lazy(bottom, label=label, n=formats.angka(self.min_value or 0)),
            "min_value": format_lazy(bottom, label=label, n=formats.angka(self.min_value or 0)),
            "max_value": format_lazy(
                _("{label} harus paling besar {n}"), label=label, n=formats.angka(self.max_value or 0)
            ),
            "large": format_lazy(_("{label} harus lebih kecil"), label=label),
            "ambiguous": format_lazy(
                _("{label} harus ditulis tanpa titik ribuan. Untuk pecahan pakai koma, misalnya 87,5"), label=label
            ),
        }


class AngkaField(NumberField):
    """A count: whole, not below zero; dots between thousands are read."""

    width = "width-10"

    def parse(self, raw: str) -> int:
        """Whole numbers only."""
        return numbers.parse_whole(raw)

    def show(self, value: Any) -> str:
        """With dots."""
        return formats.angka(value)

    def speak(self, label: str, low: str) -> words.Words:
        """A whole number is asked for by name."""
        return super().speak(label, low) | {
            "invalid": format_lazy(_("{label} harus berupa angka bulat, misalnya 12"), label=label)
        }


class RupiahField(NumberField):
    """Money in whole rupiah; "Rp" stands before the control, dots are added when it is shown again."""

    width = "width-10"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "Rp")
        super().__init__(**kwargs)

    def parse(self, raw: str) -> int:
        """Rupiah in any usual spelling."""
        return numbers.parse_rupiah(raw)

    def show(self, value: Any) -> str:
        """With dots, without Rp (it stands before the control)."""
        return formats.rupiah(value).removeprefix("Rp")

    def speak(self, label: str, low: str) -> words.Words:
        """E-MONEY."""
        money = format_lazy(_("{label} harus berupa angka dalam rupiah, tanpa kata juta atau miliar"), label=label)
        digits = format_lazy(_("{label} harus berupa angka bulat dalam rupiah, misalnya 1.250.000"), label=label)
        return super().speak(label, low) | {"invalid": digits, "words": money}


class NilaiField(NumberField):
    """A score with decimals: "87,5" and "87.5" are the same, "1.000" is refused."""

    inputmode = "decimal"
    width = "width-4"

    def parse(self, raw: str) -> Decimal:
        """A decimal of at most three places."""
        return numbers.parse_score(raw)

    def show(self, value: Any) -> str:
        """With a comma."""
        return formats.angka(value)

    def speak(self, label: str, low: str) -> words.Words:
        """A decimal number is asked for by example."""
        return super().speak(label, low) | {
            "invalid": format_lazy(_("{label} harus berupa angka, misalnya 87,5"), label=label)
        }


class PersenField(NilaiField):
    """A share from 0 to 100; the per cent sign stands after the control."""

    places = 2

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"suffix": "%", "max_value": 100, **kwargs})

    def parse(self, raw: str) -> Decimal:
        """With or without the sign; two decimals are kept, and more are no share that anybody knows."""
        share = numbers.parse_percent(raw)
        if share != numbers.half_up(share, self.places):
            raise numbers.Unreadable("places")
        return share

    def speak(self, label: str, low: str) -> words.Words:
        """How many decimals are read."""
        return super().speak(label, low) | {
            "places": format_lazy(_("{label} harus paling banyak 2 angka di belakang koma"), label=label)
        }


class DigitsField(TypedField):
    """An identity number: digits only; its own name before it, spaces, dots and dashes are taken out, leading zeros stay."""

    width = "width-20"
    is_secret = True
    PREFIX = re.compile(r"\A(?:NIB|NPWP(?: ?16)?|NIK|KBLI)\b[ .:]*(?:(?:no|nomor)\b[ .:]*)?", re.IGNORECASE)

    def parse(self, raw: str) -> str:
        """The bare digits."""
        found = numbers.digits(self.PREFIX.sub("", raw))
        if not found:
            raise numbers.Unreadable("invalid")
        return found

    def clean(self, value: Any) -> str:
        """An empty answer is an empty text."""
        return super().clean(value) or ""


class NibField(DigitsField):
    """Nomor Induk Berusaha: 13 digits."""

    def to_python(self, value: Any) -> str | None:
        """Count the digits and say how many there were."""
        digits = super().to_python(value)
        if digits is not None and len(digits) != 13:
            raise self.count(len(digits))
        return digits

    def count(self, found: int) -> ValidationError:
        """E-NIB."""
        sentence = _("{label} harus 13 angka. Anda mengisi {n} angka")
        return ValidationError(format_lazy(sentence, label=self.label or "NIB", n=found), code="invalid")

    def show(self, value: Any) -> str:
        """In groups of four, for reading."""
        return formats.berkelompok(value).replace("\u00a0", " ")

    def speak(self, label: str, low: str) -> words.Words:
        """Letters in a NIB."""
        return {"invalid": format_lazy(_("{label} harus 13 angka, tanpa huruf"), label=label)}

    def prepare_value(self, value: Any) -> Any:
        """A stored number in groups; a typed one as typed."""
        return self.show(value) if isinstance(value, str) and len(value) == 13 and value.isdigit() else value


class TeleponField(TypedField):
    """A telephone number, kept as E.164. Local numbers are Indonesian; `mobile=False` takes office lines, too."""

    inputmode = "tel"
    autocomplete = "tel"
    width = "width-20"
    PREFIX = re.compile(
        r"\A(?:(?:(?:no|nomor|hp|wa|whatsapp|tel|telp|telepon|ponsel)\b[ .:]*)+|(?:https?://)?wa\.me/\+?)",
        re.IGNORECASE,
    )
    ABROAD = re.compile(r"\A(?:00)?62")
    WRITTEN = re.compile(r"[0-9+() ./-]+", re.ASCII)

    def __init__(self, *, mobile: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mobile = mobile
        self.widget.input_type = "tel"

    def parse(self, raw: str) -> str:
        """E.164, or the field's sentence."""
        raw = self.PREFIX.sub("", numbers.plain(raw))
        # Whatever is no digit, blank or mark of a telephone number would be read as letters of a keypad.
        if not self.WRITTEN.fullmatch(raw):
            raise numbers.Unreadable("invalid")
        try:
            number = phonenumbers.parse(self.ABROAD.sub("+62", raw), "ID")
        except phonenumbers.NumberParseException:
            raise numbers.Unreadable("invalid") from None
        if not self._taken(number):
            raise numbers.Unreadable("invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _taken(self, number: phonenumbers.PhoneNumber) -> bool:
        if number.extension or number.country_code != 62:
            return not number.extension and phonenumbers.is_valid_number(number)
        national = str(number.national_number)
        if self.mobile:
            return national.startswith("8") and 9 <= len(national) <= 12
        return phonenumbers.is_possible_number(number)

    def show(self, value: Any) -> str:
        """0812-3456-7890."""
        return formats.telepon(value)

    def prepare_value(self, value: Any) -> Any:
        """A stored number our way; a typed one as typed."""
        return formats.telepon(value) if isinstance(value, str) and value.startswith("+62") else value

    def clean(self, value: Any) -> str:
        """An empty answer is an empty text."""
        return super().clean(value) or ""

    def speak(self, label: str, low: str) -> words.Words:
        """E-PHONE."""
        example = "0812-3456-7890" if self.mobile else "0271-123-4567"
        return {
            "invalid": format_lazy(
                _("{label} harus 10 sampai 13 angka, misalnya {example}"), label=label, example=example
            )
        }


class TanggalField(forms.Field):
    """A date in three inputs; the month may be a name. `earliest` and `latest` are days that are still allowed."""

    widget = TanggalInput

    def __init__(self, *, latest: date | None = None, earliest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.latest, self.earliest = latest, earliest

    def to_python(self, value: Any) -> date | None:
        """A date, or None where all three are empty."""
        if isinstance(value, date):
            return value
        parts = [numbers.plain(part or "") for part in value or []]
        if not any(parts):
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        found = formats.parse_hari_bulan_tahun(*parts)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def validate(self, value: Any) -> None:
        """Required, and inside the limits."""
        super().validate(value)
        if value and self.latest and value > self.latest:
            raise ValidationError(self.error_messages["latest"], code="latest")
        if value and self.earliest and value < self.earliest:
            sentence = format_lazy(self.error_messages["earliest"], day=formats.tanggal(self.earliest))
            raise ValidationError(sentence, code="earliest")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not spellings."""
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True

    def speak(self, label: str, low: str) -> words.Words:
        """E-DATE and its kin. Limits are given when the form is made: `form.fit("issued", latest=today)`."""
        return {
            "invalid": format_lazy(_("{label} harus tanggal yang ada, misalnya 21 11 2026"), label=label),
            "incomplete": format_lazy(_("{label} harus memuat hari, bulan, dan tahun"), label=label),
            "latest": format_lazy(_("{label} tidak boleh sesudah hari ini"), label=label),
            "earliest": format_lazy(_("{label} harus {day} atau sesudahnya"), label=label, day="{day}"),
        }


class JamField(TypedField):
    """An hour of the day by WIB, as people write it: 23.59, 23:59, 2359, pukul 23.59 WIB. The value is a time."""

    width = "width-4"
    WRITTEN = re.compile(r"\A(?:(?:pukul|jam|pkl)\b[. ]*)?([0-9]{1,2})[.:]?([0-9]{2})\Z", re.IGNORECASE | re.ASCII)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"suffix": "WIB", **kwargs})

    def parse(self, raw: str) -> time:
        """Hour and minute that a clock can show."""
        found = self.WRITTEN.match(raw)
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            raise numbers.Unreadable("invalid")
        return time(int(found[1]), int(found[2]))

    def show(self, value: Any) -> str:
        """23.59."""
        return f"{value:%H.%M}"

    def speak(self, label: str, low: str) -> words.Words:
        """What an hour looks like."""
        return {"invalid": format_lazy(_("{label} harus jam yang ada, misalnya 23.59"), label=label)}


class YaTidakField(forms.TypedChoiceField):
    """A question answered by Ya or Tidak; the value is a bool, None when it may stay open."""

    widget = forms.RadioSelect
    inline = True

    def __init__(self, **kwargs: Any) -> None:
        choices = kwargs.pop("choices", [("ya", _("Ya")), ("tidak", _("Tidak"))])
        super().__init__(choices=choices, coerce=lambda value: value == "ya", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored bool as its word."""
        return {True: "ya", False: "tidak"}.get(value, value) if isinstance(value, bool) else value


# The code of a message that is no error: the file is here, and is still being looked at.
BEING_CHECKED = "being_checked"


class BerkasField(forms.FileField):
    """A file. `documents.operations.store` looks at its content; the field only asks that there is one."""

    def __init__(
        self, *, accept: str = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png", **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", BerkasInput(accept))
        super().__init__(**kwargs)

    # Codes of errors that leave the file as good as it was.
    passing: Collection[str] = ()

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The file itself where it is kept for this form: its name stands on the page."""
        return data if getattr(data, "kept", None) else initial

    def keep(self, upload: UploadedFile, request: HttpRequest, *, checked: bool) -> bool:
        """Keep `upload` until its form is sent again, and have it looked at where nobody had the time; could it be kept?

        Where files can be kept is known to a higher room.
        """
        return False
