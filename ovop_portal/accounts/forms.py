"""Forms of signing in and of passwords: allauth's logic, the portal's fields and words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import weak_words
from ovop_portal.common.fields import PrintedField, TeleponField
from ovop_portal.common.forms import OvopForm, PortalFormMixin

LONGEST_PASSWORD = 200
PASSWORD_HELP = _("Paling sedikit 10 karakter. Beberapa kata yang mudah Anda ingat lebih aman daripada satu kata")


class PasswordField(forms.CharField):
    """A password as typed: spaces count, and a password manager knows what it is for."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=LONGEST_PASSWORD, widget=widget, **kwargs)


class NewPasswordField(PasswordField):
    """A new password: checked by the validators of the settings, refused in our words."""

    user: User | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="new-password", help_text=PASSWORD_HELP, **kwargs)

    def clean(self, value: Any) -> str:
        password = super().clean(value)
        try:
            validate_password(password, self.user)
        except ValidationError as refusal:
            raise ValidationError(weak_words(refusal), code=refusal.error_list[0].code) from None
        return password


class _OneName(LoginForm):
    """allauth's form with the portal's two fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["login"] = forms.CharField(label=_("Nomor WhatsApp atau e-mail"), max_length=254, widget=name)
        self.fields["password"] = PasswordField(label=_("Kata sandi"), autocomplete="current-password")
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """A number becomes E.164 here, for allauth hands on what was typed."""
        name = super().clean_login()
        try:
            return name if "@" in name else TeleponField().parse(name)
        except ValueError:
            return name


class SignInForm(PortalFormMixin, _OneName):
    """One field for the name, one for the password."""

    with_key = False


class AccountForm(OvopForm):
    """My name and address. The password says that it is me who changes them."""

    name = PrintedField(label=_("Nama"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Untuk memulihkan akun dan menerima kabar"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = PasswordField(label=_("Kata sandi sekarang"), autocomplete="current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": user.name, "email": user.email or ""}, **kwargs)
        self.user = user

    @property
    def new_email(self) -> str:
        """The address that was given in place of the present one; empty where it stays or goes."""
        given = str(self.cleaned_data["email"]).lower()
        return given if given != (self.user.email or "") else ""

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("Kata sandi sekarang belum cocok. Ketik ulang"))
        return password


class _OldAndNew(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = PasswordField(label=_("Kata sandi sekarang"), autocomplete="current-password")
        self.fields["password1"] = _new_password(self)


class PasswordChangeForm(PortalFormMixin, _OldAndNew):
    """The password now, and the new one. It can be shown while typing, so it is not asked twice."""

    with_key = False


class _AddressField(forms.EmailField):
    """An e-mail address; a telephone number in its place is told what to do instead."""

    def clean(self, value: Any) -> str:
        try:
            TeleponField().parse(value or "")
        except ValueError:
            return str(super().clean(value))
        words = _("Ini nomor telepon. Isi e-mail akun Anda, atau ikuti langkah untuk akun tanpa e-mail di bawah")
        raise ValidationError(words, code="number")


class PasswordResetForm(OvopForm):
    """Asks to which e-mail address the link goes."""

    with_key = False
    email = _AddressField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Alamat yang terdaftar pada akun Anda"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class _New(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"] = _new_password(self)


class PasswordResetKeyForm(PortalFormMixin, _New):
    """The new password, asked by the link in the mail."""

    with_key = False


def _new_password(form: Any) -> NewPasswordField:
    del form.fields["password2"]
    field = NewPasswordField(label=_("Kata sandi baru"))
    field.user = form.user
    return field
