"""What this room writes to people by itself: the room of notices stands above it."""

from __future__ import annotations

from allauth.account.adapter import get_adapter

from ovop_portal.accounts.models import User


def address_changed(user: User, before: str) -> None:
    """Tell the address that was left, so that somebody whose account was taken over hears of it. The new address is not named."""
    get_adapter().render_mail("account/email/address_changed", before, {"user": user}).send()
