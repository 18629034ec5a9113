"""Which edition a newcomer reads about: the one that takes nominations, else the next one, else the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from awards.models import Edition, RequiredPaper, Window, WindowKind


@dataclass(frozen=True)
class Opening:
    """An edition's time for nominations, as seen at `now`, and the papers it asks for."""

    edition: Edition
    opens_at: datetime
    closes_at: datetime
    now: datetime
    papers: list[RequiredPaper]

    @property
    def is_open(self) -> bool:
        return self.opens_at <= self.now <= self.closes_at

    @property
    def is_ahead(self) -> bool:
        return self.now < self.opens_at

    @property
    def for_all(self) -> list[RequiredPaper]:
        """Papers asked of every commodity group."""
        return [paper for paper in self.papers if paper.commodity_group_id is None]

    @property
    def by_group(self) -> dict[str, list[RequiredPaper]]:
        """Papers asked of one group only, under its name."""
        groups: dict[str, list[RequiredPaper]] = {}
        for paper in self.papers:
            if paper.commodity_group is not None:
                groups.setdefault(paper.commodity_group.label, []).append(paper)
        return groups


def opening(now: datetime) -> Opening | None:
    """Two statements, three when no edition takes nominations any more; None before the first edition."""
    windows = Window.objects.filter(kind=WindowKind.NOMINATION).select_related("edition")
    window = windows.filter(closes_at__gte=now).order_by("opens_at").first() or windows.order_by("-closes_at").first()
    if window is None:
        return None
    papers = window.edition.required_papers.select_related("commodity_group")
    return Opening(window.edition, window.opens_at, window.closes_at, now, list(papers))
