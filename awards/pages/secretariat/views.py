"""The result, by the secretariat: holders invited back, the minister's decree, the publication (A6)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from awards.models import Edition
from awards.operations import candidates, certifying, outcome
from awards.pages.secretariat import holders as holding
from awards.pages.secretariat.forms import DeterminationForm, InviteForm, PublishForm, RetryForm
from awards.pages.secretariat.publication import determination_page, publication_page, recommended
from ovop_portal.accounts.carrying_out import TooLate, carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.second_step.gate import stepped_up_when_sent
from ovop_portal.common import formats
from ovop_portal.common.canonical import digest
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.stages import standing
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.documents.operations import store

SECRETARIAT = "awards.work_as_secretariat"


def edition_of(year: int) -> Edition:
    """The edition of `year` with where its stages stand, or 404."""
    editions = Edition.objects.select_related("scheme", "publication", "previous__scheme").annotate(**standing())
    return get_object_or_404(editions, year=year)


@page_and_form
@allow(SECRETARIAT)
def holders(request: SignedIn, year: int) -> HttpResponse:
    """The holders of the edition before, where each stands, and one button for those who are not asked yet."""
    moment = now()
    edition = edition_of(year)
    form = InviteForm(sent_by(request))

    def work() -> tuple[str, str]:
        require(request.user, "awards.invite_holders", edition)
        # Two officers at once: the second waits here and then finds nobody left.
        Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        awards = holding.to_invite(edition)
        if not awards:
            raise TooLate(_("Semua penerima sudah diundang."))
        candidates.invite_holders(awards, edition, by=request.user, now=moment)
        words = ngettext("{n} penerima diundang", "{n} penerima diundang", len(awards))
        return request.path, words.format(n=formats.angka(len(awards)))

    done = carry_out(request, form, work, now=moment) if request.method == "POST" else None
    return done or render_form(
        request, "awards/secretariat/holders_list.html", holding.holders_page(edition, request.GET, moment), form
    )


@page_and_form
@allow(SECRETARIAT)
def determination(request: SignedIn, year: int) -> HttpResponse:
    """What the plenary recommends, in sums and one by one; then the decree that makes it law."""
    moment = now()
    edition = edition_of(year)
    waiting = list(recommended(edition).order_by("number").values_list("number", "product__commodity_group", "stars"))
    seen = digest([[number, stars] for number, _group, stars in waiting])
    form = DeterminationForm(sent_by(request), request.FILES or None, today=day_in_wib(moment), initial={"seen": seen})

    def work() -> tuple[str, str]:
        require(request.user, "awards.determine", edition)
        if not waiting and edition.determinations.exists():
            raise TooLate(_("Keputusan untuk penyelenggaraan ini sudah dicatat."))
        if form.cleaned_data["seen"] != seen:
            raise Stale(edition)
        values = {name: value for name, value in form.answers.items() if name not in ("document", "compared", "seen")}
        document = store(form.cleaned_data["document"], kind="awards.determination", by=request.user, now=moment)
        row = outcome.determine(edition, **values, document=document, by=request.user, now=moment)
        return request.path, _("Keputusan {number} tercatat").format(number=row.number)

    done = carry_out(request, form, work, now=moment) if request.method == "POST" else None
    if done is not None:
        return done
    writing = form.is_bound or request.GET.get("langkah") == "catat"
    context = determination_page(edition, waiting, request.GET.get("laman")) | {"writing": writing}
    return render_form(request, "awards/secretariat/determination.html", context, form)


@page_and_form
@allow(SECRETARIAT)
@stepped_up_when_sent
def publication(request: SignedIn, year: int) -> HttpResponse:
    """A6: what must be there, what everybody will read, the typed name; afterwards how far the certificates are."""
    moment = now()
    edition = edition_of(year)
    form = PublishForm(sent_by(request), edition_name=edition.name)

    def work() -> tuple[str, str]:
        require(request.user, "awards.publish", edition)
        try:
            outcome.publish(edition, by=request.user, now=moment)
        except Refused as refused:
            if any(item.code == "twice" for item in refused.missing):
                raise TooLate(str(refused) + ".") from refused
            raise
        return request.path, _("Hasil {edition} diumumkan").format(edition=edition.name)

    done = carry_out(request, form, work, now=moment) if request.method == "POST" else None
    if done is not None:
        return done
    context = publication_page(edition) | {"edition": edition}
    return render_form(request, "awards/secretariat/publication.html", context, form)


@require_POST
@allow(SECRETARIAT)
def retry_certificates(request: SignedIn, year: int) -> HttpResponse:
    """A6: try the certificates again that could not be made."""
    moment = now()
    edition = edition_of(year)
    form, back = RetryForm(request.POST), reverse("awards:publication", args=[year])

    def work() -> tuple[str, str]:
        require(request.user, "awards.retry_certificates", edition)
        try:
            n = certifying.retry_certificates(edition, by=request.user, now=moment)
        except Refused as refused:
            raise TooLate(str(refused) + ".") from refused
        return back, ngettext("{n} piagam dicoba lagi", "{n} piagam dicoba lagi", n).format(n=formats.angka(n))

    return carry_out(request, form, work, now=moment) or redirect(back)
