"""Go Global as its pages show it: the holders whom one may take, and a cohort with its members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Count

from awards.dossier.certified import Photo, photos_of, product_path
from awards.identities import Identities
from awards.models import Award, Cohort, Edition, PublishedAward
from awards.models.award import AwardQuerySet, stars_now
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.names import NameKey, holding
from ovop_portal.common.worklist import Line, Worklist

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


def holders_page(edition: Edition, asked: Mapping[str, str], identities: Identities) -> dict[str, object]:
    """The holders of `edition`, sieved by what is `asked`, and its cohorts."""
    groups = list(CommodityGroup.objects.all())
    commodity = next((group for group in groups if group.pk == asked.get("komoditas")), None)
    standing = asked.get("angkatan", "") if asked.get("angkatan") in ("belum", "sudah") else ""
    words = " ".join(asked.get("q", "").split())[:100]
    rows = _filtered(candidates(edition), commodity, standing, words, identities)
    cohorts = list(edition.cohorts.annotate(taken=Count("curations")).order_by("-opened_at"))
    return {
        "identities": identities,
        "groups": groups,
        "commodity": commodity,
        "standing": standing,
        "q": words,
        "filters": sum(map(bool, (commodity, standing, words))),
        "page": Paginator(rows, PER_PAGE).get_page(asked.get("laman")),
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


def cohort_page(
    cohort: Cohort, award: Award | None, *, may_curate: bool, number: str | None, moment: datetime
) -> dict[str, object]:
    """Who is in `cohort` and who took them in; for a curator also page `number` of those who may be taken, and what the catalogue shows of `award`."""
    members = list(
        cohort.curations.select_related(
            "award__nomination__product__commodity_group",
            "award__nomination__ikm",
            "award__nomination__regency__province",
        )
        .annotate(stars_now=stars_now())
        .order_by("decided_at", "pk")
    )
    people = User.objects.by_actor(one.decided_by for one in members)
    free = candidates(cohort.edition).filter(curation__isnull=True).standing(day_in_wib(moment))
    chooses = may_curate and len(members) < cohort.seats
    page = Paginator(free, PER_PAGE).get_page(number) if chooses else None
    return {
        "members": [(one, people.get(one.decided_by)) for one in members],
        "free_seats": cohort.seats - len(members),
        "page": page,
        "worklist": _beside(award, page.object_list) if award and page else None,
        "shown": _shown(award, moment) if award and may_curate else None,
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
    return Worklist(
        [
            Line(
                f"?calon={one.code}#ambil",
                one.nomination.product.name,
                f"{one.nomination.ikm.name}, {one.nomination.regency.with_province}",
                is_here=one.pk == award.pk,
            )
            for one in free
        ]
    )
