"""What is always true of letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.common.invariants import Invariant, register


def register_all() -> None:
    """Make them known."""
    register(
        Invariant(
            "letters_are_sent_or_their_turn_comes",
            _(
                "Setiap surat keluar terkirim, menunggu giliran, diteruskan ke saluran lain, atau dihentikan dengan kendala yang tercatat"
            ),
            """
            SELECT uuid::text FROM notifications_outbox
             WHERE sent_at IS NULL AND handed_on_at IS NULL AND parked_at IS NULL AND due_at < %(now)s - interval '1 day' OR parked_at IS NOT NULL AND error = ''
            """,
        )
    )
