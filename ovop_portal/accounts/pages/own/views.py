"""One's own contacts: by what one wants to be told."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ovop_portal.accounts import reaching
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.pages.own.forms import ReachedByForm
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import page_and_form, signed_in


@page_and_form
@signed_in
def reached_by(request: SignedIn) -> HttpResponse:
    """By which channels news comes to me, and in which order."""
    moment = now()
    form = ReachedByForm(sent_by(request), user=request.user)

    def work() -> tuple[str, str]:
        reaching.choose(request.user, form.order_of_channels, by=request.user, now=moment)
        return reverse("accounts:profile"), _("Cara menerima kabar tersimpan.")

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "accounts/own/reached_by.html", form=form)
