"""A forgotten password, by a number: the pages say the same to everybody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import person
from tests.accounts.signing_in import errors

pytestmark = pytest.mark.django_db

PAGE, CODE = "/kata-sandi/nomor/", "/kata-sandi/nomor/kode/"
NUMBER, NOBODYS = "+6281298765432", "+6281300000009"
FRESH = "gerabah-kasongan-7"


@pytest.fixture
def sari() -> User:
    user = person("Ni Wayan Sari")
    User.objects.filter(pk=user.pk).update(phone=NUMBER, phone_verified_at=now())
    user.refresh_from_db()
    return user


def ask(client: Client, phone: str = NUMBER, channel: str = "whatsapp") -> Any:
    return client.post(PAGE, {"phone": phone, "channel": channel})


def code_in_the_message() -> str:
    deliver_due(now=now())
    found = re.search(r"\b[0-9]{6}\b", str(mail.outbox[-1].body))
    assert found
    return found[0]


def answer(client: Client, code: str, password: str = FRESH) -> Any:
    return client.post(CODE, {"kode": code, "password": password})


def plain(response: Any) -> tuple[int, str]:
    """An answer without what is different in each: the token and the number that was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return response.status_code, page.replace(NUMBER[-4:], "9999").replace(NOBODYS[-4:], "9999")


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_whoever_reads_the_code_signs_in_with_a_new_password(client: Client, sari: User, channel: str) -> None:
    assert 'href="/kata-sandi/nomor/"' in client.get("/kata-sandi/pulihkan/").content.decode()
    assert ask(client, "0812 9876 5432", channel)["Location"] == CODE
    page = client.get(CODE)
    assert ("5432" in page.content.decode(), NUMBER in page.content.decode()) == (True, False)
    assert 'autocomplete="one-time-code"' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]

    done = answer(client, code_in_the_message())

    assert done["Location"] == "/masuk/"
    sari.refresh_from_db()
    assert sari.check_password(FRESH)
    assert "Kata sandi Anda sudah diganti." in client.get("/masuk/").content.decode()
    # Pressed twice.
    assert answer(client, "123456")["Location"] == "/masuk/"


def test_nobody_learns_who_has_an_account(sari: User) -> None:
    told = []
    for number in (NUMBER, NOBODYS):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            asked = ask(client, number)
        begun = plain(client.get(CODE))
        deliver_due(now=now())
        wrong = [plain(answer(client, "000000")) for _ in range(7)]
        told.append((asked.status_code, asked["Location"], len(queries), begun, wrong))
    assert told[0] == told[1]
    assert [letter.to[0][:8] for letter in mail.outbox] == ["WhatsApp"]


def test_too_many_answers_are_refused_alike(sari: User) -> None:
    told = []
    for number in (NUMBER, NOBODYS):
        client = Client()
        ask(client, number)
        deliver_due(now=now())
        told.append([answer(client, "000000").status_code for _ in range(17)])
    assert told == [[422] * 15 + [429] * 2] * 2


def test_asking_is_limited_by_number_whoever_has_it(sari: User) -> None:
    for number in (NUMBER, NOBODYS):
        assert [ask(Client(), number).status_code for _ in range(6)] == [302] * 5 + [429]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"phone": "sari@contoh.id"}, "phone"),
        ({"channel": "email"}, "channel"),
        ({"channel": ""}, "channel"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_asked(
    client: Client, fields: dict[str, str], field: str
) -> None:
    refused = client.post(PAGE, {"phone": NUMBER, "channel": "whatsapp", **fields})
    assert (refused.status_code, list(errors(refused)), Outbox.objects.count()) == (422, [field], 0)


@pytest.mark.parametrize(
    ("code", "password", "field"),
    [("12", FRESH, "kode"), ("", FRESH, "kode"), ("123456", "pendek", "password"), ("123456", "", "password")],
)
def test_what_cannot_be_right_costs_no_try(client: Client, sari: User, code: str, password: str, field: str) -> None:
    ask(client)
    right = code_in_the_message()
    for _ in range(6):
        assert list(errors(answer(client, code, password))) == [field]
    assert answer(client, right).status_code == 302


def test_the_page_of_the_code_begins_with_a_number(client: Client) -> None:
    assert (client.get(CODE)["Location"], answer(client, "123456")["Location"]) == (PAGE, PAGE)


def test_whoever_is_signed_in_on_the_device_is_not_taken_for_the_holder(client: Client, sari: User) -> None:
    other = person("Wayan")
    client.force_login(other)
    ask(client)
    assert answer(client, code_in_the_message()).status_code == 302
    sari.refresh_from_db()
    other.refresh_from_db()
    assert (sari.check_password(FRESH), other.check_password(FRESH)) == (True, False)


def test_without_a_channel_to_numbers_there_is_no_such_page(client: Client, settings: Any, db: None) -> None:
    settings.WHATSAPP_BACKEND = settings.SMS_BACKEND = ""
    assert client.get(PAGE).status_code == 404
    assert 'href="/kata-sandi/nomor/"' not in client.get("/kata-sandi/pulihkan/").content.decode()
