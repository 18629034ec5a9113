from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from ovop_portal.accounts.models import User
from ovop_portal.notifications import kinds
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import notify
from tests.notifications.channels.servers import PHONE_NUMBER_ID, TOKEN, CloudApi, Gateway, Server, running

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
PATH = "/usulan/OVOP-2026-0001/"


@pytest.fixture
def returned(monkeypatch: pytest.MonkeyPatch) -> Kind:
    """A kind that only this test knows."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    return kinds.register(
        Kind(
            code="tests.returned",
            title="Perlu diperbaiki: {product} (sebelum {deadline})",
            body="Dinas meminta perbaikan pada {count} bagian.",
        )
    )


CONTEXT = {"product": "Tenun Gringsing Wayan", "deadline": "30 Juni 2026", "count": "2"}


@pytest.fixture
def words() -> dict[str, str]:
    return dict(CONTEXT)


NUMBER = "+6281234567890"


@pytest.fixture
def cloud(settings: Any) -> Iterator[Server]:
    """WhatsApp's Cloud API."""
    with running(CloudApi) as server:
        settings.WHATSAPP_BACKEND = "ovop_portal.notifications.channels.whatsapp.send"
        settings.WHATSAPP_API_URL = f"{server.url}/v25.0"
        settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = TOKEN, PHONE_NUMBER_ID
        yield server


@pytest.fixture
def gateway(settings: Any) -> Iterator[Server]:
    """A gateway for SMS."""
    with running(Gateway) as server:
        settings.SMS_BACKEND = "ovop_portal.notifications.channels.sms.send"
        settings.SMS_URL, settings.SMS_TOKEN = f"{server.url}/kirim", TOKEN
        yield server


@pytest.fixture
def sari(db: None) -> User:
    """Wants WhatsApp, and has an address of e-mail, too."""
    return User.objects.create_user(
        name="Ni Wayan Sari",
        email="sari@contoh.id",
        phone=NUMBER,
        phone_verified_at=NOW,
        reached_by=["whatsapp", "email"],
    )


@pytest.fixture
def letter(sari: User, returned: Kind, words: dict[str, str]) -> Outbox:
    """To Sari, by WhatsApp."""
    notify([sari], returned, context=words, path=PATH, now=NOW, key="returned:1")
    return Outbox.objects.get()


@pytest.fixture
def rows() -> Callable[[], list[tuple[str, str, str]]]:
    """Every row of the outbox: its channel, what became of it, and the first word of its error."""

    def state(row: Outbox) -> str:
        states = {"sent": row.sent_at, "handed on": row.handed_on_at, "parked": row.parked_at}
        return next((name for name, at in states.items() if at), "waiting")

    return lambda: [(row.channel, state(row), row.error.partition(":")[0]) for row in Outbox.objects.order_by("pk")]
