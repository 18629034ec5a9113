"""What keeps a record of a firm from standing as somebody wants to write it."""

from __future__ import annotations

from datetime import date

import pytest

from ikm.missing import missing_from_dates, missing_from_figures, missing_from_place, missing_from_trade, nib_taken
from ikm.models import CommodityGroup, Sentra
from ovop_portal.common.verbs import Missing
from regions.models import District, Regency

TODAY = date(2026, 6, 1)
HERE, CLOTH = Regency(code="51.07"), CommodityGroup(code="kain_tenun", label="Kain tenun")


def said(missing: list[Missing]) -> list[tuple[str, str]]:
    return [(item.code, item.field) for item in missing]


@pytest.mark.parametrize(
    ("sentra", "district", "missing"),
    [
        (None, None, []),
        (Sentra(regency_id="51.07"), District(regency_id="51.07"), []),
        (
            Sentra(regency_id="51.08"),
            District(regency_id="51.08"),
            [("foreign_sentra", "sentra"), ("foreign_district", "district")],
        ),
    ],
)
def test_sentra_and_district_lie_where_the_firm_does(
    sentra: Sentra | None, district: District | None, missing: list[tuple[str, str]]
) -> None:
    assert said(missing_from_place(HERE, sentra, district)) == missing


def test_a_sentra_makes_what_the_firm_makes() -> None:
    potters = Sentra(commodity_group=CommodityGroup(code="gerabah", label="Gerabah"))

    assert said(missing_from_trade(Sentra(commodity_group=CLOTH), [CLOTH])) == []
    assert said(missing_from_trade(potters, [CLOTH])) == [("other_trade", "sentra")]


@pytest.mark.parametrize(
    ("issued_on", "valid_until", "missing"),
    [
        (None, None, []),
        (TODAY, TODAY, []),
        (date(2026, 6, 2), None, [("future", "issued_on")]),
        (TODAY, date(2026, 5, 31), [("order", "valid_until")]),
        (None, date(2020, 1, 1), []),
    ],
)
def test_the_dates_of_a_paper_are_in_order_and_not_ahead(
    issued_on: date | None, valid_until: date | None, missing: list[tuple[str, str]]
) -> None:
    assert said(missing_from_dates(issued_on, valid_until, TODAY)) == missing


@pytest.mark.parametrize(
    ("men", "women", "nearby", "missing"),
    [(4, 9, 13, []), (4, 9, 14, [("local", "workers_local")]), (None, None, None, []), (None, 2, 2, [])],
)
def test_no_more_workers_come_from_nearby_than_there_are(
    men: int | None, women: int | None, nearby: int | None, missing: list[tuple[str, str]]
) -> None:
    figures = {"workers_male": men, "workers_female": women, "workers_local": nearby}

    assert said(missing_from_figures(figures)) == missing


def test_an_owner_whose_nib_is_taken_is_told_whom_to_ask_and_never_whose_it_is() -> None:
    assert "Minta dinas Anda" in str(nib_taken(by_owner=True).message)
    assert str(nib_taken(by_owner=False).message) == "NIB ini sudah terdaftar"
