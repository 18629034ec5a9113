"""What every request passes."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

from ovop_portal.common import clock

NUL = "\0"
OURS = "utf-8"
Wsgi = Callable[..., Iterable[bytes]]


def with_known_charset(application: Wsgi) -> Wsgi:
    """Outside of Django, which reads type and charset of the body before any middleware runs, and falls over a header that says them in a way that nobody
    can read (a charset that is a codec of Python but none for text, a parameter in a coding that does not exist). Whatever is not ours is called unknown
    here, and refused in words by `refuse_unreadable`.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _is_ours(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = "unknown; charset=unknown"
        return application(environ, start_response)

    return answer


def _is_ours(kind: str) -> bool:
    try:
        _kind, said = parse_header_parameters(kind)
    except (LookupError, ValueError):
        return False
    return _is_our_charset(said.get("charset", OURS))


def _is_our_charset(charset: str) -> bool:
    return charset.strip("\"'").lower() == OURS


def note_arrival(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The first of all: the body of the request is not read yet, so a file that takes minutes counts as sent when its sending began."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with clock.arrival(time.monotonic()):
            return get_response(request)

    return answer


def refuse_unreadable(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """400 for what no page of ours could send: an address or a cookie with a NUL in it (PostgreSQL knows no such text, and is asked for the key of the
    session), or a body in another charset than ours.

    Stands before whatever reads the body. Forms refuse a NUL field by field.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if NUL in request.path or "%00" in request.META["QUERY_STRING"]:
            raise BadRequest("NUL in the address")
        if any(NUL in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in a cookie")
        if not _is_our_charset((request.content_params or {}).get("charset", OURS)):
            raise BadRequest("a charset that no page of ours has")
        return get_response(request)

    return answer
