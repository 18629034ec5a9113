"""The tag of a file on the screening desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from awards.status.outside import Tag, inside_tag

_WAITS = {
    2: Tag("second_reading", _("Menunggu pembaca kedua"), "kunyit"),
    3: Tag("third_reading", _("Menunggu pembaca ketiga"), "kunyit"),
}


def tag_of(state: str, turn: int | None) -> Tag:
    """By its state, or by the reader for whom it waits: `turn` says which of its readers that is, where it waits for one."""
    return _WAITS.get(turn or 0) or inside_tag(state)
