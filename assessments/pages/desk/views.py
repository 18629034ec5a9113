"""The officers' start page, and the rules by which an edition is screened and scored."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.pages.desk.home import Desk
from assessments.rubric.rulebook import Rulebook
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.policies import allow
from ovop_portal.notifications.inbox import unread


@require_safe
@allow("assessments.watch_screening")
def home(request: SignedIn) -> HttpResponse:
    """A0: what waits for this officer, the funnel, the dates, the pages of the season."""
    desk = Desk(request.user, now(), request.GET.get("tahun", ""))
    return render(request, "assessments/desk/home.html", {"desk": desk, "unread": unread(request.user)})


@require_safe
@allow("assessments.watch_screening")
def rubric(request: SignedIn) -> HttpResponse:
    """A1.3: the rubric, the gates and the star lines, each with its origin."""
    return render(request, "assessments/desk/rubric.html", {"book": Rulebook(request.GET.get("versi", ""))})
