"""The yard: CPU divided by that of a fixed loop in plain Python, timed right beside it.

A millisecond of CPU costs more on a slow machine, and twice as much on a busy one; the loop suffers with what is measured, so their quotient stays.
"""

from __future__ import annotations

import statistics
import time

LOOPS = 300_000


def yard() -> float:
    """The CPU seconds of one yard, now."""
    return statistics.median(_walk() for _ in range(3))


def _walk() -> float:
    began, x = time.process_time(), 0
    for i in range(LOOPS):
        x = (x * 31 + i) % 1_000_003
    return time.process_time() - began
