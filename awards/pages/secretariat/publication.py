"""The result as the secretariat reads it: what the plenary recommends, the decree, what publishing needs, how far the certificates are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.urls import reverse

from awards.figures.definitions import FIGURES, disqualified_by_group
from awards.figures.star_table import StarTable, star_table
from awards.models import Award, Certificate, Determination, Edition, Nomination, Recommendation
from awards.models.award import stars_now
from awards.operations import outcome
from awards.pages.secretariat.forms import RetryForm
from awards.states import CertificateState
from awards.states import NominationState as S
from ikm.models import CommodityGroup

PER_PAGE = 50


def recommended(edition: Edition) -> Any:
    """The files before the jury with the newest recommendation (`stars`, None where the plenary has not spoken)."""
    newest = Recommendation.objects.filter(nomination=OuterRef("pk")).order_by("-pk")
    return Nomination.objects.filter(edition=edition, state=S.IN_ASSESSMENT).annotate(
        stars=Subquery(newest.values("stars")[:1], output_field=IntegerField()),
        because=Subquery(newest.values("reason")[:1]),
    )


def determination_page(
    edition: Edition, waiting: list[tuple[str, str, int | None]], number: str | None
) -> dict[str, object]:
    """The decrees, the stars of the files that wait (`waiting`: number, commodity group, stars) or were determined, and page `number` of those that wait."""
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
        "page": Paginator(
            rows.order_by("product__commodity_group__order", F("stars").desc(nulls_first=True), "number"), PER_PAGE
        ).get_page(number),
    }


def _table(edition: Edition, counted: Iterable[tuple[str, int, int]]) -> StarTable:
    groups = dict(CommodityGroup.objects.values_list("pk", "label"))
    return star_table(counted, groups, edition.scheme.max_stars, disqualified_by_group(edition))


def _determined_table(edition: Edition) -> StarTable:
    """The stars in force (before the publication those of the decree), and the files determined without a star."""
    rows = Nomination.objects.filter(FIGURES["determined"], edition=edition).annotate(in_force=stars_now()).order_by()
    counted = rows.values_list("product__commodity_group", "in_force").annotate(n=Count("pk"))
    return _table(edition, [(group, stars or 0, n) for group, stars, n in counted])


def publication_page(edition: Edition) -> dict[str, object]:
    """What is still lacking and what everybody will read; once it is published, how far the certificates are."""
    return _published_page(edition) if edition.has_results else _preflight_page(edition)


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
    return {
        "made": made,
        "stuck": stuck,
        "retry_key": RetryForm()["kunci"] if stuck else "",
        "catalogue": f"{reverse('awards:catalogue')}?edisi={edition.year}",
        **_figures(edition),
    }
