"""The door to the HTTP interfaces of others, tried on a real socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from ovop_portal.notifications.channels import posting
from ovop_portal.notifications.channels.outcomes import Unanswered
from ovop_portal.notifications.channels.posting import LONGEST_WAIT, MOST_BYTES, Answer, post
from tests.notifications.channels.servers import Gateway, Reply, Server, running


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Gateway) as server:
        yield server


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "PIECE_SECONDS", 0.2)
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.2)


def asked(server: Server, reply: Reply) -> Answer:
    server.replies = [reply]
    return post(f"{server.url}/kirim", {"to": "+6281"}, token="rahasia", headers={"Idempotency-Key": "k"})


def test_json_goes_out_with_its_token_and_json_comes_back(server: Server) -> None:
    answer = asked(server, Reply(202, b'{"id": "1"}'))

    [taken] = server.taken
    assert answer == Answer(202, {"id": "1"})
    assert (taken.path, taken.said) == ("/kirim", {"to": "+6281"})
    assert [taken.headers[name] for name in ("Authorization", "Content-type", "Idempotency-key")] == [
        "Bearer rahasia",
        "application/json",
        "k",
    ]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_refusal_is_an_answer_too(server: Server, status: int) -> None:
    assert asked(server, Reply(status, b'{"error": {"code": 4}}')) == Answer(status, {"error": {"code": 4}})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_answer_that_leads_elsewhere_is_not_followed(server: Server, status: int) -> None:
    answer = asked(server, Reply(status, headers={"Location": f"{server.url}/lain"}))

    assert (answer.status, [taken.path for taken in server.taken]) == (status, ["/kirim"])


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry-After": "90"}, timedelta(seconds=90)),
        ({"Retry-After": "0"}, timedelta()),
        ({"Retry-After": "9" * 30}, None),
        ({"Retry-After": "99999999"}, LONGEST_WAIT),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "nanti"}, None),
        ({"Retry-After": "²"}, None),
        (
            {"Retry-After": "Tue, 01 Dec 2026 03:10:00 GMT", "Date": "Tue, 01 Dec 2026 03:00:00 GMT"},
            timedelta(minutes=10),
        ),
        ({"Retry-After": "Tue, 01 Dec 2026 02:00:00 GMT", "Date": "Tue, 01 Dec 2026 03:00:00 GMT"}, timedelta()),
    ],
)
def test_how_long_to_wait_is_read_from_the_answer(headers: dict[str, str], wait: timedelta | None) -> None:
    assert posting._wait(headers) == wait


@pytest.mark.parametrize(
    "body",
    [b"", b"OK", b"[1, 2]", b"null", b"\xff\xfe", b'{"id": ', b"[" * 50_000, b'{"id": "' + b"x" * MOST_BYTES + b'"}'],
)
def test_what_cannot_be_read_says_nothing_beside_its_status(server: Server, body: bytes) -> None:
    assert asked(server, Reply(200, body)) == Answer(200, {})


@pytest.mark.parametrize("reply", [Reply(breaks=True), Reply(slow=2)])
def test_a_request_that_was_taken_without_an_answer_in_time_is_unanswered(
    server: Server, in_a_hurry: None, reply: Reply
) -> None:
    with pytest.raises(Unanswered):
        asked(server, reply)
    assert len(server.taken) == 1


def test_an_answer_that_drips_is_not_waited_for(server: Server, in_a_hurry: None) -> None:
    assert asked(server, Reply(200, b'{"id": "0123456789"}', drips=True)) == Answer(200, {})


def test_a_server_that_is_away_was_surely_told_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(OSError) as away:
            post(url, {}, token="x")
    assert not isinstance(away.value, Unanswered)


def test_words_that_are_no_ascii_arrive(server: Server) -> None:
    words: dict[str, Any] = {"text": "Söhne – “Gringsing” 🧵"}
    server.replies = [Reply()]
    post(server.url, words, token="x")
    assert server.taken[0].said == words
