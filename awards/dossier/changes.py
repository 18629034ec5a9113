"""What differs between two composed dossiers, line by line, in words: what came of a note, and what changed after the dinas had checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from awards.dossier.contents import SECTION_BY_CODE
from awards.dossier.evidence import Composed, parts_of
from awards.identities import without_numbers
from awards.models import Remark
from ikm.models import CommodityGroup, PermitKind, PhotoSlot

_NO_DAY = date.min


@dataclass(frozen=True)
class Change:
    """One line that is another now: its section, its name, and what stood and stands there."""

    section: str
    label: str
    before: str
    after: str


def changes_between(before: Composed, after: Composed, commodity: CommodityGroup) -> list[Change]:
    """The lines that differ, in the order of the dossier."""
    old, new = _lines(before, commodity), _lines(after, commodity)
    return [
        Change(
            section,
            label,
            _said(old.get((section, label))),
            _said(new.get((section, label)), old.get((section, label))),
        )
        for section, label in dict.fromkeys([*old, *new])
        if old.get((section, label)) != new.get((section, label))
    ]


# A line is what is read and, behind it, what makes it another: two photos read alike.
_Line = tuple[str, Any]


def _lines(composed: Composed, commodity: CommodityGroup) -> dict[tuple[str, str], _Line]:
    lines: dict[tuple[str, str], _Line] = {}
    read = without_numbers(composed)
    for part in parts_of(read, {}, commodity, _NO_DAY):
        for label, value in part.facts:
            lines[part.code, str(label)] = (str(value), None)
    # Numbers of identity are read by their last figures, and compared whole.
    for name, label in (("nib", _("NIB")), ("npwp", _("NPWP"))):
        lines["legalitas", label] = (lines["legalitas", label][0], composed["ikm"][name])
    for decree in (composed["sentra"] or {}).get("decrees") or []:
        lines["lokasi", _("Keputusan sentra {number}").format(number=decree["number"])] = ("", decree)
    for photo in composed["photos"]:
        lines["foto", _choice(PhotoSlot, photo["slot"])] = ("", photo)
    for permit, shown in zip(composed["permits"], read["permits"], strict=True):
        lines["sertifikat", _choice(PermitKind, permit["kind"])] = (shown["number"] or "", permit)
    for row in composed["figures"]:
        lines["usaha", _("Angka {year}").format(year=row["year"])] = ("", row)
    return lines


def _choice(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _said(line: _Line | None, other: _Line | None = None) -> str:
    """The line in words; where the words are the same as of the `other`, that it was replaced."""
    if line is None:
        return _("tidak ada")
    words, _identity = line
    if other is not None and other[0] == words:
        return _("diganti") if not words else _("{words} (diganti)").format(words=words)
    return words or _("ada")


@dataclass(frozen=True)
class Note:
    """A note with what came of it. `changes` is None where nobody can know: the note is older than the question."""

    remark: Remark
    label: str | Promise
    changes: list[Change] | None


def notes_of(remarks: Iterable[Remark], now: Composed, commodity: CommodityGroup) -> list[Note]:
    """The notes beside the dossier as it is `now`. A note about no section of it is about the whole."""
    found = []
    # Notes of one day were written on one reading.
    known: dict[Any, Sequence[Change]] = {}
    for remark in remarks:
        read, section = remark.dossier_read, SECTION_BY_CODE.get(remark.section)
        key = (remark.check_read_id, remark.submission_read_id)
        if read is not None and key not in known:
            known[key] = changes_between(read, now, commodity)
        changes = (
            None if read is None else [one for one in known[key] if section in (None, SECTION_BY_CODE[one.section])]
        )
        found.append(Note(remark, section.label if section else _("Umum"), changes))
    return found
