"""One person, one event: a row for each channel that had it, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from ovop_portal.accounts.models import User
from ovop_portal.notifications.kinds import Channel, Kind, register
from ovop_portal.notifications.models import Notice, Outbox
from ovop_portal.notifications.operations import deliver, deliver_due, notify, revive, write_to
from tests.notifications.conftest import NOW, NUMBER, PATH

Rows = Callable[[], list[tuple[str, str, str]]]
Tell = Callable[..., None]
SEND = "ovop_portal.notifications.channels.mail.EmailMessage.send"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(sari: User, returned: Kind, words: dict[str, str]) -> Tell:
    def tell(*, kind: Kind = returned, **fields: Any) -> None:
        User.objects.filter(pk=sari.pk).update(**fields)
        sari.refresh_from_db()
        notify([sari], kind, context=words, path=PATH, now=NOW, key="returned:1")

    return tell


@pytest.mark.parametrize(
    ("fields", "channels"),
    [
        ({"reached_by": None}, ["email"]),
        ({"reached_by": None, "email": None}, ["whatsapp"]),
        ({"reached_by": ["whatsapp", "email"]}, ["whatsapp"]),
        ({"reached_by": []}, []),
    ],
)
def test_a_person_is_told_by_one_channel_and_always_in_the_portal(
    tell: Tell, fields: dict[str, Any], channels: list[str]
) -> None:
    tell(**fields)
    assert list(Outbox.objects.values_list("channel", flat=True)) == channels
    assert Notice.objects.count() == 1


def test_what_is_owed_is_told_to_whoever_wants_nothing(tell: Tell, returned: Kind) -> None:
    owed = register(Kind("tests.owed", "Piagam dicabut: {product}", "", is_owed=True))
    tell(kind=owed, reached_by=[])
    assert [row.channel for row in Outbox.objects.all()] == ["email"]


def refused(code: int) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({"sari@contoh.id": (code, b"no such user")})


def test_an_address_that_the_mail_server_refuses_for_good_is_left_for_whatsapp(tell: Tell, rows: Rows) -> None:
    tell(reached_by=None)
    with patch(SEND, side_effect=refused(550)):
        deliver(Outbox.objects.get().uuid, now=NOW)
    assert rows() == [("email", "handed on", "NoSuchAddress"), ("whatsapp", "waiting", "")]
    assert deliver_due(now=NOW) == 1
    assert mail.outbox[0].to == ["WhatsApp +6281234567890 <6281234567890@whatsapp.invalid>"]
    assert "Perlu diperbaiki: Tenun Gringsing Wayan" in mail.outbox[0].body


def test_an_address_that_is_refused_for_now_is_tried_again(tell: Tell, rows: Rows) -> None:
    tell(reached_by=None)
    with patch(SEND, side_effect=refused(450)):
        deliver(Outbox.objects.get().uuid, now=NOW)
    assert rows() == [("email", "waiting", "SMTPRecipientsRefused")]


def test_when_every_channel_refuses_only_the_last_row_waits_for_somebody(tell: Tell, rows: Rows, settings: Any) -> None:
    tell(reached_by=None)
    with patch(SEND, side_effect=refused(550)):
        deliver(Outbox.objects.get().uuid, now=NOW)
    settings.WHATSAPP_BACKEND = ""
    deliver_due(now=NOW)
    assert rows() == [("email", "handed on", "NoSuchAddress"), ("whatsapp", "parked", "Misfit")]
    settings.WHATSAPP_BACKEND = "ovop_portal.notifications.channels.kept.whatsapp"
    assert (revive(by="system:command", now=NOW), deliver_due(now=NOW)) == (1, 1)
    assert rows() == [("email", "handed on", "NoSuchAddress"), ("whatsapp", "sent", "")]


def test_a_wish_that_changed_meanwhile_counts_for_the_next_channel(tell: Tell, rows: Rows, sari: User) -> None:
    tell(reached_by=["whatsapp", "email"])
    User.objects.filter(pk=sari.pk).update(phone=None, phone_verified_at=None, reached_by=["whatsapp"])
    deliver(Outbox.objects.get().uuid, now=NOW)
    assert rows() == [("whatsapp", "waiting", "NoAddress")]


def test_what_has_nothing_to_say_any_more_is_set_aside_by_the_outbox(returned: Kind, rows: Rows) -> None:
    pointless = register(Kind("tests.pointless", "Kode", "", settle=lambda _to, _context: None))
    write_to(NUMBER, pointless, context={}, path="/", now=NOW, key="code:1", channel=Channel.WHATSAPP)
    deliver(Outbox.objects.get().uuid, now=NOW)
    row = Outbox.objects.get()
    assert (rows(), row.set_aside_by, mail.outbox) == ([("whatsapp", "parked", "Pointless")], "system:outbox", [])
    assert (Outbox.objects.parked().count(), revive(by="system:command", now=NOW)) == (0, 0)
    assert deliver_due(now=NOW + timedelta(days=9)) == 0


def test_a_fact_that_is_told_again_makes_no_second_row_whatever_the_person_wants_by_then(
    tell: Tell, rows: Rows
) -> None:
    tell(reached_by=["whatsapp"])
    tell(reached_by=["whatsapp"])
    assert rows() == [("whatsapp", "waiting", "")]


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"dedup_key": "returned:1"}, "dedup_key"),
        ({"handed_on_at": NOW}, "outbox_handed_on_ends_it"),
        ({"handed_on_at": NOW, "error": "x", "parked_at": NOW}, "outbox_handed_on_ends_it"),
        ({"handed_on_at": NOW, "error": "x", "sent_at": NOW, "address": "x"}, "outbox_handed_on_ends_it"),
        ({"delivered_at": NOW}, "outbox_arrived_was_sent"),
        ({"sent_at": NOW, "address": "x", "opened_at": NOW}, "outbox_opened_arrived"),
        ({"channel": "email"}, "outbox_to_fits_channel"),
        ({"to": "sari@contoh.id"}, "outbox_to_fits_channel"),
        ({"to": "+0812"}, "outbox_to_fits_channel"),
    ],
)
def test_a_row_says_what_became_of_it(returned: Kind, change: dict[str, Any], promise: str) -> None:
    for n in (1, 2):
        write_to(NUMBER, returned, context={}, path="/", now=NOW, key=f"code:{n}", channel=Channel.SMS)
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Outbox.objects.update(**change)
