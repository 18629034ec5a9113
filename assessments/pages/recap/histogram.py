"""The official scores in bins of two points, with the star lines: heaps just above a line are seen before lines are fixed (ux 2.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import floor

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ovop_portal.common.charts import figure
from ovop_portal.common.formats import angka

BIN = 2
# Above the bars there is room for the number on the tallest one, and above that for the names of the lines.
HEIGHT, TOP, FOOT = 200, 42, 24
EDGE = 8  # per cent of the width: nearer to a side, the name of a line stands beside it instead of over it


def bins_of(scores: Iterable[Decimal], line: Decimal | int = 0) -> list[tuple[int, int]]:
    """(lower end, how many) of every bin from the lowest to the highest score; a bin holds its lower end, the last one 100 as well.

    Bins begin at `line`, so that none holds scores from both sides of it.

    >>> bins_of([Decimal("85.00"), Decimal("84.99"), Decimal("89.00")])
    [(84, 2), (86, 0), (88, 1)]
    >>> bins_of([Decimal("85.00"), Decimal("84.99"), Decimal("89.00")], Decimal("65.00"))
    [(83, 1), (85, 1), (87, 0), (89, 1)]
    """
    shift = int(line) % BIN
    counted = Counter(min(floor((score - shift) / BIN) * BIN, 100 - BIN) + shift for score in scores)
    return [(start, counted[start]) for start in range(min(counted), max(counted) + BIN, BIN)] if counted else []


def histogram(scores: Iterable[Decimal], bounds: Sequence[tuple[int, Decimal]]) -> SafeString:
    """The figure with its table. `bounds`: (stars, lower bound)."""
    bins = bins_of(scores, min((lower for _stars, lower in bounds), default=0))
    if not bins:
        return SafeString("")
    low, high = bins[0][0], bins[-1][0] + BIN
    lines = [(stars, lower) for stars, lower in bounds if low <= lower <= high]
    drawing = "".join([*_bars(bins, low, high), *_axis(low, high), *_lines(lines, low, high)])
    head = [_("Nilai resmi"), _("Berkas")]
    rows = [(_range(start), angka(count)) for start, count in bins]
    total = angka(sum(count for _start, count in bins))
    desc = _("{n} berkas menurut nilai resmi, setiap batang dua poin.").format(n=total)
    if lines:
        desc += " " + _("Garis putus-putus adalah garis bintang.")
    return figure(_("Sebaran nilai resmi"), desc, drawing, f'width="100%" height="{HEIGHT}"', head, rows, scrolls=True)


def _range(start: int) -> str:
    """A bin in words, within what a score can be."""
    low, high = max(0, start), start + BIN
    if high < 100:
        return _("{low} sampai di bawah {high}").format(low=low, high=high)
    return _("{low} sampai {high}").format(low=low, high=100)


def _bars(bins: list[tuple[int, int]], low: int, high: int) -> Iterable[str]:
    most = max(count for _start, count in bins)
    room = HEIGHT - TOP - FOOT
    for start, count in bins:
        if not count:
            continue
        tall = room * count / most
        x, width = _share(start, low, high), 100 * BIN / (high - low)
        top = HEIGHT - FOOT - tall
        yield f'<rect class="bar" x="{x + width * 0.06:.2f}%" y="{top:.1f}" width="{width * 0.88:.2f}%" height="{tall:.1f}"/>'
        yield f'<text class="faint" x="{x + width / 2:.2f}%" y="{top - 4:.1f}" text-anchor="middle">{angka(count)}</text>'


def _axis(low: int, high: int) -> Iterable[str]:
    y = HEIGHT - FOOT
    yield f'<line class="rule" x1="0" y1="{y}" x2="100%" y2="{y}"/>'
    step = max(BIN, (high - low) // 10 // BIN * BIN)
    for tick in range(low, high + 1, step):
        side = "start" if tick == low else "end" if tick == high else "middle"
        yield f'<text class="faint" x="{_share(tick, low, high):.2f}%" y="{HEIGHT - 6}" text-anchor="{side}">{tick}</text>'


def _lines(lines: Iterable[tuple[int, Decimal]], low: int, high: int) -> Iterable[str]:
    for stars, lower in lines:
        share = _share(lower, low, high)
        x = f"{share:.2f}%"
        yield f'<line class="star-line" x1="{x}" y1="{TOP - 24}" x2="{x}" y2="{HEIGHT - FOOT}"/>'
        yield f'<text class="faint" x="{x}" y="12" text-anchor="{_anchor(share)}">{escape(_("Bintang {n}").format(n=stars))}</text>'


def _anchor(share: float) -> str:
    return "start" if share < EDGE else "end" if share > 100 - EDGE else "middle"


def _share(value: Decimal | int, low: int, high: int) -> float:
    return 100 * (float(value) - low) / (high - low)
