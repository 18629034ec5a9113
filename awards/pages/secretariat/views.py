"""The result, by the secretariat: holders invited back, the minister's decree, the publication (A6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from awards.figures.definitions import FIGURES, disqualified_by_group
from awards.figures.star_table import StarTable, star_table
from awards.models import Award, Certificate, Determination, Edition, Nomination, Recommendation, WindowKind
from awards.models.award import stars_now
from awards.operations import candidates, certifying, outcome
from awards.pages.secretariat import holders as holding
from awards.pages.secretariat.forms import DeterminationForm, InviteForm, PublishForm, RetryForm
from awards.states import CertificateState
from awards.states import NominationState as S
from ikm.models import CommodityGroup
from ovop_portal.accounts.carrying_out import TooLate, carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common import formats
from ovop_portal.common.canonical import digest
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.forms import render_form
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.stages import standing
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.documents.operations import store

SECRETARIAT = "awards.work_as_secretariat"
PER_PAGE = 50


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
    form = InviteForm(request.POST or None)

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
        request, "awards/secretariat/holders_list.html", _holders_page(request, edition, moment), form
    )


def _holders_page(request: SignedIn, edition: Edition, moment: datetime) -> dict[str, object]:
    groups = holding.counted(edition) if edition.previous_id else []
    numbers = {group.code: n for group, n in groups}
    shown = holding.GROUP_BY_CODE.get(request.GET.get("keadaan", ""))
    rows = holding.holders_of(edition)
    if shown is not None:
        rows = rows.filter(group=shown.code)
    paginator = Paginator(rows.order_by("nomination__regency_id", "nomination__number"), PER_PAGE)
    paginator.count = numbers.get(shown.code, 0) if shown else sum(numbers.values())
    page = paginator.get_page(request.GET.get("laman"))
    return {
        "edition": edition,
        "groups": groups,
        "shown": shown,
        "total": sum(numbers.values()),
        "waiting": numbers.get(holding.WAITING.code, 0),
        "page": page,
        "rows": [(award, holding.GROUP_BY_CODE[award.group]) for award in page.object_list],
        "may_invite": edition.is_open(WindowKind.NOMINATION, moment),
    }


def recommended(edition: Edition) -> Any:
    """The files before the jury with the newest recommendation (`stars`, None where the plenary has not spoken)."""
    newest = Recommendation.objects.filter(nomination=OuterRef("pk")).order_by("-pk")
    return Nomination.objects.filter(edition=edition, state=S.IN_ASSESSMENT).annotate(
        stars=Subquery(newest.values("stars")[:1], output_field=IntegerField()),
        because=Subquery(newest.values("reason")[:1]),
    )


@page_and_form
@allow(SECRETARIAT)
def determination(request: SignedIn, year: int) -> HttpResponse:
    """What the plenary recommends, in sums and one by one; then the decree that makes it law."""
    moment = now()
    edition = edition_of(year)
    waiting = list(recommended(edition).order_by("number").values_list("number", "product__commodity_group", "stars"))
    seen = digest([[number, stars] for number, _group, stars in waiting])
    form = DeterminationForm(
        request.POST or None, request.FILES or None, today=day_in_wib(moment), initial={"seen": seen}
    )

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
    context = _determination_page(request, edition, waiting)
    return render_form(request, "awards/secretariat/determination.html", context, form)


def _determination_page(
    request: SignedIn, edition: Edition, waiting: list[tuple[str, str, int | None]]
) -> dict[str, object]:
    decrees = list(edition.determinations.select_related("document").order_by("pk"))
    table = (
        _determined_table(edition)
        if decrees and not waiting
        else _table(edition, [(group, stars, 1) for _n, group, stars in waiting if stars is not None])
    )
    rows = recommended(edition).for_list() if waiting else Nomination.objects.none()
    return {
        "edition": edition,
        "decrees": decrees,
        "waiting": len(waiting),
        "undecided": sum(stars is None for _number, _group, stars in waiting),
        "table": table,
        "writing": request.method == "POST" or request.GET.get("langkah") == "catat",
        "page": Paginator(
            rows.order_by("product__commodity_group__order", F("stars").desc(nulls_first=True), "number"), PER_PAGE
        ).get_page(request.GET.get("laman")),
    }


def _table(edition: Edition, counted: Iterable[tuple[str, int, int]]) -> StarTable:
    groups = dict(CommodityGroup.objects.values_list("pk", "label"))
    return star_table(counted, groups, edition.scheme.max_stars, disqualified_by_group(edition))


def _determined_table(edition: Edition) -> StarTable:
    """The stars in force (before the publication those of the decree), and the files determined without a star."""
    rows = Nomination.objects.filter(FIGURES["determined"], edition=edition).annotate(in_force=stars_now()).order_by()
    counted = rows.values_list("product__commodity_group", "in_force").annotate(n=Count("pk"))
    return _table(edition, [(group, stars or 0, n) for group, stars, n in counted])


@page_and_form
@allow(SECRETARIAT)
def publication(request: SignedIn, year: int) -> HttpResponse:
    """A6: what must be there, what everybody will read, the typed name; afterwards how far the certificates are."""
    moment = now()
    edition = edition_of(year)
    form = PublishForm(request.POST or None, edition_name=edition.name)

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
    page = _published_page(edition) if getattr(edition, "publication", None) else _preflight_page(edition)
    return render_form(request, "awards/secretariat/publication.html", {"edition": edition, **page}, form)


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


def _figures(edition: Edition) -> dict[str, object]:
    awards = Award.objects.filter(nomination__edition=edition)
    firms = awards.aggregate(
        firms=Count("nomination__ikm", distinct=True),
        provinces=Count("nomination__regency__province", distinct=True),
        shown=Count("pk", filter=Q(nomination__may_publish=True)),
    )
    return {"table": _determined_table(edition), **firms}


def _preflight_page(edition: Edition) -> dict[str, object]:
    missing = outcome.missing_for_publication(edition)
    decree = Determination.objects.filter(edition=edition).select_related("document").order_by("-pk").first()
    return {"missing": missing, "decree": decree, **_figures(edition)}


def _published_page(edition: Edition) -> dict[str, object]:
    made = Certificate.objects.of_year(edition.year).aggregate(
        all=Count("pk"),
        ready=Count("pk", filter=Q(state=CertificateState.READY)),
        parked=Count("pk", filter=Q(parked_at__isnull=False)),
    )
    parked = Certificate.objects.parked(edition).select_related("published__award__nomination")
    stuck = list(parked.order_by("published__award__nomination__number")[:PER_PAGE]) if made["parked"] else []
    retry = {"stuck": stuck, "retry_key": RetryForm()["kunci"] if stuck else ""}
    return {
        "made": made,
        **retry,
        "catalogue": f"{reverse('awards:catalogue')}?edisi={edition.year}",
        **_figures(edition),
    }
