"""The catalogue's filters: a GET form whose address is the state, and the box for a certificate code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.certificates.codes import codes_in, example, is_shaped, spaced, tidy
from awards.pages.public.catalogue import Choice, Filters
from ovop_portal.common.forms import OvopForm

ORDER_CHOICES = [("terbaru", _("Terbaru")), ("nama", _("Nama")), ("bintang", _("Bintang"))]


class OneOfferedField(forms.ChoiceField):
    """A choice that counts as empty where the value is not on offer: a regency of the former province, an edition that is not out."""

    def to_python(self, value: Any) -> str:
        asked = super().to_python(value)
        return asked if asked and self.valid_value(asked) else ""


class CatalogueForm(OvopForm):
    """Keywords, commodity groups, stars, edition, province and its regencies, order. `offered` are the choices that the rows give (`catalogue.facets`)."""

    with_key = False

    q = forms.CharField(label=_("Kata kunci"), required=False, max_length=100)
    komoditas = forms.MultipleChoiceField(
        label=_("Kelompok komoditi"), required=False, widget=forms.CheckboxSelectMultiple
    )
    bintang = forms.MultipleChoiceField(
        label=_("Bintang"),
        required=False,
        choices=[(str(n), _("Bintang {n}").format(n=n)) for n in (3, 2, 1)],
        widget=forms.CheckboxSelectMultiple,
    )
    edisi = OneOfferedField(label=_("Penyelenggaraan"), required=False)
    provinsi = OneOfferedField(label=_("Provinsi"), required=False)
    kabupaten = OneOfferedField(label=_("Kabupaten/kota"), required=False)
    urut = OneOfferedField(label=_("Urutkan"), required=False, choices=ORDER_CHOICES)

    def __init__(self, *args: Any, offered: Mapping[str, Sequence[Choice]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values if isinstance(field, forms.MultipleChoiceField) else [("", _("Semua")), *values]
        self.offers_regencies = bool(offered["kabupaten"])

    def label_of(self, name: str) -> str:
        """The words of what was chosen in `name`."""
        return str(dict(self.fields[name].choices).get(self.cleaned_data[name], ""))  # type: ignore[attr-defined]

    @property
    def filters(self) -> Filters:
        """The filters in force. An impossible answer is left out, the others stand."""
        self.is_valid()
        return self.cleaned_data


class CodeForm(OvopForm):
    """The code printed on a certificate."""

    with_key = False

    kode = forms.CharField(label=_("Kode piagam"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kode"].help_text = gettext("11 huruf dan angka di bawah kode QR, misalnya {code}").format(
            code=example()
        )

    def clean_kode(self) -> str:
        """One code is looked up at a time."""
        typed: str = self.cleaned_data["kode"]
        if len(found := codes_in(typed)) > 1:
            words = _("Isi satu kode saja. Isian Anda memuat {n} kode: {codes}")
            raise forms.ValidationError(words.format(n=len(found), codes=", ".join(map(spaced, found[:5]))))
        if not found and not is_shaped(tidy(typed)):
            words = _(
                "Kode piagam terdiri atas 11 huruf dan angka, misalnya {code}. Periksa isian Anda, lalu coba lagi"
            )
            raise forms.ValidationError(words.format(code=example()))
        return typed
