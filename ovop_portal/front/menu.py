"""The menu: one registry, in the order in which everybody sees it (ux 5.2, line 20: the same order on every page)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.roles import Role

EVERYBODY = frozenset({"everybody"})
STRANGERS = frozenset({"strangers"})
SIGNED_IN = frozenset({"signed in"})


@dataclass(frozen=True)
class Entry:
    """One line of the menu: its words, the name of its page, and to whom it is shown (roles, or one of the sets above)."""

    label: str | Promise
    name: str
    audience: frozenset[str]


@dataclass(frozen=True)
class Item:
    """A line as the page prints it."""

    label: str | Promise
    url: str
    current: bool


ENTRIES = [
    Entry(_("Usaha saya"), "awards:owner_home", frozenset({Role.OWNER})),
    Entry(_("Dinas"), "awards:dinas_home", frozenset({Role.DINAS_OPERATOR, Role.DINAS_SIGNER})),
    Entry(_("Provinsi"), "front:province", frozenset({Role.PROVINCE_OFFICER})),
    Entry(_("Penilaian"), "assessments:jury_queue", frozenset({Role.JUROR})),
    Entry(_("Meja kerja"), "assessments:desk_home", frozenset({Role.SCREENER, Role.SECRETARIAT, Role.AUDITOR})),
    Entry(_("Kurasi Go Global"), "awards:go_global", frozenset({Role.CURATOR, Role.SECRETARIAT, Role.AUDITOR})),
    Entry(_("Jejak keputusan"), "front:audit", frozenset({Role.AUDITOR, Role.SECRETARIAT})),
    Entry(_("Katalog produk"), "awards:catalogue", EVERYBODY),
    Entry(_("Periksa piagam"), "awards:verify_lookup", STRANGERS),
    Entry(_("Daftarkan usaha"), "awards:register", STRANGERS),
    Entry(_("Kabar"), "notifications:inbox", SIGNED_IN),
    Entry(_("Akun"), "accounts:profile", SIGNED_IN),
]
FOOTER = [
    Entry(_("Bantuan"), "front:help", EVERYBODY),
    Entry(_("Kontak"), "front:contact", EVERYBODY),
    Entry(_("Privasi"), "front:privacy", EVERYBODY),
    Entry(_("Aksesibilitas"), "front:accessibility", EVERYBODY),
    Entry(_("Angka"), "awards:figures", EVERYBODY),
    Entry(_("Periksa piagam"), "awards:verify_lookup", EVERYBODY),
]


def menu_for(user: Any, path: str) -> Iterator[Item]:
    """The lines for `user`, the one that holds `path` marked. Costs the query of the user's duties, which rules ask anyway."""
    known = user.is_authenticated
    shown = {*EVERYBODY, *(SIGNED_IN if known else STRANGERS), *(user.duties.by_role if known else ())}
    return items_of([entry for entry in ENTRIES if shown & entry.audience], path)


def items_of(entries: list[Entry], path: str) -> Iterator[Item]:
    """Entries as the page prints them."""
    urls = {entry: address(entry.name) for entry in entries}
    # Of several lines that hold the path, the nearest one: below /panitia/ each desk has its own.
    here = max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    for entry, url in urls.items():
        yield Item(entry.label, url, url == here)


@cache
def address(name: str) -> str:
    """Where a page stands. Twenty of them are printed on every page, and none ever moves."""
    return reverse(name)
