"""D6: the regional head's act as data and file, and the sending of candidates with it. Operators record, signers send."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from awards.certificates import receipts
from awards.dossier.checked import changed_since_check
from awards.dossier.completeness import SECTION_COUNT, missing_sections, with_completeness
from awards.models import Edition, Endorsement, Nomination, Submission, WindowKind, edition_to_show
from awards.models.award import award_now
from awards.models.nomination import NominationQuerySet
from awards.operations import sending
from awards.pages.dinas.forms.desk import EndorsementForm, SubmitForm
from awards.pages.dinas.home import editions_with_window
from awards.pages.doors import as_pdf
from awards.rules import regencies_of, regencies_served
from awards.states import PROPOSED
from awards.states import NominationState as S
from awards.status.outside import tag_of_row
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.limits import within_limits
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common import formats
from ovop_portal.common.answers import too_many
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.documents.operations import store
from regions.models import Office

DINAS = "awards.work_as_dinas"


@require_safe
@allow(DINAS)
def endorsements(request: SignedIn) -> HttpResponse:
    """The acts of the region in one edition, and how many candidates went with each."""
    moment = now()
    edition = edition_to_show(list(editions_with_window()), request.GET.get("tahun", ""), moment)
    served = regencies_served(request.user, *DINAS_ROLES)
    sent = Count("nominations", filter=Q(nominations__state__in=PROPOSED))
    acts = Endorsement.objects.visible_to(request.user).filter(regency__in=served, edition=edition)
    context = {
        "edition": edition,
        "acts": acts.select_related("document", "regency")
        .prefetch_related("document__blob__inspections")
        .annotate(sent=sent),
        "ready": _ready_files(request.user, edition, served, moment).count() if edition else 0,
        "open": edition is not None and sending.takes_acts(edition, served, moment),
    }
    return render(request, "awards/dinas/endorsement_list.html", context)


@page_and_form
@allow(DINAS)
def new_endorsement(request: SignedIn) -> HttpResponse:
    """Record an act: number, date, who signed, and its file."""
    moment = now()
    edition = edition_to_show(list(editions_with_window()), "", moment)
    served = regencies_served(request.user, *DINAS_ROLES)
    if edition is None or not sending.takes_acts(edition, served, moment):
        return closed(request, moment)
    regencies = regencies_of(request.user, *DINAS_ROLES)
    form = EndorsementForm(sent_by(request), request.FILES or None, regencies=regencies, today=day_in_wib(moment))

    def work() -> tuple[str, str]:
        values = {name: value for name, value in form.answers.items() if name not in ("regency", "document")}
        document = store(form.cleaned_data["document"], kind="awards.endorsement", by=request.user, now=moment)
        row = sending.record_endorsement(edition, form.chosen, **values, document=document, by=request.user, now=moment)
        return reverse("awards:submit", args=[row.uuid]), _("Surat {number} tersimpan").format(number=row.number)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "awards/dinas/endorsement_new.html", {"edition": edition}, form)


@require_safe
@allow(DINAS)
def endorsement(request: SignedIn, uuid: UUID) -> HttpResponse:
    """An act with what was sent by it: the receipt, with the time and the hash of each submission."""
    row = _act(request.user, uuid)
    submissions = Prefetch("submissions", Submission.objects.defer("dossier", "documents").order_by("-n"))
    nominations: Any = (
        row.nominations.for_list()
        .select_related("edition__publication")
        .annotate(**award_now())
        .prefetch_related(submissions)
        .order_by("number")
    )
    moment = now()
    sent: list[dict[str, Any]] = [
        {
            "nomination": one,
            "submission": next(iter(one.submissions.all()), None),
            # A file that names an act has been sent with it.
            "tag": tag_of_row(one, moment, closes_at=None),
        }
        for one in nominations
    ]
    served = regencies_served(request.user, *DINAS_ROLES)
    context = {
        "act": row,
        "sent": sent,
        "last": max((each["submission"].sent_at for each in sent if each["submission"]), default=None),
        "ready": _ready_files(request.user, row.edition, served & {row.regency_id}, moment).count(),
    }
    return render(request, "awards/dinas/endorsement_detail.html", context)


@require_safe
@allow(DINAS)
def receipt(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The receipt of everything sent with an act, as a PDF; 404 before anything was sent."""
    row = _act(request.user, uuid)
    sent = Prefetch("submissions", Submission.objects.order_by("-n"))
    nominations = row.nominations.select_related("product", "ikm").prefetch_related(sent).order_by("number")
    last = [(one, next(iter(one.submissions.all()), None)) for one in nominations]
    lines = [receipts.ReceiptLine(one, frozen.sent_at, frozen) for one, frozen in last if frozen]
    if not lines:
        raise Http404
    if not within_limits(receipts.SETTING.of(request.user.uuid)):
        return too_many(request)
    return as_pdf(receipts.of_act(row, lines), f"tanda-terima-surat-{row.date:%Y%m%d}.pdf")


@page_and_form
@allow(DINAS)
def submit(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Tick the candidates that the act names, and send them. Only a signer of the region sends; an operator sees who may."""
    moment = now()
    row = _act(request.user, uuid)
    ready = list(with_completeness(_ready_files(request.user, row.edition, {row.regency_id}, moment).for_list()))
    if not ready and not sending.takes_acts(row.edition, {row.regency_id}, moment):
        return closed(request, moment)
    form = SubmitForm(sent_by(request), endorsement=row, ready=ready)

    def work() -> tuple[str, str]:
        require(request.user, "awards.send_with_act", row)
        confirmed = form.cleaned_data["confirmed"]
        sending.submit_nominations(form.chosen, row, confirmed=confirmed, by=request.user, now=moment)
        n = len(form.chosen)
        words = ngettext("{n} usulan terkirim", "{n} usulan terkirim", n).format(n=formats.angka(n))
        return reverse("awards:endorsement", args=[row.uuid]), words

    if request.method == "POST":
        require(request.user, "awards.send_with_act", row)
        done = carry_out(request, form, work, now=moment)
        if done is not None:
            return done
    context = _submit_page(request.user, row, ready, form)
    if "confirmed" in form.errors:
        context["changed"] = changed_since_check(form.chosen, moment)
    return render_form(request, "awards/dinas/submit.html", context, form)


def _submit_page(user: User, row: Endorsement, ready: list[Nomination], form: SubmitForm) -> dict[str, object]:
    papers = list(row.edition.required_papers.all()) if ready else []
    ticked = form["candidates"].value() or []
    may_send = user.has_perm("awards.send_with_act", row)
    return {
        "act": row,
        "may_send": may_send,
        "signers": [] if may_send else _signers(row),
        "sections": SECTION_COUNT,
        "rows": [
            {
                "nomination": nomination,
                "ticked": nomination.number in ticked,
                "missing": missing_sections(nomination, papers),
            }
            for nomination in ready
        ],
    }


def _signers(row: Endorsement) -> list[User]:
    office = Office.objects.active().filter(regency=row.regency_id).first()
    return list(User.objects.holding(Role.DINAS_SIGNER, office=office).order_by("name_key")) if office else []


def closed(request: SignedIn, moment: datetime) -> HttpResponse:
    """The page for those who come outside the window: what, why, what next. What was sent too late is answered with 409."""
    edition = next((one for one in editions_with_window() if one.closes_at and one.opens_at), None)
    status = 409 if request.method == "POST" else 200
    return render(request, "awards/dinas/closed.html", {"edition": edition, "now": moment}, status=status)


def _act(user: User, uuid: UUID) -> Endorsement:
    acts = Endorsement.objects.visible_to(user).filter(regency__in=regencies_served(user, *DINAS_ROLES))
    return get_object_or_404(
        acts.select_related("document", "regency__province", "edition__scheme", "edition__publication"), uuid=uuid
    )


def _ready_files(user: User, edition: Edition, regencies: set[str], moment: datetime) -> NominationQuerySet:
    """Files that may be sent now: made ready, and in time by the window or by their own answer date."""
    rows = (
        Nomination.objects.visible_to(user)
        .filter(edition=edition, regency__in=regencies, state=S.READY)
        .order_by("number")
    )
    return rows if edition.is_open(WindowKind.NOMINATION, moment) else rows.answerable(moment)
