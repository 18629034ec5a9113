"""How differences are found, shown and applied, on the table of provinces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from ovop_portal.common import reference
from ovop_portal.common.reference import Difference, compare
from regions.models import Province, Regency
from tests.regions.factories import ProvinceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def provinces(*wanted: Province, **options: Any) -> Difference:
    return compare("Provinsi", Province.objects.all(), wanted, key=["code"], fields=["name", "short_name"], **options)


def summary(difference: Difference) -> dict[str, Any]:
    return {name: getattr(difference, name) for name in ("created", "changed", "vanished", "same")}


def test_a_difference_tells_new_changed_vanished_and_unchanged_rows_apart() -> None:
    ProvinceFactory(code="33", name="Jawa Tengah")
    ProvinceFactory(code="34", name="Jogja")
    ProvinceFactory(code="35")
    wanted = [ProvinceFactory.build(code=code) for code in ("33", "34", "36")]
    assert summary(provinces(*wanted)) == {
        "created": ["Banten"],
        "changed": ["Daerah Istimewa Yogyakarta (name: Jogja → Daerah Istimewa Yogyakarta)"],
        "vanished": ["35"],
        "same": 1,
    }


def test_nothing_is_written_before_a_difference_is_applied() -> None:
    difference = provinces(ProvinceFactory.build(code="33"))
    assert not Province.objects.exists()
    difference.apply()
    assert [province.name for province in Province.objects.all()] == ["Jawa Tengah"]


def test_columns_that_the_source_does_not_decide_are_left_alone() -> None:
    ProvinceFactory(code="33", name="Jateng", tile_row=6)
    provinces(ProvinceFactory.build(code="33")).apply()
    assert list(Province.objects.values_list("name", "tile_row")) == [("Jawa Tengah", 6)]


def test_a_row_of_another_origin_is_no_news_where_the_source_has_only_a_part() -> None:
    ProvinceFactory(code="35")
    assert summary(provinces(whole=False)) == {"created": [], "changed": [], "vanished": [], "same": 0}


def test_a_key_that_stands_twice_in_the_source_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Provinsi: \('33',\) stands twice in the source"):
        provinces(ProvinceFactory.build(code="33"), ProvinceFactory.build(code="33"))


def test_two_rows_may_swap_what_must_be_unique() -> None:
    ProvinceFactory(code="33", name="Jawa Timur")
    ProvinceFactory(code="35", name="Jawa Tengah")
    provinces(ProvinceFactory.build(code="33"), ProvinceFactory.build(code="35")).apply()
    assert list(Province.objects.values_list("code", "name")) == [("33", "Jawa Tengah"), ("35", "Jawa Timur")]


def test_a_difference_costs_one_query_and_applying_it_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    wanted = [ProvinceFactory.build(code=code) for code in ("33", "34", "36")]
    with django_assert_num_queries(1):
        difference = provinces(*wanted)
    with django_assert_num_queries(1):
        difference.apply()


def test_loaders_run_in_the_order_of_registration_and_show_each_table_before_it_is_applied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happened: list[str] = []

    def room(*tables: str) -> reference.Load:
        def load(*, by: str, now: datetime) -> Iterator[Difference]:
            for table in tables:
                happened.append(f"compare {table} {by} {now:%H}")
                yield Difference(table, created=["one"], apply=lambda table=table: happened.append(f"apply {table}"))

        return load

    monkeypatch.setattr(reference, "_loaders", {})
    reference.register("lower", room("a", "b"))
    reference.register("upper", room("c"))
    wrote = reference.load_all(
        lambda difference: happened.append(f"show {difference.title}"), by="system:test", now=NOW
    )
    assert (wrote, reference.rooms()) == (True, ["lower", "upper"])
    assert happened == [
        *("compare a system:test 03", "show a", "apply a"),
        *("compare b system:test 03", "show b", "apply b"),
        *("compare c system:test 03", "show c", "apply c"),
    ]


def test_a_room_cannot_register_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "_loaders", {})

    def load(*, by: str, now: datetime) -> list[Difference]:
        return []

    reference.register("room", load)
    with pytest.raises(ValueError, match="room has a loader already"):
        reference.register("room", load)


def test_a_failing_loader_leaves_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def lower(*, by: str, now: datetime) -> Iterator[Difference]:
        yield provinces(ProvinceFactory.build(code="33"))

    def upper(*, by: str, now: datetime) -> Iterator[Difference]:
        raise ValueError("broken file")
        yield

    monkeypatch.setattr(reference, "_loaders", {"lower": lower, "upper": upper})
    with pytest.raises(ValueError, match="broken file"):
        reference.load_all(lambda difference: None, by="system:test", now=NOW)
    assert not Province.objects.exists()


def test_a_dry_run_finds_what_the_database_would_refuse_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    orphan = Regency(code="33.73", province_id="33", kind="kota", name="Salatiga", head_title="Wali Kota")

    def load(*, by: str, now: datetime) -> Iterator[Difference]:
        yield compare("Kota", Regency.objects.all(), [orphan], key=["code"], fields=["name"])

    monkeypatch.setattr(reference, "_loaders", {"room": load})
    with pytest.raises(IntegrityError, match="province_id"):
        reference.load_all(lambda difference: None, by="system:test", now=NOW, dry_run=True)
