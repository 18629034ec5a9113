"""Where my account is open, and closing it there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.sessions import end_others, sessions_of
from ovop_portal.common.clock import now as read_clock
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import page_and_form, signed_in
from ovop_portal.ledger.idempotency import new_key


@signed_in
@page_and_form
@never_cache
def devices(request: SignedIn) -> HttpResponse:
    """The browsers in which my account is open: leave one of them, or all but this one."""
    form, now = OvopForm(sent_by(request)), read_clock()
    own, which = request.session.session_key, request.POST.get("perangkat", "")

    def work() -> tuple[str, str]:
        ended = end_others(request.user, own=own, by=request.user, now=now, mark=_mark(which) if which else None)
        words = ngettext("Akun Anda keluar dari {n} perangkat", "Akun Anda keluar dari {n} perangkat", ended)
        return reverse("accounts:devices"), words.format(n=ended) if ended else _("Perangkat itu sudah keluar")

    done = carry_out(request, form, work, now=now) if form.is_bound else None
    rows = sessions_of(request.user, now=now)
    context = {
        "key": new_key(),
        "here": next((row for row in rows if row.session_key == own), None),
        "others": [row for row in rows if row.session_key != own],
    }
    return done or render_form(request, "accounts/devices.html", context, form)


def _mark(said: str) -> UUID:
    """What names a session; what names none names nothing."""
    try:
        return UUID(said)
    except ValueError:
        return UUID(int=0)
