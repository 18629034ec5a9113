"""What every request passes."""

import time
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from ovop_portal.common import clock

NUL = "\0"


def note_arrival(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The first of all: the body of the request is not read yet, so a file that takes minutes counts as sent when its sending began."""

    def answer(request: HttpRequest) -> HttpResponse:
        with clock.arrival(time.monotonic()):
            return get_response(request)

    return answer


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """400 for an address with a NUL in it: PostgreSQL knows no such text, so no page could ask for it. Forms refuse it field by field."""

    def answer(request: HttpRequest) -> HttpResponse:
        if NUL in request.path or "%00" in request.META["QUERY_STRING"]:
            raise BadRequest("NUL in the address")
        return get_response(request)

    return answer
