"""One request to the portal, and what it cost.

The portal's WSGI application is called in this process, with all its middleware, as gunicorn's thread calls it: nothing is patched, and CPU is that of the
process from the first middleware to the closing of the response. What gunicorn adds (reading the socket) is not of the portal and is left out. CPU of the
database is that of the one backend that serves this process, told by the kernel.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, override_settings

from bench.yard import yard
from ovop_portal.accounts.models import User

WARM = 3
# What a proxy spends on pages that it compresses as they come.
BROTLI_QUALITY = 5


@dataclass(frozen=True)
class Visit:
    """Who asks for what. `body(n)` makes the JSON of the n-th request where something is sent."""

    path: str
    user: User | None = None
    body: Callable[[int], Any] | None = None
    status: int = 200


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


@dataclass(frozen=True)
class Cost:
    """Medians over several requests; queries and bytes are those of one."""

    status: int
    yards: float
    cpu_ms: float
    db_yards: float | None
    wall_ms: float
    queries: int
    repeated: int
    raw: int
    packed: int
    statements: list[str]


class Portal:
    """The portal as a caller of its own: sessions are made once for each user."""

    def __init__(self, application: WSGIHandler) -> None:
        self.application = application
        self._cookies: dict[Any, str] = {}

    def cost(self, visit: Visit, rounds: int) -> Cost:
        """Ask `rounds` times, after some requests that warm up what is read once."""
        turn = iter(range(WARM + 1 + rounds))
        for _ in range(WARM):
            self.ask(visit, next(turn))
        statements: list[str] = []
        with connection.execute_wrapper(noting(statements)):
            answer = self.ask(visit, next(turn))
        if answer.status != visit.status:
            raise RuntimeError(f"{visit.path} answers {answer.status}: {answer.body[:300]!r}")
        yards, cpus, backend, walls = [], [], [], []
        for n in turn:
            environ = self.environ(visit, n)
            cpu, database, wall = time.process_time(), _backend_seconds(), time.perf_counter()
            self.call(environ)
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
            backend.append(_backend_seconds() - database)
            one = yard()
            yards.append((cpus[-1] / one, backend[-1] / one))
        return Cost(
            status=answer.status,
            yards=statistics.median(pair[0] for pair in yards),
            cpu_ms=statistics.median(cpus) * 1e3,
            db_yards=statistics.median(pair[1] for pair in yards) if _backend_seconds() else None,
            wall_ms=statistics.median(walls) * 1e3,
            queries=len(statements),
            repeated=len(statements) - len(Counter(statements)),
            raw=len(answer.body),
            packed=len(brotli.compress(answer.body, quality=BROTLI_QUALITY)),
            statements=statements,
        )

    def rate(self, visit: Visit, rounds: int = 300) -> dict[str, Any]:
        """How many copies of a shared page one process hands out in a second, and with how many queries in all."""
        statements: list[str] = []
        with override_settings(SHARED_PAGES=True):
            self.ask(visit)
            environ, began = self.environ(visit, 0), time.perf_counter()
            with connection.execute_wrapper(noting(statements)):
                for _ in range(rounds):
                    self.call(dict(environ))
        return {"per_second": rounds / (time.perf_counter() - began), "queries": len(statements), "rounds": rounds}

    def ask(self, visit: Visit, n: int = 0) -> Answer:
        """One request, whatever it costs."""
        return self.call(self.environ(visit, n))

    def call(self, environ: dict[str, Any]) -> Answer:
        """What gunicorn's thread does with a request."""
        response: Any = self.application(environ, _start_response)
        try:
            return Answer(response.status_code, b"".join(response))
        finally:
            response.close()

    def environ(self, visit: Visit, n: int) -> dict[str, Any]:
        """The request as the web server hands it over: TLS ends before it, cookies as a browser sends them."""
        body = json.dumps(visit.body(n)).encode() if visit.body else b""
        address = urlsplit(visit.path)
        host = settings.ALLOWED_HOSTS[0]
        return {
            "REQUEST_METHOD": "POST" if visit.body else "GET",
            "PATH_INFO": address.path,
            "QUERY_STRING": address.query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": host,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": host,
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "id",
            "HTTP_COOKIE": self._cookie(visit.user),
            "HTTP_ORIGIN": f"https://{host}",
            "HTTP_X_CSRFTOKEN": CSRF,
            "CONTENT_TYPE": "application/json" if visit.body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def _cookie(self, user: User | None) -> str:
        if user is None:
            return ""
        if user.pk not in self._cookies:
            client = Client()
            client.force_login(user, settings.AUTHENTICATION_BACKENDS[-1])
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            self._cookies[user.pk] = f"{settings.SESSION_COOKIE_NAME}={quote(session)}; csrftoken={CSRF}"
        return self._cookies[user.pk]


# A token of the right form; cookie and header have to agree, and nothing else is asked.
CSRF = "b" * 32


def noting(statements: list[str]) -> Callable[..., Any]:
    """A wrapper that writes down each statement as it is sent, its values set aside."""

    def wrap(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        statements.append(str(sql))
        return execute(sql, params, many, context)

    return wrap


def _start_response(status: str, headers: Any, failure: Any = None, /) -> Callable[[bytes], object]:
    return lambda chunk: None


def _backend_seconds() -> float:
    """CPU seconds that the database has spent for our connection; 0 where the kernel does not tell (or the server stands elsewhere)."""
    if connection.connection is None:
        return 0.0
    spent = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(spent.read_text().split()[0]) / 1e9 if os.access(spent, os.R_OK) else 0.0
