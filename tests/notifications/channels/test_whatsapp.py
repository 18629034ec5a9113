"""WhatsApp, against a server that behaves like the Cloud API: what goes out, and what becomes of the row for every answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail

from ovop_portal.accounts.models import User
from ovop_portal.notifications.channels import posting
from ovop_portal.notifications.channels.whatsapp import receipts_in, words_in
from ovop_portal.notifications.kinds import Kind, Settled, register
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import RECEIPT_WITHIN, deliver, deliver_due, notify, write_to
from tests.notifications.channels.servers import Reply, Server, error, webhook
from tests.notifications.conftest import NUMBER
from tests.notifications.test_operations import NOW, PATH, Killed

Rows = Callable[[], list[tuple[str, str, str]]]

pytestmark = pytest.mark.django_db


def words_of(part: dict[str, Any]) -> list[str]:
    return [parameter["text"] for parameter in part["parameters"]]


class TestMessages:
    def test_a_notice_is_the_approved_template_with_greeting_fact_and_link(
        self, cloud: Server, letter: Outbox, settings: Any
    ) -> None:
        settings.PORTAL_URL = "https://ovop.contoh.go.id"
        assert deliver(letter.uuid, now=NOW)
        [taken] = cloud.taken
        template = taken.said.pop("template")
        assert taken.said == {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "6281234567890",
            "type": "template",
            "biz_opaque_callback_data": str(letter.uuid),
        }
        assert (template["name"], template["language"]) == ("portal_ovop_kabar", {"code": "id"})
        assert [words_of(part) for part in template["components"]] == [
            [
                "Bapak/Ibu Ni Wayan Sari",
                "Perlu diperbaiki: Tenun Gringsing Wayan (sebelum 30 Juni 2026)",
                "https://ovop.contoh.go.id/usulan/OVOP-2026-0001/",
            ]
        ]
        letter.refresh_from_db()
        assert (letter.reference, letter.address, letter.sent_at, letter.unanswered) == ("wamid.1", NUMBER, NOW, 0)

    def test_a_code_stands_in_the_text_and_behind_the_button(self, cloud: Server, returned: Kind) -> None:
        code = register(Kind("tests.code", "Kode", "Kode Anda: {code}", is_code=True))
        asked = register(
            Kind("tests.asked", "Kode", "", settle=lambda _to, _context: Settled(code, "", "/", {"code": "012345"}))
        )
        write_to(NUMBER, asked, context={}, path="/", now=NOW, key="code:1", channel=asked.channels[1])
        assert deliver(Outbox.objects.get().uuid, now=NOW)
        template = cloud.taken[0].said["template"]
        assert (template["name"], [words_of(part) for part in template["components"]]) == (
            "portal_ovop_kode",
            [["012345"], ["012345"]],
        )
        assert "012345" not in str(list(Outbox.objects.values_list()))

    def test_a_name_that_could_be_anything_is_not_printed(self, cloud: Server, letter: Outbox, sari: User) -> None:
        User.objects.filter(pk=sari.pk).update(name="Klaim hadiah di evil.example")
        assert deliver(letter.uuid, now=NOW)
        assert words_of(cloud.taken[0].said["template"]["components"][0])[0] == "Bapak/Ibu"

    def test_a_number_that_nobody_has_proved_carries_nothing(
        self, cloud: Server, returned: Kind, words: dict[str, str], sari: User, rows: Rows
    ) -> None:
        sari.phone_verified_at = None
        sari.save()
        notify([sari], returned, context=words, path=PATH, now=NOW, key="returned:1")
        assert rows() == [("email", "waiting", "")]

    def test_a_number_that_changed_meanwhile_is_left_for_the_next_channel(
        self, cloud: Server, letter: Outbox, sari: User, rows: Rows
    ) -> None:
        User.objects.filter(pk=sari.pk).update(phone="+6281999999999", phone_verified_at=None)
        assert not deliver(letter.uuid, now=NOW)
        assert (rows(), cloud.taken) == ([("whatsapp", "handed on", "NoAddress"), ("email", "waiting", "")], [])


class TestRefusals:
    @pytest.mark.parametrize(
        ("reply", "name"),
        [
            (error(400, 131026), "Never"),
            (error(400, 131047), "Never"),
            (error(400, 100), "Never"),
            (error(400, 131021), "Never"),
            (error(401, 190), "Misfit"),
            (error(403, 10), "Misfit"),
            (error(403, 299), "Misfit"),
            (error(404, 132001), "Misfit"),
            (error(400, 132012), "Misfit"),
            (error(400, 133010), "Misfit"),
            (error(403, 368), "Misfit"),
            (Reply(302, headers={"Location": "https://contoh.id/"}), "Misfit"),
            (Reply(404, b"<html>not here</html>"), "Never"),
        ],
    )
    def test_a_no_for_ever_is_carried_by_the_next_channel_at_once(
        self, cloud: Server, letter: Outbox, rows: Rows, reply: Reply, name: str
    ) -> None:
        cloud.replies = [reply]
        assert not deliver(letter.uuid, now=NOW)
        assert rows() == [("whatsapp", "handed on", name), ("email", "waiting", "")]
        assert deliver_due(now=NOW) == 1
        assert [sent.to for sent in mail.outbox] == [["sari@contoh.id"]]
        assert (deliver_due(now=NOW + timedelta(days=9)), len(cloud.taken)) == (0, 1)

    @pytest.mark.parametrize(
        ("reply", "wait"),
        [
            (Reply(429, b"{}", {"Retry-After": "600"}), timedelta(minutes=10)),
            (error(400, 130429), timedelta(minutes=2)),
            (error(400, 80007, **{"Retry-After": "3600"}), timedelta(hours=1)),
            (error(400, 131056), timedelta(minutes=2)),
            (error(500, 131016), timedelta(minutes=2)),
            (error(503, 2), timedelta(minutes=2)),
            (error(500, 999999), timedelta(minutes=2)),
            (Reply(503, b"busy"), timedelta(minutes=2)),
        ],
    )
    def test_a_not_now_waits_as_long_as_it_asks_and_goes_by_the_same_channel(
        self, cloud: Server, letter: Outbox, rows: Rows, reply: Reply, wait: timedelta
    ) -> None:
        cloud.replies = [reply]
        assert not deliver(letter.uuid, now=NOW)
        letter.refresh_from_db()
        assert (rows(), letter.due_at - NOW, letter.unanswered) == ([("whatsapp", "waiting", "NotNow")], wait, 0)
        assert deliver_due(now=NOW + wait) == 1
        assert rows() == [("whatsapp", "sent", "")]

    def test_a_channel_that_says_not_now_for_a_good_day_gives_way_to_the_next(
        self, cloud: Server, letter: Outbox, rows: Rows
    ) -> None:
        cloud.replies = [error(503, 131016)] * 9
        at = NOW
        for _ in range(5):
            deliver_due(now=at)
            letter.refresh_from_db()
            at = letter.due_at
        assert rows() == [("whatsapp", "handed on", "NotNow"), ("email", "waiting", "")]
        assert (len(cloud.taken), at - NOW > timedelta(days=1)) == (5, True)

    def test_one_that_takes_nothing_is_left_alone_for_this_sweep_and_others_lose_no_attempt(
        self, cloud: Server, returned: Kind, words: dict[str, str], sari: User
    ) -> None:
        for n in range(5):
            notify([sari], returned, context=words, path=PATH, now=NOW, key=f"returned:{n}")
        cloud.replies = [Reply(429)]
        assert deliver_due(now=NOW) == 0
        assert (len(cloud.taken), sorted(Outbox.objects.values_list("attempts", flat=True))) == (1, [0, 0, 0, 0, 1])

    def test_too_many_to_one_number_holds_up_nobody_else(
        self, cloud: Server, returned: Kind, words: dict[str, str], sari: User
    ) -> None:
        for n in range(3):
            notify([sari], returned, context=words, path=PATH, now=NOW, key=f"returned:{n}")
        cloud.replies = [error(400, 131056)]
        assert (deliver_due(now=NOW), len(cloud.taken)) == (2, 3)

    def test_without_another_channel_it_is_parked_for_somebody_to_decide(
        self, cloud: Server, letter: Outbox, sari: User, rows: Rows
    ) -> None:
        User.objects.filter(pk=sari.pk).update(reached_by=["whatsapp"])
        cloud.replies = [error(400, 131026)]
        deliver(letter.uuid, now=NOW)
        assert rows() == [("whatsapp", "parked", "Never")]

    def test_a_channel_that_the_portal_lost_gives_way(self, letter: Outbox, rows: Rows, settings: Any) -> None:
        settings.WHATSAPP_BACKEND = ""
        deliver(letter.uuid, now=NOW)
        assert rows() == [("whatsapp", "handed on", "Misfit"), ("email", "waiting", "")]


class TestUnanswered:
    """What was given over may have arrived. It never goes out twice by this channel."""

    @pytest.fixture
    def silent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(posting, "PIECE_SECONDS", 0.2)

    @pytest.mark.parametrize(
        "reply",
        [
            Reply(breaks=True),
            Reply(slow=2),
            Reply(502, b"<html>bad gateway</html>"),
            Reply(504),
            Reply(200, b"not json"),
            Reply(200, b'{"messages": []}'),
            Reply(200, b'{"messages": [{"id": 7}]}'),
            Reply(200, b'{"messages": {"id": "wamid.1"}}'),
        ],
    )
    def test_it_waits_for_a_receipt_and_then_the_next_channel_carries_the_news(
        self, cloud: Server, letter: Outbox, rows: Rows, silent: None, reply: Reply
    ) -> None:
        cloud.replies = [reply]
        assert not deliver(letter.uuid, now=NOW)
        assert rows() == [("whatsapp", "waiting", "Unanswered")]
        assert deliver_due(now=NOW + RECEIPT_WITHIN - timedelta(seconds=1)) == 0
        assert deliver_due(now=NOW + RECEIPT_WITHIN) == 1
        assert rows() == [("whatsapp", "handed on", "Unanswered"), ("email", "sent", "")]
        assert (deliver_due(now=NOW + timedelta(days=9)), len(cloud.taken)) == (0, 1)

    def test_a_worker_that_is_killed_between_sending_and_recording_sends_one_message_a_channel(
        self, cloud: Server, letter: Outbox, rows: Rows
    ) -> None:
        with patch("ovop_portal.notifications.operations._sent", side_effect=Killed), pytest.raises(Killed):
            deliver(letter.uuid, now=NOW)
        for hour in range(48):
            deliver_due(now=NOW + timedelta(hours=hour))
        assert rows() == [("whatsapp", "handed on", "Unanswered"), ("email", "sent", "")]
        assert (len(cloud.taken), len(mail.outbox)) == (1, 1)

    def test_a_server_that_is_away_was_told_nothing_and_is_asked_again(
        self, cloud: Server, letter: Outbox, rows: Rows, settings: Any
    ) -> None:
        there, settings.WHATSAPP_API_URL = settings.WHATSAPP_API_URL, "http://127.0.0.1:9/v25.0"
        assert not deliver(letter.uuid, now=NOW)
        letter.refresh_from_db()
        assert (rows(), letter.unanswered) == ([("whatsapp", "waiting", "URLError")], 0)
        settings.WHATSAPP_API_URL = there
        assert deliver_due(now=letter.due_at) == 1


class TestWhatComesBack:
    @pytest.mark.parametrize(
        "said",
        [
            None,
            [],
            "x",
            {"entry": 1},
            {"entry": [1, {"changes": {}}]},
            {"entry": [{"changes": [{"value": 3}]}]},
            json.loads(webhook({"status": "sent"})),
            json.loads(webhook({"id": "", "status": "sent"})),
            json.loads(webhook({"id": "wamid.1", "status": "warned"})),
            json.loads(webhook({"id": ["wamid.1"], "status": "sent"})),
            json.loads(webhook({"id": "wamid.1", "status": {"sent": 1}})),
            json.loads(webhook({"id": "wamid.1", "status": "sent"}, phone_number_id="somebody else's")),
        ],
    )
    def test_what_is_no_receipt_of_ours_is_passed_over(self, said: Any) -> None:
        assert (list(receipts_in(said)), list(words_in(said))) == ([], [])

    @pytest.mark.parametrize("timestamp", ["", "later", None, "9" * 30, -(10**20), True])
    def test_an_hour_that_cannot_be_read_is_no_hour(self, timestamp: Any) -> None:
        said = json.loads(webhook({"id": "wamid.1", "status": "sent", "timestamp": timestamp}))
        [receipt] = receipts_in(said)
        assert (receipt.at, receipt.code, receipt.letter) == (None, None, "")
