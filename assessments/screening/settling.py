"""What the readings of a file come to, by the rule of its edition. The guards say the same in SQL (`assessments.guards.settled`)."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.models import ReadingOutcome
from awards.models import ScreeningRule

# The mildest first, as they are written down.
ORDER = list(ReadingOutcome)


def settled(outcomes: Sequence[str], rule: str) -> ReadingOutcome | None:
    """What `outcomes`, in the order of their turns, come to; None while somebody else is to read the file.

    Two who agree settle it. Where they do not, a third reads, and the middle of the three outcomes stands: that of two who agree, or, if all three differ,
    the return. So where they differ nobody passes or rejects a file alone.

    >>> settled(["fail", "pass"], "reject_by_two")
    >>> settled(["fail", "pass", "return"], "reject_by_two").label
    'Dikembalikan untuk dilengkapi'
    """
    said = sorted(map(ReadingOutcome, outcomes), key=ORDER.index)
    match said:
        case [ReadingOutcome.PASS | ReadingOutcome.RETURN as only] if rule == ScreeningRule.REJECT_BY_TWO:
            return only
        case [one, other] if one == other:
            return one
        case [_, middle, _]:
            return middle
    return None
