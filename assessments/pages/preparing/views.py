"""A new edition (A1): drafted from the last one after its difference was read, opened by a second person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.operations.drafting import draft_edition, open_edition
from assessments.pages.preparing.draft import GAP, Draft, dates_of, last_edition, rules_of, sister_of
from assessments.pages.preparing.forms import DraftForm, OpenForm, YearForm
from awards.models import Edition
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form
from ovop_portal.common.verbs import Stale

PREPARE = "assessments.prepare_edition"


@page_and_form
@allow(PREPARE)
def edition_new(request: SignedIn) -> HttpResponse:
    """What a new edition takes from the last one and what is other; approved, it is laid out as a draft."""
    last, moment = last_edition(), now()
    if last is None:
        return render(request, "assessments/preparing/none.html")
    asked = YearForm(request.GET if "tahun" in request.GET else None, initial={"tahun": last.year + GAP})
    year = asked.cleaned_data["tahun"] if asked.is_bound and asked.is_valid() else last.year + GAP
    sent = DraftForm(sent_by(request))
    if sent.is_bound and sent.is_valid():
        year = sent.cleaned_data["year"]
    draft = Draft(last, year)
    form = DraftForm.of(draft, sent_by(request))

    def work() -> tuple[str, str]:
        if form.cleaned_data["dilihat"] != draft.fingerprint:
            raise Stale(last)
        made = draft_edition(last, year=year, name=form.cleaned_data["name"], by=request.user, now=moment)
        words = _("Rancangan {edition} tersusun. Orang lain membukanya")
        return reverse("assessments:edition_open", args=[made.year]), words.format(edition=made.name)

    if form.is_bound and (done := carry_out(request, form, work, now=moment)):
        return done
    context = {"last": last, "draft": draft, "asked": asked, "sister": sister_of(last)}
    return render_form(request, "assessments/preparing/new.html", context, form)


@page_and_form
@allow(PREPARE)
def edition_open(request: SignedIn, year: int) -> HttpResponse:
    """A draft as it will be held; a second person opens it by typing its name."""
    related = ("scheme", "previous", "plan__rubric", "plan__star_lines", "publication")
    rows = Edition.objects.select_related(*related).prefetch_related("windows", "gates", "required_papers")
    edition, moment = get_object_or_404(rows, year=year, drafted_by__isnull=False, plan__isnull=False), now()
    back, form = reverse("assessments:desk_home") + f"?tahun={year}", OpenForm(sent_by(request))
    if not form.is_bound and not edition.is_draft:
        return conflict(request, _("Penyelenggaraan ini sudah dibuka."), path=back)

    def work() -> tuple[str, str]:
        open_edition(edition, form.cleaned_data["typed"], by=request.user, now=moment)
        return back, _("{edition} dibuka").format(edition=edition.name)

    if form.is_bound and (done := carry_out(request, form, work, now=moment)):
        return done
    context = {
        "edition": edition,
        "dates": dates_of(edition),
        "rules": list(rules_of(edition)),
        "drafter": User.objects.by_actor([edition.drafted_by]).get(edition.drafted_by or ""),
        "is_own": edition.drafted_by == request.user.actor,
        "back": back,
    }
    return render_form(request, "assessments/preparing/open.html", context, form)
