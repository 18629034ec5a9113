"""What WhatsApp tells of its messages, brought to the one door in every order, twice, late, and by somebody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from ovop_portal.accounts.models import User
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.channels import whatsapp
from ovop_portal.notifications.channels.whatsapp import receipts_in
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver, deliver_due, revive
from ovop_portal.notifications.receipts import record_receipts
from tests.notifications.channels.servers import Reply, Server, signature, status, webhook
from tests.notifications.test_operations import LATER, NOW
from tests.support.rivals import at_once

Rows = Callable[[], list[tuple[str, str, str]]]

pytestmark = pytest.mark.django_db

AT = NOW + timedelta(minutes=1)
DOOR = "/kait/whatsapp/"


def told(*statuses: dict[str, Any], now: Any = LATER) -> int:
    return record_receipts(receipts_in(json.loads(webhook(*statuses))), now=now)


def said(reference: str, word: str, *, minutes: int = 1, **more: Any) -> dict[str, Any]:
    return status(reference, word, at=(NOW + timedelta(minutes=minutes)).timestamp(), **more)


def hours(letter: Outbox) -> tuple[Any, Any, Any]:
    letter.refresh_from_db()
    return letter.sent_at, letter.delivered_at, letter.opened_at


@pytest.fixture
def sent(cloud: Server, letter: Outbox) -> Outbox:
    """A message that went out as wamid.1."""
    deliver(letter.uuid, now=NOW)
    return letter


class TestOrder:
    @pytest.mark.parametrize("order", permutations(["sent", "delivered", "read"]))
    def test_whatever_the_order_it_is_sent_delivered_and_read(self, sent: Outbox, order: tuple[str, ...]) -> None:
        for word in order:
            told(said("wamid.1", word))
        assert hours(sent) == (NOW, AT, AT)

    def test_a_receipt_that_comes_twice_changes_nothing_more(self, sent: Outbox) -> None:
        assert [told(said("wamid.1", "delivered", minutes=n)) for n in (1, 1, 5)] == [1, 0, 0]
        assert hours(sent) == (NOW, AT, None)

    def test_several_come_at_once(self, sent: Outbox) -> None:
        assert told(said("wamid.1", "sent"), said("wamid.1", "delivered"), said("wamid.7", "read")) == 1
        assert hours(sent) == (NOW, AT, None)

    def test_an_hour_that_has_not_come_yet_is_now(self, sent: Outbox) -> None:
        told(said("wamid.1", "delivered", minutes=10**6))
        assert hours(sent) == (NOW, LATER, None)


class TestFailures:
    def test_a_message_that_failed_is_carried_by_the_next_channel(self, sent: Outbox, rows: Rows) -> None:
        assert told(said("wamid.1", "failed", code=131026)) == 1
        assert rows() == [("whatsapp", "handed on", "Undelivered"), ("email", "waiting", "")]
        assert (told(said("wamid.1", "failed", code=131026)), deliver_due(now=LATER)) == (0, 1)
        assert [letter.to for letter in mail.outbox] == [["sari@contoh.id"]]

    def test_without_a_next_channel_somebody_decides(self, sent: Outbox, rows: Rows, sari: User) -> None:
        User.objects.filter(pk=sari.pk).update(reached_by=["whatsapp"])
        told(said("wamid.1", "failed", code=131026))
        assert rows() == [("whatsapp", "parked", "Undelivered")]

    def test_what_passes_is_sent_again_by_the_same_channel_under_a_new_name(
        self,
        cloud: Server,
        sent: Outbox,
        rows: Rows,
    ) -> None:
        told(said("wamid.1", "failed", code=131056), now=NOW)
        assert rows() == [("whatsapp", "waiting", "Undelivered")]
        assert told(said("wamid.1", "failed", code=131056), said("wamid.1", "sent"), now=NOW) == 0
        assert deliver_due(now=LATER) == 1
        assert (
            told(said("wamid.1", "failed", code=131026), said("wamid.1", "failed", code=131026, letter=sent.uuid)) == 0
        )
        assert (rows(), hours(sent)[0], len(cloud.taken)) == ([("whatsapp", "sent", "")], hours(sent)[0], 2)

    def test_what_arrived_has_not_failed_whoever_says_so_later(self, sent: Outbox, rows: Rows) -> None:
        told(said("wamid.1", "delivered"))
        assert told(said("wamid.1", "failed", code=131026)) == 0
        assert rows() == [("whatsapp", "sent", "")]

    def test_what_failed_and_arrived_after_all_is_sent(self, sent: Outbox, rows: Rows) -> None:
        told(said("wamid.1", "failed", code=131026))
        told(said("wamid.1", "delivered"))
        assert rows() == [("whatsapp", "sent", ""), ("email", "waiting", "")]

    def test_what_somebody_set_aside_stays_so(self, sent: Outbox, rows: Rows) -> None:
        Outbox.objects.update(
            sent_at=None, parked_at=NOW, error="x", set_aside_at=NOW, set_aside_by="user:1", set_aside_because="usang"
        )
        assert told(said("wamid.1", "delivered")) == 0
        assert rows() == [("whatsapp", "parked", "x")]

    def test_a_late_word_of_the_first_message_does_not_fail_the_one_that_was_tried_again(
        self,
        cloud: Server,
        sent: Outbox,
        rows: Rows,
        sari: User,
    ) -> None:
        User.objects.filter(pk=sari.pk).update(reached_by=["whatsapp"])
        told(said("wamid.1", "failed", code=131026))
        assert revive(by="system:command", now=LATER) == 1
        assert told(said("wamid.1", "failed", code=131026, letter=sent.uuid)) == 0
        assert deliver_due(now=LATER) == 1
        assert told(said("wamid.1", "failed", code=131026, letter=sent.uuid)) == 0
        assert rows() == [("whatsapp", "sent", "")]


class TestUnanswered:
    """The answer to the sending was lost; a receipt finds the row by our own name for it."""

    @pytest.fixture
    def lost(self, cloud: Server, letter: Outbox) -> Outbox:
        cloud.replies = [Reply(breaks=True)]
        deliver(letter.uuid, now=NOW)
        return letter

    @pytest.mark.parametrize("word", ["sent", "delivered", "read"])
    def test_a_receipt_says_that_it_went_out_and_nobody_else_carries_it(
        self,
        lost: Outbox,
        rows: Rows,
        word: str,
    ) -> None:
        told(said("wamid.1", word, letter=lost.uuid))
        assert deliver_due(now=LATER) == 0
        assert rows() == [("whatsapp", "sent", "")]

    def test_a_receipt_that_it_failed_hands_it_on_at_once(self, lost: Outbox, rows: Rows) -> None:
        told(said("wamid.1", "failed", code=131026, letter=lost.uuid))
        assert rows() == [("whatsapp", "handed on", "Undelivered"), ("email", "waiting", "")]

    def test_a_receipt_after_the_news_was_handed_on_tells_the_truth(self, lost: Outbox, rows: Rows) -> None:
        deliver_due(now=LATER)
        told(said("wamid.1", "delivered", letter=lost.uuid))
        assert rows() == [("whatsapp", "sent", ""), ("email", "sent", "")]

    def test_a_receipt_that_is_faster_than_our_own_note_stays(self, cloud: Server, letter: Outbox, rows: Rows) -> None:
        send = whatsapp.send

        def slow(message: Any) -> str:
            reference = send(message)
            told(said(reference, "delivered", letter=letter.uuid))
            return reference

        with patch.object(whatsapp, "send", slow):
            assert deliver(letter.uuid, now=NOW)
        assert (rows(), hours(letter)[:2]) == ([("whatsapp", "sent", "")], (AT, AT))

    @pytest.mark.parametrize("letter_named", ["", "not a uuid", "77777777-7777-4777-8777-777777777777", "' OR 1=1"])
    def test_a_receipt_of_nobody_is_passed_over(self, lost: Outbox, letter_named: str) -> None:
        assert told(said("wamid.9", "delivered", letter=letter_named)) == 0


class TestDoor:
    def knock(self, body: bytes, signed: str | None) -> int:
        headers = {} if signed is None else {"X-Hub-Signature-256": signed}
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        return client.post(DOOR, body, content_type="application/json", headers=headers).status_code

    def test_a_signed_receipt_is_taken(self, sent: Outbox, settings: Any) -> None:
        body = webhook(said("wamid.1", "delivered"))
        assert reverse("notifications:whatsapp_receipts") == DOOR
        assert self.knock(body, signature(body, settings.WHATSAPP_APP_SECRET)) == 200
        assert hours(sent)[1] == AT

    def test_a_replay_changes_nothing(self, sent: Outbox, settings: Any) -> None:
        body = webhook(said("wamid.1", "read"))
        made = signature(body, settings.WHATSAPP_APP_SECRET)
        assert [self.knock(body, made) for _ in range(3)] == [200] * 3
        assert hours(sent) == (NOW, AT, AT)

    @pytest.mark.parametrize(
        "forge",
        [
            lambda body: None,
            lambda body: "",
            lambda body: "sha256=",
            lambda body: signature(body, ""),
            lambda body: signature(body, "another secret"),
            lambda body: signature(body + b" ", "a secret of the tests"),
            lambda body: signature(body, "a secret of the tests").removeprefix("sha256="),
            lambda body: signature(body, "a secret of the tests").replace("sha256=", "sha1="),
            lambda body: signature(body, "a secret of the tests").upper(),
            lambda body: "sha256=é",
        ],
    )
    def test_a_forged_one_is_refused_before_it_is_read(
        self, sent: Outbox, forge: Callable[[bytes], str | None], django_assert_num_queries: Any
    ) -> None:
        body = webhook(said("wamid.1", "delivered"))
        with django_assert_num_queries(0):
            assert self.knock(body, forge(body)) == 403
        assert hours(sent)[1] is None

    @pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
    def test_what_is_signed_and_is_no_json_is_refused(self, db: None, body: bytes, settings: Any) -> None:
        assert self.knock(body, signature(body, settings.WHATSAPP_APP_SECRET)) == 400

    @pytest.mark.parametrize("body", [b"null", b"[]", b"1", b'{"object": "page"}'])
    def test_what_is_signed_and_not_for_us_is_acknowledged(self, db: None, body: bytes, settings: Any) -> None:
        assert self.knock(body, signature(body, settings.WHATSAPP_APP_SECRET)) == 200

    def test_a_body_that_is_too_large_is_refused(self, db: None, settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
        body = webhook(*[said("wamid.1", "read")] * 50)
        assert self.knock(body, signature(body, settings.WHATSAPP_APP_SECRET)) == 400

    def test_without_a_secret_nobody_is_there(self, db: None, settings: Any) -> None:
        settings.WHATSAPP_APP_SECRET = ""
        assert self.knock(b"{}", signature(b"{}", "")) == 404

    @pytest.mark.parametrize(
        ("token", "challenge", "answer"),
        [
            ("a word of the tests", "1158201444", (200, b"1158201444")),
            ("another word", "1158201444", (403, None)),
            ("", "1158201444", (403, None)),
            ("é", "1158201444", (403, None)),
            ("a word of the tests", "", (403, None)),
            ("a word of the tests", "<b>1</b>", (403, None)),
            ("a word of the tests", "1" * 201, (403, None)),
        ],
    )
    def test_the_challenge_is_answered_to_whoever_knows_our_word(
        self, client: Client, db: None, token: str, challenge: str, answer: tuple[int, bytes | None]
    ) -> None:
        asked = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": challenge}
        response = client.get(DOOR, asked)
        assert (response.status_code, response.content if response.status_code == 200 else None) == answer

    def test_without_a_word_in_the_settings_no_challenge_is_answered(
        self, client: Client, db: None, settings: Any
    ) -> None:
        settings.WHATSAPP_VERIFY_TOKEN = ""
        assert client.get(DOOR, {"hub.verify_token": "", "hub.challenge": "1"}).status_code == 403


class TestStopWord:
    def write(self, words: str, who: str = "6281234567890") -> int:
        said = json.loads(webhook())
        said["entry"][0]["changes"][0]["value"]["messages"] = [{"from": who, "type": "text", "text": {"body": words}}]
        body = json.dumps(said).encode()
        headers = {"X-Hub-Signature-256": signature(body, "a secret of the tests")}
        return Client().post(DOOR, body, content_type="application/json", headers=headers).status_code

    def wanted(self, sari: User) -> list[str] | None:
        sari.refresh_from_db()
        return sari.reached_by

    def test_whoever_writes_it_gets_no_news_by_whatsapp_any_more(self, sari: User) -> None:
        assert [self.write(words) for words in (" berhenti\n", "BERHENTI")] == [200, 200]
        [event] = Event.objects.filter(kind="account.reached_by")
        assert (self.wanted(sari), event.actor, event.subject) == (["email"], "system:whatsapp", sari.actor)

    @pytest.mark.parametrize("words", ["Terima kasih", "jangan berhenti", "", "BERHENTI" * 9_000])
    def test_anything_else_is_not_read(self, sari: User, words: str) -> None:
        assert self.write(words) == 200
        assert (self.wanted(sari), Event.objects.filter(kind="account.reached_by").count()) == (
            ["whatsapp", "email"],
            0,
        )

    def test_a_number_that_nobody_has_proved_stops_nothing(self, sari: User) -> None:
        User.objects.update(phone_verified_at=None)
        assert (self.write("BERHENTI"), self.write("BERHENTI", "62999"), self.write("BERHENTI", "x")) == (200, 200, 200)
        assert self.wanted(sari) == ["whatsapp", "email"]


@pytest.mark.django_db(transaction=True)
class TestRivals:
    """The sweep gives a message up in the moment in which its receipt comes: whoever is first, the end is true."""

    def test_a_message_that_arrived_is_sent_and_the_news_goes_twice_at_most(
        self, cloud: Server, letter: Outbox, rows: Rows
    ) -> None:
        cloud.replies = [Reply(breaks=True)]
        deliver(letter.uuid, now=NOW)

        done = at_once(
            lambda: deliver_due(now=LATER),
            lambda: told(said("wamid.1", "delivered", letter=letter.uuid)),
            lambda: told(said("wamid.1", "sent", letter=letter.uuid)),
        )

        assert (done, rows()[0], len(cloud.taken)) == (["done"] * 3, ("whatsapp", "sent", ""), 1)
        assert len(mail.outbox) <= 1

    def test_ten_receipts_of_one_failure_make_one_follower(self, cloud: Server, letter: Outbox, rows: Rows) -> None:
        deliver(letter.uuid, now=NOW)
        assert at_once(*[lambda: told(said("wamid.1", "failed", code=131026))] * 10) == ["done"] * 10
        assert rows() == [("whatsapp", "handed on", "Undelivered"), ("email", "waiting", "")]
