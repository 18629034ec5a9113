"""What the trail says of offices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.ledger import words


def register_all() -> None:
    """Tell the ledger's phrase book."""
    words.tell(
        kinds={
            "office.opened": _("Dinas dicatat"),
            "office.changed": _("Data dinas diubah"),
        },
        subjects={
            "office": _("Dinas"),
        },
        keys={
            "office": _("kantor"),
            "regency": _("kabupaten/kota"),
        },
    )
