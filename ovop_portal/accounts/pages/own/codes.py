"""The page of a code that was sent to a contact: type it, have another one sent, or give it up. The same for an address and for a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ovop_portal.accounts import contact_codes, tries
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.limits import WAIT, within_limits
from ovop_portal.accounts.models import ContactCode
from ovop_portal.accounts.operations import ask_for_contact, confirm_contact
from ovop_portal.accounts.pages.own.forms import ContactCodeForm
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.forms import OvopForm, render_form, sent_by

GIVE_UP = "batal"
# The button that sends another one says by which channel.
AGAIN = "kirim"


@dataclass(frozen=True)
class CodePage:
    """What the page says of one purpose."""

    purpose: str
    here: str
    template: str
    proved: str | Promise
    kept: str | Promise
    nothing: str | Promise

    def answer(self, request: SignedIn, channels: Sequence[str], now: datetime) -> HttpResponse:
        """Take what was sent, else draw the page. `channels` may bring another code."""
        steps = [GIVE_UP, *(f"{AGAIN}-{channel}" for channel in channels)]
        step = request.POST.get("langkah", "")
        form = ContactCodeForm(sent_by(request) if step not in steps else None)
        other = OvopForm(sent_by(request) if step in steps else None, prefix="lain")
        if other.is_bound:
            refusal, done = self._another_step(request, other, step, now)
        else:
            refusal, done = self._confirm(request, form, now)
        waiting = contact_codes.waiting_for(request.user, self.purpose)
        if done:
            return done
        if waiting is None:
            messages.warning(request, str(self.nothing))
            return redirect("accounts:profile")
        context = {"waiting": waiting, "is_over": waiting.ends_at <= now, "other": other, "shown": form}
        context["channels"] = [(f"{AGAIN}-{channel}", channel) for channel in channels]
        return render_form(request, self.template, context, other if other.is_bound else form, refusal=refusal)

    def _confirm(self, request: SignedIn, form: ContactCodeForm, now: datetime) -> tuple[int, HttpResponse | None]:
        """The status of a refusal, and the answer where the code was taken."""
        # A code that is none is refused by the form and costs no try.
        left = contact_codes.count_try(request.user, self.purpose) if form.is_valid() else contact_codes.NO_TRY

        def work() -> tuple[str, str]:
            typed = form.cleaned_data["kode"]
            confirm_contact(request.user, self.purpose, typed, left=left, by=request.user, now=now)
            return reverse("accounts:profile"), str(self.proved)

        done = carry_out(request, form, work, now=now) if form.is_bound else None
        return (429 if form.has_error("kode", "code_exhausted") else 422), done

    def _another_step(
        self, request: SignedIn, form: OvopForm, step: str, now: datetime
    ) -> tuple[int, HttpResponse | None]:
        waiting = contact_codes.waiting_for(request.user, self.purpose)
        if step != GIVE_UP and waiting and not within_limits(*tries.for_code(request, request.user, waiting.contact)):
            form.add_error(None, WAIT)
            return 429, None

        def work() -> tuple[str, str]:
            if step == GIVE_UP:
                contact_codes.void(request.user, self.purpose)
                return reverse("accounts:profile"), str(self.kept)
            if waiting is None:
                return reverse("accounts:profile"), ""
            self._send_again(waiting, step.removeprefix(f"{AGAIN}-"), now)
            return reverse(self.here), _("Kode baru sudah dikirim. Kode sebelumnya tidak berlaku lagi.")

        return 422, carry_out(request, form, work, now=now)

    def _send_again(self, waiting: ContactCode, channel: str, now: datetime) -> None:
        ask_for_contact(waiting.user, self.purpose, channel, waiting.contact, now=now)
