"""All addresses of the portal, as the resolver knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Django's admin names its own pages, and asks the same door for all of them (`accounts.admin_site`).
ADMIN = "admin"


@dataclass(frozen=True)
class Address:
    """A page: its name with its room ("accounts:sign_in"), its pattern, its view."""

    name: str
    pattern: str
    view: Callable[..., Any]

    @property
    def room(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else ""

    @property
    def is_alias(self) -> bool:
        """A name by which allauth finds one of our pages: the same address and view under a second name."""
        return not self.room and self.name.startswith("account_")


def addresses() -> list[Address]:
    """Every address outside the Django admin."""
    return [address for address in _walk(get_resolver().url_patterns, "", "") if address.room != ADMIN]


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from _walk(pattern.url_patterns, inner, path)
        else:
            yield Address(f"{namespace}:{pattern.name}" if namespace else pattern.name or path, path, pattern.callback)
