"""The home page, and the way from signing in to one's own desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common import menu
from ovop_portal.common.clock import now
from ovop_portal.common.policies import public, signed_in
from ovop_portal.common.shared_pages import shared
from ovop_portal.front.figures import home_figures
from ovop_portal.front.menu import audiences_of


@public
@shared
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "front/home.html", {"figures": home_figures(now())})


@signed_in
@require_safe
def start(request: SignedIn) -> HttpResponse:
    """Lead to the desk where the user's first role begins its day; without any role, to their account, which says whom to ask."""
    held = audiences_of(request.user)
    return redirect(next((line.name for line in menu.menu() if line.begins & held), "accounts:profile"))
