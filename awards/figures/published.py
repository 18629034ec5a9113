"""The figures that were published about past editions, each total beside the sum of its parts.

What is printed is shown as printed. Where total and parts disagree, both stand there, and nobody is told which is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from awards.models import PublishedClaim


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
    def agrees(self) -> bool:
        """No figure of this year contradicts its parts."""
        return all(figure.agrees is not False for figure in self.figures)


def for_page() -> list[Year]:
    """All published figures by year, earliest first; one query."""
    claims = PublishedClaim.objects.order_by("year", "order", "pk")
    return [Year(year, _figures(list(of_year))) for year, of_year in groupby(claims, lambda claim: claim.year)]


def _figures(claims: list[PublishedClaim]) -> list[Figure]:
    return [
        Figure(claim, [part for part in claims if part.part_of == claim.measure])
        for claim in claims
        if not claim.part_of
    ]
