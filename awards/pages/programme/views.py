"""Go Global: two- and three-star holders of a published edition, and the cohorts they are taken into with a reason. Curators decide; others read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.identities import Identities
from awards.models import Cohort, Edition, edition_to_show
from awards.operations import programme
from awards.pages.programme.cohort import candidates, cohort_page, holders_page
from awards.pages.programme.forms import CohortForm, CurationForm
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require

WATCH, CURATE = "awards.watch_programme", "awards.curate"
MEETS = "awards.meet_curated"


@page_and_form
@allow(WATCH)
def go_global(request: SignedIn) -> HttpResponse:
    """The holders, the cohorts, and for a curator the form that opens a cohort."""
    moment = now()
    editions = list(Edition.objects.published(moment).select_related("scheme", "publication").order_by("-year"))
    edition = edition_to_show(editions, request.GET.get("tahun", ""), moment)
    form = CohortForm(sent_by(request))
    if form.is_bound:
        require(request.user, CURATE, edition)
    context: dict[str, object] = {
        "edition": edition,
        "editions": editions,
        "may_curate": request.user.has_perm(CURATE),
        "today": day_in_wib(moment),
    }
    if edition is None:
        return render_form(request, "awards/programme/go_global_list.html", context, form)

    def work() -> tuple[str, str]:
        cohort = programme.open_cohort(edition, **form.answers, by=request.user, now=moment)
        return reverse("awards:cohort", args=[cohort.uuid]), _("{name} dibuka").format(name=cohort.name)

    if form.is_bound and (done := carry_out(request, form, work, now=moment)):
        return done
    context |= holders_page(edition, request.GET, Identities(request.user, MEETS, edition))
    return render_form(request, "awards/programme/go_global_list.html", context, form)


@page_and_form
@allow(WATCH)
def cohort(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Seats, members with the reasons, and for a curator the holder named by `?calon=` with the form that takes them in."""
    moment = now()
    row = get_object_or_404(Cohort.objects.select_related("edition__scheme", "edition__publication"), uuid=uuid)
    code = request.GET.get("calon", "")
    award = get_object_or_404(candidates(row.edition), code=code) if code else None
    form = CurationForm(sent_by(request))
    if form.is_bound:
        require(request.user, CURATE, row)
    if award is not None:

        def work() -> tuple[str, str]:
            programme.curate(award, row, form.cleaned_data["reason"], by=request.user, now=moment)
            words = _("{product} masuk {cohort}").format(product=award.nomination.product.name, cohort=row.name)
            return reverse("awards:cohort", args=[row.uuid]), words

        if form.is_bound and (done := carry_out(request, form, work, now=moment)):
            return done
    may_curate = request.user.has_perm(CURATE)
    context = cohort_page(row, award, may_curate=may_curate, number=request.GET.get("laman"), moment=moment)
    context |= {
        "cohort": row,
        "award": award,
        "identities": Identities(request.user, MEETS, row.edition),
        "may_curate": may_curate,
        "missing": programme.missing_for_curation(award, row, moment) if award and not form.is_bound else [],
    }
    return render_form(request, "awards/programme/cohort_detail.html", context, form)
