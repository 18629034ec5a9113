"""Charts as SVG from the server (ux 2.8): a title, a description, and the same numbers as a table below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .formats import angka, nilai

# Column and row of each province (Kemendagri code): equal tiles, so that small provinces are seen.
TILES = {
    "11": (0, 0), "65": (8, 0), "12": (1, 1), "14": (2, 1), "21": (3, 1), "61": (6, 1), "62": (7, 1), "64": (8, 1),
    "75": (10, 1), "71": (11, 1), "82": (13, 1), "13": (1, 2), "15": (2, 2), "19": (3, 2), "63": (7, 2), "76": (9, 2),
    "72": (10, 2), "81": (13, 2), "96": (14, 2), "92": (15, 2), "91": (17, 2), "17": (1, 3), "16": (2, 3), "73": (9, 3),
    "74": (10, 3), "94": (16, 3), "95": (17, 3), "18": (2, 4), "31": (4, 4), "93": (17, 4), "36": (3, 5), "32": (4, 5),
    "33": (5, 5), "35": (6, 5), "51": (7, 5), "52": (8, 5), "53": (9, 5), "34": (5, 6),
}  # fmt: skip


def figure(title: str, desc: str, svg: str, width: int, height: int, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> SafeString:
    """A chart with its name, its description and its numbers as a table."""
    name = "grafik-" + slugify(title)[:40]
    return format_html(
        '<figure class="chart"><figcaption>{}</figcaption>'
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>'
        '<details class="more"><summary>{}</summary>{}</details></figure>',
        title, width, height, name, name, name, title, name, desc, mark_safe(svg), _("Lihat sebagai tabel"), _table(title, head, rows),
    )  # fmt: skip


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> SafeString:
    cells = "".join(
        "<tr>" + "".join(
            f'<th scope="row">{escape(cell)}</th>' if column == 0 else f'<td class="num">{escape(cell)}</td>'
            for column, cell in enumerate(row)
        ) + "</tr>"
        for row in rows
    )  # fmt: skip
    heads = "".join(f'<th scope="col"{"" if column == 0 else _NUM}>{escape(cell)}</th>' for column, cell in enumerate(head))
    return format_html(
        '<div class="scroller" tabindex="0" role="region" aria-label="{}"><table class="table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        title, mark_safe(heads), mark_safe(cells),
    )  # fmt: skip


_NUM = ' class="num"'


def _text(x: float, y: float, words: Any, css: str = "", anchor: str = "start") -> str:
    look = f' class="{css}"' if css else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{_n(x)}" y="{_n(y)}"{look}{side}>{escape(words)}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def dot_plot(
    rows: Iterable[Mapping[str, Any]],
    lines: Sequence[tuple[Any, str]] = (),
    *,
    title: str = "",
    low: float = 0,
    high: float = 100,
) -> SafeString:
    """One row per candidate: a circle per juror, a bar from least to most, a tick at the combined value, star lines behind.

    `rows`: label, scores (numbers), value (combined), and, as they have it, error (standard error). `lines`: (from, words).
    A candidate within one point of a line is bold and carries a diamond.
    """
    rows, lines = list(rows), sorted(lines, key=lambda line: float(line[0]))
    left, right, top, step, width = 150, 70, 34, 26, 760
    span = width - left - right
    height = top + step * len(rows) + 26

    def x(value: Any) -> float:
        return left + (min(max(float(value), low), high) - low) / (high - low) * span

    parts = [_zones(lines, x, high, top, height), _axis(low, high, x, height)]
    for index, row in enumerate(rows):
        parts.append(_dot_row(row, top + step * index + step / 2, x, lines, width))
    numbers = [
        (row["label"], nilai(row["value"]), angka(len(row["scores"])), nilai(min(row["scores"])), nilai(max(row["scores"])), _near_word(row, lines))
        for row in rows
        if row["scores"]
    ]
    desc = _("{n} calon, satu baris setiap calon; lingkaran adalah nilai juri, garis tegak adalah nilai gabungan.").format(n=len(rows))
    head = [_("Calon"), _("Nilai"), _("Juri"), _("Terendah"), _("Tertinggi"), _("Catatan")]
    return figure(title or _("Sebaran nilai juri"), desc, "".join(parts), width, height, head, numbers)


def _zones(lines: Sequence[tuple[Any, str]], x: Any, high: float, top: float, height: float) -> str:
    parts = []
    for index, (start, words) in enumerate(lines):
        end = lines[index + 1][0] if index + 1 < len(lines) else high
        odd = " zone-odd" if index % 2 else ""
        parts.append(f'<rect class="zone{odd}" x="{_n(x(start))}" y="{top - 8}" width="{_n(x(end) - x(start))}" height="{_n(height - top - 14)}"/>')
        parts.append(f'<path class="star-line" d="M{_n(x(start))} {top - 8}V{_n(height - 22)}"/>')
        parts.append(_text((x(start) + x(end)) / 2, 14, words, "", "middle"))
    return "".join(parts)


def _axis(low: float, high: float, x: Any, height: float) -> str:
    ticks = [low + (high - low) * part / 5 for part in range(6)]
    return f'<path class="rule" d="M{_n(x(low))} {_n(height - 22)}H{_n(x(high))}"/>' + "".join(
        _text(x(tick), height - 6, angka(round(tick)), "faint", "middle") for tick in ticks
    )


def _near(row: Mapping[str, Any], lines: Sequence[tuple[Any, str]]) -> bool:
    return any(abs(float(row["value"]) - float(start)) < 1 for start, _words in lines)


def _near_word(row: Mapping[str, Any], lines: Sequence[tuple[Any, str]]) -> str:
    return _("Dekat batas bintang") if _near(row, lines) else ""


def _dot_row(row: Mapping[str, Any], y: float, x: Any, lines: Sequence[tuple[Any, str]], width: float) -> str:
    near, value = _near(row, lines), x(row["value"])
    css = "is-near" if near else ""
    parts = [_text(0, y + 4.5, row["label"], css)]
    if row["scores"]:
        parts.append(f'<path class="span" d="M{_n(x(min(row["scores"])))} {_n(y)}H{_n(x(max(row["scores"])))}"/>')
    if row.get("error"):
        low, high = float(row["value"]) - float(row["error"]), float(row["value"]) + float(row["error"])
        parts.append(f'<path class="error-span" d="M{_n(x(low))} {_n(y)}H{_n(x(high))}"/>')
    parts += [f'<circle class="dot" cx="{_n(x(score))}" cy="{_n(y)}" r="4"/>' for score in row["scores"]]
    parts.append(f'<path class="mark" d="M{_n(value)} {_n(y - 8)}V{_n(y + 8)}"/>')
    if near:
        parts.append(f'<path class="near" d="M{_n(width - 62)} {_n(y)}l5-5 5 5-5 5z"/>')
    parts.append(_text(width, y + 4.5, nilai(row["value"]), css, "end"))
    return "".join(parts)


def aspect_bars(rows: Iterable[Mapping[str, Any]], *, title: str = "") -> SafeString:
    """A, B, C as shares of their maximum. `rows`: label, value, maximum, and, if it may be shown, median (a tick)."""
    rows = list(rows)
    width, step, bar = 640, 52, 16
    height = step * len(rows) + 4
    parts, numbers = [], []
    for index, row in enumerate(rows):
        y = step * index
        share = float(row["value"]) / float(row["maximum"])
        words = _("{n} dari {m}").format(n=nilai(row["value"]), m=angka(row["maximum"]))
        parts.append(_text(0, y + 16, row["label"]) + _text(width, y + 16, words, "is-near", "end"))
        parts.append(f'<rect class="bar-rest" x="0" y="{y + 24}" width="{width}" height="{bar}"/>')
        parts.append(f'<rect class="bar" x="0" y="{y + 24}" width="{_n(width * share)}" height="{bar}"/>')
        median = row.get("median")
        if median is not None:
            at = width * float(median) / float(row["maximum"])
            parts.append(f'<path class="near" d="M{_n(at - 1.5)} {y + 20}h3v24h-3z"/>')
        numbers.append((row["label"], nilai(row["value"]), angka(row["maximum"]), nilai(median) if median is not None else ""))
    desc = _("Nilai setiap aspek terhadap nilai tertingginya; tanda tegak adalah nilai tengah kelompok.")
    head = [_("Aspek"), _("Nilai"), _("Tertinggi"), _("Nilai tengah")]
    return figure(title or _("Nilai setiap aspek"), desc, "".join(parts), width, height, head, numbers)


def funnel_bars(rows: Iterable[Mapping[str, Any]], *, title: str = "") -> SafeString:
    """Counts of the stages as bars from the left. `rows`: label, count, and `out=True` for those who left at that stage."""
    rows = list(rows)
    most = max([row["count"] for row in rows], default=0) or 1
    width, left, step = 720, 250, 36
    parts = []
    for index, row in enumerate(rows):
        y, long = step * index, (width - left - 60) * row["count"] / most
        css = "bar-out" if row.get("out") else "bar"
        parts.append(_text(16 if row.get("out") else 0, y + 21, row["label"], "faint" if row.get("out") else ""))
        parts.append(f'<rect class="{css}" x="{left}" y="{y + 5}" width="{_n(max(long, 1))}" height="24"/>')
        parts.append(_text(left + max(long, 1) + 8, y + 21, angka(row["count"]), "is-near"))
    desc = "; ".join(f"{row['label']} {angka(row['count'])}" for row in rows)
    numbers = [(row["label"], angka(row["count"])) for row in rows]
    return figure(title or _("Perjalanan usulan"), desc, "".join(parts), width, step * len(rows) + 2, [_("Tahap"), _("Jumlah")], numbers)


def province_tiles(provinces: Iterable[tuple[str, str, Any]], *, title: str = "") -> SafeString:
    """One tile per province. `provinces`: (code, name, count); None as a count is "no data" and hatched, zero is 0."""
    known = {str(code): (name, count) for code, name, count in provinces}
    most = max([count for _name, count in known.values() if count is not None], default=0) or 1
    size, gap = 40, 2
    width, height = 18 * (size + gap), 7 * (size + gap)
    parts = ['<pattern id="arsir" width="6" height="6" patternUnits="userSpaceOnUse"><path class="rule" d="M0 6 6 0"/></pattern>']
    for code, (column, row) in TILES.items():
        name, count = known.get(code, ("", None))
        parts.append(_tile(code, name, count, most, column * (size + gap), row * (size + gap), size))
    numbers = [(f"{name} ({code})", angka(count) if count is not None else "–") for code, (name, count) in known.items()]
    numbers.sort(key=lambda pair: pair[0])
    desc = _("Satu kotak setiap provinsi, menurut letaknya; angka di bawah kode adalah jumlahnya. Warna makin tua berarti makin banyak.")
    return figure(title or _("Sebaran menurut provinsi"), desc, "".join(parts), width, height, [_("Provinsi"), _("Jumlah")], numbers)


def _tile(code: str, name: str, count: Any, most: int, x: float, y: float, size: int) -> str:
    level = 0 if not count else min(5, 1 + int(5 * (count - 1) / most))
    css = f"tile level-{level}" if level else "tile"
    ink = "on-dark" if level > 3 else ""
    shown = angka(count) if count is not None else "–"
    words = f"{name}: {shown}" if name else code
    hatch = f'<rect fill="url(#arsir)" x="{x}" y="{y}" width="{size}" height="{size}"/>' if count is None else ""
    return (
        f'<g><title>{escape(words)}</title><rect class="{css}" x="{x}" y="{y}" width="{size}" height="{size}" rx="3"/>{hatch}'
        + _text(x + size / 2, y + 15, code, ink or "faint", "middle")
        + _text(x + size / 2, y + 32, shown, ink, "middle")
        + "</g>"
    )
