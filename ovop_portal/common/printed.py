"""Names that will be printed, written by a verb: the same refusal as where somebody types one, at the field or for the row of a table.

demand_printable(values, "name", "owner_name")                     # one record: refuses
missing_letters(record.firm, "name", "owner_name", of="Tenun Ayu")   # one row of many: what to say of it
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .text import lost_letters
from .verbs import Missing, Refused
from .words import inner


def missing_letters(values: Mapping[str, Any], *fields: str, of: str = "") -> list[Missing]:
    """One item for each of `fields` that has a letter which no certificate can show; `of` says whose row it is."""
    found = []
    for name in fields:
        letters = lost_letters(str(values.get(name) or ""))
        if letters:
            words = _("Tulis dengan huruf Latin, supaya dapat dicetak pada piagam. Ganti {letters}")
            words = words.format(letters=letters[:10])
            found.append(Missing("unprintable", f"{of}: {inner(words)}" if of else words, name))
    return found


def demand_printable(values: Mapping[str, Any], *fields: str) -> None:
    """Raises `Refused` with every name of which a letter would be lost."""
    missing = missing_letters(values, *fields)
    if missing:
        raise Refused(*missing)
