"""The menu and the footer as a page prints them, and what the front itself brings to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.roles import Role
from ovop_portal.common import menu
from ovop_portal.common.menu import ADMINISTRATORS, EVERYBODY, SIGNED_IN, STRANGERS, Entry

PROVINCE = frozenset({Role.PROVINCE_OFFICER})
AUDIT = frozenset({Role.AUDITOR, Role.SECRETARIAT})


def register_all() -> None:
    """The pages of the house."""
    menu.add(
        Entry(30, _("Provinsi"), "front:province", PROVINCE, begins=PROVINCE),
        Entry(70, _("Jejak keputusan"), "front:audit", AUDIT, begins=frozenset({Role.AUDITOR})),
    )
    menu.add_to_footer(
        Entry(10, _("Bantuan"), "front:help"),
        Entry(20, _("Kontak"), "front:contact"),
        Entry(30, _("Privasi"), "front:privacy"),
        Entry(40, _("Aksesibilitas"), "front:accessibility"),
    )


@dataclass(frozen=True)
class Item:
    """A line as the page prints it."""

    label: str | Promise
    url: str
    current: bool


def menu_for(user: Any, path: str) -> Iterator[Item]:
    """The lines for `user`, the one that holds `path` marked. Costs the query of the user's duties, which rules ask anyway."""
    shown = audiences_of(user)
    return items_of([entry for entry in menu.menu() if shown & entry.audience], path)


def audiences_of(user: Any) -> set[str]:
    """To which sets of readers the user belongs: those of `common.menu`, and the roles held today."""
    if not user.is_authenticated:
        return {*EVERYBODY, *STRANGERS}
    return {*EVERYBODY, *SIGNED_IN, *user.duties.by_role, *(ADMINISTRATORS if user.is_superuser else ())}


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
