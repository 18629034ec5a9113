"""The public side of the awards: what the catalogue finds, what a product page and a verification tell. Only published editions, only what was agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from awards.codes import is_well_formed, tidy
from awards.models import Award
from awards.models.outcome import Standing
from ikm.models import PhotoSlot, ProductPhoto
from regions.models import Province

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


def search(filters: Mapping[str, Any], now: datetime) -> QuerySet[Award]:
    """Awards that match `filters` (q, komoditas, bintang, edisi, provinsi, urut), with what a card prints; two statements whatever their number.

    Words are matched without accents and in any order. Sorting by stars keeps to the newest scheme when no edition is chosen: stars of different
    schemes are not compared.
    """
    rows = Award.objects.published(now).for_catalogue().prefetch_related(cover_photos())
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


def _any_contains(word: str) -> Q:
    condition = Q()
    for field in SEARCHED:
        condition |= Q(**{f"{field}__unaccent__icontains": word})
    return condition


def cover_photos() -> Prefetch:
    """The first photo of each product, as `cover` (a list of one, or none)."""
    return Prefetch("nomination__product__photos", ProductPhoto.objects.filter(slot=PhotoSlot.WHOLE), to_attr="cover")


def provinces_with_awards(now: datetime) -> QuerySet[Province]:
    """The provinces that the filter offers: those that have something to show."""
    awarded = Award.objects.published(now).values("nomination__regency__province")
    return Province.objects.filter(pk__in=awarded).order_by("name")


def awards_of(product_id: int, now: datetime) -> list[Award]:
    """All published awards of one product, newest first."""
    rows = Award.objects.published(now).for_catalogue().filter(nomination__product=product_id)
    return list(rows.order_by("-nomination__edition__year"))


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
