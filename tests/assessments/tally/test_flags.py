"""What marks a row of the tally: how near a line it lies, and how far its jurors are apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.tally.flags import near_line, standard_error


@pytest.mark.parametrize(
    ("official", "near"),
    [("84.01", True), ("84.00", False), ("85.00", True), ("85.99", True), ("86.00", False), ("64.50", True), ("70.00", False)],
)  # fmt: skip
def test_near_a_line_is_less_than_a_point(official, near):
    assert near_line(Decimal(official), [(3, Decimal(85)), (2, Decimal(75)), (1, Decimal(65))]) is near


def test_the_standard_error_wants_three_totals():
    assert (standard_error([Decimal(70), Decimal(80)]), standard_error([Decimal(70)] * 3)) == (None, 0.0)
    assert standard_error([Decimal(70), Decimal(80), Decimal(90)]) == pytest.approx(5.7735, abs=1e-4)
