"""Statements that are put together once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q

from ovop_portal.accounts.models import User
from ovop_portal.common.prepared import Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[User]:
    return [User.objects.create_user(name=name, email=f"{name.lower()}@contoh.id") for name in ("Sari", "Made")]


def test_a_prepared_statement_gives_the_rows_of_its_queryset_for_each_value(people: list[User]) -> None:
    by_key = Prepared(lambda key: User.objects.filter(pk=key).values_list("name", "uuid"), key=int)

    assert [by_key(key=person.pk) for person in people] == [[(person.name, person.uuid)] for person in people]


def test_texts_numbers_and_values_of_the_statement_itself_keep_their_places(people: list[User]) -> None:
    found = Prepared(
        lambda name, key: (
            User.objects.filter(Q(email="made@contoh.id") | Q(name=name), is_active=True)
            .exclude(pk=key)
            .order_by("pk")
            .values_list("name")
        ),
        key=int,
        name=str,
    )

    assert found(name="Sari", key=0) == [("Sari",), ("Made",)]
    assert found(name="Sari", key=people[1].pk) == [("Sari",)]
    assert found(name="'; drop table accounts_user; --", key=0) == [("Made",)]


def test_the_queryset_is_asked_once_and_each_call_is_one_query(
    people: list[User], django_assert_num_queries: Any
) -> None:
    asked = []

    def rows(key: int) -> Any:
        asked.append(key)
        return User.objects.filter(pk=key).values_list("pk")

    by_key = Prepared(rows, key=int)
    with django_assert_num_queries(3):
        for _turn in range(3):
            by_key(key=people[0].pk)
    assert len(asked) == 1


def test_a_place_that_the_statement_does_not_have_is_an_error_of_ours() -> None:
    with pytest.raises(AssertionError, match="lost"):
        Prepared(lambda key: User.objects.values_list("pk"), key=int)(key=1)
