"""Real places for tests, without loading the whole country: `RegencyFactory(code="53.11")` is Kab. Sumba Timur."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import factory
from factory.django import DjangoModelFactory

from ovop_portal.common.reference import rows
from regions.models import District, Level, Office, OutreachSession, Province, Regency


@cache
def _source(path: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows(f"regions/{path}.csv")}


def _from_source(path: str, column: str) -> Any:
    return factory.LazyAttribute(lambda place: _source(path)[place.code][column])


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ("code",)

    code = "33"
    name = _from_source("provinces", "name")
    short_name = _from_source("provinces", "short_name")
    island_group = _from_source("provinces", "island_group")
    time_zone = _from_source("provinces", "time_zone")
    tile_column = factory.LazyAttribute(lambda place: int(_source("provinces")[place.code]["tile_column"]))
    tile_row = factory.LazyAttribute(lambda place: int(_source("provinces")[place.code]["tile_row"]))


class RegencyFactory(DjangoModelFactory):
    class Meta:
        model = Regency
        django_get_or_create = ("code",)

    code = "33.73"
    province = factory.LazyAttribute(lambda place: ProvinceFactory(code=place.code[:2]))
    kind = _from_source("regencies", "kind")
    name = _from_source("regencies", "name")
    head_title = _from_source("regencies", "head_title")
    is_administrative = factory.LazyAttribute(
        lambda place: _source("regencies")[place.code]["is_administrative"] == "true"
    )


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("code",)

    code = "33.73.01"
    regency = factory.LazyAttribute(lambda place: RegencyFactory(code=place.code[:5]))
    name = _from_source("districts", "name")


class OfficeFactory(DjangoModelFactory):
    """`OfficeFactory(code="33.73")` serves the city, `OfficeFactory(code="33")` the province."""

    class Meta:
        model = Office
        exclude = ("code",)

    code = "33.73"
    name = "Dinas Perindustrian"
    level = factory.LazyAttribute(lambda office: Level.REGENCY if "." in office.code else Level.PROVINCE)
    regency = factory.LazyAttribute(lambda office: RegencyFactory(code=office.code) if "." in office.code else None)
    province = factory.LazyAttribute(lambda office: None if "." in office.code else ProvinceFactory(code=office.code))


class OutreachSessionFactory(DjangoModelFactory):
    class Meta:
        model = OutreachSession
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Sosialisasi OVOP {n}")
    held_on = date(2026, 2, 10)

    @factory.post_generation
    def provinces(session: OutreachSession, create: bool, codes: tuple[str, ...] | None, **kwargs: Any) -> None:
        if create:
            session.provinces.set([ProvinceFactory(code=code) for code in codes or ()])
