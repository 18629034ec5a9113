"""Scenes that stand: what the tests of a file begin with is made once, and each of them finds it as new.

@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())

@standing
def sheet(scene: Scene) -> Scoresheet:
    return sheets_for_sending(scene.at(S.IN_ASSESSMENT))[0]

Each is made in a savepoint of its own, one upon the other, before the savepoint of the first test that asks for it. A test gets copies of the objects and
rolls back what it wrote; when the next one begins with something else, what it does not want is rolled back, too. A standing fixture builds on other
standing ones and on nothing else. Files are not taken back: what a test spoils in the storage is made by a plain fixture. A test that commits
(`transaction=True`) or asks by `getfixturevalue` has it made for itself.
"""

from __future__ import annotations

import functools
import inspect
import pickle
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from ovop_portal import celery_app

Make = Callable[..., Any]
# How long a scene of this hour stands, in seconds: tests compare its hour with the clock's.
A_MOMENT = 30.0
# What a test begins with: a copy of its own of each standing fixture that it asks for, by name.
FOUND = pytest.StashKey[dict[str, Any]]()


def standing(make: Make) -> Any:
    """A fixture that is made once for the tests of a file that follow each other."""
    name = make.__name__
    needs = inspect.signature(make).parameters

    @functools.wraps(make)
    def found(request: pytest.FixtureRequest, db: None, **made_for_the_test: Any) -> Any:
        copies = request.node.stash.get(FOUND, {})
        return copies[name] if name in copies else make(**made_for_the_test)

    own = [inspect.Parameter(word, inspect.Parameter.POSITIONAL_OR_KEYWORD) for word in ("request", "db")]
    found.__signature__ = inspect.Signature([*own, *needs.values()])  # type: ignore[attr-defined]
    found.stands = make  # type: ignore[attr-defined]
    return pytest.fixture(found)


def standing_for_a_moment(make: Make) -> Any:
    """The same for a scene of this hour: it is made again when its hour is no longer this one."""
    make.for_a_moment = True  # type: ignore[attr-defined]
    return standing(make)


@dataclass
class Layer:
    """One standing fixture in its savepoint, with its objects and those of all the layers below as they were when it was done."""

    make: Make
    savepoint: transaction.Atomic
    pickled: bytes = b""
    begun: float = field(default_factory=time.monotonic)

    @property
    def values(self) -> dict[str, Any]:
        """Copies of the objects, by the name of their fixture: pickled once, they are read six times as fast as they are copied."""
        return pickle.loads(self.pickled)

    @property
    def is_old(self) -> bool:
        return hasattr(self.make, "for_a_moment") and time.monotonic() - self.begun > A_MOMENT


@dataclass
class Ground:
    """What stands in the database of this process just now."""

    layers: list[Layer] = field(default_factory=list)

    def become(self, wanted: list[Make]) -> dict[str, Any]:
        """Let exactly `wanted` stand; copies of its objects."""
        kept = 0
        if not connection.closed_in_transaction:
            for layer, make in zip(self.layers, wanted, strict=False):
                if layer.make is not make or layer.is_old:
                    break
                kept += 1
        self.sink_to(kept)
        for make in wanted[kept:]:
            self.raise_by(make)
        return self.layers[-1].values if self.layers else {}

    def raise_by(self, make: Make) -> None:
        values = self.layers[-1].values if self.layers else {}
        savepoint = transaction.atomic()
        savepoint.__enter__()
        layer = Layer(make, savepoint)
        self.layers.append(layer)
        try:
            with pytest.MonkeyPatch.context() as patch, translation.override(settings.LANGUAGE_CODE):
                patch.setattr(celery_app, "send_task", lambda *args, **kwargs: None)
                values[make.__name__] = make(**{name: values[name] for name in inspect.signature(make).parameters})
            layer.pickled = pickle.dumps(values)
            # As after a commit: what was put off until then is looked at now, once for all tests.
            connection.check_constraints()
        except BaseException:
            self.sink_to(len(self.layers) - 1)
            raise

    def sink_to(self, height: int) -> None:
        while len(self.layers) > height:
            savepoint = self.layers.pop().savepoint
            transaction.set_rollback(True)
            savepoint.__exit__(None, None, None)


GROUND = Ground()


@pytest.fixture
def _ground(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        request.node.stash[FOUND] = GROUND.become(wanted_by(request.node))


@pytest.fixture
def _django_db_helper(_ground: None, _django_db_helper: None) -> None:
    """The transaction of a test begins upon what stands."""


@pytest.fixture(scope="module", autouse=True)
def _nothing_stands_between_files(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the next file makes for all its tests begins on empty tables."""
    yield
    with django_db_blocker.unblock():
        GROUND.become([])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a file that begin with the same follow each other."""
    first: dict[tuple[Path, bool], int] = {}
    places = {item: first.setdefault((item.path, commits(item)), place) for place, item in enumerate(items)}
    items.sort(key=lambda item: (places[item], [make.__name__ for make in wanted_by(item)]))


def commits(item: pytest.Item) -> bool:
    """Whether a test has no transaction around it."""
    marker = item.get_closest_marker("django_db")
    named = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(named) or (marker is not None and bool(marker.kwargs.get("transaction")))


def wanted_by(item: pytest.Item) -> list[Make]:
    """The standing fixtures of a test, each after those that it builds on."""
    known = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    wanted: dict[Make, None] = {}

    def want(name: str) -> None:
        make = getattr(known[name][-1].func, "stands", None) if name in known else None
        if make is not None:
            for need in inspect.signature(make).parameters:
                want(need)
            wanted[make] = None

    if not commits(item):
        for name in sorted(known):
            want(name)
    return list(wanted)
