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
Wsgi = Callable[..., Iterable[bytes]]


def with_known_charset(application: Wsgi) -> Wsgi:
    """Outside of Django, which reads the address by the charset of the body before any middleware runs, and falls over one that is a codec of Python but
    none for text (rot13). It is called unknown here, and refused in words by `refuse_unreadable`.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind, said = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        try:
            b"x".decode(said.get("charset", "utf-8"))
        except (LookupError, ValueError):
            environ["CONTENT_TYPE"] = f"{kind}; charset=unknown"
        return application(environ, start_response)

    return answer


def note_arrival(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The first of all: the body of the request is not read yet, so a file that takes minutes counts as sent when its sending began."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with clock.arrival(time.monotonic()):
            return get_response(request)

    return answer


def refuse_unreadable(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """400 for what no page of ours could send: an address with a NUL in it (PostgreSQL knows no such text), or a body in another charset than ours.

    Stands before whatever reads the body. Forms refuse a NUL field by field.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if NUL in request.path or "%00" in request.META["QUERY_STRING"]:
            raise BadRequest("NUL in the address")
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.strip("\"'").lower() != "utf-8":
            raise BadRequest("a charset that no page of ours has")
        return get_response(request)

    return answer
