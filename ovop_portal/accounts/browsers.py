"""What a browser calls itself, in words that its user knows."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# The first that fits: most call themselves by the names of several others.
FAMILIES = (
    ("Edge", r"Edg(A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("UC Browser", r"UCBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux"),
)
# Longer than any that a browser sends; the rest of a longer one is not read.
LONGEST = 400


def family_of(agent: str) -> str:
    """Browser and system, without version or model: "Chrome di Android". Empty for what is no browser that we know."""
    said = agent[:LONGEST]
    browser, system = _first(FAMILIES, said), _first(SYSTEMS, said)
    if browser and system:
        return _("{browser} di {system}").format(browser=browser, system=system)
    return browser or system


def _first(names: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, said)), "")
