"""How large a season is. The published funnel of 2024 is the model; every other size is in proportion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 24
SMALLEST, LARGEST = 8, 20_000


@dataclass(frozen=True)
class Scale:
    """Numbers of a season: `proposed` files of which `passed` go on, and `holders` of the edition before who are assessed again.

    `proposed_before` and `passed_before` are those of the edition before, which gave stars to `holders`: invented, no source tells them.
    """

    proposed: int
    passed: int
    holders: int
    proposed_before: int
    passed_before: int
    returned: int
    conflicts: int

    @classmethod
    def named(cls, name: str) -> Scale:
        """The scale called `name`: "small", "2024", or a number of proposed files. Raises `ValueError`."""
        return cls.of(SMALL if name == "small" else 159 if name == "2024" else _number(name))

    @classmethod
    def of(cls, proposed: int) -> Scale:
        """The funnel of 2024 in proportion: 159 proposed, 89 passed, 77 holders."""

        def part(n: int) -> int:
            return max(1, round(proposed * n / 159))

        return cls(
            proposed=proposed,
            passed=part(89),
            holders=part(77),
            proposed_before=part(96),
            passed_before=max(part(84), part(77) + 1),
            returned=min(part(12), 60),
            conflicts=min(part(16), 120),
        )

    @property
    def failed(self) -> int:
        return self.proposed - self.passed


def shares(weights: Sequence[int], total: int) -> list[int]:
    """`total` split in proportion to `weights`, to whole numbers by the largest remainders (earlier ones first)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _number(name: str) -> int:
    if not name.isdigit() or not SMALLEST <= int(name) <= LARGEST:
        raise ValueError(f"a scale is small, 2024 or a number from {SMALLEST} to {LARGEST}")
    return int(name)
