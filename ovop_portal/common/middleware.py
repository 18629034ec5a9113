"""What every request passes."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\0"


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """400 for an address with a NUL in it: PostgreSQL knows no such text, so no page could ask for it. Forms refuse it field by field."""

    def answer(request: HttpRequest) -> HttpResponse:
        if NUL in request.path or "%00" in request.META["QUERY_STRING"]:
            raise BadRequest("NUL in the address")
        return get_response(request)

    return answer
