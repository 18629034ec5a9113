"""What the home page tells: counted from rows at each visit, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from awards.figures.definitions import RECEIVED
from awards.models import Edition, Phase, Window, WindowKind
from awards.pages.public import catalogue as shelf
from awards.pages.public.catalogue import Card
from awards.status.windows import WindowStep, window_steps
from ikm.models import CommodityGroup
from ovop_portal.common.charts import InProvince
from regions.models import Province

# A multiple of two and three, so that rows of products are full on every screen.
NEWEST = 6


@dataclass(frozen=True)
class Group:
    """A commodity group with the number of its products that hold or held a star: the cards that its link to the catalogue shows. `photo` is of the best
    of them that everybody may see.
    """

    code: str
    label: str
    awarded: int
    photo: UUID | None


@dataclass(frozen=True)
class HomeFigures:
    """Commodity groups with their number of products, the newest published edition (`firms`, `provinces`, `revoked`) with its first products, how many
    products each province has, and of the running edition its stages and the hour until which firms are nominated, if they are now.
    """

    groups: list[Group]
    latest: Edition | None
    newest: list[Card]
    provinces: list[InProvince]
    running: Edition | None
    steps: list[WindowStep]
    closes_at: datetime | None


def home_figures(now: datetime) -> HomeFigures:
    """Seven queries, whatever the number of awards."""
    windows = list(_windows_of_the_running_edition(now))
    latest = _latest(now)
    return HomeFigures(
        groups=_groups(now),
        latest=latest,
        newest=_newest(latest, now) if latest else [],
        provinces=_provinces(now),
        running=windows[0].edition if windows else None,
        steps=window_steps(windows, now),
        closes_at=next((window.closes_at for window in windows if _is_for_nominations(window, now)), None),
    )


def _groups(now: datetime) -> list[Group]:
    counts, photos = shelf.counts_by_group(now), shelf.photos_by_group(now)
    return [
        Group(group.code, group.label, counts.get(group.code, 0), photos.get(group.code))
        for group in CommodityGroup.objects.order_by("order")
    ]


def _newest(edition: Edition, now: datetime) -> list[Card]:
    """The products with most stars first."""
    filters = {"edisi": str(edition.year), "urut": "bintang"}
    return shelf.cards(shelf.search(filters, now)[:NEWEST], filters, now)


def _provinces(now: datetime) -> list[InProvince]:
    counts = shelf.counts_by_province(now)
    names = Province.objects.order_by("code").values_list("code", "name", "short_name") if counts else []
    return [InProvince(*name, counts.get(name[0], 0)) for name in names]


def _latest(now: datetime) -> Edition | None:
    return Edition.objects.published(now).annotate(**RECEIVED).order_by("-year").first()


def _windows_of_the_running_edition(now: datetime) -> QuerySet[Window]:
    hidden = Edition.objects.real().exclude(publication__visible_from__lte=now).order_by("-year")
    return Window.objects.filter(edition__in=hidden.values("pk")[:1]).select_related("edition")


def _is_for_nominations(window: Window, now: datetime) -> bool:
    return window.kind == WindowKind.NOMINATION and window.phase(now) == Phase.NOW
