from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from pytest_django import DjangoAssertNumQueries

from regions.models import Level, Office
from tests.regions.factories import OfficeFactory, ProvinceFactory, RegencyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "name", "label"),
    [
        ("51.07", "Dinas Perindustrian", "Dinas Perindustrian Kab. Karangasem"),
        ("33.73", "Disperinnaker", "Disperinnaker Kota Salatiga"),
        (
            "33.73",
            "Dinas Perindustrian dan Tenaga Kerja Kota Salatiga",
            "Dinas Perindustrian dan Tenaga Kerja Kota Salatiga",
        ),
        ("52", "Dinas Perindustrian", "Dinas Perindustrian Provinsi Nusa Tenggara Barat"),
        ("34", "Disperindag", "Disperindag Daerah Istimewa Yogyakarta"),
    ],
)
def test_an_office_is_named_with_the_place_it_serves(code: str, name: str, label: str) -> None:
    assert OfficeFactory(code=code, name=name).label == label


def test_an_office_knows_its_place_its_province_and_its_clock() -> None:
    city, province = OfficeFactory(code="53.11"), OfficeFactory(code="53")
    assert [(office.code, office.province_code, str(office.region), office.zone) for office in (city, province)] == [
        ("53.11", "53", "Kab. Sumba Timur", ZoneInfo("Asia/Makassar")),
        ("53", "53", "Nusa Tenggara Timur", ZoneInfo("Asia/Makassar")),
    ]


def test_offices_are_found_at_a_place_and_within_a_province() -> None:
    city, province, elsewhere = OfficeFactory(code="33.73"), OfficeFactory(code="33"), OfficeFactory(code="34.02")
    found = [
        set(Office.objects.at("33.73")),
        set(Office.objects.at("33")),
        set(Office.objects.within("33")),
        set(Office.objects.within("34")),
    ]
    assert found == [{city}, {province}, {city, province}, {elsewhere}]


def test_a_reorganised_office_gives_way_to_a_new_one() -> None:
    old = OfficeFactory(code="33.73", is_active=False)
    new = OfficeFactory(code="33.73", name="Disperinnaker")
    assert (list(Office.objects.active()), set(Office.objects.at("33.73"))) == ([new], {old, new})


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_offices_with_their_places_costs_one_query(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("33.73", "53.11", "33")[:count]:
        OfficeFactory(code=code)
    with django_assert_num_queries(1):
        assert len([(office.label, office.zone) for office in Office.objects.for_labels()]) == count


@pytest.mark.parametrize(
    ("fields", "promise"),
    [
        ({"name": ""}, "office_has_name"),
        ({"level": Level.PROVINCE}, "office_serves_one_place_of_its_level"),
        ({"level": "village"}, "office_serves_one_place_of_its_level"),
        ({"regency_id": None}, "office_serves_one_place_of_its_level"),
        ({"province_id": "33"}, "office_serves_one_place_of_its_level"),
        ({"regency_id": "33.74"}, "office_one_active_per_regency"),
        ({"level": Level.PROVINCE, "regency_id": None, "province_id": "34"}, "office_one_active_per_province"),
        ({"phone": "0298123456"}, "office_phone_e164"),
    ],
)
def test_the_database_refuses_an_office_that_breaks_a_promise(fields: dict[str, Any], promise: str) -> None:
    RegencyFactory(code="33.73")
    OfficeFactory(code="33.74")
    OfficeFactory(code="34")
    good = {"name": "Dinas Perindustrian", "level": Level.REGENCY, "regency_id": "33.73"}
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Office.objects.create(**{**good, **fields})
    assert Office.objects.create(**good).label == "Dinas Perindustrian Kota Salatiga"


def test_a_place_with_an_office_cannot_be_deleted() -> None:
    OfficeFactory(code="33.73")
    with pytest.raises(ProtectedError):
        RegencyFactory(code="33.73").delete()
    with pytest.raises(ProtectedError):
        ProvinceFactory(code="33").delete()
