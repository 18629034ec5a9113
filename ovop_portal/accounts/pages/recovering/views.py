"""A new password by a code that goes to a proved number. The answers are the same whoever has the number."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ovop_portal.accounts import contact_codes, reaching, recovering, security, tries
from ovop_portal.accounts.limits import WAIT, within_limits
from ovop_portal.accounts.models import ContactChannel, Purpose
from ovop_portal.accounts.pages.recovering.forms import NumberForm, RecoverForm
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import page_and_form, public
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.acting import acting_for

# In the session of a visitor: the number to which a code was asked for, and by what; and that it is done.
ASKED, DONE = "recovering", "recovered"


@public
@page_and_form
@never_cache
def recover(request: HttpRequest) -> HttpResponse:
    """Ask for a code at a number."""
    if not reaching.to_numbers():
        raise Http404
    form = NumberForm(sent_by(request))
    if form.is_valid():
        number, channel = form.answers["phone"], form.answers["channel"]
        if within_limits(*tries.for_recovery(request, number)):
            recovering.ask_for_recovery(number, channel, now=now())
            request.session[ASKED] = [number, channel]
            return redirect("accounts:recover_code")
        form.add_error(None, WAIT)
        return render_form(request, "accounts/recovering/number.html", form=form, refusal=429)
    return render_form(request, "accounts/recovering/number.html", form=form)


@public
@page_and_form
@sensitive_post_parameters("kode", "password")
@never_cache
def recover_code(request: HttpRequest) -> HttpResponse:
    """The code, and the new password."""
    if ASKED not in request.session:
        # A button that was pressed twice ends where the first press led.
        return redirect("accounts:sign_in" if request.session.get(DONE) else "accounts:recover")
    number, channel = request.session[ASKED]
    form, refusal = RecoverForm(sent_by(request)), 422
    if form.is_valid():
        if not within_limits(*tries.at_recovery(request, number)):
            form.add_error(None, WAIT)
            refusal = 429
        elif _is_recovered(request, form, number):
            del request.session[ASKED]
            request.session[DONE] = True
            messages.success(request, _("Kata sandi Anda sudah diganti."))
            return redirect("accounts:sign_in")
    way = ContactChannel(channel).label
    context = {"number": f"…{number[-4:]}", "way": way, "minutes": contact_codes.VALID_FOR.seconds // 60}
    return render_form(request, "accounts/recovering/code.html", context, form, refusal=refusal)


def _is_recovered(request: HttpRequest, form: RecoverForm, number: str) -> bool:
    user, given = recovering.account_of(number), form.answers
    left = contact_codes.count_try(user, Purpose.RECOVER)
    try:
        # The code speaks for its account, whoever is signed in on this device.
        with acting_for(lambda: user.actor if user else ""):
            recovering.recover(user, given["kode"], given["password"], left=left, now=now())
    except Refused as refused:
        security.note("recovery_failed", request, user)
        form.add_refused(refused)
        return False
    return True
