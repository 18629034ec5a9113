"""Stars counted by commodity group: every number stands beside the sum that it is a part of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class StarRow:
    """One commodity group (or all of them): how many with each number of stars, in the order of the table's columns."""

    label: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class StarTable:
    """`columns` are stars, highest first, with 0 last; `rows` add up to `foot`."""

    columns: list[int]
    rows: list[StarRow]

    @property
    def foot(self) -> StarRow:
        return StarRow("", [sum(row.counts[place] for row in self.rows) for place in range(len(self.columns))])

    @property
    def awarded(self) -> int:
        """With at least one star."""
        return sum(count for stars, count in zip(self.columns, self.foot.counts, strict=True) if stars)


def star_table(counted: Iterable[tuple[str, int, int]], groups: Mapping[str, str], max_stars: int) -> StarTable:
    """From (commodity code, stars, how many) and the groups' labels by code, in their order; groups without a file are left out."""
    cells: Counter[tuple[str, int]] = Counter()
    for code, stars, n in counted:
        cells[code, stars] += n
    columns = [*range(max_stars, 0, -1), 0]
    rows = [StarRow(label, [cells[code, stars] for stars in columns]) for code, label in groups.items()]
    return StarTable(columns, [row for row in rows if row.total])
