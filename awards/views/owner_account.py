"""The dinas gives a file to its owner's account, in two steps: whose account has this number, and yes, it is the owner's.

A number proves nothing: anybody can register with one that the catalogue prints. So the second page shows what the dinas can ask the owner about.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.forms.dinas import OwnerForm, SameOwnerForm
from awards.models import Nomination
from awards.office_review import files
from awards.operations import candidates
from awards.views.acting import act
from awards.views.dinas_acts import DINAS, page_and_form
from ovop_portal.accounts.limits import WAIT, Limit, within_limits
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form
from ovop_portal.common.policies import allow, require
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.idempotency import new_key

# Nobody in an office looks for more owners than that; whoever walks through numbers is stopped.
LOOKS = Limit("owner_account", most=20, seconds=600)


@page_and_form
@allow(DINAS)
def link_owner(request: SignedIn, number: str) -> HttpResponse:
    """First the number; then the account that has it, to be confirmed."""
    nomination = get_object_or_404(files(request.user), number=number)
    require(request.user, "awards.link_owner", nomination)
    if "akun" in request.POST:
        return _confirm(request, nomination)
    form = OwnerForm(request.POST or None)
    refusal = 422
    if form.is_bound and not within_limits(LOOKS.of(request.user.uuid)):
        form.add_error(None, WAIT)
        refusal = 429
    elif form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            owner = candidates.account_for(nomination, phone, by=request.user)
        except Refused as refused:
            form.add_refused(refused)
        else:
            sure = SameOwnerForm(initial={"nomor": phone, "akun": str(owner.uuid), "kunci": new_key()})
            return _page(request, nomination, sure, owner)
    return render_form(request, "awards/owner_account.html", {"nomination": nomination}, form, refusal=refusal)


def _confirm(request: SignedIn, nomination: Nomination) -> HttpResponse:
    moment, form = now(), SameOwnerForm(request.POST)

    def work() -> tuple[str, str]:
        given = form.cleaned_data
        candidates.link_owner(nomination, given["nomor"], account=given["akun"], by=request.user, now=moment)
        return reverse("awards:review", args=[nomination.number]), _(
            "Akun pemilik terhubung. Pemilik menerima kabarnya"
        )

    if done := act(request, form, work, now=moment):
        return done
    try:
        owner = candidates.account_for(nomination, form.cleaned_data.get("nomor", ""), by=request.user)
    except Refused:
        again = OwnerForm(request.POST)
        for problem in form.errors.values():
            again.add_error(None, problem)
        return render_form(request, "awards/owner_account.html", {"nomination": nomination}, again)
    return _page(request, nomination, form, owner)


def _page(request: SignedIn, nomination: Nomination, form: SameOwnerForm, owner: User) -> HttpResponse:
    context = {"nomination": nomination, "owner": owner, "firms": owner.owner_links.filter(ends_at=None).count()}
    return render_form(request, "awards/owner_account_sure.html", context, form)
