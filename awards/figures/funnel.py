"""The funnel of an edition, counted from rows: how many were proposed, passed, failed, came back as holders, were assessed, and were given which stars.

Every total is counted by itself, and so is every breakdown; then the parts are held against the whole. A figure that does not add up is shown as such,
never mended: once a release printed 118 where its own parts made 112.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet

from awards.figures.definitions import FIGURES
from awards.models import Edition, Nomination, PublishedAward

BROKEN_DOWN = ("proposed", "passed", "failed", "disqualified", "holders", "holders_disqualified", "assessed")


@dataclass(frozen=True)
class Mismatch:
    """A total that is not the sum of its parts."""

    what: str
    whole: int
    parts: int

    def __str__(self) -> str:
        return f"{self.what}: {self.whole}, {self.parts}"


@dataclass(frozen=True)
class Funnel:
    """The figures of one edition. `by_star` is empty until the results are published; 0 stands for no star."""

    year: int
    figures: Mapping[str, int]
    provinces: int
    by_commodity: Mapping[str, Mapping[str, int]]
    by_province: Mapping[str, Mapping[str, int]]
    by_star: Mapping[int, int]
    mismatches: tuple[Mismatch, ...]

    def as_data(self) -> dict[str, object]:
        """As it is printed in JSON."""
        return {
            "edition": self.year,
            **self.figures,
            "provinces": self.provinces,
            "by_commodity": {code: dict(row) for code, row in self.by_commodity.items()},
            "by_province": {code: dict(row) for code, row in self.by_province.items()},
            "by_star": {str(stars): count for stars, count in self.by_star.items()},
            "mismatches": [{"what": item.what, "whole": item.whole, "parts": item.parts} for item in self.mismatches],
        }


def funnel(edition: Edition, now: datetime) -> Funnel:
    """Count the funnel of `edition`. Stars are counted once its results may be seen at `now`."""
    rows = Nomination.objects.filter(edition=edition)
    figures = rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in FIGURES.items()})
    by_commodity = _by(rows, "product__commodity_group")
    by_province = _by(rows, "regency__province")
    by_star = _by_star(edition) if edition.is_published(now) else {}
    return Funnel(
        edition.year,
        figures,
        rows.filter(FIGURES["proposed"]).values("regency__province").distinct().count(),
        by_commodity,
        by_province,
        by_star,
        tuple(mismatches(figures, by_commodity, by_province, by_star)),
    )


def mismatches(
    figures: Mapping[str, int],
    by_commodity: Mapping[str, Mapping[str, int]],
    by_province: Mapping[str, Mapping[str, int]],
    by_star: Mapping[int, int],
) -> list[Mismatch]:
    """Every total that is not the sum of its parts."""
    sums = [
        (
            "proposed = passed + failed + disqualified + waiting",
            figures["proposed"],
            ("passed", "failed", "disqualified", "waiting"),
        ),
        (
            "passed + holders = assessed + not_assessed",
            figures["passed"] + figures["holders"],
            ("assessed", "not_assessed"),
        ),
    ]
    found = [Mismatch(what, whole, sum(figures[part] for part in parts)) for what, whole, parts in sums]
    for what, table in (("commodity", by_commodity), ("province", by_province)):
        found += [
            Mismatch(f"{name} by {what}", figures[name], sum(row[name] for row in table.values()))
            for name in BROKEN_DOWN
        ]
    if by_star:
        found.append(Mismatch("assessed by star", figures["assessed"], sum(by_star.values())))
    return [item for item in found if item.whole != item.parts]


def _by(rows: QuerySet[Nomination], field: str) -> dict[str, dict[str, int]]:
    """The figures by commodity or province, for those that have any."""
    counts = {name: Count("pk", filter=FIGURES[name]) for name in BROKEN_DOWN}
    table = rows.values(part=F(field)).annotate(**counts).order_by(field)
    return {
        row["part"]: {name: row[name] for name in BROKEN_DOWN}
        for row in table
        if any(row[name] for name in BROKEN_DOWN)
    }


def _by_star(edition: Edition) -> dict[int, int]:
    """How many got how many stars, the most first; who was assessed and got none under 0."""
    given = PublishedAward.objects.in_force().filter(year=edition.year).order_by()
    counts = dict(given.values_list("stars").annotate(n=Count("pk")))
    none = Nomination.objects.filter(FIGURES["assessed"], edition=edition, award__isnull=True).count()
    return {stars: counts.get(stars, 0) for stars in range(edition.scheme.max_stars, 0, -1)} | {0: none}
