"""The official scores in bins, and the drawing of them with its numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from assessments.pages.recap.histogram import bins_of
from ovop_portal.common.charts import histogram


def test_bins_hold_their_lower_end_and_the_last_one_a_hundred():
    assert bins_of([]) == []
    assert bins_of([Decimal("100.00"), Decimal("98.00"), Decimal("97.99")]) == [(96, 1), (98, 2)]


def test_no_bin_holds_scores_from_both_sides_of_a_line():
    scores = [Decimal(score) for score in ("0.00", "64.99", "65.00", "84.99", "85.00", "100.00")]

    filled = [(start, count) for start, count in bins_of(scores, Decimal("65.00")) if count]

    assert filled == [(-1, 1), (63, 1), (65, 1), (83, 1), (85, 1), (99, 1)]


def test_the_histogram_carries_its_numbers_as_a_table():
    scores = [Decimal("0.00"), Decimal("84.99"), Decimal("85.00"), Decimal("100.00")]
    drawing = histogram(bins_of(scores, 85), [(3, Decimal(85))])

    numbers = re.findall(r'<th scope="row">([^<]*)</th>\s*<td class="num">([1-9]\d*)</td>', drawing)
    assert numbers == [
        ("0 sampai di bawah 1", "1"),
        ("83 sampai di bawah 85", "1"),
        ("85 sampai di bawah 87", "1"),
        ("99 sampai 100", "1"),
    ]
    assert histogram([], []) == ""


def test_names_of_lines_stay_in_the_drawing_and_off_the_numbers_of_bars():
    """At 60 a line at the left edge, at 85 one at the right, and the tallest bar beside the one at 75."""
    scores = [Decimal(score) for score in ("60.00", "75.00", "75.50", "76.00", "85.90")]
    drawing = histogram(bins_of(scores, 60), [(3, Decimal(85)), (2, Decimal(75)), (1, Decimal(60))])

    found = re.findall(r'<text x="[^"]+" y="([\d.]+)" class="faint"(?: text-anchor="(\w+)")?>([^<]+)</text>', drawing)
    texts = [(y, anchor or "start", words) for y, anchor, words in found]
    assert [(anchor, words) for _y, anchor, words in texts if "Bintang" in words] == [
        ("end", "Bintang 3"),
        ("middle", "Bintang 2"),
        ("start", "Bintang 1"),
    ]
    lines, numbers = (
        [float(y) for y, _a, words in texts if ("Bintang" in words) == is_line] for is_line in (True, False)
    )
    assert min(numbers) - max(lines) >= 20
