"""What the trail says of letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.ledger import words


def register_all() -> None:
    """Tell the ledger's phrase book."""
    words.tell(
        kinds={
            "letter.retried": _("Surat yang tertahan dicoba lagi"),
            "letter.set_aside": _("Surat yang tertahan disisihkan"),
        },
        subjects={
            "letter": _("Surat keluar"),
        },
        actors={
            "whatsapp": _("Kata BERHENTI lewat WhatsApp"),
        },
    )
