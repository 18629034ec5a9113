"""Forms of whoever looks after people and offices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import Invitation, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.fields import PrintedField, TeleponField
from ovop_portal.common.forms import OvopForm
from regions.models import Office


class InviteForm(OvopForm):
    """Who is asked to hold which role. With an e-mail address the portal writes the letter itself; to an office a number will do, and a slip is printed."""

    name = PrintedField(label=_("Nama"), max_length=Invitation._meta.get_field("name").max_length)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Undangan dikirim ke sini"),
        widget=forms.EmailInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    phone = TeleponField(
        label=_("Nomor WhatsApp"),
        required=False,
        help_text=_("Tanpa e-mail, undangan dicetak dan Anda sendiri yang menyerahkannya"),
    )
    role = forms.ChoiceField(label=_("Peran"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, office: Office | None, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if office is None:
            self.fields["email"].required = True
            self.fields["phone"].help_text = ""
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not values.get("email") and not values.get("phone"):
            self.add_error("email", ValidationError(gettext("Isi e-mail atau nomor WhatsApp"), code="contact_needed"))
        return values


class OfficeForm(OvopForm):
    """How an office is called and reached."""

    name = PrintedField(label=_("Nama dinas"), max_length=Office._meta.get_field("name").max_length)
    head_name = PrintedField(
        label=_("Nama kepala dinas"), max_length=Office._meta.get_field("head_name").max_length, required=False
    )
    address = PrintedField(label=_("Alamat"), max_length=Office._meta.get_field("address").max_length, required=False)
    phone = TeleponField(label=_("Telepon kantor"), mobile=False, required=False)
    email = forms.EmailField(label=_("E-mail kantor"), max_length=254, required=False)

    @classmethod
    def of(cls, office: Office, data: Any = None) -> OfficeForm:
        """The form with what is recorded."""
        return cls(data, initial={name: getattr(office, name) for name in cls.base_fields})


class ContactForm(OvopForm):
    """Name and contacts of a person, mended by somebody else; an address so given counts as not proved."""

    name = PrintedField(label=_("Nama"), max_length=User._meta.get_field("name").max_length)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = TeleponField(label=_("Nomor WhatsApp"), required=False)

    @classmethod
    def of(cls, user: User, data: Any = None) -> ContactForm:
        """The form with what is recorded."""
        return cls(data, initial={"name": user.name, "email": user.email or "", "phone": user.phone or ""})
