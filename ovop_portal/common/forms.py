"""Forms of the portal: our words, cleaned text, a key against double sending, the version the reader saw.

class NameForm(OvopForm):
    name = forms.CharField(label=_("Nama pemilik"), max_length=120)

def edit(request):
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        …one verb…; return redirect(…)
    return render_form(request, "ikm/owner_edit.html", {…}, form)
"""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import phonenumbers
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.id import npwp

from . import formats, numbers, text, words
from .verbs import Refused
from .widgets import BerkasInput, TanggalInput


def render_form(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, form: Any = None
) -> HttpResponse:
    """The page of a form: 422 when the form was sent and cannot be taken, 200 otherwise."""
    refused = form is not None and form.is_bound and not form.is_valid()
    return render(request, template, {**(context or {}), "form": form}, status=422 if refused else 200)


def layout(*parts: Any) -> FormHelper:
    """A crispy helper for forms that want groups: `helper = layout(Fieldset(_("Alamat"), "street", Row("village", "code")), …)`.

    The page writes the form tag, the token and the buttons; hidden fields come by themselves.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.layout = Layout(*parts)
    return helper


class _KeyField(forms.UUIDField):
    """The idempotency key: never a change of its own, and made anew where a form came without."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data or initial


class _VersionField(forms.IntegerField):
    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


if TYPE_CHECKING:
    _Form = forms.BaseForm
else:
    _Form = object


class FormManners(_Form):
    """What every form of the portal does; mixed into `OvopForm` and `OvopModelForm`.

    `kunci` is the idempotency key, sent back with the form; set `with_key = False` for forms that only ask (GET).
    Given `version=`, the form carries the version the reader saw as `versi`; read it from `form.base_version`.
    """

    use_required_attribute = False
    with_key = True

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _harden(field)
            words.teach(field, name)
        if self.with_key:
            self.fields["kunci"] = _KeyField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
        if version is not None:
            self.fields["versi"] = _VersionField(required=False, widget=forms.HiddenInput, initial=version)

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """The sent value in one spelling. Passwords stay byte for byte."""
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        if isinstance(widget, forms.PasswordInput):
            return value
        clean = text.tidy if isinstance(widget, forms.Textarea) else text.tidy_line
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list):
            return [clean(item) if isinstance(item, str) else item for item in value]
        return value

    @property
    def key(self) -> str:
        """The idempotency key that came with the form; a new one where none came."""
        return str(getattr(self, "cleaned_data", {}).get("kunci") or uuid.uuid4())

    @property
    def base_version(self) -> int | None:
        """The version the reader saw, None where the form carried none."""
        return getattr(self, "cleaned_data", {}).get("versi")

    @property
    def body(self) -> dict[str, list[str]]:
        """What was sent, for comparing a repeated key: without the tokens, files by name and size."""
        sent = {
            name: values
            for name, values in self.data.lists()  # type: ignore[attr-defined]
            if name not in ("csrfmiddlewaretoken", self.add_prefix("kunci"))
        }
        for name, files in self.files.lists() if self.files else []:
            sent[name] = [f"{file.name}:{file.size}" for file in files]
        return sent

    @property
    def answers(self) -> dict[str, Any]:
        """`cleaned_data` without the hidden helpers: what a verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("kunci", "versi")}

    def add_refused(self, refused: Refused) -> None:
        """Show what a verb found missing: at the field where there is one, else at the top."""
        for item in refused.missing:
            self.add_error(item.field if item.field in self.fields else None, item.message)

    def error_links(self) -> list[tuple[str, str]]:
        """(id of the control, message) for each error, in the order of the page; the id is empty for the form's own."""
        links = [("", str(message)) for message in self.non_field_errors()]
        for name in self.fields:
            if name in self.errors:
                links += [(first_id(self[name]), str(message)) for message in self.errors[name]]
        return links


class OvopForm(FormManners, forms.Form):
    """A form of the portal."""


class OvopModelForm(FormManners, forms.ModelForm):
    """A form of the portal made from a model. Give labels in Meta; a state is never among the fields."""


def first_id(bound: forms.BoundField) -> str:
    """The id of the first control of a field: for groups the first option, for dates the day."""
    auto_id = bound.auto_id
    return f"{auto_id}_0" if bound.field.widget.use_fieldset else auto_id


def _harden(field: forms.Field) -> None:
    if not isinstance(field, forms.CharField):
        return
    # A browser cuts a longer paste without a word; ours says how long it may be.
    field.widget.attrs.pop("maxlength", None)
    long = isinstance(field.widget, forms.Textarea)
    if long and field.widget.attrs.pop("cols", ""):
        field.widget.attrs["rows"] = min(int(field.widget.attrs.get("rows", 5)), 5)
    field.validators.append(text.validate_text if long else text.validate_line)
    if field.max_length is None and not isinstance(field.widget, forms.PasswordInput):
        field.max_length = text.LONGEST
        field.validators.append(MaxLengthValidator(text.LONGEST))


class TypedField(forms.Field):
    """A text control that reads something else than text. `parse` raises `numbers.Unreadable`; `show` writes the value back."""

    widget = forms.TextInput
    inputmode = "numeric"
    autocomplete = "off"
    longest = 40

    def __init__(self, *, prefix: Any = "", suffix: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.prefix, self.suffix = prefix, suffix

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Keyboard and auto-fill of the control."""
        return {"inputmode": self.inputmode, "autocomplete": self.autocomplete, "class": self.width}

    width = "width-10"

    def parse(self, raw: str) -> Any:
        """The value of a text that is not empty."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The value as the control shows it."""
        return str(value)

    def to_python(self, value: Any) -> Any:
        """Read what was typed."""
        if value in self.empty_values or not str(value).strip():
            return None
        if len(str(value)) > self.longest:
            raise self.refusal("invalid")
        try:
            return self.parse(str(value).strip())
        except numbers.Unreadable as unreadable:
            raise self.refusal(unreadable.code) from None

    def refusal(self, code: str) -> ValidationError:
        """The field's sentence for `code`, or its general one."""
        return ValidationError(self.error_messages.get(code) or self.error_messages["invalid"], code=code)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the control: what was typed, as typed; a stored value written our way."""
        return value if value is None or isinstance(value, str) else self.show(value)

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
        return super().speak(label, low) | {"invalid": money, "words": money}


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

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"suffix": "%", "max_value": 100, **kwargs})

    def parse(self, raw: str) -> Decimal:
        """With or without the sign."""
        return numbers.parse_percent(raw)


class DigitsField(TypedField):
    """An identity number: digits only, spaces, dots and dashes are taken out, leading zeros stay."""

    width = "width-20"

    def parse(self, raw: str) -> str:
        """The bare digits."""
        bare = "".join(letter for letter in raw if letter not in " .-/\u00a0")
        if not (bare.isascii() and bare.isdigit()):
            raise numbers.Unreadable("invalid")
        return bare

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


class NpwpField(DigitsField):
    """Nomor Pokok Wajib Pajak: 15 digits of the old form or 16 of the new, by its check digit."""

    def parse(self, raw: str) -> str:
        """Bare digits of a number that exists by its rule."""
        digits = super().parse(raw)
        try:
            npwp.validate(digits)
        except StdnumError:
            raise numbers.Unreadable("invalid") from None
        return digits

    def speak(self, label: str, low: str) -> words.Words:
        """One sentence for all of it."""
        return {"invalid": format_lazy(_("{label} harus 15 atau 16 angka seperti tertulis di kartu NPWP"), label=label)}


class TeleponField(TypedField):
    """A telephone number, kept as E.164. Local numbers are Indonesian; `mobile=False` takes office lines, too."""

    inputmode = "tel"
    autocomplete = "tel"
    width = "width-20"

    def __init__(self, *, mobile: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mobile = mobile
        self.widget.input_type = "tel"

    def parse(self, raw: str) -> str:
        """E.164, or the field's sentence."""
        if not raw.isascii():
            raise numbers.Unreadable("invalid")
        try:
            number = phonenumbers.parse(raw if not raw.startswith("62") else f"+{raw}", "ID")
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
    """A date in three inputs; the month may be a name. `not_future` names today's date to hold it against."""

    widget = TanggalInput

    def __init__(self, *, latest: date | None = None, earliest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.latest, self.earliest = latest, earliest

    def to_python(self, value: Any) -> date | None:
        """A date, or None where all three are empty."""
        if isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value or []]
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
        """E-DATE and its kin. Limits are given when the form is made: `form.fields["issued"].latest = today`."""
        return {
            "invalid": format_lazy(_("{label} harus tanggal yang ada, misalnya 21 11 2026"), label=label),
            "incomplete": format_lazy(_("{label} harus memuat hari, bulan, dan tahun"), label=label),
            "latest": format_lazy(_("{label} tidak boleh sesudah hari ini"), label=label),
            "earliest": format_lazy(_("{label} harus {day} atau sesudahnya"), label=label, day="{day}"),
        }


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


class BerkasField(forms.FileField):
    """A file. What it is really made of is looked at by `documents.operations.store`; here only that there is one."""

    def __init__(
        self, *, accept: str = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png", **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", BerkasInput(accept))
        super().__init__(**kwargs)
