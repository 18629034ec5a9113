"""Who may read a file: the rooms that hold documents answer, for each kind. Where no room answers, or none says yes, the file does not exist.

    register("permit", lambda user, document: …)

Several rooms may answer for one kind (the owner's room, the office's, the jury's): one yes is enough. The user may be nobody (a published photo).
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser

from ovop_portal.accounts.models import User
from ovop_portal.documents.models import Document
from ovop_portal.documents.types import EXTENSIONS

CanRead = Callable[[User | AnonymousUser, Document], bool]

_readers: dict[str, list[CanRead]] = {}
_names: dict[str, str] = {}
NAMELESS = "berkas"


def register(kind: str, can_read: CanRead) -> CanRead:
    """Let `can_read(user, document)` open documents of `kind`."""
    answers = _readers.setdefault(kind, [])
    if can_read not in answers:
        answers.append(can_read)
    return can_read


def name_place(kind: str, name: str) -> None:
    """Set the `name` under which files of `kind` are handed out: that of their place. The uploader's own name for a file may tell who they are.

    An empty name keeps the name of each file, for those that the portal made itself.
    """
    _names[kind] = name


def served_name(document: Document) -> str:
    """The name under which `document` is handed out to anybody, the same each time: "foto-produk-1a2b3c4d.jpg"."""
    place = _names.get(document.kind, NAMELESS)
    return f"{place}-{str(document.uuid)[:8]}.{EXTENSIONS[document.content_type][0]}" if place else document.name


def may_read(user: User | AnonymousUser, document: Document) -> bool:
    """Does any room let this user read this document?"""
    return any(can_read(user, document) for can_read in _readers.get(document.kind, []))


def kinds() -> list[str]:
    """The kinds for which somebody answers."""
    return sorted(_readers)
