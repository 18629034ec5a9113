"""SMS, against a gateway on this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from ovop_portal.notifications.kinds import Channel, Kind, Settled, register
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import RECEIPT_WITHIN, deliver, deliver_due, write_to
from tests.notifications.channels.servers import TOKEN, Reply, Server, error
from tests.notifications.conftest import NUMBER
from tests.notifications.test_operations import LATER, NOW

Rows = Callable[[], list[tuple[str, str, str]]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(returned: Kind) -> Kind:
    """A code that goes to a number: by WhatsApp, else by SMS."""
    code = register(Kind("tests.code", "Kode", "Kode Anda: {code}", is_code=True))
    said = Settled(code, "", "/", {"code": "012345"})
    to_numbers = (Channel.WHATSAPP, Channel.SMS)
    return register(Kind("tests.asked", "Kode", "", to_numbers, settle=lambda _to, _context: said))


@pytest.fixture
def letter(asked: Kind) -> Outbox:
    write_to(NUMBER, asked, context={}, path="/", now=NOW, key="code:1", channel=Channel.SMS)
    return Outbox.objects.get()


def test_a_code_fits_one_sms_and_holds_no_link(gateway: Server, letter: Outbox) -> None:
    assert deliver(letter.uuid, now=NOW)
    [taken] = gateway.taken
    assert taken.said == {
        "to": NUMBER,
        "text": "Kode Portal OVOP: 012345. Jangan berikan kepada siapa pun. Bila Anda tidak memintanya, abaikan.",
        "from": "OVOP",
        "reference": str(letter.uuid),
    }
    assert (taken.headers["Authorization"], taken.headers["Idempotency-key"]) == (f"Bearer {TOKEN}", str(letter.uuid))
    letter.refresh_from_db()
    assert (letter.reference, letter.sent_at) == ("sms-1", NOW)


@pytest.mark.parametrize("body", [b"OK", b"", b'{"id": 5}', b'{"id": null}'])
def test_a_gateway_that_gives_no_number_has_taken_it_all_the_same(gateway: Server, letter: Outbox, body: bytes) -> None:
    gateway.replies = [Reply(200, body)]
    assert deliver(letter.uuid, now=NOW)
    letter.refresh_from_db()
    assert (letter.reference, bool(letter.sent_at)) == ("", True)


@pytest.mark.parametrize(
    ("reply", "row"),
    [
        (Reply(400), ("sms", "parked", "Never")),
        (Reply(422), ("sms", "parked", "Never")),
        (Reply(401), ("sms", "parked", "Misfit")),
        (Reply(402), ("sms", "parked", "Misfit")),
        (Reply(302, headers={"Location": "https://contoh.id/"}), ("sms", "parked", "Misfit")),
        (Reply(429, headers={"Retry-After": "60"}), ("sms", "waiting", "NotNow")),
        (Reply(503), ("sms", "waiting", "NotNow")),
        (Reply(500), ("sms", "waiting", "Unanswered")),
        (Reply(breaks=True), ("sms", "waiting", "Unanswered")),
    ],
)
def test_each_answer_has_its_meaning(
    gateway: Server, letter: Outbox, rows: Rows, settings: Any, reply: Reply, row: tuple[str, str, str]
) -> None:
    settings.WHATSAPP_BACKEND = ""
    gateway.replies = [reply]
    assert not deliver(letter.uuid, now=NOW)
    assert rows() == [row]


def test_what_was_taken_without_an_answer_is_not_sent_again(
    gateway: Server, letter: Outbox, rows: Rows, settings: Any
) -> None:
    settings.WHATSAPP_BACKEND = ""
    gateway.replies = [Reply(breaks=True)]
    deliver(letter.uuid, now=NOW)
    for wait in (RECEIPT_WITHIN, timedelta(hours=5), timedelta(days=2)):
        deliver_due(now=NOW + wait)
    assert (rows(), len(gateway.taken)) == ([("sms", "parked", "Unanswered")], 1)


def test_a_number_without_whatsapp_gets_its_code_by_sms(
    cloud: Server, gateway: Server, asked: Kind, rows: Rows, settings: Any
) -> None:
    cloud.replies = [error(400, 131026)]
    write_to(NUMBER, asked, context={}, path="/", now=NOW, key="code:2", channel=Channel.WHATSAPP)
    deliver_due(now=NOW)
    deliver_due(now=LATER)
    assert rows() == [("whatsapp", "handed on", "Never"), ("sms", "sent", "")]
    assert (gateway.taken[0].said["to"], mail.outbox) == (NUMBER, [])


def test_a_code_that_was_asked_for_by_sms_goes_by_whatsapp_where_the_gateway_refuses_it(
    cloud: Server, gateway: Server, letter: Outbox, rows: Rows
) -> None:
    gateway.replies = [Reply(400)]
    deliver(letter.uuid, now=NOW)
    deliver_due(now=NOW)
    assert rows() == [("sms", "handed on", "Never"), ("whatsapp", "sent", "")]


def test_without_a_gateway_the_code_is_parked(cloud: Server, asked: Kind, rows: Rows, settings: Any) -> None:
    settings.SMS_BACKEND = ""
    cloud.replies = [error(400, 131026)]
    write_to(NUMBER, asked, context={}, path="/", now=NOW, key="code:2", channel=Channel.WHATSAPP)
    deliver_due(now=NOW)
    assert rows() == [("whatsapp", "parked", "Never")]


def test_in_the_demo_it_is_laid_beside_the_mails(letter: Outbox) -> None:
    assert deliver(letter.uuid, now=NOW)
    [sent] = mail.outbox
    assert sent.to == ["SMS +6281234567890 <6281234567890@sms.invalid>"]
    assert "012345" in sent.body
