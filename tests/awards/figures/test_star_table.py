"""A table of stars adds up."""

from __future__ import annotations

import pytest

from awards.figures.star_table import star_table

pytestmark = pytest.mark.django_db


def test_a_table_of_stars_adds_up_by_line_and_by_column():
    groups = {code: code.title() for code in ("anyaman", "gerabah", "kain_batik")}

    table = star_table([("gerabah", 3, 2), ("gerabah", 0, 1), ("anyaman", 1, 4)], groups, 3)

    assert (table.columns, [(row.label, row.counts, row.total) for row in table.rows]) == (
        [3, 2, 1, 0],
        [("Anyaman", [0, 0, 4, 0], 4), ("Gerabah", [2, 0, 0, 1], 3)],
    )
    assert (table.foot.counts, table.foot.total, table.awarded) == (
        [2, 0, 4, 1],
        7,
        6,
    )
