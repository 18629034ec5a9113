"""What forms say when an answer cannot be taken (ux 3.1 rule 6): the thing, the limit, the repair.

The texts are made from a field's label, so that no form keeps its own list and Django's stock sentences never show.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import formats

Words = dict[str, Any]

# First words of labels that keep their capital inside a sentence.
_KEPT = {"Rp", "Dinas"}


def inner(label: object) -> str:
    """The label as it stands inside a sentence: "Nama pemilik" -> "nama pemilik", "NIB" stays, a question loses its mark."""
    text = str(label).rstrip("?")
    first = text.split(" ", 1)[0]
    if first in _KEPT or any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].lower() + text[1:]


def _say(template: str | Promise, label: object, **values: object) -> str | Promise:
    return format_lazy(template, label=label, **values)


def too_long(label: object, most: object) -> str | Promise:
    """The sentence for a text with more than `most` characters."""
    most = formats.angka(most) if isinstance(most, int) else most
    return _say(_("{label} harus paling banyak {n} karakter. Persingkat isian Anda"), label, n=most)


def _text(field: forms.Field, label: str, low: str) -> Words:
    return {
        "required": _say(_("Isi {low}"), label, low=low),
        "max_length": too_long(label, _count(field, "max_length")),
        "min_length": _say(_("{label} harus paling sedikit {n} karakter"), label, n=_count(field, "min_length")),
        "null_characters_not_allowed": _say(_("{label} harus berupa teks biasa. Ketik ulang isian Anda"), label),
        "control_characters": _say(_("{label} harus berupa teks biasa. Ketik ulang isian Anda"), label),
        "too_many_marks": _say(_("{label} harus berupa teks biasa. Ketik ulang isian Anda"), label),
        # Django puts the letters in; a per cent sign of the label is its own.
        "unprintable": _say(
            _("{label} harus ditulis dengan huruf Latin, supaya dapat dicetak pada piagam. Ganti {letters}"),
            label.replace("%", "%%"),
            letters="%(letters)s",
        ),
        "invalid": _say(_("{label} harus ditulis seperti pada petunjuk"), label),
    }


def _email(field: forms.Field, label: str, low: str) -> Words:
    return {"invalid": _say(_("{label} harus alamat lengkap, misalnya nama@contoh.id"), label)}


def _url(field: forms.Field, label: str, low: str) -> Words:
    return {"invalid": _say(_("{label} harus alamat situs lengkap, misalnya https://contoh.id"), label)}


def _number(field: forms.Field, label: str, low: str) -> Words:
    return {
        "required": _say(_("Isi {low}"), label, low=low),
        "invalid": _say(_("{label} harus berupa angka"), label),
        "max_value": _say(_("{label} harus paling besar {n}"), label, n=_count(field, "max_value")),
        "min_value": _say(_("{label} harus paling kecil {n}"), label, n=_count(field, "min_value")),
        "max_decimal_places": _say(
            _("{label} harus paling banyak {n} angka di belakang koma"), label, n=_count(field, "decimal_places")
        ),
        "max_digits": _say(_("{label} harus lebih kecil"), label),
        "max_whole_digits": _say(_("{label} harus lebih kecil"), label),
        "step_size": _say(_("{label} harus kelipatan {n}"), label, n=_count(field, "step_size")),
    }


def _date(field: forms.Field, label: str, low: str) -> Words:
    return {
        "required": _say(_("Isi {low}"), label, low=low),
        "invalid": _say(_("{label} harus tanggal yang ada, misalnya 21 11 2026"), label),
        "overflow": _say(_("{label} harus tanggal yang ada, misalnya 21 11 2026"), label),
        "incomplete": _say(_("{label} harus memuat hari, bulan, dan tahun"), label),
    }


def _choice(field: forms.Field, label: str, low: str) -> Words:
    pick = _say(_("Pilih {low} dari daftar"), label, low=low)
    return {
        "required": _say(_("Pilih {low}"), label, low=low),
        "invalid_choice": pick,
        "invalid_list": pick,
        "invalid_pk_value": pick,
        "list": pick,
    }


def _tick(field: forms.Field, label: str, low: str) -> Words:
    return {"required": _say(_("Beri tanda centang pada “{label}”"), label)}


def _file(field: forms.Field, label: str, low: str) -> Words:
    again = _say(_("{label} belum sampai. Pilih berkasnya lagi"), label)
    return {
        "required": _say(_("Unggah {low}"), label, low=low),
        "invalid": again,
        "missing": again,
        "empty": _("Berkas ini kosong. Pilih berkas lain"),
        "max_length": _("Nama berkas ini terlalu panjang. Ganti namanya, lalu unggah lagi"),
        "contradiction": _say(_("Pilih berkas baru atau hapus berkas lama untuk {low}, satu saja"), label, low=low),
        "invalid_image": _say(_("{label} harus berupa JPG atau PNG"), label),
        "invalid_extension": _say(_("{label} harus berupa PDF, JPG atau PNG"), label),
    }


# Later entries speak over earlier ones, as a subclass does.
_SPEAKERS = (
    (forms.Field, _text),
    (forms.EmailField, _email),
    (forms.URLField, _url),
    (forms.IntegerField, _number),
    (forms.DateField, _date),
    (forms.DateTimeField, _date),
    (forms.TimeField, _date),
    (forms.ChoiceField, _choice),
    (forms.ModelChoiceField, _choice),
    (forms.BooleanField, _tick),
    (forms.FileField, _file),
)
# Django formats these with the parameters of the error, so a per cent sign of the label is doubled.
_WITH_PARAMS = {
    "max_length", "min_length", "max_value", "min_value", "max_decimal_places", "max_digits", "max_whole_digits", "step_size",
    "invalid_choice", "invalid_pk_value", "list", "invalid_extension", "invalid",
}  # fmt: skip


def messages_for(field: forms.Field, label: object) -> Words:
    """Every sentence that `field`, labelled `label`, may have to say."""
    label, low = str(label).rstrip("?"), inner(label)
    words: Words = {}
    for kind, speak in _SPEAKERS:
        if isinstance(field, kind):
            words |= speak(field, label, low)
    own = getattr(field, "speak", None)
    return words | own(label, low) if own else words


class Sentences(dict[str, Any]):
    """The error messages of one field, made when the first is asked for: most forms are shown and never complain."""

    def __init__(self, field: forms.Field, name: str) -> None:
        super().__init__(field.error_messages)
        self._pending: tuple[forms.Field, str] | None = (field, name)

    def _learn(self) -> None:
        if self._pending is None:
            return
        (field, name), self._pending = self._pending, None
        stock: Words = {}
        for cls in reversed(type(field).__mro__):
            stock |= getattr(cls, "default_error_messages", {})
        label = field.label if field.label is not None else name.replace("_", " ").capitalize()
        for code, words in messages_for(field, label).items():
            if super().get(code) in (None, stock.get(code)):
                self[code] = _escaped(words) if code in _WITH_PARAMS else words

    def __getitem__(self, code: str) -> Any:
        self._learn()
        return super().__getitem__(code)

    def __contains__(self, code: object) -> bool:
        self._learn()
        return super().__contains__(code)

    def get(self, code: str, default: Any = None) -> Any:
        """As of a dict."""
        self._learn()
        return super().get(code, default)

    def items(self) -> Any:
        """As of a dict."""
        self._learn()
        return super().items()


def teach(field: forms.Field, name: str) -> None:
    """Give `field` our sentences wherever its author has not written one."""
    field.error_messages = Sentences(field, name)


def _escaped(words: Any) -> Any:
    return str(words).replace("%", "%%") if "%" in str(words) else words


def _count(field: forms.Field, name: str) -> str:
    value = getattr(field, name, None)
    return "" if value is None or callable(value) else formats.angka(value)
