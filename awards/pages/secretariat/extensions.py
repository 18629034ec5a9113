"""More time, as its pages read it: the list of an edition, and the effect of one that is not given yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import Edition, Extension, Nomination
from awards.operations.extending import Reach, end_so_far, touched
from ikm.models import OwnerLink

SAMPLES = 3


@dataclass(frozen=True)
class Effect:
    """Who gets more time, and how much: files that wait, the firms and accounts behind them, three of them by name."""

    before: datetime | None
    files: int
    firms: int
    accounts: int
    samples: list[Nomination]

    @classmethod
    def of(cls, edition: Edition, reach: Reach) -> Effect:
        """Four statements, whatever the number of files."""
        files = touched(edition, reach)
        counts = files.aggregate(files=Count("pk"), firms=Count("ikm", distinct=True))
        links = OwnerLink.objects.filter(ikm__in=files.values("ikm"), ends_at__isnull=True)
        samples = files.select_related("product", "ikm", "regency__province").order_by("number")[:SAMPLES]
        accounts = links.order_by().values("user").distinct().count()
        return cls(end_so_far(edition, reach), counts["files"], counts["firms"], accounts, list(samples))


@dataclass(frozen=True)
class Row:
    """An extension and how it stands: a code for the colour, a word for the reader."""

    extension: Extension
    code: str
    state: str | Promise
    tint: str


def rows_of(extensions: Iterable[Extension], now: datetime) -> list[Row]:
    """Each extension with how it stands at `now`."""
    return [Row(one, *_standing(one, now)) for one in extensions]


def _standing(extension: Extension, now: datetime) -> tuple[str, str | Promise, str]:
    if extension.is_withdrawn:
        return "withdrawn", _("Dicabut"), "arang"
    if extension.is_over(now):
        return "over", _("Sudah berakhir"), "arang"
    return "open", _("Berlaku"), "daun"
