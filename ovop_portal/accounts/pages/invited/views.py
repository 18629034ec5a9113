"""The page to which an invitation leads: a new account, or the own one, takes the role."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ovop_portal.accounts import invitations
from ovop_portal.accounts.backends import SIGN_IN
from ovop_portal.accounts.limits import WAIT, Limit, address_of, within_limits
from ovop_portal.accounts.models import Invitation
from ovop_portal.accounts.pages.invited.forms import TakeForm
from ovop_portal.common.clock import now
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import page_and_form, public
from ovop_portal.common.verbs import Refused, Stale

TAKING = Limit("invited.address", most=200, seconds=3600)


@public
@page_and_form
@sensitive_post_parameters("password")
@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Take a role with the account that is signed in, or with a new one."""
    found = invitations.find(token, now=now())
    if found is None:
        # Sent twice: the first sending has done it.
        if request.user.is_authenticated and invitations.was_taken_by(request.user, token):
            return redirect(settings.LOGIN_REDIRECT_URL)
        return render(request, "accounts/invited/gone.html", status=410)
    try:
        if request.user.is_authenticated:
            return _with_own_account(request, found)
        if invitations.has_account(found):
            return render(request, "accounts/invited/sign_in.html", {"invitation": found})
        return _with_new_account(request, found)
    except Stale:
        return render(request, "accounts/invited/gone.html", status=410)


def _with_own_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = OvopForm(sent_by(request))
    if form.is_valid():
        try:
            invitations.take(found, by=request.user, now=now())  # type: ignore[arg-type]
            return _welcome(request, found)
        except Refused as refused:
            form.add_refused(refused)
    return render_form(request, "accounts/invited/own_account.html", {"invitation": found}, form)


def _with_new_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = TakeForm(sent_by(request), invitation=found)
    refusal = 422
    if form.is_bound and not within_limits(TAKING.of(address_of(request))):
        form.add_error(None, WAIT)
        refusal = 429
    elif form.is_valid():
        try:
            user = invitations.take_with_new_account(found, **form.answers, now=now())
            login(request, user, backend=SIGN_IN)
            return _welcome(request, found)
        except Refused as refused:
            form.add_refused(refused)
    return render_form(request, "accounts/invited/new_account.html", {"invitation": found}, form, refusal=refusal)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    messages.success(request, _("Anda sekarang {role}").format(role=found.get_role_display()))
    return redirect(settings.LOGIN_REDIRECT_URL)
