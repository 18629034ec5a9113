"""The form of whoever was invited and has no account yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.forms import NewPasswordField
from ovop_portal.accounts.models import Invitation, User
from ovop_portal.common.fields import PrintedField
from ovop_portal.common.forms import OvopForm


class TakeForm(OvopForm):
    """Name and a first password; the contacts come with the invitation."""

    name = PrintedField(label=_("Nama"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = NewPasswordField(label=_("Kata sandi baru"))

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": invitation.name}, **kwargs)
        about = User(name=invitation.name, email=invitation.email, phone=invitation.phone)
        self.fields["password"].user = about  # type: ignore[attr-defined]
