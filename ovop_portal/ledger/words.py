"""The ledger's codes in words, for the page that shows its trail: a phrase book that the rooms fill, each with what it records.

The ledger itself does not know what its words mean; a code without words shows as it is. A room tells its own from its app's `ready()`:

    words.tell(kinds={"office.opened": _("Dinas dicatat")}, subjects={"office": _("Dinas")})
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.formats import nilai, waktu

Words = str | Promise
Code = TypeVar("Code", str, tuple[str, str])


@dataclass
class _Book:
    kinds: dict[str, Words] = field(default_factory=dict)
    subjects: dict[str, Words] = field(default_factory=dict)
    keys: dict[str, Words] = field(default_factory=dict)
    values: dict[tuple[str, str], Words] = field(default_factory=dict)
    actors: dict[str, Words] = field(default_factory=dict)


_book = _Book()


def tell(
    *,
    kinds: Mapping[str, Words] | None = None,
    subjects: Mapping[str, Words] | None = None,
    keys: Mapping[str, Words] | None = None,
    values: Mapping[tuple[str, str], Words] | None = None,
    actors: Mapping[str, Words] | None = None,
) -> None:
    """Words for kinds of events, for sorts of subjects, for keys of a body, for values under a key, and for what acts in the system's name.

    ValueError if another room has words for one of them: a key that several rooms use is told by the lowest.
    """
    _put(_book.kinds, kinds or {})
    _put(_book.subjects, subjects or {})
    _put(_book.keys, keys or {})
    _put(_book.values, values or {})
    _put(_book.actors, actors or {})


def _put(known: dict[Code, Words], more: Mapping[Code, Words]) -> None:
    if twice := known.keys() & more.keys():
        raise ValueError(f"two rooms have words for {sorted(twice)}")
    known.update(more)


def told_kinds() -> dict[str, Words]:
    """The kinds of events that have words, with the words."""
    return dict(_book.kinds)


tell(
    keys={
        "after": _("sesudahnya"),
        "before": _("sebelumnya"),
        "digest": _("sidik"),
        "content": _("sidik kata-kata"),
        "document": _("dokumen"),
        "documents": _("dokumen"),
        "fields": _("isian"),
        "from": _("dari"),
        "is_active": _("aktif"),
        "kind": _("jenis"),
        "note": _("catatan"),
        "number": _("nomor"),
        "of": _("bagian"),
        "reason_sha256": _("sidik alasan"),
        "reasons": _("alasan"),
        "rows": _("baris yang dijamin"),
        "sha256": _("sidik berkas"),
        "to": _("menjadi"),
        "year": _("tahun"),
    },
    values={
        ("is_active", "True"): _("ya"),
        ("is_active", "False"): _("tidak"),
    },
    actors={
        "clock": _("Jam portal"),
        "command": _("Perintah petugas sistem"),
        "load_reference": _("Data rujukan"),
        "visitor": _("Pengunjung"),
    },
)

LONG = re.compile(r"\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b([0-9a-f]{12})[0-9a-f]{28,}\b")


def kind_in_words(kind: str) -> Words:
    """ "role.granted" as "Peran diberikan"."""
    return _book.kinds.get(kind, kind)


def subject_in_words(subject: str) -> str:
    """ "nomination:OVOP-2026-0147" as "Pengajuan OVOP-2026-0147"."""
    sort, _colon, name = subject.partition(":")
    return f"{_book.subjects[sort]} {name}" if sort in _book.subjects else subject


def actor_in_words(actor: str) -> str:
    """ "system:clock" as "Jam portal", "user:<uuid>" as "Akun <uuid>": an auditor sees which account, not whose."""
    sort, _colon, name = actor.partition(":")
    return str(_book.actors[name]) if sort == "system" and name in _book.actors else subject_in_words(actor)


def said_in_words(key: str, value: object) -> tuple[str, str]:
    """One line of an event's body."""
    values = value if isinstance(value, list) else [value]
    return str(_book.keys.get(key, key)), ", ".join(_value(key, str(each)) for each in values)


def _value(key: str, text: str) -> str:
    if text.startswith("user:"):
        return actor_in_words(text)
    # An answer to one of several stands behind the name of what was asked.
    asked, _colon, answer = text.rpartition(": ")
    if asked and (key, answer) in _book.values:
        return f"{asked}: {_book.values[key, answer]}"
    return str(_book.values.get((key, text), _points(text) if key == "total" else _moment(text)))


def shortened(text: str) -> str:
    """Names of accounts and files, and hashes, by their first figures: enough to tell them apart in a row."""
    return LONG.sub(lambda found: f"{found[1] or found[2]}…", text)


def _points(text: str) -> str:
    """An exact score, with no figure lost and at least two after the comma; any other text as it is."""
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        return text
    return nilai(text, places=max(2, len(text.partition(".")[2].rstrip("0"))))


def _moment(text: str) -> str:
    """An hour as people write it; any other text as it is."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\S+", text):
        return text
    try:
        return waktu(datetime.fromisoformat(text))
    except ValueError:
        return text
