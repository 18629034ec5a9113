"""Charts as SVG from the server (ux 2.8): a title, a description, and the same numbers as a table below.

Only the drawings are made here, the one kind of markup that is all numbers; everything around them is `components/grafik.jinja`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil, floor
from typing import NotRequired, TypedDict

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .clock import WIB
from .formats import angka, nilai, tanggal_pendek
from .jinja import rendered

# Column and row of each province (Kemendagri code): equal tiles, so that small provinces are seen.
TILES = {
    "11": (0, 0), "65": (8, 0), "12": (1, 1), "14": (2, 1), "21": (3, 1), "61": (6, 1), "62": (7, 1), "64": (8, 1),
    "75": (10, 1), "71": (11, 1), "82": (13, 1), "13": (1, 2), "15": (2, 2), "19": (3, 2), "63": (7, 2), "76": (9, 2),
    "72": (10, 2), "81": (13, 2), "96": (14, 2), "92": (15, 2), "91": (17, 2), "17": (1, 3), "16": (2, 3), "73": (9, 3),
    "74": (10, 3), "94": (16, 3), "95": (17, 3), "18": (2, 4), "31": (4, 4), "93": (17, 4), "36": (3, 5), "32": (4, 5),
    "33": (5, 5), "35": (6, 5), "51": (7, 5), "52": (8, 5), "53": (9, 5), "34": (5, 6),
}  # fmt: skip

Score = Decimal | float


class Dots(TypedDict):
    """A candidate of the dot plot: the scores of the jurors, the combined value, and its standard error, if it has one."""

    label: str
    scores: Sequence[Score]
    value: Score
    error: NotRequired[Score | None]


class Share(TypedDict):
    """A value and the most that it can be; `median` is a tick, if it may be shown."""

    label: str
    value: Score
    maximum: Score
    median: NotRequired[Score | None]


class Counted(TypedDict):
    """A count under its name; `out` marks those who left at that stage."""

    label: str
    count: int
    out: NotRequired[bool]


def figure(
    title: str,
    desc: str,
    svg: str,
    box: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    scrolls: bool = False,
) -> SafeString:
    """A chart with its name, its description and its numbers as a table. `box` are the size attributes of the drawing."""
    return rendered(
        "components/grafik.jinja",
        name="grafik-" + slugify(title)[:40],
        title=title,
        desc=desc,
        svg=mark_safe(svg),
        box=mark_safe(box),
        head=head,
        rows=rows,
        scrolls=scrolls,
    )


def _fluid(height: float) -> str:
    return f'width="100%" height="{_n(height)}"'


def _text(x: str, y: float, words: object, css: str = "", anchor: str = "start") -> str:
    look = f' class="{css}"' if css else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x}" y="{_n(y)}"{look}{side}>{escape(words)}</text>'


def _line(css: str, x1: str, y1: float, x2: str, y2: float) -> str:
    return f'<line class="{css}" x1="{x1}" y1="{_n(y1)}" x2="{x2}" y2="{_n(y2)}"/>'


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


class _Scale:
    """From a score to a place in the plot, in per cent of its width."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def share(self, value: Score) -> float:
        return 100 * (min(max(float(value), self.low), self.high) - self.low) / (self.high - self.low)

    def __call__(self, value: Score) -> str:
        return _n(self.share(value)) + "%"


def dot_plot(
    rows: Iterable[Dots],
    lines: Sequence[tuple[Score, str]] = (),
    *,
    title: str = "",
    low: Score | None = None,
    high: Score = 100,
) -> SafeString:
    """One row per candidate: a circle per juror, a bar from least to most, a tick at the combined value, star lines behind.

    `rows`: label, scores (numbers), value (combined), and, as they have it, error (standard error). `lines`: (from, words).
    A candidate within one point of a line is bold and carries a diamond. Without `low` the axis starts below the least score.
    """
    rows, lines = list(rows), sorted(lines, key=lambda line: float(line[0]))
    if low is None:
        least = min(
            [float(score) for row in rows for score in row["scores"]] + [float(start) for start, _words in lines],
            default=0,
        )
        low = max(0, (least - 5) // 10 * 10)
    top, step, scale = 30, 28, _Scale(float(low), float(high))
    height = top + step * len(rows) + 26
    plot = _zones(lines, scale, top, height) + _axis(scale, height)
    labels = ""
    for index, row in enumerate(rows):
        y = top + step * index + step / 2
        plot += _dots(row, y, scale)
        labels += _row_words(row, y, lines)
    svg = f'<svg x="20%" width="66%" height="{_n(height)}">{plot}</svg>{labels}'
    numbers = [
        (
            row["label"],
            nilai(row["value"]),
            angka(len(row["scores"])),
            nilai(min(row["scores"])),
            nilai(max(row["scores"])),
            _near_word(row, lines),
        )
        for row in rows
        if row["scores"]
    ]
    desc = _(
        "{n} calon, satu baris setiap calon; lingkaran adalah nilai juri, garis tegak adalah nilai gabungan."
    ).format(n=len(rows))
    head = [_("Calon"), _("Nilai"), _("Juri"), _("Terendah"), _("Tertinggi"), _("Catatan")]
    return figure(title or _("Sebaran nilai juri"), desc, svg, _fluid(height), head, numbers, scrolls=True)


def _zones(lines: Sequence[tuple[Score, str]], scale: _Scale, top: float, height: float) -> str:
    parts = []
    for index, (start, words) in enumerate(lines):
        end = lines[index + 1][0] if index + 1 < len(lines) else scale.high
        left, right = scale.share(start), scale.share(end)
        odd = " zone-odd" if index % 2 else ""
        parts.append(
            f'<rect class="zone{odd}" x="{_n(left)}%" y="{top - 8}" width="{_n(right - left)}%" height="{_n(height - top - 14)}"/>'
            + _line("star-line", scale(start), top - 8, scale(start), height - 22)
            + _text(_n((left + right) / 2) + "%", 14, words, "faint", "middle")
        )
    return "".join(parts)


def _axis(scale: _Scale, height: float) -> str:
    # Tens only: a tick whose number had to be rounded would stand where that number is not.
    ticks = range(ceil(scale.low / 10) * 10, floor(scale.high) + 1, 10)
    return _line("rule", "0", height - 22, "100%", height - 22) + "".join(
        _text(scale(tick), height - 6, angka(tick), "faint", "middle") for tick in ticks
    )


def _near(row: Dots, lines: Sequence[tuple[Score, str]]) -> bool:
    return any(abs(float(row["value"]) - float(start)) < 1 for start, _words in lines)


def _near_word(row: Dots, lines: Sequence[tuple[Score, str]]) -> str:
    return _("Dekat batas bintang") if _near(row, lines) else ""


def _dots(row: Dots, y: float, scale: _Scale) -> str:
    parts = []
    if row["scores"]:
        parts.append(_line("span", scale(min(row["scores"])), y, scale(max(row["scores"])), y))
    if error := float(row.get("error") or 0):
        value = float(row["value"])
        parts.append(_line("error-span", scale(value - error), y, scale(value + error), y))
    parts += [f'<circle class="dot" cx="{scale(score)}" cy="{_n(y)}" r="4.5"/>' for score in row["scores"]]
    parts.append(_line("mark", scale(row["value"]), y - 9, scale(row["value"]), y + 9))
    return "".join(parts)


def _row_words(row: Dots, y: float, lines: Sequence[tuple[Score, str]]) -> str:
    near = _near(row, lines)
    css = "strong" if near else ""
    diamond = _text("88%", y + 5, "◆", "near") if near else ""
    return _text("0", y + 5, row["label"], css) + diamond + _text("100%", y + 5, nilai(row["value"]), css, "end")


# The histogram: above the bars there is room for the number on the tallest one, and above that for the names of the lines.
_TALL, _TOP, _FOOT = 200, 42, 24
_EDGE = 8  # per cent of the width: nearer to a side, the name of a line stands beside it instead of over it


def histogram(bins: Sequence[tuple[int, int]], bounds: Iterable[tuple[int, Score]], *, width: int = 2) -> SafeString:
    """The official scores in heaps, with the star lines. `bins`: (lower end, how many) at every `width` points; `bounds`: (stars, lower bound)."""
    if not bins:
        return SafeString("")
    low, high = bins[0][0], bins[-1][0] + width
    scale = _Scale(low, high)
    lines = [(stars, lower) for stars, lower in bounds if low <= lower <= high]
    svg = _heaps(bins, scale, width) + _ticks(low, high, scale, width) + _star_lines(lines, scale)
    rows = [(_heap_words(start, start + width), angka(count)) for start, count in bins]
    desc = _("{n} berkas menurut nilai resmi, setiap batang dua poin.").format(n=angka(sum(n for _start, n in bins)))
    if lines:
        desc += " " + _("Garis putus-putus adalah garis bintang.")
    head = [_("Nilai resmi"), _("Berkas")]
    return figure(_("Sebaran nilai resmi"), desc, svg, _fluid(_TALL), head, rows, scrolls=True)


def _heap_words(low: int, high: int) -> str:
    """A heap in words, within what a score can be."""
    if high < 100:
        return _("{low} sampai di bawah {high}").format(low=max(0, low), high=high)
    return _("{low} sampai {high}").format(low=low, high=100)


def _heaps(bins: Sequence[tuple[int, int]], scale: _Scale, width: int) -> str:
    most, room, broad = max(count for _start, count in bins), _TALL - _TOP - _FOOT, scale.share(scale.low + width)
    parts = []
    for start, count in bins:
        if count:
            x, tall = scale.share(start), room * count / most
            top = _TALL - _FOOT - tall
            parts.append(
                f'<rect class="bar" x="{_n(x + broad * 0.06)}%" y="{_n(top)}" width="{_n(broad * 0.88)}%" height="{_n(tall)}"/>'
                + _text(_n(x + broad / 2) + "%", top - 4, angka(count), "faint", "middle")
            )
    return "".join(parts)


def _ticks(low: int, high: int, scale: _Scale, width: int) -> str:
    step = max(width, (high - low) // 10 // width * width)
    sides = {low: "start", high: "end"}
    return _line("rule", "0", _TALL - _FOOT, "100%", _TALL - _FOOT) + "".join(
        _text(scale(tick), _TALL - 6, tick, "faint", sides.get(tick, "middle")) for tick in range(low, high + 1, step)
    )


def _star_lines(lines: Iterable[tuple[int, Score]], scale: _Scale) -> str:
    parts = []
    for stars, lower in lines:
        share = scale.share(lower)
        anchor = "start" if share < _EDGE else "end" if share > 100 - _EDGE else "middle"
        parts.append(
            _line("star-line", scale(lower), _TOP - 24, scale(lower), _TALL - _FOOT)
            + _text(scale(lower), 12, _("Bintang {n}").format(n=stars), "faint", anchor)
        )
    return "".join(parts)


def aspect_bars(rows: Iterable[Share], *, title: str = "") -> SafeString:
    """A, B, C as shares of their maximum. `rows`: label, value, maximum, and, if it may be shown, median (a tick)."""
    rows = list(rows)
    step, parts, numbers = 52, [], []
    for index, row in enumerate(rows):
        top, share, median = step * index, _Scale(0, float(row["maximum"])), row.get("median")
        words = _("{n} dari {m}").format(n=nilai(row["value"]), m=angka(row["maximum"]))
        tick = _line("median", share(median), 0, share(median), 18) if median is not None else ""
        parts.append(
            _text("0", top + 14, row["label"])
            + f'<svg y="{top + 22}" width="66%" height="18"><rect class="bar-rest" width="100%" height="18"/>'
            + f'<rect class="bar" width="{share(row["value"])}" height="18"/>{tick}</svg>'
            + _text("100%", top + 36, words, "strong", "end")
        )
        numbers.append(
            (row["label"], nilai(row["value"]), angka(row["maximum"]), nilai(median) if median is not None else "")
        )
    desc = _("Nilai setiap aspek terhadap nilai tertingginya; tanda tegak adalah nilai tengah kelompok.")
    head = [_("Aspek"), _("Nilai"), _("Tertinggi"), _("Nilai tengah")]
    return figure(title or _("Nilai setiap aspek"), desc, "".join(parts), _fluid(step * len(rows)), head, numbers)


def funnel_bars(rows: Iterable[Counted], *, title: str = "") -> SafeString:
    """Counts of the stages as bars from the left. `rows`: label, count, and `out=True` for those who left at that stage."""
    rows = list(rows)
    share, step, parts = _Scale(0, max([row["count"] for row in rows], default=0) or 1), 50, []
    for index, row in enumerate(rows):
        top, css = step * index, "bar-out" if row.get("out") else "bar"
        parts.append(
            _text("0", top + 14, row["label"])
            + f'<svg y="{top + 21}" width="84%" height="20"><rect class="{css}" y=".5" width="{share(row["count"])}" height="19"/></svg>'
            + _text("100%", top + 36, angka(row["count"]), "strong", "end")
        )
    desc = "; ".join(f"{row['label']} {angka(row['count'])}" for row in rows)
    numbers = [(row["label"], angka(row["count"])) for row in rows]
    head = [_("Tahap"), _("Jumlah")]
    return figure(title or _("Perjalanan usulan"), desc, "".join(parts), _fluid(step * len(rows)), head, numbers)


def count_bars(rows: Iterable[Counted], *, title: str, of: str) -> SafeString:
    """Counts side by side, a line for each. `rows`: label, count; `of` says what the labels are."""
    rows = list(rows)
    share, step, parts = _Scale(0, max([row["count"] for row in rows], default=0) or 1), 34, []
    for index, row in enumerate(rows):
        middle = step * index + 20
        parts.append(
            _text("0", middle, row["label"])
            + f'<svg x="16%" y="{middle - 15}" width="70%" height="20"><rect class="bar" width="{share(row["count"])}" height="20" rx="2"/></svg>'
            + _text("100%", middle, angka(row["count"]), "strong", "end")
        )
    numbers = [(row["label"], angka(row["count"])) for row in rows]
    desc = "; ".join(f"{label}: {count}" for label, count in numbers)
    return figure(title, desc, "".join(parts), _fluid(step * len(rows)), [of, _("Jumlah")], numbers)


class Spanned(TypedDict):
    """A time under its name, and what stands below its bar; `tone` tells bars apart that are over, running or ahead."""

    label: str
    first: datetime
    last: datetime
    words: str
    tone: str


TONES = {"done": "bar-rest", "now": "bar", "later": "bar-out"}


def time_line(rows: Iterable[Spanned], now: datetime, *, title: str, head: Sequence[str]) -> SafeString:
    """Times above one another on one line of months, with the hour `now`. The words of `rows` stand in the table, too, below `head`."""
    rows, at = list(rows), now.timestamp()
    if not rows:
        return mark_safe("")
    low, high = (
        edge(moment.timestamp() for row in rows for moment in (row["first"], row["last"])) for edge in (min, max)
    )
    scale, step, top = _Scale(low, max(high, low + 1)), 62, 26
    height = top + step * len(rows)
    parts = [
        _line("rule", scale(day.timestamp()), top - 8, scale(day.timestamp()), top)
        + _text(scale(day.timestamp()), top - 12, tanggal_pendek(day).split("\u00a0")[1], "faint")
        for day in _months(rows)
    ]
    for index, row in enumerate(rows):
        y = top + step * index
        left, right = scale.share(row["first"].timestamp()), scale.share(row["last"].timestamp())
        css = TONES[row["tone"]]
        bar = f'<rect class="{css}" x="{_n(left)}%" y="{y + 20}" width="{_n(max(right - left, 0.8))}%" height="14" rx="2"/>'
        words = _text("0", y + 14, row["label"], "strong") + _text("0", y + 50, row["words"], "faint")
        # Through the bars alone: a line through words makes them hard to read.
        here = _line("mark", scale(at), y + 17, scale(at), y + 37) if low <= at <= high else ""
        parts.append(words + bar + here)
    desc = _("Tanda tegak tebal adalah saat ini.") + " " + "; ".join(f"{row['label']}: {row['words']}" for row in rows)
    numbers = [(row["label"], row["words"]) for row in rows]
    return figure(title, desc, "".join(parts), _fluid(height), head, numbers)


# So many names of months have room on a telephone.
MONTHS = 6


def _months(rows: Sequence[Spanned]) -> list[datetime]:
    """The first days of the months between the first and the last of `rows`, by WIB; of many every second, third … one."""
    first, last = min(row["first"] for row in rows).astimezone(WIB), max(row["last"] for row in rows)
    month, found = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0), []
    while (month := (month + timedelta(days=32)).replace(day=1)) < last:
        found.append(month)
    return found[:: ceil(len(found) / MONTHS) or 1]


@dataclass(frozen=True)
class InProvince:
    """A count of a province: its Kemendagri code, its name in whole and as people shorten it. None is "no data", and is hatched; zero is 0."""

    code: str
    name: str
    short_name: str
    count: int | None


def province_tiles(provinces: Iterable[InProvince], *, title: str = "") -> SafeString:
    """One tile per province, with its count."""
    known = {each.code: each for each in provinces}
    most = max([each.count for each in known.values() if each.count is not None], default=0) or 1
    size, gap = 40, 2
    width, height = 18 * (size + gap), 7 * (size + gap)
    parts = [
        '<pattern id="arsir" width="6" height="6" patternUnits="userSpaceOnUse"><path class="rule" d="M0 6 6 0"/></pattern>'
    ]
    for code, (column, row) in TILES.items():
        province = known.get(code, InProvince(code, "", code, None))
        parts.append(_tile(province, most, column * (size + gap), row * (size + gap), size))
    numbers = sorted((each.name, angka(each.count) if each.count is not None else "–") for each in known.values())
    desc = _(
        "Satu kotak setiap provinsi, menurut letaknya; angka di bawah namanya adalah jumlahnya. Warna makin tua berarti makin banyak."
    )
    head = [_("Provinsi"), _("Jumlah")]
    return figure(
        title or _("Sebaran menurut provinsi"),
        desc,
        "".join(parts),
        f'class="map" viewBox="0 0 {width} {height}"',
        head,
        numbers,
    )


def _initials(name: str) -> str:
    """A name of one word as it is, "DKI" of "DKI Jakarta", "PBD" of "Papua Barat Daya": what a tile has room for."""
    first, *more = name.split()
    if not more or first.isupper():
        return first
    return "".join(word[0] for word in (first, *more))


def _tile(province: InProvince, most: int, x: float, y: float, size: int) -> str:
    count = province.count
    level = 0 if not count else min(5, 1 + int(5 * (count - 1) / most))
    css = f"tile level-{level}" if level else "tile"
    ink = "on-dark" if level > 3 else ""
    shown = angka(count) if count is not None else "–"
    words = f"{province.name}: {shown}" if province.name else province.code
    hatch = f'<rect fill="url(#arsir)" x="{x}" y="{y}" width="{size}" height="{size}"/>' if count is None else ""
    return (
        f'<g><title>{escape(words)}</title><rect class="{css}" x="{x}" y="{y}" width="{size}" height="{size}" rx="3"/>{hatch}'
        + _text(_n(x + size / 2), y + 15, _initials(province.short_name), f"code {ink}".strip(), "middle")
        + _text(_n(x + size / 2), y + 32, shown, f"strong {ink}".strip(), "middle")
        + "</g>"
    )
