"""What somebody typed while their session ended: kept for an hour, shown again after signing in, and never saved by itself.

The text lies in the cache under a random key that only the session of that browser knows. It is kept for whoever signed in there last; a form that
another site sends is not kept at all, so that nobody confirms what they did not write. Passwords and codes are left out; files are kept by the room that knows
how (`keep_files_by`), for a browser in which somebody has signed in before.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import escape_leading_slashes

from ovop_portal.accounts.limits import Limit, address_of, within_limits
from ovop_portal.common.answers import SECRET

LONGEST = 64_000
KEPT_FOR = 60 * 60
MOST = 5  # forms kept for each browser; the oldest gives way
BY_ADDRESS = Limit("typed.address", most=200, seconds=3600)
SESSION_KEY = "isian"
# Whom a browser belongs to: a fingerprint of the account that signed in last, which outlives its session, and what only its password at that time gives.
COOKIE = "ovop_akun"
COOKIE_AGE = 30 * 24 * 60 * 60
HALF = 32
# The keys of forms that were taken, for `static/js/isian.js`, which keeps what is typed for a day.
TAKEN = "ovop_terkirim"
TAKEN_AGE = 24 * 60 * 60
KEY = re.compile(r"[0-9a-f-]{36}")
TOKEN = "csrfmiddlewaretoken"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

Fields = list[tuple[str, str]]
# Keeps the files of a request: the fields that bring them back, and their names.
FileKeeper = Callable[[HttpRequest], tuple[Fields, list[str]]]
log = logging.getLogger(__name__)


class TooLong(Exception):
    """More was typed than is kept."""


class NotKept(Exception):
    """There was something to keep, but it could not be kept."""


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: its address, its fields in order, its owner, the kept files, and whether a file or a secret was left out."""

    path: str
    fields: Fields
    owner: str = ""
    had_files: bool = False
    had_secrets: bool = False
    files: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The sentences among the fields, which a reader would recognise."""
        return [value for _name, value in self.fields if " " in value.strip() or "\n" in value.strip()]

    def is_for(self, user: Any) -> bool:
        """Is this the account that typed it? True as well where the browser does not know who was signed in."""
        return not self.owner or constant_time_compare(self.owner, _fingerprint(user))


def typed_in(request: HttpRequest) -> Typed | None:
    """The form that this request sent from a page of ours; None when it is no such form, or another site sent it."""
    if request.method != "POST" or request.content_type not in FORMS or not _is_from_our_page(request):
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in sent if name != TOKEN and not SECRET.search(name)]
    secret = any(SECRET.search(name) and value for name, value in sent)
    return Typed(
        escape_leading_slashes(request.get_full_path()), fields, _remembered(request), bool(request.FILES), secret
    )


_keepers: list[FileKeeper] = []


def keep_files_by(keeper: FileKeeper) -> None:
    """Let a higher room say how files are kept."""
    _keepers[:] = [keeper]


def with_files(typed: Typed, request: HttpRequest) -> Typed:
    """`typed` with its files kept, as far as that can be done."""
    if not typed.had_files or not _keepers:
        return typed
    fields, names = _keepers[0](request)
    return replace(typed, fields=[*typed.fields, *fields], files=names, had_files=len(names) < len(request.FILES))


def held(request: HttpRequest) -> Typed | None:
    """What a page of ours sent, with its files, to stand on an answer from which it can be sent again."""
    typed = typed_in(request)
    return with_files(typed, request) if typed else None


def keep(request: HttpRequest) -> str | None:
    """Keep what was typed and return its key; None when there is nothing to keep. Raises `TooLong` or `NotKept`."""
    typed = typed_in(request)
    if typed is None or not (
        typed.had_files or any(value.strip() for name, value in typed.fields if name not in ("kunci", "versi"))
    ):
        return None
    if sum(len(name) + len(value) for name, value in typed.fields) > LONGEST:
        raise TooLong
    key = secrets.token_urlsafe(16)
    try:
        welcome = within_limits(BY_ADDRESS.of(address_of(request)))
        if welcome:
            cache.set(_place(key), asdict(with_files(typed, request)), KEPT_FOR)
    except Exception as problem:  # Whatever the cache server says: signing in must go on.
        log.warning("what was typed could not be kept: %s", problem)
        raise NotKept from problem
    if not welcome:
        raise NotKept
    request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), key][-MOST:]
    return key


def find(request: HttpRequest, key: str) -> Typed | None:
    """The form kept for this browser under `key`, until its hour is over."""
    if key not in request.session.get(SESSION_KEY, []):
        return None
    try:
        held = cache.get(_place(key))
    except Exception as problem:  # As in `keep`: without the cache nothing is kept, and all else goes on.
        log.warning("what was typed could not be found: %s", problem)
        return None
    return Typed(**{**held, "fields": [(name, value) for name, value in held["fields"]]}) if held else None


def drop(request: HttpRequest, key: str) -> None:
    """Forget a kept form: it was sent again, or is not wanted, or belongs to somebody else."""
    request.session[SESSION_KEY] = [held for held in request.session.get(SESSION_KEY, []) if held != key]
    try:
        cache.delete(_place(key))
    except Exception as problem:  # It is forgotten within the hour by itself.
        log.warning("what was typed could not be dropped: %s", problem)


def drop_sent(request: HttpRequest) -> None:
    """Forget what this request has just brought to its view again."""
    for key in list(request.session.get(SESSION_KEY, [])):
        typed = find(request, key)
        sent = typed and dict(typed.fields).get("kunci") == request.POST.get("kunci")
        if typed is None or (sent and typed.path == request.get_full_path()):
            drop(request, key)


def acknowledge(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell the browser which forms were taken, so that it forgets what it kept of them: their keys, which a form that was refused does not give away."""
    sent = [value for name, value in request.POST.items() if name.endswith("kunci") and KEY.fullmatch(str(value))]
    if sent and response.status_code in (302, 303):
        keys = [*filter(KEY.fullmatch, request.COOKIES.get(TAKEN, "").split(".")), *map(str, sent)]
        response.set_cookie(
            TAKEN, ".".join(keys[-MOST:]), TAKEN_AGE, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )


def remember_account(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note in the browser who signed in. A fingerprint, no name."""
    mark = _mark(request.user)
    if request.COOKIES.get(COOKIE) != mark:
        response.set_cookie(
            COOKIE, mark, COOKIE_AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )


def is_known(request: HttpRequest, user: Any) -> bool:
    """Was `user` the last who signed in with this browser, with the password of today?"""
    return user.is_active and constant_time_compare(request.COOKIES.get(COOKIE, ""), _mark(user))


def owner_of(request: HttpRequest) -> str:
    """Whose request this is: the fingerprint of the account that is signed in, else of the last one in this browser; empty for a stranger."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return _fingerprint(user)
    remembered = _remembered(request)
    return remembered if constant_time_compare(remembered[HALF:], _seal(remembered[:HALF])) else ""


def _remembered(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")[: 2 * HALF]


def _mark(user: Any) -> str:
    """What `user` is known by in a browser. A new password ends what older browsers may do; their files and texts stay with the account."""
    return _fingerprint(user) + user.get_session_auth_hash()[:HALF]


def _fingerprint(user: Any) -> str:
    """The second half vouches for the first, so that a browser cannot make one up."""
    name = salted_hmac("ovop_portal.accounts.typed", str(user.uuid), algorithm="sha256").hexdigest()[:HALF]
    return name + _seal(name)


def _seal(name: str) -> str:
    return salted_hmac("ovop_portal.accounts.typed.seal", name, algorithm="sha256").hexdigest()[:HALF]


def _place(key: str) -> str:
    return f"isian:{key}"


def _is_from_our_page(request: HttpRequest) -> bool:
    """Did a page of ours send this, by itself and not by a script? Browsers say so in headers that no page can forge."""
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(sender)[:2] == (request.scheme, request.get_host())
    except ValueError:  # No address at all.
        return False
