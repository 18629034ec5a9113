"""The security log says who came in, who failed, what was refused and which files were read; never a name or what was typed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ovop_portal.accounts.letters import unlinked
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.common.logs import SECURITY
from ovop_portal.documents import operations, readers
from tests.accounts.factories import PASSWORD, person
from tests.documents.made import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted() -> Iterator[list[dict[str, Any]]]:
    """The lines that were written, without their level and hour."""
    said: list[dict[str, Any]] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            assert isinstance(record.msg, dict)
            said.append({k: v for k, v in record.msg.items() if k not in {"level", "timestamp"}})

    keeper, logger = Keeper(), logging.getLogger(SECURITY)
    logger.addHandler(keeper)
    yield said
    logger.removeHandler(keeper)


def line(event: str, user: Any = None, **more: Any) -> dict[str, Any]:
    return {"event": event, "address": "127.0.0.1", **({"account": str(user.uuid)} if user else {}), **more}


def test_coming_in_and_going_are_noted_with_account_and_address(client: Client, noted: list[dict[str, Any]]) -> None:
    user = person()

    client.post("/masuk/", {"login": user.phone, "password": PASSWORD})
    client.post("/keluar/")

    assert noted == [line("signed_in", user), line("signed_out", user)]


def test_a_wrong_password_and_a_lock_are_noted_without_what_was_typed(
    client: Client, noted: list[dict[str, Any]]
) -> None:
    user = person()

    for _ in range(6):
        client.post("/masuk/", {"login": user.phone, "password": "rahasia-saya"})
    client.post("/masuk/", {"login": "siapa@contoh.test", "password": "rahasia-saya"})

    assert noted == [
        *[line("sign_in_failed", user)] * 5,
        line("sign_in_locked", user),
        line("limited", page="accounts:sign_in", method="POST", status=429),
        line("sign_in_failed"),
    ]


def test_a_changed_password_is_noted(client: Client, noted: list[dict[str, Any]]) -> None:
    user = person()
    client.force_login(user)
    noted.clear()

    client.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": "gerabah-kasongan-7"})

    assert [one for one in noted if one["event"] != "signed_in"] == [
        {"event": "account_changed", "address": "", "account": str(user.uuid), "fact": "password"}
    ]


def test_what_is_refused_is_noted_by_page_and_thing(client: Client, noted: list[dict[str, Any]]) -> None:
    user = person("Sari", Role.OWNER)
    client.force_login(user)
    noted.clear()

    client.get("/panitia/jejak/")
    client.get("/usulan/OVOP-2026-0001/")
    client.get("/tidak-ada/")
    client.get("/v/TIDAKADA/")

    assert noted == [
        line("refused", user, page="front:audit", method="GET", status=403),
        line("refused", user, page="awards:tasks", method="GET", status=404, number="OVOP-2026-0001"),
    ]


def test_reading_a_private_file_is_noted_and_so_is_being_refused_it(
    client: Client, noted: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = person()
    monkeypatch.setitem(readers._readers, "letter", [lambda reader, document: reader.is_authenticated])
    letter = operations.store(SimpleUploadedFile("surat-Siti.pdf", pdf()), kind="letter", by=user, now=now())
    of_the_letter = {"page": "documents:file", "method": "GET", "uuid": letter.uuid}

    client.get(letter.url)
    client.force_login(user)
    noted.clear()
    b"".join(client.get(letter.url))

    assert noted == [line("file_read", user, status=200, **of_the_letter)]
    Client().get(letter.url)
    assert noted[1:] == [line("refused", status=404, **of_the_letter)]


def test_a_firm_that_was_taken_back_is_noted_with_the_hour_since_when_the_account_had_it(
    noted: list[dict[str, Any]],
) -> None:
    user = person()

    unlinked.send(None, user=user, ikm="0e3c", since=datetime(2026, 6, 1, tzinfo=UTC))

    assert noted == [
        {**line("firm_unlinked", user), "address": "", "ikm": "0e3c", "since": "2026-06-01T00:00:00+00:00"}
    ]
