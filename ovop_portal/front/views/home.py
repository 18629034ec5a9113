"""The home page, and the way from signing in to one's own desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.common.policies import public, signed_in
from ovop_portal.common.shared_pages import shared
from ovop_portal.front.figures import home_figures

# Where each role's day begins; the first role held decides.
DESKS = [
    (Role.OWNER, "awards:owner_home"),
    (Role.DINAS_SIGNER, "awards:dinas_home"),
    (Role.DINAS_OPERATOR, "awards:dinas_home"),
    (Role.PROVINCE_OFFICER, "front:province"),
    (Role.JUROR, "assessments:jury_queue"),
    (Role.SECRETARIAT, "assessments:desk_home"),
    (Role.SCREENER, "assessments:desk_home"),
    (Role.CURATOR, "awards:go_global"),
    (Role.AUDITOR, "front:audit"),
]


@public
@shared
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "front/home.html", {"figures": home_figures(now())})


@signed_in
@require_safe
def start(request: SignedIn) -> HttpResponse:
    """To the desk of the first role held; without any role, to one's own account, which says whom to ask."""
    held = (page for role, page in DESKS if request.user.duties.has(role))
    return redirect(next(held, "accounts:profile"))
