"""Answers that pages of every room give in the same words."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovop_portal.common.verbs import Stale


def conflict(request: HttpRequest, problem: Stale | str = "", *, path: str = "") -> HttpResponse:
    """The 409 page: somebody was faster, or the hour has passed. `problem` is a sentence of its own where there is one to say.

    `path` is where the newest state stands; the page's own address when none is given.
    """
    message = "" if isinstance(problem, Stale) else str(problem)
    return render(request, "409.html", {"message": message, "path": path}, status=409)


def too_many(request: HttpRequest, *, seconds: int = 300) -> HttpResponse:
    """The 429 page, for what has no form that could say it."""
    response = render(request, "429.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response
