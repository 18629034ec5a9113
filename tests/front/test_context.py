"""The frame of every page: who reads, by which clock, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from ovop_portal.accounts.roles import Role
from ovop_portal.front.context import Frame
from regions.models import Province
from tests.accounts.factories import person
from tests.scene import Scene

pytestmark = pytest.mark.django_db


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
