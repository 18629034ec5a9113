"""What letters and news bring to the menu and the desk of the season."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.common import menu
from ovop_portal.common.menu import SIGNED_IN, Door, Entry


def register_all() -> None:
    """The inbox, and the letters that did not go out."""
    menu.add(Entry(90, _("Kabar"), "notifications:inbox", SIGNED_IN))
    menu.add_doors(
        Door(
            110,
            "notifications.mend_letters",
            "notifications:held",
            _("Surat yang tertahan"),
            _("Salinan kabar yang tidak terkirim, dan sebabnya"),
            of_edition=False,
        )
    )
