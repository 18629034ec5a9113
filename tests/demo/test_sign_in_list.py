"""The demo's accounts: there in the demo, nowhere in production."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.demo.people import PASSWORD, PEOPLE, ensure_people
from ovop_portal.ledger.models import Event
from regions.models import Office
from tests.regions.factories import ProvinceFactory, RegencyFactory


@pytest.fixture
def people(db: None) -> dict[str, User]:
    ProvinceFactory(code="51")
    RegencyFactory(code="51.07")
    RegencyFactory(code="33.75")
    return ensure_people(now())


def test_there_is_somebody_for_each_role() -> None:
    assert Counter(person.role.value for person in PEOPLE) == {
        "owner": 2,
        "dinas_operator": 2,
        "dinas_signer": 2,
        "province_officer": 1,
        "screener": 2,
        "juror": 5,
        "secretariat": 2,
        "curator": 1,
        "auditor": 1,
    }
    assert {person.role for person in PEOPLE} == set(Role)


def test_no_mailbox_or_telephone_of_the_demo_can_exist() -> None:
    assert all(person.email.endswith(".example") for person in PEOPLE)
    assert all(person.phone.startswith("+62800") for person in PEOPLE)


def test_making_the_people_twice_makes_them_once(people: dict[str, User]) -> None:
    def counted() -> list[int]:
        return [model.objects.count() for model in (User, Membership, Office, Event)]

    before = counted()

    assert ensure_people(now()) == people
    assert counted() == before == [18, 18, 3, 18]


def test_the_list_says_that_it_is_a_demo_and_shows_everybody(client: Client, people: dict[str, User]) -> None:
    page = client.get("/masuk/").content.decode()

    assert 'data-demo="people"' in page
    assert "Akun demo" in page
    assert "Data contoh: semua usaha dan orang di sini rekaan." in page
    assert [person.key for person in PEOPLE if f'action="/demo/masuk/{person.key}/"' not in page] == []


def test_one_click_comes_in_as_anybody_and_leaves_who_one_was(client: Client, people: dict[str, User]) -> None:
    for person in PEOPLE:
        response = client.post(f"/demo/masuk/{person.key}/")
        assert (response.status_code, response["Location"]) == (302, "/beranda/")
        assert client.session["_auth_user_id"] == str(people[person.key].pk)


def test_the_known_password_opens_the_same_account(client: Client, people: dict[str, User]) -> None:
    client.post("/masuk/", {"login": "secretariat@demo.example", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(people["secretariat"].pk)


def test_only_the_demos_own_people_are_opened_so(client: Client, db: None) -> None:
    assert client.post("/demo/masuk/somebody/").status_code == 404
    assert client.post("/demo/masuk/owner/").status_code == 404  # nobody has made them yet
    assert client.get("/demo/masuk/owner/").status_code == 405


PRODUCTION = """
import json, django
django.setup()
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.template.exceptions import TemplateDoesNotExist
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

def raises(error, call):
    try:
        call()
    except error:
        return True
    return False

print(json.dumps({
    "app": apps.is_installed("ovop_portal.demo"),
    "strip": str(settings.PORTAL_STRIP),
    "names": raises(NoReverseMatch, lambda: reverse("demo:people")),
    "addresses": all(raises(Resolver404, lambda: resolve(a)) for a in ("/demo/akun/", "/demo/masuk/owner/", "/demo/surat/")),
    "templates": all(raises(TemplateDoesNotExist, lambda: get_template(t)) for t in ("demo/_people.html", "demo/people.html")),
    "tags": raises(Exception, lambda: __import__("django").template.engines["django"].from_string("{% load demo_people %}")),
    "page": "demo" in Client().get("/masuk/", secure=True, HTTP_HOST="ovop.example.go.id").content.decode().lower(),
}))
"""


def test_production_has_no_such_room(production_environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRODUCTION],
        env=production_environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "app": False,
        "strip": "",
        "names": True,
        "addresses": True,
        "templates": True,
        "tags": True,
        "page": False,
    }


@pytest.fixture
def production_environment(tmp_path: Any) -> dict[str, str]:
    """Everything that production demands; its static files are collected, since its pages name them by their hash."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "ovop_portal.settings.production",
        "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
        "ALLOWED_HOSTS": "ovop.example.go.id",
        "PORTAL_URL": "https://ovop.example.go.id",
        "DATABASE_URL": "postgres://web:secret@localhost:1/none",
        "REDIS_URL": "redis://localhost:1/0",
        "LEDGER_SIGNING_KEY": "0" * 64,
        "EMAIL_URL": "smtp+tls://portal:secret@localhost:587",
        "DEFAULT_FROM_EMAIL": "Portal OVOP <portal@ovop.example.go.id>",
        "CONTACT_EMAIL": "bantuan@ovop.example.go.id",
        "STATIC_ROOT": str(tmp_path / "static"),
        "MEDIA_ROOT": str(tmp_path / "media"),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(collect, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True)
    return environment
