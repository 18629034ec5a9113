"""From cells to the official score, against published results and against the traps that others fell into."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Combine
from assessments.scoring.arithmetic import TooFewTotals, official_score, sheet_total

CASES = Path(__file__).parents[1] / "cases"

points = st.decimals(min_value=0, max_value=100, places=3)
totals = st.lists(points, min_size=3, max_size=15)


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def skating() -> list[dict[str, str]]:
    with (CASES / "trimmed-mean-skating.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def panel(row: dict[str, str]) -> list[Decimal]:
    return [Decimal(row[f"J{n}"]) for n in range(1, 10) if row[f"J{n}"]]


class TestPublishedPanels:
    def test_all_312_official_scores_come_out_exactly(self) -> None:
        rows = skating()
        differing = [
            (row["aspect_id"], row["official"], str(score))
            for row in rows
            if (score := official_score(panel(row), Combine.TRIMMED)) != Decimal(row["official"])
        ]
        assert (len(rows), differing) == (312, [])

    def test_some_of_them_are_exact_halves_that_bankers_rounding_gets_wrong(self) -> None:
        means = [sum(sorted(panel(row))[1:-1], Decimal(0)) / (len(panel(row)) - 2) for row in skating()]
        assert any(round(mean, 2) != Decimal(row["official"]) for mean, row in zip(means, skating(), strict=True))

    def test_an_absent_judge_counted_as_zero_would_break_every_panel_of_eight(self) -> None:
        of_eight = [row for row in skating() if len(panel(row)) == 8]
        with_zero = [official_score([*panel(row), Decimal(0)], Combine.TRIMMED) for row in of_eight]
        official = [Decimal(row["official"]) for row in of_eight]
        assert of_eight
        assert sum(zero == right for zero, right in zip(with_zero, official, strict=True)) < len(of_eight)


class TestTotalOfASheet:
    def test_ten_tenths_are_one(self) -> None:
        assert sheet_total(decimals(*["0.100"] * 10)) == Decimal("1.000")

    def test_a_cell_without_points_is_refused_and_not_counted_as_zero(self) -> None:
        with pytest.raises(ValueError, match="not a score: None"):
            sheet_total([Decimal(3), None])  # type: ignore[list-item]

    def test_an_empty_sheet_has_no_total(self) -> None:
        with pytest.raises(ValueError, match="without points"):
            sheet_total([])

    @pytest.mark.parametrize("cell", [0.1, Decimal("NaN"), Decimal("Infinity")])
    def test_what_is_not_an_exact_number_is_refused(self, cell: object) -> None:
        with pytest.raises(ValueError, match="not a score"):
            sheet_total([cell])  # type: ignore[list-item]

    @given(
        st.lists(points, min_size=1, max_size=60).flatmap(
            lambda cells: st.tuples(st.just(cells), st.permutations(cells))
        )
    )
    def test_the_order_of_cells_does_not_matter_and_no_thousandth_is_lost(
        self, both: tuple[list[Decimal], list[Decimal]]
    ) -> None:
        cells, shuffled = both
        thousandths = sum(int(cell * 1000) for cell in cells)
        assert sheet_total(cells) == sheet_total(shuffled) == Decimal(thousandths) / 1000


class TestOfficialScore:
    def test_an_exact_half_goes_up(self) -> None:
        assert official_score(decimals("7.12", "7.13"), Combine.MEAN) == Decimal("7.13")

    def test_the_mean_is_rounded_once_at_the_end(self) -> None:
        # Rounded juror by juror the mean would be 70.01.
        assert official_score(decimals("70.005", "70.005", "70.000"), Combine.MEAN) == Decimal("70.00")

    def test_the_median_of_an_even_panel_is_the_mean_of_the_middle_two(self) -> None:
        assert official_score(decimals("60", "70", "71", "99"), Combine.MEDIAN) == Decimal("70.50")

    def test_trimming_drops_one_highest_and_one_lowest_even_among_equals(self) -> None:
        assert official_score(decimals("80", "80", "80", "50", "95"), Combine.TRIMMED) == Decimal("80.00")
        assert official_score(decimals("95", "95", "80", "50", "50"), Combine.TRIMMED) == Decimal("75.00")

    @pytest.mark.parametrize(("combine", "count"), [(Combine.MEAN, 0), (Combine.MEDIAN, 0), (Combine.TRIMMED, 2)])
    def test_too_few_totals_are_refused(self, combine: Combine, count: int) -> None:
        with pytest.raises(TooFewTotals):
            official_score(decimals(*["80"] * count), combine)

    def test_an_unknown_way_of_combining_is_refused(self) -> None:
        with pytest.raises(ValueError, match="consensus"):
            official_score(decimals("80"), "consensus")

    @pytest.mark.parametrize("combine", Combine)
    @given(data=st.data(), given_totals=totals)
    def test_the_order_of_jurors_never_matters(
        self, combine: Combine, data: st.DataObject, given_totals: list[Decimal]
    ) -> None:
        shuffled = data.draw(st.permutations(given_totals))
        assert official_score(shuffled, combine) == official_score(given_totals, combine)

    @pytest.mark.parametrize("combine", Combine)
    @given(given_totals=totals)
    def test_the_score_lies_between_the_lowest_and_the_highest_total(
        self, combine: Combine, given_totals: list[Decimal]
    ) -> None:
        half_a_hundredth = Decimal("0.005")
        score = official_score(given_totals, combine)
        assert min(given_totals) - half_a_hundredth <= score <= max(given_totals) + half_a_hundredth
        assert score.as_tuple().exponent == -2

    @given(points)
    def test_with_three_jurors_the_trimmed_mean_is_the_median(self, middle: Decimal) -> None:
        three = [middle, Decimal(0), Decimal(100)]
        assert official_score(three, Combine.TRIMMED) == official_score(three, Combine.MEDIAN)
