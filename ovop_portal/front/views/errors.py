"""The answers that Django's own handlers do not give; `templates/403.html` and `404.html` are shown by those.

The answer holds whatever a page of ours sent, ready to be sent again, but nothing that another site sent.
"""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from ovop_portal.accounts.typed import Typed, held
from ovop_portal.common.policies import public
from ovop_portal.front import faults

RETRY_AFTER = 5


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session: nothing was saved, and the page says so. `reason` stays in the log."""
    return render(request, "csrf_failure.html", {"kept": _kept(request)}, status=403)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for whatever nobody caught, which is where the faults of a middleware come, too."""
    problem = sys.exc_info()[1]
    status = faults.status_of(problem, request) if problem else None
    if problem and status:
        return answer_to(request, problem, status)
    return _bare(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def answer_to(request: HttpRequest, problem: BaseException, status: HTTPStatus) -> HttpResponse:
    """The page for `problem`, in words; a script that speaks JSON gets the same in JSON."""
    faults.note(problem, status)
    if request.content_type == "application/json":
        response: HttpResponse = JsonResponse({"status": "failed", "message": words_for(status)}, status=status)
    elif status == HTTPStatus.BAD_REQUEST:
        response = _bare(request, "400.html", status)
    elif status == HTTPStatus.SERVICE_UNAVAILABLE:
        response = _bare(request, "busy.html", status)
    else:
        context = {"message": words_for(status), "kept": _kept(request)}
        response = render(request, "not_taken.html", context, status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def words_for(status: HTTPStatus) -> str:
    """What happened, in one sentence for whoever sent the request."""
    return {
        HTTPStatus.BAD_REQUEST: _("Permintaan ini belum bisa dibaca."),
        HTTPStatus.CONFLICT: _(
            "Data yang sama baru saja disimpan atau diubah dari tempat lain, jadi isian Anda belum tersimpan."
        ),
        HTTPStatus.UNPROCESSABLE_ENTITY: _(
            "Ada isian yang tidak dapat disimpan, jadi isian Anda belum tersimpan. Periksa angka dan tanggalnya."
        ),
        HTTPStatus.SERVICE_UNAVAILABLE: _(
            "Portal sedang sibuk, jadi isian Anda belum tersimpan. Tunggu sebentar, lalu coba lagi."
        ),
    }[status]


def _bare(request: HttpRequest, template: str, status: HTTPStatus) -> HttpResponse:
    """A page that asks the database for nothing: it may be the database that is away."""
    context: dict[str, object] = {
        "kept": _kept(request),
        "csrf_token": get_token(request),
        # Two slashes at its beginning would lead to another site.
        "path": escape_leading_slashes(request.path),
        "contact": settings.CONTACT_EMAIL,
    }
    response = HttpResponse(loader.render_to_string(template, context), status=status)
    # It holds what somebody typed.
    add_never_cache_headers(response)
    return response


def _kept(request: HttpRequest) -> Typed | None:
    """What was typed, if it can be read at all."""
    try:
        return held(request)
    except Exception:  # The body may be what failed.
        return None
