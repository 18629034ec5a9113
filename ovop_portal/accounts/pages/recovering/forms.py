"""Forms of whoever forgot a password and has a number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts import reaching
from ovop_portal.accounts.fields import ContactCodeField
from ovop_portal.accounts.forms import NewPasswordField
from ovop_portal.common.fields import TeleponField
from ovop_portal.common.forms import OvopForm


class NumberForm(OvopForm):
    """To which number the code goes, and by what."""

    with_key = False
    phone = TeleponField(label=_("Nomor WhatsApp"), help_text=_("Nomor yang sudah dipastikan pada akun Anda"))
    channel = forms.ChoiceField(label=_("Kode dikirim lewat"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        ways = reaching.to_numbers()
        super().__init__(*args, initial={"channel": ways[0]}, **kwargs)
        self.fields["channel"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]


class RecoverForm(OvopForm):
    """The code, and the new password."""

    with_key = False
    kode = ContactCodeField(label=_("Kode 6 angka"))
    password = NewPasswordField(label=_("Kata sandi baru"))
