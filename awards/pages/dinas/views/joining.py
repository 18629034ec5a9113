"""A firm that the dinas recorded and its owner registered: the dinas looks whose account it is, chooses, and joins."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import Nomination
from awards.operations import joining
from awards.pages.dinas.forms.joining import DeclineForm, JoinForm
from awards.pages.dinas.review import files
from awards.pages.dinas.views.acts import DINAS
from awards.pages.dinas.views.owner_account import LOOKS
from awards.registry.duplicates import SHORTEST_NAME, digits, mobile
from awards.registry.rehearsals import registry_for
from awards.states import OPEN_TO_DINAS
from ikm.joining import differences
from ikm.models import Ikm
from ikm.models.firm import IkmQuerySet
from ovop_portal.accounts.carrying_out import TooLate, carry_out
from ovop_portal.accounts.limits import WAIT, within_limits
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import now
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.names import holding, key
from ovop_portal.common.policies import allow, page_and_form, require

MOST = 20


@page_and_form
@allow(DINAS)
def join(request: SignedIn, number: str) -> HttpResponse:
    """First the record of the dinas, then both sides of it with the account that gets it."""
    nomination = get_object_or_404(files(request.user), number=number)
    require(request.user, "awards.join_firms", nomination)
    owner = User.objects.filter(owner_links__ikm=nomination.ikm, owner_links__ends_at__isnull=True).first()
    if owner is None or nomination.state not in OPEN_TO_DINAS or nomination.edition.is_rehearsal:
        if request.method == "POST" and (done := _joined_already(request)):
            return done
        messages.warning(request, _("Berkas ini tidak dapat digabungkan: pilih berkas pemilik yang belum diusulkan."))
        return redirect("awards:review", number)
    chosen = _record(request, nomination)
    if chosen is None:
        return _choose(request, nomination)
    return _join(request, nomination, chosen, owner)


@page_and_form
@allow(DINAS)
def decline(request: SignedIn, number: str) -> HttpResponse:
    """The owner's wish is answered: the two are not one firm, or there is no record."""
    nomination = get_object_or_404(files(request.user), number=number)
    require(request.user, "awards.join_firms", nomination)
    moment, form, back = now(), DeclineForm(sent_by(request)), reverse("awards:review", args=[number])

    def work() -> tuple[str, str]:
        joining.decline_to_join(nomination, form.cleaned_data["alasan"], by=request.user, now=moment)
        return back, _("Jawaban terkirim kepada pemilik")

    if form.is_bound and (done := carry_out(request, form, work, now=moment)):
        return done
    if not nomination.ikm.waits_to_be_joined and form.is_bound:
        return conflict(request, path=back)
    if not nomination.ikm.waits_to_be_joined:
        messages.warning(request, _("Permintaan ini sudah dijawab."))
        return redirect(back)
    return render_form(request, "awards/dinas/join_decline.html", {"nomination": nomination}, form)


def _joined_already(request: SignedIn) -> HttpResponse | None:
    """The answer where the file was joined already: a second tap gets the first one's answer, a new form is told that the file moved on."""

    def work() -> tuple[str, str]:
        raise TooLate(_("Berkas ini sudah digabungkan atau berhenti."))

    return carry_out(request, OvopForm(request.POST), work, now=now())


def _choose(request: SignedIn, nomination: Nomination) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:150]
    found = _records(nomination)
    found = found.filter(_asked(words)) if words else found.filter(pk__in=_likely(nomination).values("pk"))
    context = {"nomination": nomination, "q": words, "records": found.order_by("name_key", "pk")[:MOST]}
    return render_form(request, "awards/dinas/join_choose.html", context, OvopForm())


def _join(request: SignedIn, nomination: Nomination, record: Ikm, owner: User) -> HttpResponse:
    moment = now()
    asked = nomination.ikm.waits_to_be_joined
    names = {"account_name": owner.name, "recorded_name": record.owner_name}
    form = JoinForm(sent_by(request), differences=differences(record, nomination.ikm), asked=asked, **names)
    if request.POST.get("kode") and not within_limits(LOOKS.of(request.user.uuid)):
        form.add_error(None, WAIT)

    def work() -> tuple[str, str]:
        code = form.cleaned_data["kode"] or ""
        file = joining.join_with_record(nomination, record, form.theirs, code=code, by=request.user, now=moment)
        return reverse("awards:review", args=[file.number]), _("Kedua catatan sudah menjadi satu usaha")

    if form.is_bound and (done := carry_out(request, form, work, now=moment)):
        return done
    context = {
        "nomination": nomination,
        "record": record,
        "owner": owner,
        "firms": owner.owner_links.filter(ends_at=None).exclude(ikm=nomination.ikm_id).count(),
    }
    return render_form(request, "awards/dinas/join.html", context, form)


def _records(nomination: Nomination) -> IkmQuerySet:
    """What may be joined with this file: records of the region that belong to nobody's account."""
    rows = registry_for(nomination.edition).filter(regency=nomination.regency_id).with_owner(False)
    return rows.exclude(pk=nomination.ikm_id)


def _likely(nomination: Nomination) -> IkmQuerySet:
    return Ikm.objects.twins_for_office(nomination.ikm)


def _asked(words: str) -> Q:
    if nib := digits(words):
        return Q(nib=nib)
    if phone := mobile(words):
        return Q(phone=phone)
    return holding(words, "name_key") if len(key(words)) >= SHORTEST_NAME else Q(pk__in=[])


def _record(request: SignedIn, nomination: Nomination) -> Ikm | None:
    asked = request.GET.get("catatan", "")
    if not asked:
        return None
    try:
        uuid = UUID(asked)
    except ValueError:
        raise Http404 from None
    rows = _records(nomination).select_related("regency__province", "district", "sentra")
    return get_object_or_404(rows, uuid=uuid)
