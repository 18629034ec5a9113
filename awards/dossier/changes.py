"""What differs between two composed dossiers, line by line, in words: what came of a note, and what changed after the dinas had checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from awards.dossier import snapshot
from awards.dossier.sections import SECTION_BY_CODE, SECTIONS, Compared, Reading
from awards.dossier.snapshot import Snapshot
from awards.models import Remark
from ikm.models import CommodityGroup

_NO_DAY = date.min


@dataclass(frozen=True)
class Change:
    """One line that has changed: its section, its name, and what stood and stands there. `says_all`: would the same words be the same answer?"""

    section: str
    label: str
    before: str
    after: str
    says_all: bool = True


def changes_between(before: Snapshot, after: Snapshot, commodity: CommodityGroup) -> list[Change]:
    """The lines that differ, in the order of the dossier. Every difference is in one of them. `commodity` is the group of the product as it is now."""
    several = _several(before) | _several(after)
    old, new = (_lines(dossier, _group_of(dossier, commodity), several) for dossier in (before, after))
    return [
        Change(
            *line, _said(old.get(line)), _said(new.get(line), old.get(line)), (new.get(line) or old[line])[1] is None
        )
        for line in dict.fromkeys([*old, *new])
        if old.get(line) != new.get(line)
    ]


def replaced(words: str) -> str:
    """The words for an answer that was replaced by another one which reads the same (`words`)."""
    return _("{words} (diganti)").format(words=words) if words not in ("", _("ada")) else _("diganti")


# A line is the text that is read and, where that does not tell all, what makes it another line (else None).
_Line = tuple[str, list[object] | None]


def _lines(dossier: Snapshot, commodity: CommodityGroup, several: Collection[str]) -> dict[tuple[str, str], _Line]:
    lines: dict[tuple[str, str], _Line] = {}
    compared = Compared(dossier, dossier.without_numbers(), several)
    reading = Reading(compared.shown, {}, commodity, _NO_DAY)
    for section in SECTIONS:
        for label, value in section.part(reading).facts:
            lines[section.code, str(label)] = (str(value), None)
    for section in SECTIONS:
        for label, words, identity in section.rows(compared):
            # Two papers of one kind may read alike, too.
            _words, alike = lines.get((section.code, label), ("", None))
            lines[section.code, label] = (words, None if identity is None else [*(alike or []), identity])
    return lines


def _several(dossier: Snapshot) -> set[str]:
    """The kinds of which there is more than one paper: each paper is then called by its number."""
    return {kind for kind, n in Counter(permit.kind for permit in dossier.permits).items() if n > 1}


def _group_of(dossier: Snapshot, commodity: CommodityGroup) -> CommodityGroup:
    code = dossier.product.commodity_group
    return commodity if code == commodity.pk else CommodityGroup.objects.get(pk=code)


def _said(line: _Line | None, other: _Line | None = None) -> str:
    """The line in words; where the `other` reads the same, the words say that it was replaced."""
    if line is None:
        return _("tidak ada")
    words, identity = line
    if other is not None and other[0] == words:
        return replaced(words)
    return words or (_("ada") if any(identity or []) else _("belum diisi"))


@dataclass(frozen=True)
class Note:
    """A note with what came of it. `changes` is None where that is unknown, because the note was written before readings were kept."""

    remark: Remark
    label: str | Promise
    changes: list[Change] | None


def notes_of(remarks: Iterable[Remark], now: Snapshot, commodity: CommodityGroup) -> list[Note]:
    """The notes compared with the dossier as it is `now`. A note that names no section is about the whole."""
    found = []
    # Notes of one day were written on one reading.
    known: dict[tuple[int | None, int | None], Sequence[Change]] = {}
    for remark in remarks:
        read, section = remark.dossier_read, SECTION_BY_CODE.get(remark.section)
        key = (remark.check_read_id, remark.submission_read_id)
        if read is not None and key not in known:
            known[key] = changes_between(snapshot.read(read), now, commodity)
        changes = (
            None if read is None else [one for one in known[key] if section in (None, SECTION_BY_CODE[one.section])]
        )
        found.append(Note(remark, section.label if section else _("Umum"), changes))
    return found
