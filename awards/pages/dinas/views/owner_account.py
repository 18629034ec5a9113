"""The dinas gives a file to its owner's account, in two steps: whose account it is, and yes, it is the owner's. And takes it back from a wrong one.

A number proves nothing: anybody can register with one that the catalogue prints. The code that its holder reads out does; without it, the second page
shows what the dinas can ask the owner about.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import Nomination
from awards.operations import candidates
from awards.pages.dinas.forms.desk import OwnerForm, SameOwnerForm, UnlinkForm
from awards.pages.dinas.review import files
from awards.pages.dinas.views.acts import DINAS
from ikm.operations import was_linked_by_office
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.limits import WAIT, Limit, within_limits
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.idempotency import new_key

# No office looks for more owners than that; whoever tries one number or code after the other is stopped.
LOOKS = Limit("owner_account", most=20, seconds=600)
# In the session: whose account the officer was shown last, for which file, and by what it was found.
SHOWN = "owner_shown"


@page_and_form
@allow(DINAS)
def link_owner(request: SignedIn, number: str) -> HttpResponse:
    """First the code or number; then the account that has it, to be confirmed."""
    nomination = get_object_or_404(files(request.user), number=number)
    require(request.user, "awards.link_owner", nomination)
    if "akun" in request.POST:
        return _confirm(request, nomination) if _was_shown(request, nomination) else _search_again(request, nomination)
    form = OwnerForm(sent_by(request))
    refusal = 422
    if form.is_bound and not within_limits(LOOKS.of(request.user.uuid)):
        form.add_error(None, WAIT)
        refusal = 429
    elif form.is_valid():
        phone, code = form.cleaned_data["phone"] or "", form.cleaned_data["kode"] or ""
        try:
            owner = candidates.account_for(nomination, phone=phone, code=code, by=request.user, now=now())
        except Refused as refused:
            form.add_refused(refused)
        else:
            shown = {"nomor": "" if code else phone, "kode": code, "akun": str(owner.uuid)}
            request.session[SHOWN] = {"berkas": number, **shown}
            same = _form(nomination, owner, initial=shown | {"kunci": new_key()})
            return _page(request, nomination, same, owner, by_code=bool(code))
    return render_form(request, "awards/dinas/owner_account.html", {"nomination": nomination}, form, refusal=refusal)


def _was_shown(request: SignedIn, nomination: Nomination) -> bool:
    """Was this account found on the first page, where looks are counted? Only then can it be confirmed on the second, which is no second door for guesses."""
    sent = {name: request.POST.get(name, "") for name in ("nomor", "kode", "akun")}
    return bool(request.session.get(SHOWN) == {"berkas": nomination.number, **sent})


def _search_again(request: SignedIn, nomination: Nomination) -> HttpResponse:
    typed = {"phone": request.POST.get("nomor", ""), "kode": request.POST.get("kode", ""), "kunci": new_key()}
    form = OwnerForm(typed)
    form.add_error(None, candidates.another_by_now(typed["kode"]))
    return render_form(request, "awards/dinas/owner_account.html", {"nomination": nomination}, form)


def _confirm(request: SignedIn, nomination: Nomination) -> HttpResponse:
    moment, shown = now(), User.objects.get(uuid=request.POST["akun"])
    form = _form(nomination, shown, request.POST)

    def work() -> tuple[str, str]:
        given = form.cleaned_data
        proof = {"code": given["kode"]} if given["kode"] else {"phone": given["nomor"]}
        candidates.link_owner(nomination, **proof, account=given["akun"], by=request.user, now=moment)
        return reverse("awards:review", args=[nomination.number]), _(
            "Akun pemilik terhubung. Pemilik menerima kabarnya"
        )

    if done := carry_out(request, form, work, now=moment):
        return done
    # The values as they were sent, because a refused field is not among the cleaned ones.
    phone, code = request.POST.get("nomor", ""), request.POST.get("kode", "")
    try:
        owner = candidates.account_for(nomination, phone=phone, code=code, by=request.user, now=moment)
    except Refused as refused:
        again = OwnerForm({"phone": phone, "kode": code, "kunci": new_key()})
        again.add_refused(refused)
        return render_form(request, "awards/dinas/owner_account.html", {"nomination": nomination}, again)
    return _page(request, nomination, form, owner, by_code=bool(code))


def _form(nomination: Nomination, owner: User, *args: Any, **kwargs: Any) -> SameOwnerForm:
    return SameOwnerForm(*args, account_name=owner.name, recorded_name=nomination.ikm.owner_name, **kwargs)


def _page(
    request: SignedIn, nomination: Nomination, form: SameOwnerForm, owner: User, *, by_code: bool
) -> HttpResponse:
    context = {
        "nomination": nomination,
        "owner": owner,
        "by_code": by_code,
        "firms": owner.owner_links.filter(ends_at=None).exclude(ikm=nomination.ikm_id).count(),
    }
    return render_form(request, "awards/dinas/owner_account_sure.html", context, form)


@page_and_form
@allow(DINAS)
def unlink_owner(request: SignedIn, number: str) -> HttpResponse:
    """Take the firm off the account that has it by mistake, with the reason."""
    nomination = get_object_or_404(files(request.user), number=number)
    require(request.user, "awards.unlink_owner", nomination)
    owner = User.objects.filter(owner_links__ikm=nomination.ikm, owner_links__ends_at__isnull=True).first()
    back = reverse("awards:review", args=[number])
    form = UnlinkForm(sent_by(request), initial={"akun": owner.uuid if owner else ""})
    moment = now()

    def work() -> tuple[str, str]:
        if owner is None or str(owner.uuid) != form.cleaned_data["akun"]:
            raise Stale(nomination.ikm)
        candidates.unlink_owner(nomination, owner, form.cleaned_data["alasan"], by=request.user, now=moment)
        return back, _("Akun dilepas. Pemegangnya menerima kabar dengan alasan Anda")

    if form.is_bound and (done := carry_out(request, form, work, now=moment)):
        return done
    if owner is None:
        return conflict(request, path=back) if form.is_bound else redirect(back)
    context = {
        "nomination": nomination,
        "owner": owner,
        "can": was_linked_by_office(nomination.ikm, owner),
        "firms": owner.owner_links.filter(ends_at=None).exclude(ikm=nomination.ikm_id).count(),
    }
    return render_form(request, "awards/dinas/owner_account_unlink.html", context, form)
