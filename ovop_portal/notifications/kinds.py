"""What notices can be about. Each room registers its own kinds in `notices`, imported from its app's `ready()`:

    RETURNED = register(Kind(
        code="awards.returned",
        title=_("Perlu diperbaiki: {produk} (sebelum {batas})"),
        body=_("Dinas meminta perbaikan pada {jumlah} bagian."),
    ))

Titles and bodies are format strings, translated when they are read; the context is plain text, already in the form a person reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import ContactChannel as Channel

# In a context: a word that must be read before everything else, such as that it is only practice.
MARK = "mark"


@dataclass(frozen=True)
class Settled:
    """The part of a letter that is decided only when it goes out: its kind, the name it addresses (may be empty), its path, and what its words say."""

    kind: Kind
    name: str
    path: str
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of notice. The first 40 characters of the title carry the fact: it is the subject of the mail.

    `channels` may carry it beside the inbox, which every notice reaches; a person is told by the first of them that they want and have, and by the next one
    where that refuses for ever. `is_owed`: told outside the portal even to whoever wants nothing there, such as what a term for an objection hangs on. `at_any_hour`: told at night as well.

    `settle` is for letters to an address whose content must not lie in a table, such as a link that opens an account. It is given
    the address and the context of the row, and returns None where there is nothing to say any more. `is_code`: the message is nothing but a `code`.
    """

    code: str
    title: str | Promise
    body: str | Promise
    channels: tuple[Channel, ...] = (Channel.EMAIL, Channel.WHATSAPP)
    settle: Callable[[str, Mapping[str, str]], Settled | None] | None = None
    is_owed: bool = False
    at_any_hour: bool = False
    is_code: bool = False

    def placeholders(self) -> set[str]:
        """The names that the context has to bring."""
        return {
            name
            for text in (self.title, self.body)
            for _text, name, _spec, _conversion in Formatter().parse(str(text))
            if name
        }

    def title_for(self, context: Mapping[str, object]) -> str:
        """The title on one line, whatever the context holds: it becomes a mail's header. A `mark` in the context stands before it."""
        words = " ".join(str(self.title).format_map(_Tolerant(context)).split())
        return f"({context[MARK]}) {words}" if context.get(MARK) else words

    def body_for(self, context: Mapping[str, object]) -> str:
        return str(self.body).format_map(_Tolerant(context))


class _Tolerant(dict[str, Any]):
    """Values for placeholders that may be missing: an old notice stays readable after its text gained one."""

    def __missing__(self, name: str) -> str:
        return "–"


# Shown for notices whose kind the portal no longer knows.
FORGOTTEN = Kind(code="", title=_("Kabar dari Portal OVOP"), body="", channels=())

_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Its code never changes, because rows carry it."""
    if not all(name.isidentifier() for name in kind.placeholders()):
        raise ValueError(f"{kind.code}: placeholders are plain names")
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds are called {kind.code}")
    return kind


def get(code: str) -> Kind:
    """The kind with this code, or the stand-in for kinds no longer known."""
    return _kinds.get(code, FORGOTTEN)


def all_kinds() -> list[Kind]:
    """Every kind that the installed rooms know, by code."""
    return [_kinds[code] for code in sorted(_kinds)]
