"""What takes two persons, by the secretariat: one proposes a revocation, a correction or a disqualification, another confirms it (A8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.models import ActKind, Nomination, Proposal, PublishedAward
from awards.operations import proposals as acting
from awards.pages.secretariat.forms import ConfirmForm, CorrectionForm, DeclineProposalForm, ProposalForm
from awards.pages.secretariat.proposals import ProposalPage, found, names_of
from awards.pages.secretariat.views import edition_of
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.second_step.gate import stepped_up, stepped_up_when_sent
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require

PROPOSE, CONFIRM = "awards.propose", "awards.confirm_proposal"
PER_PAGE = 50


@require_safe
@allow(PROPOSE)
def proposals(request: SignedIn, year: int) -> HttpResponse:
    """A8: what waits for a second person and what was decided in one edition, and the files for which something can be proposed."""
    edition = edition_of(year)
    rows = Proposal.objects.of_edition(edition).for_list()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("laman"))
    names = names_of(actor for row in page for actor in (row.proposed_by, row.decided_by))
    words = " ".join(request.GET.get("q", "").split())[:100]
    context = {
        "edition": edition,
        "page": page,
        "rows": [(row, names[row.proposed_by], names.get(row.decided_by or "", "")) for row in page],
        "q": words,
        "found": found(edition, words),
    }
    return render(request, "awards/secretariat/proposal_list.html", context)


@page_and_form
@allow(PROPOSE)
@stepped_up
def propose(request: SignedIn, number: str, deed: str) -> HttpResponse:
    """A8.1: one act upon one file, by a decree or minutes and with a reason. What it changes is shown next, before anybody confirms it."""
    moment = now()
    if deed not in acting.BY_SLUG:
        raise Http404
    act = acting.BY_SLUG[deed]
    files = Nomination.objects.visible_to(request.user).select_related("edition__scheme", "product", "ikm")
    nomination = get_object_or_404(files, number=number)
    back = reverse("awards:proposals", args=[nomination.edition.year])
    lacking = acting.missing_for_proposal(nomination, act)
    # For a sent form the verb itself says so: the waiting proposal may come from the first of two clicks.
    if lacking and not (request.method == "POST" and lacking[0].code == acting.WAITING):
        return conflict(request, f"{lacking[0].message}.", path=back)
    form = _form(request, nomination, act, moment)

    def work() -> tuple[str, str]:
        made = acting.propose(nomination, act, **form.told, facts=form.facts, by=request.user, now=moment)
        words = _("Rancangan tersusun. Orang lain di sekretariat yang mengesahkannya")
        return reverse("awards:proposal", args=[made.uuid]), words

    done = carry_out(request, form, work, now=moment) if request.method == "POST" else None
    context = {"nomination": nomination, "act": act, "deed": acting.ACTS[act].deed, "back": back}
    return done or render_form(request, "awards/secretariat/proposal_new.html", context, form)


def _form(request: SignedIn, nomination: Nomination, act: ActKind, moment: datetime) -> ProposalForm:
    sent = sent_by(request)
    today = day_in_wib(moment)
    if act == ActKind.CORRECT:
        award = PublishedAward.objects.in_force().get(award__nomination=nomination)
        return CorrectionForm(sent, today=today, award=award)
    return ProposalForm(sent, today=today)


@page_and_form
@allow(PROPOSE)
@stepped_up_when_sent
def proposal(request: SignedIn, uuid: UUID) -> HttpResponse:
    """A8.2: what changes, before and after, as it will be read; for another person than its author the form that does it."""
    moment = now()
    row = get_object_or_404(Proposal.objects.for_list().select_related("nomination__regency__province"), uuid=uuid)
    form = ConfirmForm(sent_by(request))

    def work() -> tuple[str, str]:
        acting.confirm(row, by=request.user, now=moment)
        return request.path, _("Disahkan dan dilaksanakan")

    if request.method == "POST":
        require(request.user, CONFIRM, row)
        if done := carry_out(request, form, work, now=moment):
            return done
    context = {
        "page": ProposalPage(row),
        "proposal": row,
        "may_confirm": row.is_waiting and request.user.has_perm(CONFIRM, row),
        "deed": acting.ACTS[ActKind(row.act)].deed,
    }
    return render_form(request, "awards/secretariat/proposal_detail.html", context, form)


@page_and_form
@allow(PROPOSE)
def decline(request: SignedIn, uuid: UUID) -> HttpResponse:
    """A8.3: nothing is done. Another person says why not, or the author takes it back."""
    moment = now()
    row = get_object_or_404(Proposal.objects.for_list(), uuid=uuid)
    back = reverse("awards:proposal", args=[uuid])
    form = DeclineProposalForm(sent_by(request))

    def work() -> tuple[str, str]:
        acting.decline(row, form.cleaned_data["answer"], by=request.user, now=moment)
        return back, _("Rancangan tidak dilaksanakan")

    if request.method == "POST":
        if done := carry_out(request, form, work, now=moment):
            return done
    elif not row.is_waiting:
        return conflict(request, _("Rancangan ini sudah diputuskan."), path=back)
    is_own = row.proposed_by == request.user.actor
    context = {"proposal": row, "back": back, "is_own": is_own}
    return render_form(request, "awards/secretariat/proposal_decline.html", context, form)
