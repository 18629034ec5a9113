"""The tally (A5): what is missing, the button that asks for it, the sealed rows."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.operations.tally import request_tally
from assessments.pages.editions import jury_of, season_of
from assessments.pages.plenary.forms import StepForm
from assessments.pages.recap.recap import Recap
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require


@page_and_form
@allow("assessments.watch_jury")
def recap(request: SignedIn, year: int) -> HttpResponse:
    """A5: while a run is under way the page looks again by itself every few seconds."""
    edition = season_of(year)
    form = StepForm(sent_by(request))
    if request.method == "POST":
        require(request.user, "assessments.tally", edition)
        moment = now()

        def work() -> tuple[str, str]:
            tally = request_tally(edition, by=request.user, now=moment)
            return reverse("assessments:recap", args=[year]), _("Rekap ke-{n} mulai dihitung").format(n=tally.n)

        if done := carry_out(request, form, work, now=moment):
            return done
    identities = jury_of(edition, request.user)
    page = Recap(edition, request.GET, identities, may_tally=request.user.has_perm("assessments.tally", edition))
    response = render_form(request, "assessments/recap/recap.html", {"recap": page, "identities": identities}, form)
    if form.is_bound:
        response.status_code = 422
    return response
