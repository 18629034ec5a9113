"""The public side of the awards: what the catalogue finds, what a product page and a verification tell. Only published editions, only what was agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Lower, Now

from awards.codes import is_well_formed, tidy
from awards.models import Award, Edition
from awards.models.outcome import Standing
from ikm.models import CommodityGroup, PhotoSlot
from ovop_portal.common.clock import now_in_statement
from ovop_portal.common.prepared import Prepared
from regions.models import Province
from regions.models.places import short_label

PER_PAGE = 24
SEARCHED = (
    "nomination__product__name",
    "nomination__ikm__name",
    "nomination__regency__name",
    "nomination__regency__province__name",
)
ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "terbaru": ("-nomination__edition__year", "nomination__number"),
    "nama": (Lower("nomination__product__name"), "nomination__number"),
    "bintang": ("-stars", "-nomination__edition__year", "nomination__number"),
}


@dataclass(frozen=True)
class Card:
    """What the catalogue prints of an award: plain values, because there are two dozen on a page."""

    product: str
    product_id: int
    firm: str
    place: str
    stars: int
    max_stars: int
    scheme: str
    year: int
    photo: UUID | None
    photo_alt: str


def search(filters: Mapping[str, Any], now: datetime | Now) -> QuerySet[Award]:
    """Awards that match `filters` (q, komoditas, bintang, edisi, provinsi, urut), in their order: one of each product, the newest, or that of the edition
    that was asked for.

    Words are matched without accents and in any order. Sorting by stars keeps to the newest scheme when no edition is chosen: stars of different
    schemes are not compared.
    """
    rows = Award.objects.published(now)
    if not filters.get("edisi"):
        rows = rows.filter(~Exists(_later(now)))
    for word in str(filters.get("q", "")).split()[:8]:
        rows = rows.filter(_any_contains(word))
    for key, lookup in (
        ("komoditas", "nomination__product__commodity_group__in"),
        ("bintang", "stars__in"),
        ("edisi", "nomination__edition__year"),
        ("provinsi", "nomination__regency__province"),
    ):
        if filters.get(key):
            rows = rows.filter(**{lookup: filters[key]})
    return rows.order_by(*ORDERS[filters.get("urut") or "terbaru"])


def _later(now: datetime | Now) -> QuerySet[Award]:
    """The published awards that the same product got after that of the outer statement."""
    product, year = "nomination__product", "nomination__edition__year"
    return Award.objects.published(now).filter(**{product: OuterRef(product), f"{year}__gt": OuterRef(year)})


def _any_contains(word: str) -> Q:
    condition = Q()
    for field in SEARCHED:
        condition |= Q(**{f"{field}__unaccent__icontains": word})
    return condition


def cards(awards: Any) -> list[Card]:
    """The cards of a page of `search`, in one statement. The photo is the first of the product, if its owner agreed to show it."""
    cover = FilteredRelation(
        "nomination__product__photos",
        condition=Q(nomination__product__photos__slot=PhotoSlot.WHOLE, nomination__may_publish=True),
    )
    rows = awards.annotate(cover=cover).values(
        "stars",
        max_stars=F("nomination__edition__scheme__max_stars"),
        scheme=F("nomination__edition__scheme_id"),
        year=F("nomination__edition__year"),
        product_id=F("nomination__product_id"),
        product=F("nomination__product__name"),
        firm=F("nomination__ikm__name"),
        kind=F("nomination__regency__kind"),
        regency=F("nomination__regency__name"),
        administrative=F("nomination__regency__is_administrative"),
        province=F("nomination__regency__province__short_name"),
        photo=F("cover__document_id"),
        photo_alt=F("cover__alt"),
    )
    return [_card(**row) for row in rows]


def _card(*, kind: str, regency: str, administrative: bool, province: str, photo_alt: str | None, **plain: Any) -> Card:
    place = f"{short_label(kind, regency, administrative)}, {province}"
    return Card(place=place, photo_alt=photo_alt or plain["product"], **plain)


Choice = tuple[str, str]


def facets() -> dict[str, list[Choice]]:
    """What the filters offer now, in one statement: all commodity groups, the published editions, the provinces that have something to show."""
    found: dict[str, list[Choice]] = {"komoditas": [], "edisi": [], "provinsi": []}
    for facet, _place, words, key in sorted(_facet_rows()):
        found[facet].append((key, words))
    return found


def _all_facets() -> QuerySet[Any, Any]:
    now = now_in_statement()
    awarded = Award.objects.published(now).filter(nomination__regency__province=OuterRef("pk"))
    groups = _facet("komoditas", CommodityGroup.objects.all(), F("order"), "label", "code")
    editions = _facet("edisi", Edition.objects.published(now), -F("year"), "year", "year")
    provinces = _facet("provinsi", Province.objects.filter(Exists(awarded)), Value(0), "name", "code")
    return groups.union(editions, provinces, all=True)


_facet_rows = Prepared(_all_facets)


def _facet(name: str, rows: QuerySet[Any], place: Combinable, words: str, key: str) -> QuerySet[Any]:
    """Rows as (facet, place in the list, words, key), all of the same types."""
    return (
        rows.order_by()
        .annotate(
            facet_name=Value(name, TextField()),
            facet_place=Cast(place, IntegerField()),
            facet_words=Cast(words, TextField()),
            facet_key=Cast(key, TextField()),
        )
        .values_list("facet_name", "facet_place", "facet_words", "facet_key")
    )


def awards_of(product_id: int, now: datetime) -> list[Award]:
    """All published awards of one product, newest first, with what its page prints: three statements."""
    rows = Award.objects.published(now).for_catalogue().filter(nomination__product=product_id)
    beside = ("nomination__product__photos", "nomination__ikm__permits")
    return list(
        rows.select_related("nomination__ikm__sentra").prefetch_related(*beside).order_by("-nomination__edition__year")
    )


@dataclass(frozen=True)
class Finding:
    """What a certificate code leads to: an award and its standing, or nothing."""

    award: Award | None
    standing: Standing | None


def find_certificate(typed: str, now: datetime, today: date) -> Finding:
    """The published award behind a typed or scanned code. An unpublished one is not found: nothing leaks before its hour."""
    code = tidy(typed)
    award = Award.objects.published(now).for_catalogue().filter(code=code).first() if is_well_formed(code) else None
    return Finding(award, award.standing(today) if award else None)
