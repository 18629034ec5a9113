"""What the readers of a file found, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from assessments.models import GateVerdict, Reading
from awards.models import Gate, Submission


@dataclass(frozen=True)
class Row:
    """A gate with the verdict of each reader, in the order of the columns; None for a gate that a reader was not asked."""

    gate: Gate
    verdicts: list[GateVerdict | None]

    @property
    def differs(self) -> bool:
        return len({verdict.verdict for verdict in self.verdicts if verdict}) > 1


@dataclass(frozen=True)
class Comparison:
    """The readings of one submission, in the order of their turns, with their verdicts and those who gave them."""

    readings: list[Reading]

    @property
    def submission(self) -> Submission:
        return self.readings[0].submission

    @property
    def is_by_several(self) -> bool:
        return len(self.readings) > 1

    @property
    def differs(self) -> bool:
        """Did they find differently?"""
        return len({reading.outcome for reading in self.readings}) > 1

    @cached_property
    def rows(self) -> list[Row]:
        said = [{verdict.gate: verdict for verdict in reading.verdicts.all()} for reading in self.readings]
        gates = sorted({gate for one in said for gate in one}, key=lambda gate: gate.code)
        return [Row(gate, [one.get(gate) for one in said]) for gate in gates]


def by_submission(readings: Iterable[Reading]) -> Iterator[Comparison]:
    """What was sent last first. `readings` come with their submissions."""
    rows = sorted(readings, key=lambda reading: (-reading.submission.n, reading.turn))
    for _n, group in groupby(rows, key=lambda reading: reading.submission.n):
        yield Comparison(list(group))
