"""The permission matrix: every address, every kind of person, GET and POST, against the table in `matrix.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from ovop_portal.accounts.models import User
from tests.project.matrix import ACTORS, ANONYMOUS, DEEDS, TABLE, Deed, Row
from tests.project.world import World
from tests.support.addresses import addresses
from tests.support.forms import forms_of

# The world stands in a transaction of the module; each test opens its own inside that one.
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all lines, in a transaction that is never committed; each request is rolled back on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        # What waits for the commit is looked at now, not at the end of each test again.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)


def empty_form() -> dict[str, str]:
    """What a browser sends of a form in which nothing was filled in: its hidden fields."""
    return {"csrfmiddlewaretoken": "x", "kunci": str(uuid4())}


@dataclass
class Visitor:
    """Somebody with a browser, who comes to every page as if it were their first."""

    client: Client
    session: str = ""

    @classmethod
    def signed_in(cls, user: User | None) -> Visitor:
        client = Client(raise_request_exception=False)
        if user is None:
            return cls(client)
        client.force_login(user)
        return cls(client, client.cookies[settings.SESSION_COOKIE_NAME].value)

    def ask(self, method: str, path: str, fields: dict[str, Any] | None = None) -> int:
        """The answer to one request, which leaves nothing behind."""
        if method == "get":
            return self.send("get", path).status_code
        return self.send("post", path, empty_form() | (fields or {})).status_code

    def send(self, method: str, *asked: Any) -> Any:
        cache.clear()
        self.client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: self.session} if self.session else {})
        with transaction.atomic():
            response = getattr(self.client, method)(*asked)
            response.read = b"".join(response)  # a file is read to its end, and thereby closed
            transaction.set_rollback(True)
        return response


@pytest.fixture(scope="module")
def visitors(world: World) -> dict[str, Visitor]:
    return {actor: Visitor.signed_in(world.actors.get(actor)) for actor in ACTORS}


def test_there_is_somebody_for_every_column(world: World) -> None:
    assert {ANONYMOUS, *world.actors} == set(ACTORS)


def test_every_address_stands_in_the_table() -> None:
    assert {a.name for a in addresses() if not a.is_alias} - {row.name for row in TABLE} == set()
    assert {row.name for row in TABLE} - {a.name for a in addresses()} == set(), "lines about addresses that are gone"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.title)
def test_everybody_gets_the_answer_that_the_rules_give_them(
    row: Row, world: World, visitors: dict[str, Visitor]
) -> None:
    path = reverse(row.name, args=row.args(world))

    wrong = {
        f"{method} as {actor}": f"{answer}, not {expected[actor]}"
        for method, expected in (("get", row.get), ("post", row.post))
        for actor, visitor in visitors.items()
        if (answer := visitor.ask(method, path)) != expected[actor]
    }

    assert wrong == {}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.title)
def test_a_form_filled_in_well_is_taken_from_those_alone_who_may(
    deed: Deed, world: World, visitors: dict[str, Visitor]
) -> None:
    path, fields = reverse(deed.name, args=deed.args(world)), deed.fields(world)

    answers = {actor: visitor.ask("post", path, fields) for actor, visitor in visitors.items()}

    assert {a: f"{n}, not {deed.post[a]}" for a, n in answers.items() if n != deed.post[a]} == {}


# What a curious or broken client puts into an address. NUL cannot be stored in PostgreSQL's texts, the number does not fit into its integers.
ODD = ["%00", "%ff", "..%2f..%2fetc", "'--", "9" * 40, "-1", "x" * 3000, "🙂"]
ASKED_FOR = "angkatan berkas calon dari keadaan kode komoditas laman langkah lebar next q tahun tampil versi bagian kelompok panel provinsi rekap tanda"


def reader(row: Row) -> str:
    """Who gets furthest with that page."""
    return next((actor for actor in ACTORS if row.get[actor] == 200), ANONYMOUS)


# One line for each address, if there is one whose page is shown: an odd address leads to none of the things by whose state the lines differ.
ONE_EACH = list({row.name: row for row in sorted(TABLE, key=lambda row: 200 in row.get.values())}.values())


@pytest.mark.parametrize("row", ONE_EACH, ids=lambda row: row.title)
def test_odd_addresses_and_questions_are_answered_calmly(row: Row, world: World, visitors: dict[str, Visitor]) -> None:
    """By whoever gets furthest on that page: no answer is a fault of the server's."""
    arguments = [str(argument) for argument in row.args(world)]
    path = reverse(row.name, args=arguments)
    parts = path.strip("/").split("/")
    given = [place for place, part in enumerate(parts) if any(argument in part for argument in arguments)]
    odd = [f"/{'/'.join([*parts[:place], value, *parts[place + 1 :]])}/" for place in given for value in ODD]
    odd += [f"{path}?" + "&".join(f"{name}={value}" for name in ASKED_FOR.split()) for value in ODD]

    answers = {address[:200]: visitors[reader(row)].ask("get", address) for address in odd}

    own = row.get[reader(row)]
    assert {address: answer for address, answer in answers.items() if answer >= 500 and answer != own} == {}


@pytest.mark.parametrize("actor", [ANONYMOUS, "secretariat"])
def test_odd_addresses_that_lead_nowhere_are_answered_calmly(actor: str, visitors: dict[str, Visitor]) -> None:
    rooms = sorted({reverse(row.name).split("/")[1] for row in TABLE if row.args is Row.args})
    odd = [f"/{value}/" for value in ODD] + [f"/{room}/{value}/" for room in rooms for value in ODD]

    answers = {address[:200]: visitors[actor].ask("get", address) for address in odd}

    assert {address: answer for address, answer in answers.items() if answer >= 500} == {}


# What a broken or hostile client puts into the fields of a form: no text, no number that fits, no name that is ours.
BAD = ["\0", "9" * 40, "-9223372036854775809", "NaN", b"\xed\xa0\x80", "[]"]
HIDDEN = ("kunci", "versi", "dilihat", "awal")
# Buttons and steps are no fields with a value of their own.
PRESSED = {"tindakan", "langkah"}


def furthest(row: Row) -> str:
    """Who gets furthest with a form on that page."""
    return next((actor for actor in ACTORS if row.post[actor] not in (302, 403, 404)), ANONYMOUS)


TAKING_FORMS = [row for row in TABLE if 405 not in row.post.values()]
LET_THROUGH = "ovop_portal.front.faults"


@pytest.mark.parametrize("row", TAKING_FORMS, ids=lambda row: row.title)
def test_bad_answers_in_any_field_are_answered_calmly(
    row: Row, world: World, visitors: dict[str, Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    """Every field of the page's forms holds them, all together and the hidden ones alone; then each form as it stands lacks one answer. No answer is a
    fault of the server's, and none is left to the database to refuse.
    """
    path, visitor = reverse(row.name, args=row.args(world)), visitors[furthest(row)]
    forms = forms_of(visitor.send("get", path).read.decode(errors="replace"))
    names = PRESSED.union(*forms)
    sent: list[dict[str, Any]] = [dict.fromkeys(names, bad) | {"kunci": str(uuid4())} for bad in BAD]
    sent += [form | {name: bad} for form in forms for name in HIDDEN if name in form for bad in BAD[:3]]
    sent += [form | {name: ""} for form in forms for name in form if name not in HIDDEN]

    answers = [(fields, visitor.send("post", path, fields).status_code) for fields in sent]

    assert [answer for answer in answers if answer[1] >= 500] == []
    assert [one.getMessage() for one in caplog.records if one.name == LET_THROUGH and one.levelname == "ERROR"] == []
