"""Form controls that Django lacks. Their templates are parts in `templates/ovop/`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .jinja import rendered


class TanggalInput(forms.MultiWidget):
    """Three text inputs: day, month (number or name), year. Works without script and without a date picker."""

    use_fieldset = True
    parts = (_("Hari"), _("Bulan"), _("Tahun"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day, year = {"inputmode": "numeric", "maxlength": 2}, {"inputmode": "numeric", "maxlength": 4}
        super().__init__([forms.TextInput(day), forms.TextInput({"maxlength": 12}), forms.TextInput(year)], attrs)

    def decompress(self, value: Any) -> list[Any]:
        """A date as its three texts."""
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The three inputs with their small labels."""
        inputs = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        return rendered("ovop/tanggal.jinja", inputs=list(zip(inputs, self.parts, strict=True)))


# Behind the name of a file field: the key of the file that was kept for it.
KEPT = "-tersimpan"
# Behind it: whether that file is to be left out after all.
LEFT_OUT = "-buang"


class BerkasInput(forms.FileInput):
    """A file input that names the kinds it takes, and the words `static/js/berkas.js` puts in place of the browser's.

    Where the form is drawn again and its file was kept, the file is named and comes along with the next sending.
    """

    def __init__(self, accept: str = "", attrs: dict[str, Any] | None = None) -> None:
        words = {"data-pick": _("Pilih berkas"), "data-none": _("Belum ada berkas dipilih")}
        super().__init__({**({"accept": accept} if accept else {}), **words, **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input, below the name of the file that is kept already."""
        kept, attributes = getattr(value, "kept", None), self.build_attrs(self.attrs, attrs)
        if kept is not None:
            attributes |= {"data-pick": _("Ganti berkas"), "data-none": _("Pilih lagi hanya jika ingin mengganti")}
        return rendered(
            "ovop/berkas.jinja",
            name=name,
            attrs=attributes,
            kept=kept,
            kept_name=name + KEPT,
            left_out_name="" if self.is_required else name + LEFT_OUT,
        )
