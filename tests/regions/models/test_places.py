from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from regions.models import CodeScheme, District, Province, Regency
from tests.regions.factories import DistrictFactory, ProvinceFactory, RegencyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "short", "full", "with_province", "act_head"),
    [
        ("53.11", "Kab. Sumba Timur", "Kabupaten Sumba Timur", "Kab. Sumba Timur, NTT", "Bupati"),
        ("33.73", "Kota Salatiga", "Kota Salatiga", "Kota Salatiga, Jateng", "Wali Kota"),
        ("32.71", "Kota Bogor", "Kota Bogor", "Kota Bogor, Jabar", "Wali Kota"),
        ("94.04", "Kab. Mimika", "Kabupaten Mimika", "Kab. Mimika, Papua Tengah", "Bupati"),
        (
            "31.01",
            "Kab. Adm. Kepulauan Seribu",
            "Kabupaten Administrasi Kepulauan Seribu",
            "Kab. Adm. Kepulauan Seribu, DKI Jakarta",
            "Gubernur",
        ),
        (
            "31.71",
            "Kota Adm. Jakarta Pusat",
            "Kota Administrasi Jakarta Pusat",
            "Kota Adm. Jakarta Pusat, DKI Jakarta",
            "Gubernur",
        ),
    ],
)
def test_a_regency_is_written_short_full_and_with_its_province(
    code: str, short: str, full: str, with_province: str, act_head: str
) -> None:
    regency = RegencyFactory(code=code)
    written = (str(regency), regency.full_name, regency.with_province, regency.act_head_title)
    assert written == (short, full, with_province, act_head)


@pytest.mark.parametrize(
    ("code", "full"),
    [
        ("33", "Provinsi Jawa Tengah"),
        ("34", "Daerah Istimewa Yogyakarta"),
        ("31", "Daerah Khusus Ibukota Jakarta"),
        ("11", "Provinsi Aceh"),
    ],
)
def test_a_province_is_written_in_full(code: str, full: str) -> None:
    assert ProvinceFactory(code=code).full_name == full


def test_a_district_of_papua_is_called_distrik() -> None:
    names = [DistrictFactory(code=code).full_name for code in ("33.73.01", "94.04.01")]
    assert names == ["Kecamatan Sidorejo", "Distrik Mimika Baru"]


def test_a_regency_reads_the_clock_of_its_province() -> None:
    zones = [RegencyFactory(code=code).zone for code in ("33.73", "53.11", "94.04")]
    assert zones == [ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")]


def test_provinces_are_offered_by_the_alphabet() -> None:
    for code in ("53", "11", "51"):
        ProvinceFactory(code=code)
    assert Province.objects.for_select() == [("11", "Aceh"), ("51", "Bali"), ("53", "Nusa Tenggara Timur")]


def test_regencies_are_offered_kabupaten_first_then_kota_each_by_the_alphabet() -> None:
    for code in ("33.73", "33.74", "33.21", "33.01", "53.11"):
        RegencyFactory(code=code)
    assert Regency.objects.for_select("33") == [
        ("33.01", "Kab. Cilacap"),
        ("33.21", "Kab. Demak"),
        ("33.73", "Kota Salatiga"),
        ("33.74", "Kota Semarang"),
    ]


def test_regencies_of_the_whole_country_are_offered_with_their_provinces() -> None:
    for code in ("33.73", "53.11"):
        RegencyFactory(code=code)
    assert Regency.objects.for_select() == [("53.11", "Kab. Sumba Timur, NTT"), ("33.73", "Kota Salatiga, Jateng")]
    assert Regency.objects.for_grouped_select() == [
        ("Jawa Tengah", [("33.73", "Kota Salatiga")]),
        ("Nusa Tenggara Timur", [("53.11", "Kab. Sumba Timur")]),
    ]


def test_districts_of_a_regency_are_offered_by_the_alphabet() -> None:
    for code in ("33.73.01", "33.73.03", "33.74.01"):
        DistrictFactory(code=code)
    assert District.objects.for_select("33.73") == [("33.73.03", "Argomulyo"), ("33.73.01", "Sidorejo")]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_choices_costs_one_query(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for code in ("33.73", "53.11", "94.04")[:count]:
        RegencyFactory(code=code)
    for offered in (Province.objects.for_select, Regency.objects.for_select, Regency.objects.for_grouped_select):
        with django_assert_num_queries(1):
            assert len(offered()) == count


def test_a_place_of_a_former_decree_keeps_its_name_and_is_offered_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    DistrictFactory(code="33.73.01")
    monkeypatch.setattr("regions.models.places.CURRENT_SCHEME", "kemendagri-2031")
    assert (Province.objects.for_select(), Regency.objects.for_select("33"), District.objects.for_select("33.73")) == (
        [],
        [],
        [],
    )
    assert Regency.objects.get().with_province == "Kota Salatiga, Jateng"


def a_province(**fields: object) -> Province:
    good = {
        "code": "97",
        "name": "Papua Baru",
        "short_name": "PB",
        "island_group": "papua",
        "time_zone": "Asia/Jayapura",
    }
    return Province(**{**good, "tile_column": 16, "tile_row": 4, **fields})


def a_regency(**fields: object) -> Regency:
    good = {"code": "33.98", "province_id": "33", "kind": "kota", "name": "Baru", "head_title": "Wali Kota"}
    return Regency(**{**good, **fields})


def a_district(**fields: object) -> District:
    return District(**{"code": "33.73.98", "regency_id": "33.73", "name": "Baru", **fields})


@pytest.mark.parametrize(
    ("place", "promise"),
    [
        (a_province(code="07"), "province_code_shaped"),
        (a_province(code="9A"), "province_code_shaped"),
        (a_province(name=""), "province_has_name"),
        (a_province(island_group="jawa barat"), "province_island_group_known"),
        (a_province(time_zone="Asia/Singapore"), "province_time_zone_known"),
        (a_province(scheme="bps"), "province_scheme_known"),
        (a_province(tile_column=18), "province_tile_column_on_map"),
        (a_province(tile_row=7), "province_tile_row_on_map"),
        (a_province(name="Jawa Tengah"), "province_name_own"),
        (a_province(short_name="Jateng"), "province_short_name_own"),
        (a_province(tile_column=5, tile_row=5), "province_tile_own"),
        (a_regency(code="33098"), "regency_code_shaped"),
        (a_regency(code="34.98"), "regency_code_starts_with_province"),
        (a_regency(name=""), "regency_has_name"),
        (a_regency(code="33.30"), "regency_kind_code_and_head_agree"),
        (a_regency(kind="kabupaten"), "regency_kind_code_and_head_agree"),
        (a_regency(head_title="Bupati"), "regency_kind_code_and_head_agree"),
        (a_regency(scheme="bps"), "regency_scheme_known"),
        (a_regency(name="Salatiga"), "regency_name_own"),
        (a_district(code="33.73.9"), "district_code_shaped"),
        (a_district(code="33.74.98"), "district_code_starts_with_regency"),
        (a_district(name=""), "district_has_name"),
        (a_district(scheme="bps"), "district_scheme_known"),
    ],
)
def test_the_database_refuses_a_place_that_breaks_a_promise(place: Province | Regency | District, promise: str) -> None:
    DistrictFactory(code="33.73.01")
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        place.save(force_insert=True)
        connection.check_constraints()


def test_the_places_of_the_refusals_are_good_but_for_one_thing() -> None:
    DistrictFactory(code="33.73.01")
    for place in (a_province(), a_regency(), a_district()):
        place.save(force_insert=True)
    connection.check_constraints()


def test_the_codes_in_force_are_those_of_the_latest_decree() -> None:
    assert CodeScheme.values[-1] == Province._meta.get_field("scheme").default
