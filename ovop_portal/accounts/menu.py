"""What accounts bring to the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.roles import Role
from ovop_portal.common import menu
from ovop_portal.common.menu import ADMINISTRATORS, SIGNED_IN, Door, Entry


def register_all() -> None:
    """One's own account, and the people whom somebody looks after."""
    menu.add(Entry(91, _("Akun"), "accounts:profile", SIGNED_IN))
    menu.add(Entry(84, _("Orang dan peran"), "accounts:people", ADMINISTRATORS, begins=ADMINISTRATORS))
    menu.add(Entry(85, _("Orang kantor"), "accounts:own_offices", frozenset({Role.DINAS_SIGNER})))
    menu.add_doors(
        Door(
            112,
            "accounts.manage_people",
            "accounts:people",
            _("Orang dan peran"),
            _("Siapa memegang peran apa; undang, akhiri, perbaiki kontak"),
            of_edition=False,
        ),
        Door(
            113,
            "accounts.manage_people",
            "accounts:offices",
            _("Kantor dinas"),
            _("Kontak dan orang tiap dinas, dan kantor yang belum punya orang"),
            of_edition=False,
        ),
    )
