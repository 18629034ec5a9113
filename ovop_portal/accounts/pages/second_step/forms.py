"""Forms of the second step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.fields import CodeField
from ovop_portal.accounts.forms import PasswordField
from ovop_portal.accounts.models import User
from ovop_portal.accounts.second_step import totp
from ovop_portal.common import words
from ovop_portal.common.fields import PrintedField
from ovop_portal.common.forms import OvopForm

# What a device says of its key: some certificates of their makers are long.
LONGEST_ANSWER = 20_000


class AppCodeField(CodeField):
    """What the application shows now."""

    digits = totp.DIGITS
    autocomplete = "one-time-code"

    def speak(self, label: str, low: str) -> words.Words:
        return {"invalid": _("Kode harus 6 angka, seperti tampil di aplikasi")}


class PaperCodeField(CodeField):
    """One of the codes on paper."""

    digits = 8

    def speak(self, label: str, low: str) -> words.Words:
        return {"invalid": _("Kode cadangan harus 8 angka")}


class AppCodeForm(OvopForm):
    """The second step by the application."""

    kode = AppCodeField(label=_("Kode dari aplikasi"), help_text=_("6 angka, berganti tiap 30 detik"))


class PaperCodeForm(OvopForm):
    """The second step by a code on paper."""

    kode = PaperCodeField(label=_("Kode cadangan"), help_text=_("8 angka. Tiap kode hanya untuk satu kali pakai"))


class AnswerForm(OvopForm):
    """The second step by a passkey; a script fills it in."""

    jawaban = forms.CharField(max_length=LONGEST_ANSWER, widget=forms.HiddenInput(attrs={"data-rahasia": ""}))


class _WithPassword(OvopForm):
    """The password says that it is the holder who sets up a first second step, and not whoever found the device."""

    password = PasswordField(label=_("Kata sandi sekarang"), autocomplete="current-password")

    def __init__(self, *args: Any, user: User, asks_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not asks_password:
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("Kata sandi sekarang belum cocok. Ketik ulang"))
        return password


class NewAppForm(_WithPassword):
    """The code that shows that the application knows the secret."""

    kode = AppCodeField(label=_("Kode dari aplikasi"), help_text=_("6 angka yang sekarang tampil di aplikasi"))
    field_order = ["kode", "password"]


class NewKeyForm(_WithPassword):
    """A passkey and how its holder calls it."""

    nama = PrintedField(
        label=_("Nama kunci sandi"), max_length=60, help_text=_("Agar Anda mengenalinya nanti, misalnya nama perangkat")
    )
    jawaban = forms.CharField(max_length=LONGEST_ANSWER, required=False, widget=forms.HiddenInput)
    field_order = ["nama", "password", "jawaban"]


class ResetForm(OvopForm):
    """Why everything is taken off somebody's account."""

    alasan = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bagaimana Anda memastikan bahwa yang meminta memang orangnya. Ia membacanya dalam surat"),
    )
