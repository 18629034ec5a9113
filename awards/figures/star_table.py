"""Stars counted by commodity group: every number stands beside the sum that it is a part of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NOBODY: Mapping[str, int] = {}


@dataclass(frozen=True)
class StarRow:
    """One commodity group (or all of them): how many with each number of stars, in the order of the table's columns, and how many were disqualified."""

    label: str
    counts: list[int]
    disqualified: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts) + self.disqualified


@dataclass(frozen=True)
class StarTable:
    """`columns` are stars, highest first, with 0 last; `rows` add up to `foot`."""

    columns: list[int]
    rows: list[StarRow]

    @property
    def foot(self) -> StarRow:
        sums = [sum(row.counts[place] for row in self.rows) for place in range(len(self.columns))]
        return StarRow("", sums, sum(row.disqualified for row in self.rows))

    @property
    def awarded(self) -> int:
        """With at least one star."""
        return sum(count for stars, count in zip(self.columns, self.foot.counts, strict=True) if stars)


def star_table(
    counted: Iterable[tuple[str, int, int]],
    groups: Mapping[str, str],
    max_stars: int,
    disqualified: Mapping[str, int] = NOBODY,
) -> StarTable:
    """Make the table from (commodity code, stars, how many), the groups' labels by code in their order, and how many of each group were disqualified; groups
    without a file are left out. Who was disqualified has no stars, whatever the sheets said: they are counted in `disqualified` only.
    """
    cells: Counter[tuple[str, int]] = Counter()
    for code, stars, n in counted:
        cells[code, stars] += n
    columns = [*range(max_stars, 0, -1), 0]
    rows = [
        StarRow(label, [cells[code, stars] for stars in columns], disqualified.get(code, 0))
        for code, label in groups.items()
    ]
    return StarTable(columns, [row for row in rows if row.total])
