"""The windows of an edition, as the thread of a page prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from awards.models import Phase, Window, WindowKind
from ovop_portal.common.clock import minute_of
from ovop_portal.common.formats import durasi, rentang, waktu


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


# The minute in which a window closes is in it, whole: the next one may open with the minute after, and nothing lies between them.
NEXT_MINUTE = timedelta(minutes=1)


def joints(windows: Iterable[Window]) -> list[str]:
    """Where one stage does not pass into the next: two at once, days of none, or the later one first. In the order in which a file goes through them."""
    held = sorted(windows, key=lambda window: WindowKind.values.index(window.kind))
    return [words for former, later in zip(held, held[1:], strict=False) if (words := _joint(former, later))]


def _joint(former: Window, later: Window) -> str:
    names = {"former": former.get_kind_display(), "later": later.get_kind_display()}
    if later.opens_at < former.opens_at:
        return _("{later} dibuka sebelum {former} dibuka.").format(**names)
    if later.opens_at < former.closes_at:
        until = waktu(min(former.closes_at, later.closes_at))
        return _("{former} dan {later} berjalan bersamaan, dari {since} sampai {until}.").format(
            **names, since=waktu(later.opens_at), until=until
        )
    gap = later.opens_at - minute_of(former.closes_at)
    if gap > NEXT_MINUTE:
        return _("Antara {former} ditutup dan {later} dibuka ada jeda {gap}.").format(**names, gap=durasi(gap))
    return ""
