"""Answers that pages of every room give in the same words."""

from __future__ import annotations

import math
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovop_portal.common.verbs import Stale

# Fields whose text is kept and shown nowhere, by their names: passwords, and codes by which somebody is known. On the device fields say it of themselves (`is_secret`).
SECRET = re.compile(r"pass|sandi|(^|[_-])(kode|code|otp)([_-]|$)", re.IGNORECASE)


def conflict(request: HttpRequest, problem: Stale | str = "", *, path: str = "") -> HttpResponse:
    """The 409 page: somebody was faster, or the hour has passed. `problem` is a sentence of its own where there is one to say.

    `path` is where the newest state stands; the page's own address when none is given. What was written in own words stands on the page, to be copied.
    """
    message = "" if isinstance(problem, Stale) else str(problem)
    context = {"message": message, "path": path, "written": _written(request)}
    return render(request, "409.html", context, status=409)


def _written(request: HttpRequest) -> list[str]:
    """The sentences that came with a form: more than one word, and no secret."""
    return [
        value
        for name, values in request.POST.lists()
        if not SECRET.search(name)
        for value in values
        if len(value.split()) > 1
    ]


def too_many(request: HttpRequest, *, seconds: int = 300) -> HttpResponse:
    """The 429 page, for what has no form that could say it."""
    response = render(request, "429.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response
