"""Signing in and out, one's own account, passwords. The steps are allauth's; the pages and words are ours."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import PasswordResetFromKeyView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout, update_session_auth_hash
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from ovop_portal.accounts import contact_codes, reaching, tries, typed
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.forms import (
    AccountForm,
    PasswordChangeForm,
    PasswordResetForm,
    PasswordResetKeyForm,
    SignInForm,
)
from ovop_portal.accounts.holder_codes import VALID_FOR, code_of, make_code
from ovop_portal.accounts.limits import WAIT, Limit, within_limits
from ovop_portal.accounts.models import Membership
from ovop_portal.accounts.operations import (
    ask_for_email,
    ask_for_link,
    change_account,
    change_password,
)
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.second_step.factors import factors_of
from ovop_portal.accounts.second_step.gate import half_way, way_to_step
from ovop_portal.common.clock import now as read_clock
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import page_and_form, public, signed_in
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.acting import acting_for
from ovop_portal.ledger.idempotency import once

# In the session of a visitor: under which name they will sign in, so that it need not be typed again.
NAME_KNOWN = "name_to_sign_in"
CODES = Limit("holder_code", most=20, seconds=3600)


@public
@page_and_form
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """One name, one password; failures are counted (`tries`), and an account that does not exist takes the same time."""
    next_url = get_next_redirect_url(request)
    if request.user.is_authenticated:
        return redirect(next_url or settings.LOGIN_REDIRECT_URL)
    if person := half_way(request):
        return way_to_step(request, person, next_url or "")
    name = request.session.get(NAME_KNOWN, "")
    form = SignInForm(sent_by(request), request=request, initial={"login": name})
    if form.is_valid():
        return form.login(request, redirect_url=next_url)
    # Whoever comes from registering is told about an old password for as long as they try.
    context = {"next_name": REDIRECT_FIELD_NAME, "next_url": next_url, "has_registered": bool(name)}
    refusal = 429 if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts") else 422
    return render_form(request, "accounts/sign_in.html", context, form, refusal=refusal)


@public
@page_and_form
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """A GET asks first; a stranger is simply at the home page again."""
    if request.method == "POST" or not request.user.is_authenticated:
        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)
    return render(request, "accounts/sign_out.html", {"stay_url": resolve_url(settings.LOGIN_REDIRECT_URL)})


@public
@require_safe
def inactive(request: HttpRequest) -> HttpResponse:
    """Where allauth leads somebody whose password is right and whose account is closed."""
    return render(request, "accounts/inactive.html", status=403)


@signed_in
@require_safe
@never_cache
def still_here(request: SignedIn) -> HttpResponse:
    """Asked by a page on which somebody types: being asked is what keeps the session (`sessions`)."""
    return HttpResponse(status=204)


@signed_in
@require_safe
def profile(request: SignedIn) -> HttpResponse:
    """My data and the roles I hold."""
    memberships = Membership.objects.for_profile().filter(user_id=request.user.pk)
    context = {
        "memberships": memberships,
        "is_owner": request.user.duties.has(Role.OWNER),
        "waiting": contact_codes.all_waiting(request.user),
        "can_prove": bool(reaching.to_numbers()),
        "ways": [way.label for way in reaching.ways(request.user, reaching.USUAL[:2])],
        "factors": factors_of(request.user),
    }
    return render(request, "accounts/profile.html", context)


@signed_in
@page_and_form
@sensitive_post_parameters("password")
def account_change(request: SignedIn) -> HttpResponse:
    """My name and my e-mail address, confirmed by my password. A new address becomes mine by a code that is sent there."""
    form = AccountForm(sent_by(request), user=request.user)
    too_many = form.is_bound and not within_limits(tries.AGAIN.of(request.user.uuid))
    if not too_many and form.is_valid() and form.new_email:
        too_many = not within_limits(*tries.for_code(request, request.user, form.new_email))
    if too_many:
        form.add_error(None, WAIT)
        return render_form(request, "accounts/account_change.html", form=form, refusal=429)
    if form.is_valid():
        try:
            return _change(request, form)
        except Refused as refused:
            form.add_refused(refused)
    return render_form(request, "accounts/account_change.html", form=form)


def _change(request: SignedIn, form: AccountForm) -> HttpResponse:
    now, given = read_clock(), form.answers
    # The password is no part of the fingerprint: a quick hash of it must not lie in a table.
    asked = {name: values for name, values in form.body.items() if name != "password"}
    with once(form.key, by=request.user, request=asked, now=now) as turn:
        if turn.first:
            stays_or_goes = None if form.new_email else given["email"]
            change_account(request.user, name=given["name"], email=stays_or_goes, by=request.user, now=now)
            if form.new_email:
                ask_for_email(request.user, form.new_email, now=now)
            turn.keep(path=reverse("accounts:email_code" if form.new_email else "accounts:profile"))
    if not form.new_email:
        messages.success(request, _("Data akun Anda tersimpan."))
    return redirect(turn.response["path"])


@signed_in
@page_and_form
@never_cache
def holder_code(request: SignedIn) -> HttpResponse:
    """A code for the officer of the dinas who stands before me, by which the account is known to be mine."""
    now, form = read_clock(), OvopForm(sent_by(request))

    def work() -> tuple[str, str]:
        make_code(request.user, now=now)
        return reverse("accounts:holder_code"), ""

    refusal = 422
    if form.is_bound and not within_limits(CODES.of(request.user.uuid)):
        form.add_error(None, WAIT)
        refusal = 429
    elif form.is_bound and (done := carry_out(request, form, work, now=now)):
        return done
    code, until = code_of(request.user, now=now) or ("", None)
    context = {"code": code, "until": until, "minutes": VALID_FOR.seconds // 60}
    return render_form(request, "accounts/holder_code.html", context, form, refusal=refusal)


@signed_in
@page_and_form
@never_cache
def typed_before(request: SignedIn, key: str) -> HttpResponse:
    """What I typed when my session ended: send it again, or (POST) throw it away. Only for the account that typed it."""
    kept = typed.find(request, key)
    if kept is None:
        messages.warning(request, _("Isian itu sudah tidak tersimpan. Yang disimpan sementara bertahan satu jam."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST" or not kept.is_for(request.user):
        typed.drop(request, key)
        return redirect(kept.path if kept.is_for(request.user) else settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/typed.html", {"kept": kept})


@signed_in
@page_and_form
@sensitive_post_parameters("oldpassword", "password1")
def password_change(request: SignedIn) -> HttpResponse:
    """A new password; other sessions of this person end."""
    form = PasswordChangeForm(data=sent_by(request), user=request.user)
    if form.is_bound and not within_limits(tries.AGAIN.of(request.user.uuid)):
        form.add_error(None, WAIT)
        return render_form(request, "accounts/password_change.html", form=form, refusal=429)
    if form.is_valid():
        change_password(request.user, form.cleaned_data["password1"], by=request.user, now=read_clock())
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Kata sandi Anda sudah diganti."))
        return redirect("accounts:profile")
    return render_form(request, "accounts/password_change.html", form=form)


@public
@page_and_form
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link by e-mail. The answer is the same whether the address is known or not; an unknown one gets a mail, too."""
    form, context = PasswordResetForm(sent_by(request)), {"by_number": bool(reaching.to_numbers())}
    if form.is_valid():
        if not within_limits(*tries.for_link(request, form.cleaned_data["email"])):
            form.add_error(None, WAIT)
            return render_form(request, "accounts/password_reset.html", context, form, refusal=429)
        ask_for_link(form.cleaned_data["email"], now=read_clock())
        return redirect("accounts:password_reset_sent")
    return render_form(request, "accounts/password_reset.html", context, form)


@public
@require_safe
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_sent.html")


class PasswordResetKeyView(PasswordResetFromKeyView):
    """The link in the mail. allauth hides the key from the Referer by keeping it in the session."""

    template_name = "accounts/password_reset_key.html"
    form_class = PasswordResetKeyForm
    success_url = reverse_lazy("accounts:sign_in")

    def form_valid(self, form: PasswordResetKeyForm) -> HttpResponse:
        user = self.reset_user
        # The link speaks for its account, whoever is signed in on this device.
        with acting_for(lambda: user.actor):
            change_password(user, form.cleaned_data["password1"], by=user, now=read_clock(), by_link=True)
        messages.success(self.request, _("Kata sandi Anda sudah diganti."))
        return redirect(self.success_url)

    def form_invalid(self, form: PasswordResetKeyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context.get("token_fail"):
            kwargs.setdefault("status", 410)
        return super().render_to_response(context, **kwargs)


password_reset_key = public(PasswordResetKeyView.as_view())
