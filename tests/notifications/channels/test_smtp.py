"""A mail server that breaks off, spoken to over a real socket: what was taken without an answer is repeated once, and never under another identity."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ovop_portal.accounts.models import User
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver, deliver_due, notify, revive

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class Session(socketserver.StreamRequestHandler):
    """Just enough SMTP. The server's `breaks` names the command after which the next sessions break off, one each."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 contoh")
        breaks = self.server.breaks.pop(0) if self.server.breaks else ""
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "DATA":
                self._say("354 go on")
                self.server.taken.append(self._text())
            if command == breaks:
                return
            self._say("221 bye" if command == "QUIT" else "250 ok")
            if command == "QUIT":
                return

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _text(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        return "\n".join(lines)


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    breaks: list[str]
    taken: list[str]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer(("127.0.0.1", 0), Session) as server:
        server.breaks, server.taken = [], []
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        settings.EMAIL_BACKEND = "ovop_portal.notifications.channels.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.shutdown()


@pytest.fixture
def letter(returned: Kind, words: dict[str, str]) -> Outbox:
    reader = User.objects.create_user(name="Ni Wayan Sari", email="sari@contoh.id")
    notify([reader], returned, context=words, path="/usulan/OVOP-2026-0001/", now=NOW, key="returned:1")
    return Outbox.objects.get()


def tried(letter: Outbox, times: int) -> Outbox:
    """Delivered whenever it is its turn."""
    at = NOW
    for _ in range(times):
        deliver(letter.uuid, now=at)
        deliver_due(now=at)
        letter.refresh_from_db()
        at = letter.due_at + timedelta(seconds=1)
    return letter


def identities(server: MailServer) -> list[str]:
    return [match[1] for text in server.taken if (match := re.search(r"^Message-ID: (.*)$", text, re.MULTILINE))]


def test_a_server_that_takes_the_letter_and_breaks_off_gets_it_twice_at_most_and_under_one_identity(
    server: MailServer, letter: Outbox
) -> None:
    server.breaks = ["DATA"] * 9

    tried(letter, 6)

    assert identities(server) == [f"<{letter.uuid}@localhost>"] * 2
    assert (letter.sent_at, letter.attempts, letter.unanswered, letter.error.partition(":")[0]) == (
        None,
        2,
        2,
        "Unanswered",
    )
    assert letter.parked_at is not None


def test_the_one_repeat_goes_through_when_the_server_answers(server: MailServer, letter: Outbox) -> None:
    server.breaks = ["DATA"]

    tried(letter, 4)

    assert identities(server) == [f"<{letter.uuid}@localhost>"] * 2
    assert (bool(letter.sent_at), letter.parked_at, letter.unanswered) == (True, None, 1)


def test_a_server_that_breaks_off_before_the_letter_is_tried_through_the_day(
    server: MailServer, letter: Outbox
) -> None:
    server.breaks = ["RCPT"] * 4

    tried(letter, 5)

    assert len(identities(server)) == 1
    assert (bool(letter.sent_at), letter.attempts, letter.unanswered) == (True, 5, 0)


def test_a_break_after_the_answer_is_no_failure(server: MailServer, letter: Outbox) -> None:
    server.breaks = ["QUIT"]

    tried(letter, 2)

    assert (len(server.taken), bool(letter.sent_at), letter.unanswered) == (1, True, 0)


def test_what_somebody_lets_go_again_has_its_repeat_again(server: MailServer, letter: Outbox) -> None:
    server.breaks = ["DATA"] * 2
    tried(letter, 3)

    assert revive(by="system:command", now=NOW + timedelta(days=3)) == 1
    assert deliver(letter.uuid, now=NOW + timedelta(days=3))
    assert len(set(identities(server))) == 1
