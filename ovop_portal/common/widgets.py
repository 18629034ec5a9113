"""Form controls that Django lacks. They write their HTML in Python: a widget template costs ten times as much."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from . import formats


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
        widgets = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        inputs = format_html_join(
            "",
            '<div><label for="{}">{}</label><input type="text" name="{}"{}{}></div>',
            (
                (part["attrs"].get("id", ""), label, part["name"], value_attribute(part["value"]), flat(part["attrs"]))
                for part, label in zip(widgets, self.parts, strict=True)
            ),
        )
        return format_html('<div class="date">{}</div>', inputs)


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
        if kept is None:
            return format_html('<input type="file" name="{}"{}>', name, flat(attributes))
        attributes |= {"data-pick": _("Ganti berkas"), "data-none": _("Pilih lagi hanya jika ingin mengganti")}
        return format_html(
            '{}<input type="hidden" name="{}" value="{}">{}<input type="file" name="{}"{}>',
            _named(kept),
            name + KEPT,
            kept.pk,
            SafeString("") if self.is_required else _to_leave_out(name),
            name,
            flat(attributes),
        )


def _named(kept: Any) -> SafeString:
    size = formats.ukuran(kept.size)
    if kept.is_being_checked:
        words = _(
            "{name} ({size}) sedang diperiksa. Bila halaman ini tidak melanjutkan sendiri, kirim lagi sebentar lagi."
        )
        said = {
            "data-ikuti": kept.follow_url,
            "data-selesai": _("{name} ({size}) selesai diperiksa. Kirim bila sudah siap."),
        }
        said["data-selesai"] = said["data-selesai"].format(name=kept.name, size=size)
    else:
        words, said = _("{name} sudah diterima ({size}). Pilih lagi hanya jika ingin mengganti."), {}
    return format_html(
        '<p class="file-now" role="status"{}>{}</p>', flat(said), words.format(name=kept.name, size=size)
    )


def _to_leave_out(name: str) -> SafeString:
    return format_html(
        '<label class="choice"><input type="checkbox" name="{}" value="ya"><span>{}</span></label>',
        name + LEFT_OUT,
        _("Buang berkas ini"),
    )


def value_attribute(value: Any) -> SafeString:
    """` value="…"`, or nothing for an empty one."""
    return SafeString("") if value in (None, "") else format_html(' value="{}"', value)


def flat(attrs: dict[str, Any]) -> SafeString:
    """HTML attributes in the order given; True stands alone, None and False are left out."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", key) if value is True else format_html(' {}="{}"', key, value),)
            for key, value in attrs.items()
            if value is not None and value is not False
        ),
    )
