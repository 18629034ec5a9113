"""How allauth sees our accounts: signing in by WhatsApp number or e-mail, nobody signs up here, and our words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts import security, tries
from ovop_portal.accounts.limits import give_back, within_limits
from ovop_portal.accounts.models import User
from ovop_portal.common import words
from ovop_portal.common.fields import TeleponField

# One sentence for an unknown account and for another password: the answer tells nobody who is registered.
NO_MATCH = _("Nomor atau e-mail dan kata sandi ini belum cocok. Periksa keduanya, lalu coba lagi")


LONGEST_ADDRESS = 2_000


class AccountAdapter(DefaultAccountAdapter):
    """Named in `ACCOUNT_ADAPTER`."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NO_MATCH,
        "phone_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
        "too_many_login_attempts": _("Sudah terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi"),
        "enter_current_password": _("Kata sandi sekarang belum cocok. Ketik ulang"),
        "invalid_password_reset": _("Tautan ini sudah tidak berlaku. Minta tautan baru"),
    }

    # --- Who may come in ---------------------------------------------------------------------------------------------
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Owners register at the registration page of their own; offices and jurors are invited."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The account of this name and password, closed ones too. Failures are counted by the portal's own limits (`tries`).

        Only the portal's own columns name an account: an address in allauth's table opens nothing.
        """
        name = credentials.get("email") or credentials.get("phone") or credentials.get("username") or ""
        counted = tries.at_sign_in(request, name)
        if not within_limits(*counted):
            security.note("sign_in_locked", request, User.objects.named(name))
            raise self.validation_error("too_many_login_attempts")
        AuthenticationBackend.unstash_authenticated_user()
        user = authenticate(request, **credentials)
        user = user or AuthenticationBackend.unstash_authenticated_user()
        if user is None or name.lower() not in (user.email, user.phone):
            security.note("sign_in_failed", request, User.objects.named(name))
            return None
        give_back(*counted)
        return user

    def is_safe_url(self, url: str | None) -> bool:
        """Where to go after signing in. Longer addresses are none of ours, and taking them apart would put their marks in order."""
        return url is not None and len(url) <= LONGEST_ADDRESS and bool(super().is_safe_url(url))

    def get_login_stages(self) -> list[str]:
        """None: what else must be done before one is in is asked behind every way of signing in (`second_step.gate`), and not behind allauth's alone."""
        return []

    # --- Telephone numbers -------------------------------------------------------------------------------------------
    def phone_form_field(self, **kwargs: Any) -> TeleponField:
        field = TeleponField(**{"label": _("Nomor WhatsApp"), **kwargs})
        words.teach(field, "phone")
        return field

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """The number, and whether its holder has proved it."""
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.save(update_fields=["phone"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what happened; allauth's messages are not ours."""
