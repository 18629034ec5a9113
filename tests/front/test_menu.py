"""The menu of each role."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common import menu
from ovop_portal.front.menu import menu_for
from tests.accounts.factories import PASSWORD, person

pytestmark = pytest.mark.django_db


def labels(user: Any) -> list[str]:
    return [str(item.label) for item in menu_for(user, "/")]


def test_every_line_leads_to_a_page_that_is_there() -> None:
    assert all(reverse(entry.name) for entry in [*menu.menu(), *menu.footer()])


def test_strangers_find_the_public_pages() -> None:
    assert labels(AnonymousUser()) == ["Katalog produk", "Periksa piagam", "Daftarkan usaha"]


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        (Role.OWNER, ["Usaha saya"]),
        (Role.JUROR, ["Penilaian"]),
        (Role.SCREENER, ["Meja kerja"]),
        (Role.SECRETARIAT, ["Meja kerja", "Kurasi Go Global", "Jejak keputusan"]),
        (Role.CURATOR, ["Kurasi Go Global"]),
        (Role.AUDITOR, ["Meja kerja", "Kurasi Go Global", "Jejak keputusan"]),
    ],
)
def test_each_role_finds_its_desk_and_then_what_everybody_finds(role: Role, desk: list[str]) -> None:
    assert labels(person("Sari", role)) == [*desk, "Katalog produk", "Kabar", "Akun"]


@pytest.mark.parametrize("role", [Role.OWNER, Role.JUROR, Role.SCREENER, Role.SECRETARIAT, Role.CURATOR, Role.AUDITOR])
def test_no_line_of_the_menu_is_closed_to_the_one_who_sees_it(client: Client, role: Role) -> None:
    user = person("Sari", role)
    client.force_login(user)

    assert {item.url: client.get(item.url).status_code for item in menu_for(user, "/")} == {
        item.url: 200 for item in menu_for(user, "/")
    }


def test_the_line_of_the_page_and_of_those_below_it_is_marked() -> None:
    def marked(path: str) -> list[str]:
        return [str(item.label) for item in menu_for(AnonymousUser(), path) if item.current]

    auditor = person("Dewi", Role.AUDITOR)
    assert [str(item.label) for item in menu_for(auditor, "/panitia/jejak/") if item.current] == ["Jejak keputusan"]
    assert (marked("/katalog/"), marked("/katalog/x"), marked("/katalogus/"), marked("/")) == (
        ["Katalog produk"],
        ["Katalog produk"],
        [],
        [],
    )


def test_an_administrator_begins_where_people_are_invited(client: Client) -> None:
    client.force_login(User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD))
    assert client.get(reverse("front:start"))["Location"] == reverse("accounts:people")
