"""Pages of words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ovop_portal.common.policies import public
from ovop_portal.common.shared_pages import shared


@public
@shared
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "front/page_help.html")


@public
@shared
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "front/page_privacy.html")


@public
@shared
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "front/page_accessibility.html")


@public
@shared
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "front/page_contact.html")
