"""What was published about past editions, beside the sums of its parts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from awards.figures.published import for_page, recipients
from awards.models import PublishedClaim
from awards.reference import load
from ovop_portal.common.reference import document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _loaded() -> None:
    for difference in load(by="system:test", now=NOW):
        difference.apply()


def printed(year: int, measure: str) -> list[int]:
    return list(PublishedClaim.objects.filter(year=year, measure=measure).values_list("value", flat=True))


def test_the_newest_year_stands_first_and_a_chart_compares_one_total_of_each_year() -> None:
    years = for_page()

    assert [year.year for year in years] == [2024, 2023, 2022, 2021, 2018, 2017, 2015, 2013]
    assert recipients(years) == [(2013, 38), (2015, 110), (2018, 112), (2022, 77)]


def test_a_source_is_a_name_and_a_link() -> None:
    figure = for_page()[-1].figures[0]

    assert figure.publisher == "ANTARA"
    assert figure.url == "https://www.antaranews.com/berita/410976/38-ikm-raih-penghargaan-one-village-one-product"


def test_totals_with_parts_agree_except_the_118_of_2018() -> None:
    compared = [
        (year.year, figure.total, [part.value for part in figure.parts], figure.sum_of_parts, figure.agrees)
        for year in reversed(for_page())
        for figure in year.figures
        if figure.parts
    ]
    assert compared == [
        (2013, 38, [2, 9, 13, 11, 3], 38, True),
        (2015, 110, [2, 23, 51, 34], 110, True),
        (2018, 112, [63, 22, 13, 10, 4], 112, True),
        (2018, 118, [63, 22, 13, 10, 4], 112, False),
    ]


def test_a_year_says_whether_something_in_it_disagrees() -> None:
    assert [year.year for year in for_page() if not year.agrees] == [2018]


def test_a_figure_without_parts_is_compared_with_nothing() -> None:
    [of_2024] = [year for year in for_page() if year.year == 2024]
    funnel = [
        (figure.claim.measure, figure.total, figure.sum_of_parts, figure.agrees) for figure in of_2024.figures[:4]
    ]
    assert funnel == [
        ("proposed", 159, None, None),
        ("provinces", 22, None, None),
        ("passed", 89, None, None),
        ("holders_reassessed", 77, None, None),
    ]


def test_both_readings_of_the_34_of_2015_stand_there() -> None:
    claims = PublishedClaim.objects.filter(year=2015, value=34).values_list("measure", "part_of")
    assert list(claims) == [("awarded.stars.2", "awarded"), ("awarded.stars.1", "")]


def test_the_claims_are_those_of_the_source_data() -> None:
    for result in document("rubric.json")["historical_results"]:
        year = result["year"]
        if result["awarded"] is not None:
            assert result["awarded"] in printed(year, "awarded")
        for stars, count in (result.get("stars") or {}).items():
            assert count in printed(year, f"awarded.stars.{stars}")
        for group, count in result.get("commodities", {}).items():
            assert printed(year, f"awarded.commodity.{group}") == [count]
    assert (printed(2018, "awarded.island.sumatera"), printed(2022, "awarded")) == ([67], [77])


def test_every_claim_names_who_printed_it_and_where() -> None:
    assert [claim for claim in PublishedClaim.objects.all() if ", https://" not in claim.source] == []


def test_the_page_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        for_page()
