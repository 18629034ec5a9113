"""The permission matrix: every address, every kind of person, GET and POST, against the table in `matrix.py`."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.project.matrix import ACTORS, ANONYMOUS, TABLE, Answers, Row
from tests.project.world import World
from tests.support.addresses import addresses

# The world stands in a transaction of the module; each test opens its own inside that one.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all lines, in a transaction that is never committed; each request is rolled back on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(world: World) -> dict[str, SimpleCookie]:
    """The cookies of everybody who has signed in."""
    cookies = {ANONYMOUS: SimpleCookie()}
    for name, user in world.actors.items():
        client = Client()
        client.force_login(user)
        cookies[name] = SimpleCookie({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})
    return cookies


def ask(method: str, path: str, cookies: SimpleCookie) -> int:
    """The answer to one request, which leaves nothing behind."""
    cache.clear()
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(cookies.output(header=""))
    with transaction.atomic():
        response = getattr(client, method)(path)
        b"".join(response)  # a file is read to its end, and thereby closed
        transaction.set_rollback(True)
    return response.status_code


def answers(method: str, path: str, sessions: dict[str, SimpleCookie]) -> Answers:
    return {actor: ask(method, path, sessions[actor]) for actor in ACTORS}


def test_there_is_somebody_for_every_column(world: World) -> None:
    assert {ANONYMOUS, *world.actors} == set(ACTORS)


def test_every_address_stands_in_the_table() -> None:
    assert {a.name for a in addresses() if not a.is_alias} - {row.name for row in TABLE} == set()
    assert {row.name for row in TABLE} - {a.name for a in addresses()} == set(), "lines about addresses that are gone"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.title)
def test_everybody_gets_the_answer_that_the_rules_give_them(
    row: Row, world: World, sessions: dict[str, SimpleCookie]
) -> None:
    path = reverse(row.name, args=row.args(world))

    assert {"get": answers("get", path, sessions), "post": answers("post", path, sessions)} == {
        "get": row.get,
        "post": row.post,
    }
