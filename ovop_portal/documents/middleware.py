"""Files that come back with their form, and how long a page waits for a look at them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ovop_portal.documents import kept, operations, patience, uploading


class BringBackFiles:
    """Before its view a form gets the files that were kept for it. Only for somebody who is signed in; views do not see the difference.

    What no page can wait for (`UPLOAD_PATIENCE`) is left to a worker. Of a form that is refused after all no file stays.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with patience.at_most(settings.UPLOAD_PATIENCE), operations.nothing_left_behind():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        if request.method == "POST" and request.user.is_authenticated:
            uploading.count(request)
            kept.bring_back(request)
