"""Redis is away: every page answers as on any other day, people sign in and out, limits hold. Redis only makes things quicker or sooner."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError

from ovop_portal.accounts.contact_codes import digits_of
from ovop_portal.accounts.models import ContactCode, User
from tests.accounts.factories import PASSWORD, person
from tests.project.matrix import ACTORS, ANONYMOUS, TABLE
from tests.project.world import World
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
# What tells the operator that Redis is away.
WATCHES = {"front:ready"}


@pytest.fixture(autouse=True)
def _redis_is_away(settings: Any, _empty_cache: None) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"unix://{project.BASE_DIR}/nobody-listens-here.sock",
        }
    }


def test_it_really_is_away() -> None:
    with pytest.raises(ConnectionError):
        cache.get("anything")


def test_every_page_answers_as_on_any_other_day() -> None:
    world, clients = World(), {}
    for actor in ACTORS:
        clients[actor] = Client(raise_request_exception=False)
        if actor != ANONYMOUS:
            clients[actor].force_login(world.actors[actor])

    wrong = {}
    for row in TABLE:
        actor = next((actor for actor in ACTORS if row.get[actor] == 200), ANONYMOUS)
        if row.name not in WATCHES:
            answer = clients[actor].get(reverse(row.name, args=row.args(world)))
            b"".join(answer)  # a file is read to its end, and thereby closed
            if answer.status_code != row.get[actor]:
                wrong[row.title] = f"{answer.status_code}, not {row.get[actor]}"

    assert wrong == {}


def test_people_sign_in_change_their_password_and_ask_for_a_link() -> None:
    user, client, new = person(), Client(), "gerabah-kasongan-7"

    statuses = [
        client.post("/masuk/", {"login": user.phone, "password": "bukan kata sandinya"}).status_code,
        client.post("/masuk/", {"login": user.phone, "password": PASSWORD}).status_code,
        client.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": new}).status_code,
        client.post("/keluar/").status_code,
        client.post("/kata-sandi/pulihkan/", {"email": user.email}).status_code,
    ]

    assert statuses == [422, 302, 302, 302, 302]
    assert User.objects.get(pk=user.pk).check_password(new)


def test_limits_hold() -> None:
    user = person()

    statuses = [Client().post("/masuk/", {"login": user.phone, "password": "tebakan"}).status_code for _ in range(6)]

    assert statuses == [422] * 5 + [429]


def test_a_new_address_is_confirmed_and_tries_are_counted() -> None:
    user, client = person(), Client()
    client.force_login(user)
    client.post("/akun/ubah/", filled(client.get("/akun/ubah/"), email="baru@contoh.test", password=PASSWORD))
    page = client.get("/akun/ubah/kode/")
    right = digits_of(ContactCode.objects.get())
    wrong = f"{(int(right) + 1) % 10**6:06}"

    statuses = [client.post("/akun/ubah/kode/", filled(page, kode=code)).status_code for code in (wrong, wrong, right)]

    assert statuses == [422, 422, 302]
    assert User.objects.get(pk=user.pk).email == "baru@contoh.test"


def test_a_form_that_was_kept_before_stands_in_nobodys_way() -> None:
    client = Client()
    client.force_login(person())
    session = client.session
    session["isian"] = ["kept-while-redis-was-there"]
    session.save()

    assert client.post("/akun/kata-sandi/", {}).status_code == 422
    assert client.get("/akun/isian/kept-while-redis-was-there/").status_code == 302


def test_who_sends_a_form_after_the_session_ended_is_asked_to_sign_in() -> None:
    client = Client(headers={"sec-fetch-site": "same-origin"})

    assert client.post("/akun/ubah/", {"name": "Ni Wayan Sari"}).status_code == 302
