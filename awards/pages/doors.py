"""The doors of a file: opening it, and the answer when it is closed by now."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from awards.models import Nomination
from awards.pages.owner.file import File, rows_for_files
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import at_arrival, now_in_statement


def open_file(request: HttpRequest, number: str) -> File:
    """The file called `number`, or 404 for whoever may not see it."""
    rows = rows_for_files(Nomination.objects.visible_to(request.user)).annotate(read_at=now_in_statement())
    nomination: Any = get_object_or_404(rows, number=number)
    return File(nomination, request.user, at_arrival(nomination.read_at))


def refuse_outsiders(file: File, permission: str) -> None:
    """403 for those who see the file and may not do this in any state of it."""
    if not file.could(permission):
        raise PermissionDenied(permission)


def closed(request: HttpRequest, file: File) -> HttpResponse:
    """The answer to writing on a file that is in other hands by now: one answer was not kept, and the page says so."""
    words = _("Berkas ini sudah tidak terbuka untuk diubah, jadi isian terakhir Anda belum disimpan.")
    return conflict(request, words, path=file.url("status"))


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to be saved, for this reader only."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def too_late(request: HttpRequest, file: File) -> HttpResponse:
    """The answer to a sending after the deadline: what, why, the hour by our clock, what next."""
    return render(request, "awards/late.html", {"file": file}, status=409)
