"""Scenes that stand for many tests (`tests/support/standing.py`): none of them may tell what another test did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection

from ovop_portal.accounts.models import User
from tests.accounts.factories import person
from tests.support.standing import A_MOMENT, Ground, standing, standing_for_a_moment

pytestmark = pytest.mark.django_db


@standing
def owner() -> User:
    return person("Ni Wayan Sari")


@standing
def couple(owner: User) -> tuple[User, User]:
    owner.name = "Sari, istri Made"
    owner.save()
    return owner, person("I Made Sari")


@pytest.fixture
def ground() -> Iterator[Ground]:
    """One of its own, upon the transaction of the test."""
    ground = Ground()
    yield ground
    ground.become([])


def names() -> list[str]:
    return sorted(User.objects.values_list("name", flat=True))


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_what_stands_as_it_was_made(owner: User, turn: int) -> None:
    assert (owner.name, names()) == ("Ni Wayan Sari", ["Ni Wayan Sari"])

    owner.name = "Orang lain"
    owner.save()
    person("Orang ketiga")


@pytest.mark.parametrize("turn", [1, 2])
def test_what_builds_on_it_shares_its_objects(owner: User, couple: tuple[User, User], turn: int) -> None:
    assert couple[0] is owner
    assert names() == ["I Made Sari", "Sari, istri Made"]


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_has_it_made_for_itself(owner: User) -> None:
    assert not connection.in_atomic_block
    assert names() == [owner.name]


def test_it_is_made_once_and_each_test_gets_a_copy(ground: Ground) -> None:
    made = []

    def sari() -> User:
        made.append("sari")
        return person("Sari")

    first, second = ground.become([sari])["sari"], ground.become([sari])["sari"]

    assert (first, made) == (second, ["sari"])
    assert first is not second


def test_what_the_next_test_does_not_want_is_rolled_back(ground: Ground) -> None:
    def sari() -> User:
        return person("Sari")

    def renamed(sari: User) -> User:
        sari.name = "Sari Dewi"
        sari.save()
        return sari

    ground.become([sari, renamed])
    assert names() == ["Sari Dewi"]

    assert ground.become([sari])["sari"].name == "Sari"
    assert names() == ["Sari"]

    assert ground.become([]) == {}
    assert names() == []


def test_a_scene_of_this_hour_is_made_again_when_its_hour_is_over_and_others_stand(ground: Ground) -> None:
    def always() -> User:
        return person("Sari")

    def now() -> User:
        return person("Dewi")

    standing_for_a_moment(now)
    first = ground.become([always, now])
    for layer in ground.layers:
        layer.begun -= A_MOMENT + 1
    second = ground.become([always, now])

    assert second["always"] == first["always"]
    assert second["now"] != first["now"]
    assert names() == ["Dewi", "Sari"]


def test_one_that_breaks_a_promise_leaves_nothing(ground: Ground) -> None:
    def nobody() -> None:
        person("Sari")
        User.objects.create(name="Tanpa alamat", email=None, phone=None, password="")

    with pytest.raises(IntegrityError):
        ground.become([nobody])

    assert (ground.layers, names()) == ([], [])
