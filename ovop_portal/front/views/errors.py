"""The two answers that Django's own handlers do not give; `templates/400.html`, `403.html`, `404.html` and `500.html` are shown by those."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovop_portal.accounts.typed import typed_in
from ovop_portal.common.policies import public

WAIT = 300


@public
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """allauth calls this one when somebody signs in, or asks for a link, too often."""
    response = render(request, "429.html", {"minutes": WAIT // 60}, status=429)
    response["Retry-After"] = str(WAIT)
    return response


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session: nothing was saved, and the page says so. `reason` stays in the log.

    What a page of ours sent stands in the answer, ready to be sent again with a token of today; what another site sent does not.
    """
    return render(request, "csrf_failure.html", {"kept": typed_in(request)}, status=403)
