"""Go Global: two- and three-star holders of a published edition, and the cohorts they are taken into with a reason. Curators decide; others read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.dossier.certified import Photo, photos_of, product_path
from awards.identities import Identities
from awards.models import Award, Cohort, Edition, PublishedAward, edition_to_show
from awards.models.award import AwardQuerySet, stars_now
from awards.operations import programme
from awards.pages.programme.forms import CohortForm, CurationForm
from ikm.models import CommodityGroup
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.models import User
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.forms import render_form
from ovop_portal.common.names import NameKey, holding
from ovop_portal.common.policies import allow, page_and_form
from ovop_portal.common.worklist import Line, Worklist

WATCH = "awards.watch_programme"
MEETS = "awards.meet_curated"
PER_PAGE = 50


def candidates(edition: Edition) -> AwardQuerySet:
    """The holders of `edition` whose stars open the way to Go Global, with what the lists print."""
    rows = Award.objects.filter(nomination__edition=edition)
    return (
        rows.from_stars(edition.scheme.go_global_from or edition.scheme.max_stars + 1)
        .for_list()
        .select_related("curation__cohort")
        .order_by("-stars_now", "nomination__product__commodity_group__order", "nomination__number")
    )


@page_and_form
@allow(WATCH)
def go_global(request: SignedIn) -> HttpResponse:
    """The holders, the cohorts, and for a curator the form that opens a cohort."""
    moment = now()
    editions = list(Edition.objects.published(moment).select_related("scheme", "publication").order_by("-year"))
    edition = edition_to_show(editions, request.GET.get("tahun", ""), moment)
    form = CohortForm(request.POST or None)

    def work() -> tuple[str, str]:
        cohort = programme.open_cohort(_there(edition), **form.answers, by=request.user, now=moment)
        return reverse("awards:cohort", args=[cohort.uuid]), _("{name} dibuka").format(name=cohort.name)

    if request.method == "POST":
        _require_curator(request)
        done = carry_out(request, form, work, now=moment) if edition else None
        if done is not None:
            return done
    context: dict[str, object] = {
        "edition": edition,
        "editions": editions,
        "may_curate": request.user.has_perm("awards.curate"),
    }
    if edition is not None:
        context |= _list_page(request, edition) | {"today": day_in_wib(moment)}
    return render_form(request, "awards/programme/go_global_list.html", context, form)


def _require_curator(request: SignedIn) -> None:
    if not request.user.has_perm("awards.curate"):
        raise PermissionDenied("awards.curate")


def _there(edition: Edition | None) -> Edition:
    assert edition is not None
    return edition


def _list_page(request: SignedIn, edition: Edition) -> dict[str, object]:
    groups = list(CommodityGroup.objects.all())
    commodity = next((group for group in groups if group.pk == request.GET.get("komoditas")), None)
    standing = request.GET.get("angkatan", "") if request.GET.get("angkatan") in ("belum", "sudah") else ""
    words = " ".join(request.GET.get("q", "").split())[:100]
    identities = Identities(request.user, MEETS, edition)
    rows = _filtered(candidates(edition), commodity, standing, words, identities)
    cohorts = list(edition.cohorts.annotate(taken=Count("curations")).order_by("-opened_at"))
    return {
        "identities": identities,
        "groups": groups,
        "commodity": commodity,
        "standing": standing,
        "q": words,
        "filters": sum(map(bool, (commodity, standing, words))),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("laman")),
        "cohorts": cohorts,
        "open_cohort": next((cohort for cohort in cohorts if cohort.taken < cohort.seats), None),
    }


def _filtered(
    rows: AwardQuerySet, commodity: CommodityGroup | None, standing: str, words: str, identities: Identities
) -> AwardQuerySet:
    if commodity is not None:
        rows = rows.filter(nomination__product__commodity_group=commodity)
    if standing:
        rows = rows.filter(curation__isnull=standing == "belum")
    if words:
        told = "card" if identities.tell_all_awards else "place_key"
        found = PublishedAward.objects.in_force().annotate(place_key=NameKey("place")).filter(holding(words, told))
        rows = rows.filter(pk__in=found.values("award"))
    return rows


@page_and_form
@allow(WATCH)
def cohort(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Seats, members with the reasons, and for a curator the holder named by `?calon=` with the form that takes them in."""
    moment = now()
    row = get_object_or_404(Cohort.objects.select_related("edition__scheme", "edition__publication"), uuid=uuid)
    code = request.GET.get("calon", "")
    award = get_object_or_404(candidates(row.edition), code=code) if code else None
    form = CurationForm(request.POST or None)

    def work() -> tuple[str, str]:
        assert award is not None
        programme.curate(award, row, form.cleaned_data["reason"], by=request.user, now=moment)
        return reverse("awards:cohort", args=[row.uuid]), _("{product} masuk {cohort}").format(
            product=award.nomination.product.name, cohort=row.name
        )

    if request.method == "POST":
        _require_curator(request)
        done = carry_out(request, form, work, now=moment) if award else None
        if done is not None:
            return done
    context = _cohort_page(request, row, award, moment)
    return render_form(request, "awards/programme/cohort_detail.html", context, form)


def _cohort_page(request: SignedIn, row: Cohort, award: Award | None, moment: datetime) -> dict[str, object]:
    may_curate = request.user.has_perm("awards.curate")
    members = list(
        row.curations.select_related(
            "award__nomination__product__commodity_group",
            "award__nomination__ikm",
            "award__nomination__regency__province",
        )
        .annotate(stars_now=stars_now())
        .order_by("decided_at", "pk")
    )
    free = candidates(row.edition).filter(curation__isnull=True).standing(day_in_wib(moment))
    deciders = User.objects.filter(
        uuid__in=[one.decided_by.removeprefix("user:") for one in members if one.decided_by.startswith("user:")]
    )
    people = {person.actor: person for person in deciders} if members else {}
    chooses = may_curate and len(members) < row.seats
    page = Paginator(free, PER_PAGE).get_page(request.GET.get("laman")) if chooses else None
    return {
        "worklist": _beside(award, page.object_list) if award and page else None,
        "cohort": row,
        "identities": Identities(request.user, MEETS, row.edition),
        "members": [(one, people.get(one.decided_by)) for one in members],
        "free_seats": row.seats - len(members),
        "award": award,
        "shown": _shown(award, moment) if award and may_curate else None,
        "missing": programme.missing_for_curation(award, row, moment) if award and request.method == "GET" else [],
        "may_curate": may_curate,
        "page": page,
    }


@dataclass(frozen=True)
class Shown:
    """What the catalogue shows of a product: its page, and a picture where the owner agreed to that."""

    path: str
    photo: Photo | None


def _shown(award: Award, moment: datetime) -> Shown:
    published = PublishedAward.objects.in_force().with_shown(moment).get(award=award)
    return Shown(product_path(published.product_name, published.product_id), next(iter(photos_of(published)), None))


def _beside(award: Award, free: Iterable[Award]) -> Worklist:
    """Who else may be taken, beside the one that is looked at."""
    lines = [
        Line(
            f"?calon={one.code}#ambil",
            one.nomination.product.name,
            f"{one.nomination.ikm.name}, {one.nomination.regency.with_province}",
            is_here=one.pk == award.pk,
        )
        for one in free
    ]
    return Worklist.around(lines)
