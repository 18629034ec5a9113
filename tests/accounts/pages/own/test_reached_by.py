"""The page on which somebody says by what they want to be told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from tests.accounts.factories import person
from tests.accounts.signing_in import errors
from tests.support.forms import filled

pytestmark = pytest.mark.django_db

PAGE = "/akun/kabar/"


@pytest.fixture
def sari(client: Client) -> User:
    user = person("Ni Wayan Sari")
    User.objects.filter(pk=user.pk).update(phone="+6281234567890", phone_verified_at=now())
    client.force_login(user)
    return user


def choose(client: Client, order: str) -> Any:
    return client.post(PAGE, filled(client.get(PAGE), order=order))


def checked(client: Client) -> str | None:
    found = re.search(r'<input[^>]*name="order"[^>]*value="([^"]*)"[^>]*checked', client.get(PAGE).content.decode())
    return found[1] if found else None


@pytest.mark.parametrize(
    ("order", "channels", "said"),
    [
        ("email-whatsapp", ["email", "whatsapp"], "Di portal dan lewat e-mail, WhatsApp"),
        ("whatsapp-email", ["whatsapp", "email"], "Di portal dan lewat WhatsApp, e-mail"),
        ("email", ["email"], "Di portal dan lewat e-mail"),
        ("whatsapp", ["whatsapp"], "Di portal dan lewat WhatsApp"),
        ("portal", [], "Hanya di portal"),
    ],
)
def test_what_was_chosen_is_kept_and_shown(
    client: Client, sari: User, order: str, channels: list[str], said: str
) -> None:
    done = choose(client, order)
    sari.refresh_from_db()
    assert (done["Location"], sari.reached_by, checked(client)) == ("/akun/", channels, order)
    assert said in client.get("/akun/").content.decode()


def test_whoever_has_not_said_finds_the_usual_order(client: Client, sari: User) -> None:
    assert checked(client) == "email-whatsapp"


@pytest.mark.parametrize("order", ["", "pigeon", "sms", "email,whatsapp", "whatsapp\0"])
def test_what_is_not_offered_is_refused_at_its_field(client: Client, sari: User, order: str) -> None:
    answer = client.post(PAGE, {**filled(client.get(PAGE)), "order": order})
    sari.refresh_from_db()
    assert (answer.status_code, sari.reached_by) == (422, None)
    assert errors(answer)


@pytest.mark.parametrize(
    ("fields", "order", "words"),
    [
        ({"phone_verified_at": None}, "whatsapp", "Nomor WhatsApp Anda belum dipastikan"),
        ({"email": None}, "email", "Akun Anda belum mempunyai e-mail"),
    ],
)
def test_a_channel_without_a_contact_is_no_choice_alone(
    client: Client, sari: User, fields: dict[str, Any], order: str, words: str
) -> None:
    User.objects.filter(pk=sari.pk).update(**fields)
    answer = choose(client, order)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_a_portal_without_whatsapp_does_not_offer_it(client: Client, sari: User, settings: Any) -> None:
    settings.WHATSAPP_BACKEND = ""
    page = client.get(PAGE).content.decode()
    assert re.findall(r'name="order"[^>]*value="([^"]*)"', page) == ["email", "portal"]
    assert checked(client) == "email"


def test_sent_twice_it_is_kept_once(client: Client, sari: User) -> None:
    sent = filled(client.get(PAGE), order="whatsapp")
    assert [client.post(PAGE, sent)["Location"] for _ in range(2)] == ["/akun/", "/akun/"]
