"""Pages of somebody who is signed in leave no copy behind."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.factories import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/akun/", "/kabar/", "/", "/tidak-ada/", "/panitia/jejak/"])
def test_a_private_page_is_not_to_be_stored(client: Client, path: str) -> None:
    client.force_login(person())

    assert client.get(path).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/", "/bantuan/"])
def test_a_public_page_says_nothing_of_the_kind(client: Client, path: str) -> None:
    assert "Cache-Control" not in client.get(path).headers
