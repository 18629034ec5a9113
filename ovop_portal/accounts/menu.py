"""What accounts bring to the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.common import menu
from ovop_portal.common.menu import SIGNED_IN, Entry


def register_all() -> None:
    """One's own account."""
    menu.add(Entry(91, _("Akun"), "accounts:profile", SIGNED_IN))
