"""The advice beside the official score: severities by a published example, and what must hold for any scores."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Combine
from assessments.tally.fairness import Disconnected, hangs_on_one, islands, severities

CASE = Path(__file__).parents[1] / "cases" / "additive-bibd-montgomery.csv"
LINES = [(3, Decimal(85)), (2, Decimal(75)), (1, Decimal(65))]


def montgomery() -> list[tuple[str, str, Decimal]]:
    with CASE.open() as file:
        return [(row["target"], row["judge"], Decimal(row["score"])) for row in csv.DictReader(file)]


def test_montgomery_s_incomplete_blocks_come_out_as_published():
    found = severities(montgomery())

    assert {entry: round(value, 3) for entry, value in found.adjusted.items()} == {
        "T1": 71.375,
        "T2": 71.625,
        "T3": 72.0,
        "T4": 75.0,
    }
    assert {juror: round(value, 3) for juror, value in found.by_juror.items()} == {
        "J1": 0.875,
        "J2": 3.0,
        "J3": -3.875,
        "J4": 0.0,
    }
    assert round(found.noise**2 * 5, 3) == 3.25


def test_the_adjustment_may_turn_two_entries_round():
    rows = montgomery()
    raw = {entry: [score for target, _judge, score in rows if target == entry] for entry in ("T1", "T2")}

    adjusted = severities(rows).adjusted

    assert sum(raw["T1"]) > sum(raw["T2"])
    assert adjusted["T1"] < adjusted["T2"]


def test_a_jury_in_islands_is_refused_and_the_islands_are_named():
    rows = [("a", 1, Decimal(70)), ("a", 2, Decimal(80)), ("b", 3, Decimal(75)), ("c", 3, Decimal(60))]

    with pytest.raises(Disconnected) as refused:
        severities(rows)

    assert refused.value.islands == [frozenset({1, 2}), frozenset({3})]


def test_entries_in_a_chain_link_their_jurors():
    assert islands([("a", 1), ("a", 2), ("b", 3), ("b", 4), ("c", 2), ("c", 3)]) == [frozenset({1, 2, 3, 4})]


def test_nothing_can_be_estimated_from_nothing():
    with pytest.raises(ValueError, match="no totals"):
        severities([])


scores = st.integers(25, 100).map(Decimal)
tables = st.lists(st.lists(scores, min_size=3, max_size=3), min_size=2, max_size=6)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(table, chance):
    rows = [(entry, juror, total) for entry, row in enumerate(table) for juror, total in enumerate(row)]
    shuffled = chance.sample(rows, len(rows))

    first, second = severities(rows), severities(shuffled)

    assert first.by_juror == pytest.approx(second.by_juror, abs=1e-6)
    assert first.adjusted == pytest.approx(second.adjusted, abs=1e-6)


@given(tables, st.integers(-9, 9))
def test_a_constant_of_one_juror_is_taken_for_severity_and_changes_no_difference_between_entries(table, constant):
    rows = [(entry, juror, total) for entry, row in enumerate(table) for juror, total in enumerate(row)]
    moved = [(entry, juror, total + constant if juror == 0 else total) for entry, juror, total in rows]

    before, after = severities(rows).adjusted, severities(moved).adjusted

    assert [after[entry] - after[0] for entry in after] == pytest.approx(
        [before[entry] - before[0] for entry in before], abs=1e-6
    )


@given(tables)
def test_where_all_jurors_saw_all_entries_the_adjusted_scores_are_the_means(table):
    rows = [(entry, juror, total) for entry, row in enumerate(table) for juror, total in enumerate(row)]

    adjusted = severities(rows).adjusted

    assert adjusted == pytest.approx({entry: float(sum(row)) / 3 for entry, row in enumerate(table)}, abs=1e-6)


def test_a_star_hangs_on_the_jurors_without_whom_it_would_be_another():
    totals = {"A": Decimal(86), "B": Decimal(85), "C": Decimal(84), "D": Decimal(78), "E": Decimal(95)}

    assert hangs_on_one(totals, LINES, "mean") == ["E"]
    assert hangs_on_one({"A": Decimal(80), "B": Decimal(79)}, LINES, "mean") == []
    assert hangs_on_one({"A": Decimal(80)}, LINES, "mean") == []
    assert hangs_on_one({"A": Decimal(90), "B": Decimal(70), "C": Decimal(60)}, LINES, Combine.TRIMMED) == []
