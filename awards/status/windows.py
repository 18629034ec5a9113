"""The windows of an edition, as the thread of a page prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from awards.models import Phase, Window, WindowKind
from ovop_portal.common.formats import rentang


@dataclass(frozen=True)
class WindowStep:
    """A window by its name and its dates: behind the season, open, or ahead."""

    name: str
    state: Phase
    date: str


def window_steps(windows: Iterable[Window], now: datetime) -> list[WindowStep]:
    """Windows by the day they open, and those of one day as a file goes through them."""
    return [
        WindowStep(str(window.get_kind_display()), window.phase(now), rentang(window.opens_at, window.closes_at))
        for window in sorted(windows, key=_place)
    ]


def _place(window: Window) -> tuple[datetime, int]:
    return window.opens_at, WindowKind.values.index(window.kind)
