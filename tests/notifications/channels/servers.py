"""A server on this machine that behaves like the published interfaces: WhatsApp's Cloud API, and a gateway for SMS."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

TOKEN = "a token of the tests"
PHONE_NUMBER_ID = "1001"
TEMPLATES = {"portal_ovop_kabar": 3, "portal_ovop_kode": 1}


@dataclass
class Reply:
    """What the server answers next, in place of its own answer."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    # Take the request and break off; or answer so many seconds later; or drip the body.
    breaks: bool = False
    slow: float = 0
    drips: bool = False


@dataclass
class Taken:
    """A request that came, as a whole."""

    path: str
    headers: Message
    said: dict[str, Any]


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, handler: type[Handler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.replies: list[Reply] = []
        self.taken: list[Taken] = []
        self.numbers = count(1)
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever spoke has gone away: that is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append(Taken(self.path, self.headers, said))
        self._answer(self.server.replies.pop(0) if self.server.replies else self.usual(said))

    def do_GET(self) -> None:
        """Where a redirect leads: nothing may come here."""
        self.server.taken.append(Taken(self.path, self.headers, {}))
        self._answer(Reply())

    def usual(self, said: dict[str, Any]) -> Reply:
        raise NotImplementedError

    def _answer(self, reply: Reply) -> None:
        self.close_connection = True
        self.server.stopped.wait(reply.slow)
        if reply.breaks:
            return
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in (bytes([byte]) for byte in reply.body) if reply.drips else [reply.body]:
            self.wfile.write(piece)
            self.server.stopped.wait(0.05 if reply.drips else 0)

    def log_message(self, *_more: object) -> None:
        """The tests look at what was taken."""


def error(status: int, code: int, **headers: str) -> Reply:
    """An error in the words of the Graph API."""
    said = {"error": {"message": f"(#{code}) refused", "type": "OAuthException", "code": code, "fbtrace_id": "A"}}
    return Reply(status, json.dumps(said).encode(), headers)


class CloudApi(Handler):
    """POST /<version>/<phone_number_id>/messages."""

    def usual(self, said: dict[str, Any]) -> Reply:
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return error(401, 190)
        if self.path != f"/v25.0/{PHONE_NUMBER_ID}/messages":
            return error(400, 33)
        template = said["template"]
        if template["name"] not in TEMPLATES:
            return error(404, 132001)
        [body] = [part for part in template["components"] if part["type"] == "body"]
        texts = [part["text"] for part in body["parameters"]]
        if len(texts) != TEMPLATES[template["name"]]:
            return error(400, 132000)
        if any(not text or "\n" in text or "\t" in text or "    " in text for text in texts):
            return error(400, 132012)
        answer = {
            "messaging_product": "whatsapp",
            "contacts": [{"input": said["to"], "wa_id": said["to"]}],
            "messages": [{"id": f"wamid.{next(self.server.numbers)}", "message_status": "accepted"}],
        }
        return Reply(200, json.dumps(answer).encode())


class Gateway(Handler):
    """POST with {"to", "text", "from", "reference"}."""

    def usual(self, said: dict[str, Any]) -> Reply:
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return Reply(401)
        if len(said["text"]) > 160:
            return Reply(422)
        return Reply(202, json.dumps({"id": f"sms-{next(self.server.numbers)}"}).encode())


@contextmanager
def running(handler: type[Handler]) -> Iterator[Server]:
    with Server(handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield server
        server.stopped.set()
        server.shutdown()


def webhook(*statuses: dict[str, Any], phone_number_id: str = PHONE_NUMBER_ID) -> bytes:
    """The body of a webhook, as WhatsApp writes it."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "6221555", "phone_number_id": phone_number_id},
        "statuses": list(statuses),
    }
    entry = {"id": "2002", "changes": [{"value": value, "field": "messages"}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def status(
    reference: str, said: str, *, letter: object = None, at: float | None = None, code: int | None = None
) -> dict[str, Any]:
    """One status in a webhook."""
    told: dict[str, Any] = {
        "id": reference,
        "status": said,
        "timestamp": str(int(at if at is not None else time.time())),
        "recipient_id": "6281234567890",
    }
    if letter is not None:
        told["biz_opaque_callback_data"] = str(letter)
    if code is not None:
        told["errors"] = [{"code": code, "title": "refused", "error_data": {"details": "refused"}}]
    return told


def signature(body: bytes, secret: str) -> str:
    """What stands in `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
