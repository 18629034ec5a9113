"""Pages that everybody reads alike are made once and shown to many: from memory, without a query, and when the database is away, too.

    @public
    @shared
    @require_safe
    def catalogue(request): ...

    depends_on(lambda: Award.objects.all())      # in the `ready` of the room whose rows such pages print

A copy is good as long as the version of everything that was registered, and the minute, have not changed. The version is asked for at most once a second
by each process, so a revocation or a refusal is seen within a second, and a window closes when its printed minute ends. Copies lie in the memory of the
process and, for addresses without a query, in the cache, where other processes find them; without Redis each process makes its own. When the database
does not answer, the last copy is shown, says how old it is, and is at most a day old.

What is private cannot get in: a page is kept only if it was asked for without any cookie and its answer sets none, and nobody with a session or with
messages waiting is shown a copy.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Count, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
Rows = Callable[[], QuerySet[Any]]

LOOK_EVERY = 1.0
# How long a server that did not answer is left alone.
LEAVE_ALONE = 5.0
OLDEST = 24 * 60 * 60
MOST_COPIES, MOST_BYTES = 500, 48_000_000
# Where `base.html` lets a copy say how old it is.
MARK = b"<!-- salinan -->"
# Headers that differ between two answers to one address without being part of the page.
NOT_KEPT = {"set-cookie", "date", "age"}

_watched: list[Rows] = []


def shared(view: View) -> View:
    """Everybody who is not signed in gets the same page."""
    view.is_shared = True  # type: ignore[attr-defined]
    return view


def depends_on(*rows: Rows) -> None:
    """Copies end when one of these rows is added, changed or removed."""
    _watched.extend(one for one in rows if one not in _watched)


def version() -> str:
    """What the copies of this moment depend on, in one statement: each set of rows by the transactions that wrote them, and the minute."""
    parts = [_written(number, rows()) for number, rows in enumerate(_watched)]
    with connection.cursor() as cursor:
        statements, values = zip(*(part.query.sql_with_params() for part in parts), strict=True)
        cursor.execute(
            " UNION ALL ".join(f"({one})" for one in statements)
            + " UNION ALL SELECT -1, 0, extract(epoch FROM date_trunc('minute', clock_timestamp()))",
            [value for some in values for value in some],
        )
        return repr(sorted(cursor.fetchall()))


def _written(number: int, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The number of rows and the sum of the transactions that wrote them (PostgreSQL's `xmin`): no change leaves both as they were."""
    table = rows.model._meta.db_table
    xmin: RawSQL = RawSQL(f'"{table}".xmin::text::bigint', [])
    marked = rows.order_by().annotate(set_number=RawSQL("%s::int", [number]))
    return (
        marked.values("set_number").annotate(n=Count("pk"), written=Sum(xmin)).values_list("set_number", "n", "written")
    )


@dataclass(frozen=True)
class Copy:
    """A page as it was answered at `made` (seconds of the epoch)."""

    version: str
    made: float
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def age(self) -> int:
        return max(int(time.time() - self.made), 0)

    def answer(self, *, is_old: bool = False) -> HttpResponse:
        body = self.body
        if is_old:
            made = datetime.fromtimestamp(self.made, UTC)
            body = body.replace(MARK, render_to_string("components/salinan.html", {"made": made}).encode(), 1)
        response = HttpResponse(body, headers=dict(self.headers))
        response["Age"] = str(self.age)
        if "Content-Length" in response:
            response["Content-Length"] = str(len(body))
        return response


class Copies:
    """The copies of this process, the least used going first; those of all processes in the cache, as long as it answers."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Copy] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._cache_away_until = 0.0

    def find(self, key: str, wanted: str | None) -> Copy | None:
        """The copy of this version, else the last one there is."""
        with self._lock:
            copy = self._kept.get(key)
            if copy:
                self._kept.move_to_end(key)
        if copy is None or copy.version != wanted:
            other = self._ask_cache(lambda: cache.get(key)) if _may_be_common(key) else None
            copy = max((one for one in (copy, other) if one), key=lambda one: one.made, default=None)
        return copy if copy and copy.age < OLDEST else None

    def keep(self, key: str, copy: Copy) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._bytes += len(copy.body) - (len(before.body) if before else 0)
            self._kept[key] = copy
            while len(self._kept) > MOST_COPIES or self._bytes > MOST_BYTES:
                self._bytes -= len(self._kept.pop(self._least_needed()).body)
        if _may_be_common(key):
            self._ask_cache(lambda: cache.set(key, copy, timeout=OLDEST))

    def _least_needed(self) -> str:
        """Keep a copy in memory. Addresses with a query are dropped first, so they push out no page that everybody asks for."""
        return next((key for key in self._kept if not _may_be_common(key)), next(iter(self._kept)))

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]

    def _ask_cache(self, work: Callable[[], Any]) -> Any:
        if time.monotonic() < self._cache_away_until:
            return None
        try:
            return work()
        except Exception as problem:  # Any error of the cache is ignored: it only makes things quicker.
            logger.warning("shared pages do without the cache: %s", type(problem).__name__)
            self._cache_away_until = time.monotonic() + LEAVE_ALONE
            return None


class Freshness:
    """The version by which copies are compared; None while the database does not answer. One thread asks, the others go on with the last answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: str | None = None
        self._until = 0.0

    def current(self) -> str | None:
        if time.monotonic() >= self._until and self._lock.acquire(blocking=False):
            try:
                self._version, pause = version(), LOOK_EVERY
            except (OperationalError, InterfaceError) as problem:
                logger.warning(
                    "shared pages are shown as they were: the database does not answer (%s)", type(problem).__name__
                )
                self._version, pause = None, LEAVE_ALONE
            finally:
                self._lock.release()
            self._until = time.monotonic() + pause
        return self._version

    def clear(self) -> None:
        self._until = 0.0


copies, freshness = Copies(), Freshness()


class SharedPages:
    """Middleware, before that of sessions: a copy costs nothing of what comes after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.SHARED_PAGES or not _may_be_shown_a_copy(request):
            return self.get_response(request)
        key, wanted = _key(request), freshness.current()
        copy = copies.find(key, wanted)
        if copy and copy.version == wanted:
            return copy.answer()
        if copy and wanted is None:
            return copy.answer(is_old=True)
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        if response.status_code >= 500 and copy:
            return copy.answer(is_old=True)
        if wanted is not None and isinstance(response, HttpResponse) and _may_be_kept(request, response):
            copies.keep(key, _copy_of(response, wanted))
        return response


def _may_be_shown_a_copy(request: HttpRequest) -> bool:
    """Nobody's session, no message that waits, and a page that is the same for all of them, under the portal's own address: others are without number."""
    private = {settings.SESSION_COOKIE_NAME, "messages"}
    if request.get_host() != urlsplit(settings.PORTAL_URL).netloc:
        return False
    return request.method == "GET" and private.isdisjoint(request.COOKIES) and _is_shared(request.path_info)


@functools.lru_cache(maxsize=4096)
def _is_shared(path: str) -> bool:
    try:
        return bool(getattr(resolve(path).func, "is_shared", False))
    except Resolver404:
        return False


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Made for somebody of whom nothing is known, and nothing in it is for one reader: no cookie, no token of a form."""
    asked_again = {"private", "no-store", "no-cache"} & set(
        response.get("Cache-Control", "").replace(" ", "").split(",")
    )
    token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.META.get("CSRF_COOKIE")
    return not (request.COOKIES or response.cookies or token or asked_again) and response.status_code == 200


def _copy_of(response: HttpResponse, wanted: str) -> Copy:
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT)
    return Copy(wanted, time.time(), headers, response.content)


def _key(request: HttpRequest) -> str:
    """Whole addresses stand in pages, so the scheme is of the key; and a page is in one language."""
    language = get_language_from_request(request)
    return f"halaman:{language}:{request.scheme}://{request.get_host()}{request.get_full_path()}"


def _may_be_common(key: str) -> bool:
    """Addresses with a query are without end: they stay in the memory of a process, which has a limit."""
    return "?" not in key and len(key) < 200
