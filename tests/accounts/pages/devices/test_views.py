"""Where an account is open, and closing it there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ovop_portal.accounts.models import OpenSession, User
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from tests.accounts.factories import person
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
PLACE = "/akun/perangkat/"


def come_in(user: User, agent: str) -> Client:
    """A browser of its own that has signed in."""
    client = Client(headers={"user-agent": agent})
    client.post("/masuk/", {"login": user.email, "password": "kain-gringsing-2026"})
    return client


def inside(client: Client) -> bool:
    return client.get("/akun/").status_code == 200


def test_each_browser_is_named_with_its_hours_and_the_own_one_is_marked() -> None:
    user = person("Sari")
    come_in(user, PHONE)
    desk = come_in(user, DESK)

    page = desk.get(PLACE)

    assert page.context["here"].browser == "Firefox di Windows"
    assert [session.browser for session in page.context["others"]] == ["Chrome di Android"]
    assert all(session.began_at <= now() for session in page.context["others"])
    keys = OpenSession.objects.values_list("session_key", flat=True)
    assert [key for key in keys if key in page.content.decode()] == []


def test_no_address_of_a_network_is_kept() -> None:
    user = person("Sari")
    Client().post("/masuk/", {"login": user.email, "password": "kain-gringsing-2026"}, REMOTE_ADDR="203.0.113.77")

    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_opensession::text FROM accounts_opensession")
        rows = cursor.fetchall()
    sessions = [str(session.get_decoded()) for session in OpenSession.objects.all()]

    assert "203.0.113" not in str(rows) + str(sessions)


def test_all_others_are_left_and_only_those_of_the_own_account() -> None:
    user, other = person("Sari"), come_in(person("Gede"), DESK)
    phone, old, desk = come_in(user, PHONE), come_in(user, PHONE), come_in(user, DESK)

    done = desk.post(PLACE, filled(desk.get(PLACE), perangkat=None))

    assert done["Location"] == PLACE
    assert "keluar dari 2 perangkat" in desk.get(PLACE).content.decode()
    assert [inside(client) for client in (phone, old, desk, other)] == [False, False, True, True]
    event = Event.objects.get(kind="account.sessions_ended")
    assert (event.subject, event.body) == (user.actor, {"number": 2})


def test_one_of_them_is_left_and_a_second_sending_says_the_same() -> None:
    user = person("Sari")
    phone, old, desk = come_in(user, PHONE), come_in(user, PHONE), come_in(user, DESK)
    page = desk.get(PLACE)
    sent = filled(page, "perangkat")

    answers = [desk.post(PLACE, sent)["Location"] for _twice in range(2)]

    assert (answers, sorted([inside(phone), inside(old)]), inside(desk)) == ([PLACE] * 2, [False, True], True)


@pytest.mark.parametrize("said", ["x", "00000000-0000-0000-0000-000000000000", "\0"])
def test_what_names_no_session_of_mine_ends_none(said: str) -> None:
    user, stranger = person("Sari"), come_in(person("Gede"), PHONE)
    phone, desk = come_in(user, PHONE), come_in(user, DESK)
    theirs = OpenSession.objects.get(user__name="Gede").mark

    for mark in (said, str(theirs)):
        assert desk.post(PLACE, filled(desk.get(PLACE), perangkat=mark)).status_code == 302
    assert [inside(client) for client in (phone, desk, stranger)] == [True] * 3


def test_a_session_that_is_over_is_not_shown() -> None:
    user = person("Sari")
    come_in(user, PHONE)
    OpenSession.objects.update(expire_date=now())
    come_in(user, PHONE)
    desk = come_in(user, DESK)
    assert len(desk.get(PLACE).context["others"]) == 1

    User.objects.filter(pk=user.pk).update(sessions_end_at=now())
    later = come_in(user, DESK)
    session = later.session
    session["sejak"] += 2
    session.save()

    assert later.get(PLACE).context["others"] == []


def test_a_new_password_changes_the_key_and_keeps_the_place_in_the_list() -> None:
    user = person("Sari")
    desk = come_in(user, DESK)
    before = desk.session.session_key

    desk.post("/akun/kata-sandi/", {"oldpassword": "kain-gringsing-2026", "password1": "kain-songket-2027"})

    assert desk.session.session_key != before
    assert desk.get(PLACE).context["here"].browser == "Firefox di Windows"


def test_the_list_costs_the_same_with_one_and_three() -> None:
    counts: list[Any] = []
    user = person("Sari")
    desk = come_in(user, DESK)
    for more in (1, 2):
        for _each in range(more):
            come_in(user, PHONE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get(PLACE)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12
