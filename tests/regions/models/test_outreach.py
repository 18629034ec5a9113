from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from regions.models import OutreachSession
from tests.regions.factories import OutreachSessionFactory

pytestmark = pytest.mark.django_db


def test_a_session_names_the_island_groups_it_reached_from_west_to_east() -> None:
    session = OutreachSessionFactory(provinces=["94", "51", "53", "11"])
    assert session.island_groups == ["Sumatera", "Bali-Nusa Tenggara", "Papua"]


def test_sessions_are_found_by_the_province_they_reached() -> None:
    west, both = OutreachSessionFactory(provinces=["11"]), OutreachSessionFactory(provinces=["11", "94"])
    assert [set(OutreachSession.objects.reaching(code)) for code in ("11", "94", "33")] == [{west, both}, {both}, set()]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_sessions_costs_two_queries(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for day in range(1, count + 1):
        OutreachSessionFactory(held_on=date(2026, 2, day), provinces=["11", "94"])
    with django_assert_num_queries(2):
        listed = [(session.held_on.day, session.island_groups) for session in OutreachSession.objects.for_list()]
    assert listed == [(day, ["Sumatera", "Papua"]) for day in range(count, 0, -1)]


@pytest.mark.parametrize(
    ("fields", "promise"),
    [
        ({"title": ""}, "outreach_has_title"),
        ({"mode": "phone"}, "outreach_mode_known"),
        ({"title": "Sosialisasi OVOP"}, "outreach_once"),
    ],
)
def test_the_database_refuses_a_session_that_breaks_a_promise(fields: dict[str, str], promise: str) -> None:
    OutreachSessionFactory(title="Sosialisasi OVOP")
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        OutreachSessionFactory(**fields)
