"""The owner asks the dinas to look whether it has recorded the same firm."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from awards.operations import joining
from awards.pages.doors import open_file
from awards.states import OPEN_TO_DINAS
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form


@page_and_form
@allow("awards.work_as_owner")
def ask(request: SignedIn, number: str) -> HttpResponse:
    """The owner asks the dinas to look. The answer says nothing about the records of the dinas, not even whether there is one."""
    file = open_file(request, number)
    if not file.is_mine:
        raise Http404
    form = OvopForm(sent_by(request))
    if file.nomination.state not in OPEN_TO_DINAS or file.nomination.edition.is_rehearsal:
        return redirect(file.url("status"))

    def work() -> tuple[str, str]:
        joining.ask_to_join(file.nomination, by=request.user, now=file.now)
        return file.url("tasks"), _("Permintaan Anda sampai di dinas")

    done = carry_out(request, form, work, now=file.now) if form.is_bound else None
    return done or render_form(request, "awards/owner/join_ask.html", {"file": file}, form)
