"""What a juror would say: the quality of a file, the juror's severity, some noise, and cells that add up to it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Criterion
from assessments.scoring.saving import Cell

NOISE = 4.0
NOTES = [
    "Bukti foto jelas dan sesuai dengan isian.",
    "Contoh produk lebih rapi daripada fotonya.",
    "Perlu dilihat lagi saat kunjungan.",
    "Label belum memuat tanggal produksi.",
    "Pewarna alam disebut, daftar bahannya ada.",
]


@dataclass(frozen=True)
class Form:
    """The criteria of one commodity group with their levels, and the steps by which points grow: (place of the criterion, points)."""

    criteria: list[int]
    levels: list[list[Decimal]]
    steps: list[tuple[int, int]]

    @classmethod
    def of(cls, criteria: Iterable[Criterion]) -> Form:
        """The form of `criteria`, which come with their levels. Levels of one criterion lie equally far apart."""
        levels = [sorted(level.points for level in criterion.levels.all()) for criterion in criteria]
        steps = [
            (place, int(high - low))
            for place, points in enumerate(levels)
            for low, high in zip(points, points[1:], strict=False)
        ]
        return cls([criterion.pk for criterion in criteria], levels, steps)

    @property
    def least(self) -> int:
        return int(sum(points[0] for points in self.levels))

    @property
    def most(self) -> int:
        return int(sum(points[-1] for points in self.levels))


def leanings(form: Form, chance: random.Random) -> list[float]:
    """How well a file does on each criterion, beside its quality: all jurors see the same strengths."""
    return [chance.random() for _ in form.criteria]


def total(quality: float, severity: float, chance: random.Random, form: Form) -> int:
    """The total that one juror gives."""
    return max(form.least, min(form.most, round(quality + severity + chance.gauss(0, NOISE))))


def cells(form: Form, wanted: int, lean: Sequence[float], chance: random.Random) -> list[Cell]:
    """A cell for every criterion that add up to `wanted` points; where a file is strong the points come first."""
    ranked = sorted(form.steps, key=lambda step: lean[step[0]] + chance.random() * 0.9, reverse=True)
    taken, left = [0] * len(form.criteria), wanted - form.least
    passed_over = []
    for place, points in ranked:
        if points <= left:
            taken[place] += 1
            left -= points
        elif left:
            passed_over.append(place)
    if left:
        # One point is left where only steps of two remain: take a single one back, and one of two instead.
        back = next(place for place, points in reversed(ranked) if points == 1 and taken[place])
        taken[back] -= 1
        taken[passed_over[0]] += 1
    return [
        Cell(criterion, levels[step], note=chance.choice(NOTES) if chance.random() < 0.02 else "")
        for criterion, levels, step in zip(form.criteria, form.levels, taken, strict=True)
    ]
