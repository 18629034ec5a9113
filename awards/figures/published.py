"""The figures that were published about past editions, each total beside the sum of its parts.

What is printed is shown as printed. Where total and parts disagree, both stand there, and nobody is told which is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from awards.models import PublishedClaim

RECIPIENTS = "awarded"


@dataclass(frozen=True)
class Figure:
    """A total as printed, with the parts that were printed for it (often none)."""

    claim: PublishedClaim
    parts: list[PublishedClaim]

    @property
    def total(self) -> int:
        """As printed."""
        return self.claim.value

    @property
    def publisher(self) -> str:
        """Who printed it; `url` is where."""
        return self.claim.source.partition(", http")[0]

    @property
    def url(self) -> str:
        """The address that the source names, or nothing."""
        _name, found, rest = self.claim.source.partition(", http")
        return found[2:] + rest

    @property
    def sum_of_parts(self) -> int | None:
        """What the parts add up to; None where none were printed."""
        return sum(part.value for part in self.parts) if self.parts else None

    @property
    def agrees(self) -> bool | None:
        """Does the printed total equal the sum of its parts? None where there is nothing to compare."""
        return self.sum_of_parts == self.total if self.parts else None


@dataclass(frozen=True)
class Year:
    """Everything that was printed about one year."""

    year: int
    figures: list[Figure]

    @property
    def has_parts(self) -> bool:
        """Was any total of this year printed with its parts?"""
        return any(figure.parts for figure in self.figures)

    @property
    def agrees(self) -> bool:
        """No figure of this year contradicts its parts."""
        return all(figure.agrees is not False for figure in self.figures)


def recipients(years: list[Year]) -> list[tuple[int, int]]:
    """How many received the award in each year, earliest first, as the first source of the year says: what a chart can compare."""
    printed = {
        year.year: [figure.total for figure in year.figures if figure.claim.measure == RECIPIENTS] for year in years
    }
    return sorted((year, totals[0]) for year, totals in printed.items() if totals)


def for_page() -> list[Year]:
    """All published figures by year, the newest first; one query."""
    claims = PublishedClaim.objects.order_by("-year", "order", "pk")
    return [Year(year, _figures(list(of_year))) for year, of_year in groupby(claims, lambda claim: claim.year)]


def _figures(claims: list[PublishedClaim]) -> list[Figure]:
    return [
        Figure(claim, [part for part in claims if part.part_of == claim.measure])
        for claim in claims
        if not claim.part_of
    ]
