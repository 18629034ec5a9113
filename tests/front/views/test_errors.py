"""Pages for what did not go as hoped."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from ovop_portal import urls
from ovop_portal.common.policies import public


def test_an_unknown_address_is_a_page_with_a_way_on(client: Client) -> None:
    response = client.get("/tidak/ada/")

    assert response.status_code == 404
    assert 'data-layar="404"' in response.content.decode()


def test_a_form_without_its_token_is_answered_by_a_page_that_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/masuk/", {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert 'data-layar="csrf"' in response.content.decode()


@public
def _broken(request: HttpRequest) -> None:
    raise RuntimeError("a fault of the program")


urlpatterns = [*urls.urlpatterns, path("rusak/", _broken), path("/evil.example/", _broken)]
handler500 = urls.handler500


@pytest.mark.urls(__name__)
def test_a_fault_of_the_program_is_a_page_without_its_details() -> None:
    response = Client(raise_request_exception=False).get("/rusak/")
    page = response.content.decode()

    assert response.status_code == 500
    assert 'data-layar="500"' in page
    assert "a fault of the program" not in page


@pytest.mark.urls(__name__)
def test_the_way_on_from_a_fault_stays_here_and_nobody_keeps_the_page() -> None:
    response = Client(raise_request_exception=False).get("/", PATH_INFO="//evil.example/")

    assert response.status_code == 500
    assert re.findall(r'href="(/+[^"]*evil[^"]*)"', response.content.decode()) == ["/%2Fevil.example/"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_fault_of_the_program_gives_back_what_was_typed_and_says_whom_to_write_to(settings: Any) -> None:
    settings.CONTACT_EMAIL = "bantuan@contoh.test"

    response = Client(raise_request_exception=False).post(
        "/rusak/",
        {"note": "Salinan NIB terpotong"},
        headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"},
    )
    page = response.content.decode()

    assert response.status_code == 500
    assert '<form method="post" action="/rusak/"' in page
    assert 'name="note" value="Salinan NIB terpotong"' in page
    assert "tulis kepada bantuan@contoh.test dan" in page


def test_a_request_of_too_many_fields_is_refused(client: Client) -> None:
    assert client.post("/masuk/", {f"f{n}": "x" for n in range(1001)}).status_code == 400
