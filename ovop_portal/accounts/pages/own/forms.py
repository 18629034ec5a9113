"""Forms of one's own contacts, and by what one wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts import reaching
from ovop_portal.accounts.fields import ContactCodeField
from ovop_portal.accounts.forms import PasswordField
from ovop_portal.accounts.models import ContactChannel, User
from ovop_portal.common.fields import TeleponField
from ovop_portal.common.forms import OvopForm

EMAIL, WHATSAPP = ContactChannel.EMAIL, ContactChannel.WHATSAPP
NOWHERE = "portal"
ORDERS = {
    "email-whatsapp": (_("E-mail dahulu, lalu WhatsApp"), [EMAIL, WHATSAPP]),
    "whatsapp-email": (_("WhatsApp dahulu, lalu e-mail"), [WHATSAPP, EMAIL]),
    "email": (_("Hanya e-mail"), [EMAIL]),
    "whatsapp": (_("Hanya WhatsApp"), [WHATSAPP]),
    NOWHERE: (_("Hanya di portal"), []),
}


class ReachedByForm(OvopForm):
    """By which channels news comes, and in which order. Only those that the portal has are offered."""

    order = forms.ChoiceField(label=_("Kabar dikirim lewat"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"order": _kept(user)}, **kwargs)
        self.user = user
        self.fields["order"].choices = [  # type: ignore[attr-defined]
            (name, label) for name, (label, order) in ORDERS.items() if all(map(reaching.is_open, order))
        ]

    @property
    def order_of_channels(self) -> list[str]:
        """The channels that were chosen, the most wanted first."""
        return [str(channel) for channel in ORDERS[self.cleaned_data["order"]][1]]

    def clean_order(self) -> str:
        """Whoever wants one channel alone must have it, or would hear nothing without having said so."""
        name = str(self.cleaned_data["order"])
        _label, order = ORDERS[name]
        if order and not any(reaching.contact(self.user, channel) for channel in order):
            lacking = (
                gettext("Akun Anda belum mempunyai e-mail. Isi dahulu, atau pilih yang lain")
                if EMAIL in order
                else gettext("Nomor WhatsApp Anda belum dipastikan. Pastikan dahulu, atau pilih yang lain")
            )
            raise ValidationError(lacking, code="no_contact")
        return name


class ContactCodeForm(OvopForm):
    """The code that was sent to the new address or number."""

    kode = ContactCodeField(label=_("Kode 6 angka"))


class PhoneForm(OvopForm):
    """My number, and by what its code comes. The password says that it is me who asks."""

    phone = TeleponField(label=_("Nomor WhatsApp"))
    channel = forms.ChoiceField(label=_("Kode dikirim lewat"), widget=forms.RadioSelect)
    password = PasswordField(label=_("Kata sandi sekarang"), autocomplete="current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        ways = reaching.to_numbers()
        super().__init__(*args, initial={"phone": user.phone, "channel": ways[0]}, **kwargs)
        self.user = user
        self.fields["channel"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """A number that is proved already has nothing to be asked."""
        number = str(self.cleaned_data["phone"])
        if number == self.user.phone and self.user.phone_verified_at:
            raise ValidationError(gettext("Nomor ini sudah dipastikan milik Anda. Isi nomor yang baru"), code="proved")
        return number

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(gettext("Kata sandi sekarang belum cocok. Ketik ulang"))
        return password


def _kept(user: User) -> str:
    """The order that the account has now; for whoever has not said, the usual one."""
    wanted = reaching.USUAL if user.reached_by is None else user.reached_by
    order = [channel for channel in wanted if channel in (EMAIL, WHATSAPP) and reaching.is_open(channel)]
    return next((name for name, (_label, listed) in ORDERS.items() if listed == order), NOWHERE)
