"""The last net under every view."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ovop_portal.front import faults
from ovop_portal.front.views.errors import answer_to


class Faults:
    """Answers what fails beneath a view as the table in `faults` says; Django answers the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        status = faults.status_of(exception, request)
        return answer_to(request, exception, status) if status else None
