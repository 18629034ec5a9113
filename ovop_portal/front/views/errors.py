"""The answer that Django's own handlers do not give; `templates/400.html`, `403.html`, `404.html` and `500.html` are shown by those."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovop_portal.accounts.typed import typed_in
from ovop_portal.common.policies import public


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session: nothing was saved, and the page says so. `reason` stays in the log.

    What a page of ours sent stands in the answer, ready to be sent again with a token of today; what another site sent does not.
    """
    return render(request, "csrf_failure.html", {"kept": typed_in(request)}, status=403)
