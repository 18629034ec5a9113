"""Pages of words, and pages for what did not go as hoped."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client


@pytest.mark.parametrize("name", ["bantuan", "kontak", "privasi", "aksesibilitas"])
def test_each_page_of_words_says_whom_to_ask(client: Client, name: str) -> None:
    response = client.get(f"/{name}/")
    page = response.content.decode()

    assert response.status_code == 200
    assert f'data-layar="{name}"' in page
    assert settings.CONTACT_EMAIL in page


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["/", "/masuk/", "/bantuan/", "/health/live"])
def test_other_methods_are_refused(client: Client, method: str, address: str) -> None:
    assert getattr(client, method)(address).status_code == 405
