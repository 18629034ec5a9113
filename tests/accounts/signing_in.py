"""What the tests of pages of accounts send and read."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.accounts.factories import PASSWORD


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/masuk/", {"login": name, "password": password, **extra})


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}
