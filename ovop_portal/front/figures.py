"""What the home page tells: counted from rows at each visit, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from awards.figures.definitions import RECEIVED
from awards.models import Edition, Window, WindowKind
from awards.pages.public import catalogue as shelf
from ikm.models import CommodityGroup
from ovop_portal.common.formats import rentang


@dataclass(frozen=True)
class Step:
    """A stage of the running edition, as the thread of the page prints it."""

    name: str
    state: str
    date: str


@dataclass(frozen=True)
class Group:
    """A commodity group with the number of its products that hold or held a star: the cards that its link to the catalogue shows."""

    code: str
    label: str
    awarded: int


@dataclass(frozen=True)
class HomeFigures:
    """Commodity groups with their number of products, the newest published edition (`firms`, `provinces`, `revoked`), the running one's stages."""

    groups: list[Group]
    latest: Edition | None
    running: Edition | None
    steps: list[Step]


def home_figures(now: datetime) -> HomeFigures:
    """Four queries, whatever the number of awards."""
    windows = sorted(_windows_of_the_running_edition(now), key=_place)
    return HomeFigures(
        groups=_groups(now),
        latest=_latest(now),
        running=windows[0].edition if windows else None,
        steps=[_step(window, now) for window in windows],
    )


def _groups(now: datetime) -> list[Group]:
    counts = shelf.counts_by_group(now)
    return [
        Group(group.code, group.label, counts.get(group.code, 0)) for group in CommodityGroup.objects.order_by("order")
    ]


def _latest(now: datetime) -> Edition | None:
    return Edition.objects.published(now).annotate(**RECEIVED).order_by("-year").first()


def _windows_of_the_running_edition(now: datetime) -> QuerySet[Window]:
    hidden = Edition.objects.real().exclude(publication__visible_from__lte=now).order_by("-year")
    return Window.objects.filter(edition__in=hidden.values("pk")[:1]).select_related("edition")


def _place(window: Window) -> tuple[datetime, int]:
    """Stages by the day they open, and those of one day as a file goes through them."""
    return window.opens_at, WindowKind.values.index(window.kind)


def _step(window: Window, now: datetime) -> Step:
    return Step(str(window.get_kind_display()), window.stage(now), rentang(window.opens_at, window.closes_at))
