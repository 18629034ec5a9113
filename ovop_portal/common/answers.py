"""Answers that pages of every room give in the same words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovop_portal.common.verbs import Stale


def conflict(request: HttpRequest, problem: Stale | str = "", *, path: str = "") -> HttpResponse:
    """The 409 page: somebody was faster, or the hour has passed. `problem` is a sentence of its own where there is one to say.

    `path` is where the newest state stands; the page's own address when none is given.
    """
    message = "" if isinstance(problem, Stale) else str(problem)
    return render(request, "409.html", {"message": message, "path": path}, status=409)
