"""Controls for what this room hands out."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.holder_codes import DIGITS
from ovop_portal.common import numbers, words
from ovop_portal.common.fields import TypedField
from ovop_portal.common.formats import berkelompok


class HolderCodeField(TypedField):
    """The code that an owner reads out, however it is spaced."""

    is_secret = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("8 angka. Pemilik melihatnya di Akun saya, Kode untuk dinas"))
        super().__init__(**kwargs)

    def parse(self, raw: str) -> str:
        digits = re.sub(r"[\s.-]", "", numbers.plain(raw))
        if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits, re.ASCII):
            raise numbers.Unreadable("invalid")
        return digits

    def speak(self, label: str, low: str) -> words.Words:
        return {"invalid": _("Kode harus 8 angka, seperti tampil di halaman Akun saya pemilik")}

    def show(self, value: Any) -> str:
        return berkelompok(value)
