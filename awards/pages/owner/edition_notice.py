"""Which edition a newcomer reads about: the one that takes nominations, else the next one, else the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from awards.models import Edition, Phase, RequiredPaper, Window, WindowKind, phase_of
from ovop_portal.common import clock


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
        return phase_of(self.opens_at, self.closes_at, self.now) == Phase.NOW and not self.edition.has_results

    @property
    def is_ahead(self) -> bool:
        return phase_of(self.opens_at, self.closes_at, self.now) == Phase.LATER and not self.edition.has_results

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
    """The edition that a newcomer reads about; None before the first one. Two statements, three when no edition takes nominations any more."""
    windows = Window.objects.filter(kind=WindowKind.NOMINATION, edition__in=Edition.objects.real())
    windows = windows.select_related("edition__publication")
    to_come = windows.filter(closes_at__gte=clock.minute_of(now), edition__publication__isnull=True)
    window = to_come.order_by("opens_at").first() or windows.order_by("-closes_at").first()
    if window is None:
        return None
    papers = window.edition.required_papers.select_related("commodity_group")
    return Opening(window.edition, window.opens_at, window.closes_at, now, list(papers))
