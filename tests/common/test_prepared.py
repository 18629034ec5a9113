"""Statements that are put together once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Left
from django.test.utils import CaptureQueriesContext

from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
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


def test_a_list_of_values_may_be_of_any_length_and_an_empty_one_asks_nothing(
    people: list[User], django_assert_num_queries: Any
) -> None:
    named = Prepared(
        lambda names, after: (
            User.objects.filter(name__in=names, pk__gt=after).order_by("pk").values_list("name", flat=True)
        ),
        names=[str],
        after=int,
    )

    with django_assert_num_queries(3):
        assert named(names=["Sari"], after=0) == ["Sari"]
        assert named(names=["Sari", "Made", "Sari"], after=0) == ["Sari", "Made"]
        assert named(names={"Sari", "Made"}, after=people[0].pk) == ["Made"]
    with django_assert_num_queries(0):
        assert named(names=[], after=0) == []


def test_an_open_place_that_is_none_and_an_argument_that_is_no_place_shape_the_statement(people: list[User]) -> None:
    def rows(name: str | None, newest_first: bool) -> Any:
        found = User.objects.all() if name is None else User.objects.filter(name=name)
        return found.order_by("-pk" if newest_first else "pk").values_list("name", flat=True)

    found = Prepared(rows, name=str)

    assert found(name=None, newest_first=False) == ["Sari", "Made"]
    assert found(name=None, newest_first=True) == ["Made", "Sari"]
    assert found(name="Made", newest_first=True) == ["Made"]


def test_objects_come_with_what_the_queryset_brings_along(people: list[User], django_assert_num_queries: Any) -> None:
    Membership.objects.create(user=people[1], role=Role.JUROR, starts_at=now(), granted_by="system:test")
    held = Prepared(
        lambda role: (
            Membership.objects.filter(role=role).select_related("user").annotate(initial=Left("user__name", 1))
        ),
        role=str,
    )

    with django_assert_num_queries(1):
        (membership,) = held(role=Role.JUROR)
        assert (membership.user, membership.user.name, membership.initial) == (people[1], "Made", "M")
    with django_assert_num_queries(2):
        assert [row.pk for row in held(role=Role.JUROR)] == [row.pk for row in held(role=Role.JUROR)]


def test_a_paginator_cuts_the_rows_in_the_database(people: list[User], django_assert_num_queries: Any) -> None:
    names = Prepared(lambda after: User.objects.filter(pk__gt=after).order_by("pk").values_list("name"), after=int)
    pages: Any = Paginator(names.pages(after=0), 1)
    pages.count = 2

    with CaptureQueriesContext(connection) as asked:
        assert [list(pages.page(number)) for number in (1, 2)] == [[("Sari",)], [("Made",)]]
    assert [query["sql"].partition(" LIMIT ")[2].strip() for query in asked] == ["1", "1 OFFSET 1"]
    pages.count = 0
    with django_assert_num_queries(0):
        assert list(pages.get_page(1)) == []


def test_each_thread_asks_by_its_own_connection(people: list[User]) -> None:
    by_key = Prepared(lambda key: User.objects.filter(pk=key), key=int)
    asked: list[str] = []

    def elsewhere() -> None:
        try:
            with connection.execute_wrapper(lambda execute, sql, *more: asked.append(sql) or execute(sql, *more)):
                by_key(key=people[0].pk)
        finally:
            connection.close()

    assert by_key(key=people[0].pk) == [people[0]]
    with ThreadPoolExecutor(1) as pool:
        pool.submit(elsewhere).result()
    assert len(asked) == 1
