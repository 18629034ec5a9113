"""One's own contacts: the number, the codes that prove a contact, and by what one wants to be told."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ovop_portal.accounts import reaching, tries
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.limits import WAIT, within_limits
from ovop_portal.accounts.models import ContactChannel, Purpose
from ovop_portal.accounts.operations import ask_for_contact
from ovop_portal.accounts.pages.own.codes import CodePage
from ovop_portal.accounts.pages.own.forms import PhoneForm, ReachedByForm
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import page_and_form, signed_in
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.idempotency import once

OF_EMAIL = CodePage(
    purpose=Purpose.CHANGE_EMAIL,
    here="accounts:email_code",
    template="accounts/email_code.html",
    proved=gettext_lazy("E-mail Anda sudah diganti dan dipastikan milik Anda."),
    kept=gettext_lazy("E-mail Anda tidak diganti."),
    nothing=gettext_lazy("Tidak ada e-mail yang menunggu kode."),
)
OF_PHONE = CodePage(
    purpose=Purpose.CHANGE_PHONE,
    here="accounts:phone_code",
    template="accounts/own/phone_code.html",
    proved=gettext_lazy("Nomor WhatsApp Anda sudah dipastikan milik Anda."),
    kept=gettext_lazy("Nomor WhatsApp Anda tidak berubah."),
    nothing=gettext_lazy("Tidak ada nomor yang menunggu kode."),
)


@signed_in
@page_and_form
@never_cache
def email_code(request: SignedIn) -> HttpResponse:
    """The code that was sent to my new address, a fresh one, or none of it."""
    return OF_EMAIL.answer(request, [ContactChannel.EMAIL], now())


@signed_in
@page_and_form
@never_cache
def phone_code(request: SignedIn) -> HttpResponse:
    """The code that was sent to my number, a fresh one by either channel, or none of it."""
    return OF_PHONE.answer(request, reaching.to_numbers(), now())


@signed_in
@page_and_form
@sensitive_post_parameters("password")
def phone(request: SignedIn) -> HttpResponse:
    """Prove the number of my account, or give it a new one, confirmed by my password. It becomes mine by a code that is sent there."""
    if not reaching.to_numbers():
        raise Http404
    form = PhoneForm(sent_by(request), user=request.user)
    too_many = form.is_bound and not within_limits(tries.AGAIN.of(request.user.uuid))
    if not too_many and form.is_valid():
        too_many = not within_limits(*tries.for_code(request, request.user, form.answers["phone"]))
        if not too_many:
            try:
                return _ask(request, form)
            except Refused as refused:
                form.add_refused(refused)
    if too_many:
        form.add_error(None, WAIT)
    return render_form(request, "accounts/own/phone.html", form=form, refusal=429 if too_many else 422)


def _ask(request: SignedIn, form: PhoneForm) -> HttpResponse:
    moment, given = now(), form.answers
    # The password is no part of the fingerprint: a quick hash of it must not lie in a table.
    asked = {name: values for name, values in form.body.items() if name != "password"}
    with once(form.key, by=request.user, request=asked, now=moment) as turn:
        if turn.first:
            ask_for_contact(request.user, Purpose.CHANGE_PHONE, given["channel"], given["phone"], now=moment)
            turn.keep(path=reverse("accounts:phone_code"))
    return redirect(turn.response["path"])


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
