"""The menu and the frame of every page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from ovop_portal.accounts.roles import Role
from ovop_portal.common import menu
from ovop_portal.front.context import Frame
from ovop_portal.front.menu import menu_for
from regions.models import Province
from tests.accounts.factories import person
from tests.scene import Scene

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


def test_the_frame_names_the_reader_and_all_their_roles() -> None:
    request = RequestFactory().get("/")
    request.user = person("Rina", Role.SCREENER, Role.SECRETARIAT)
    frame = Frame(request)

    assert (frame.name, frame.role, frame.sign_in_url, frame.sign_out_url) == (
        "Rina",
        "Pemeriksa administrasi, Sekretariat",
        "",
        "/keluar/",
    )


@pytest.mark.parametrize(
    ("who", "zone"),
    [
        ("owner", "Asia/Makassar"),
        ("dinas_operator", "Asia/Makassar"),
        ("province_officer", "Asia/Makassar"),
        ("other_dinas", "Asia/Jakarta"),
        ("screener", "Asia/Jakarta"),
    ],
)
def test_hours_are_those_of_the_reader_s_own_firm_or_office(who: str, zone: str) -> None:
    scene = Scene.begin()
    Province.objects.filter(pk="51").update(time_zone="Asia/Makassar")
    scene.product()
    request = RequestFactory().get("/")
    request.user = scene.people[who]

    assert Frame(request).zone == zone


def test_the_frame_stands_where_no_user_is_known() -> None:
    frame = Frame(RequestFactory().get("/"))

    assert (frame.name, frame.role, frame.sign_in_url, frame.sign_out_url) == ("", "", "/masuk/", "")


def test_the_running_edition_is_asked_for_only_where_it_is_printed(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        frame = Frame(RequestFactory().get("/"))
    with django_assert_num_queries(1):
        assert (frame.edition, frame.edition) == (None, None)


def test_an_empty_page_costs_the_stranger_nothing_and_the_signed_in_their_session_and_duties(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/bantuan/")
    client.force_login(person("Rina", Role.SCREENER, Role.SECRETARIAT))
    with django_assert_num_queries(3):  # session, user, duties; an edition, where a page asks for it, is the fourth
        client.get("/bantuan/")
