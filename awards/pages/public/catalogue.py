"""The public side of the awards: what the catalogue finds, what a product page and a verification tell. Only published editions, only what was agreed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Now
from django.db.models.lookups import GreaterThanOrEqual

from awards.certificates.codes import is_well_formed, tidy
from awards.dossier.certified import product_path
from awards.models import Edition, PublishedAward, Revocation
from awards.models.award import PublishedAwardQuerySet, Standing
from ikm.models import CommodityGroup
from ovop_portal.common.clock import now_in_statement
from ovop_portal.common.names import key
from ovop_portal.common.prepared import Prepared
from regions.models import Province, Regency
from regions.models.places import Kind

PER_PAGE = 24
# How similar a word of a card must be to a typed word that no card has (pg_trgm's word similarity, 0 to 1): "tnun" and "tenun" have 0.4.
NEAR = 0.38
NEARLY = "nearly"
LOOKUPS = {
    "komoditas": "commodity_group__in",
    "bintang": "stars__in",
    "edisi": "year",
    "provinsi": "regency__province",
    "kabupaten": "regency",
}
# An edition has one scheme: the newest edition of a scheme tells schemes apart and puts the newest first.
_SCHEME = Subquery(Edition.objects.real().filter(scheme=OuterRef("scheme")).order_by("-year").values("year")[:1]).desc()
ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "terbaru": ("-year", "award_id"),
    "nama": ("product_key", "award_id"),
    "bintang": (_SCHEME, "-stars", "-year", "award_id"),
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
    is_revoked: bool
    photo: UUID | None
    photo_alt: str

    @property
    def path(self) -> str:
        """The page of the product."""
        return product_path(self.product, self.product_id)


# What a reader asks for, by the names of the fields; of some there may be several.
Filters = Mapping[str, str | list[str]]


def search(filters: Filters, now: datetime | Now) -> PublishedAwardQuerySet:
    """Awards that match `filters` (q, komoditas, bintang, edisi, provinsi, kabupaten, urut), in their order: one of each product, the newest, or that of
    the edition that was asked for.

    Words are looked for in what a card prints and in the full names of its place, by their common forms, without accents and marks and in any order.
    Sorted by stars, the newest scheme comes first and whole: stars of different schemes are not compared.
    """
    return _found(filters, now, _any_contains)


def search_near(filters: Filters, now: datetime | Now) -> PublishedAwardQuerySet:
    """The same for words that no card has: find words with nearly the same letters, for those who mistyped."""
    return _found(filters, now, _any_is_near)


Match = Callable[[list[str]], Q]


def _found(filters: Filters, now: datetime | Now, match: Match) -> PublishedAwardQuerySet:
    rows = PublishedAward.objects.public(now)
    shelf = rows if filters.get("edisi") else rows.newest(now)
    return shelf.filter(*_conditions(filters, match).values()).order_by(*ORDERS[str(filters.get("urut") or "terbaru")])


def counts_by_group(now: datetime | Now) -> dict[str, int]:
    """How many awards the catalogue shows of each commodity group."""
    rows: QuerySet[Any, Any] = PublishedAward.objects.public(now).newest(now).order_by()
    return dict(rows.values_list("commodity_group").annotate(n=Count("pk")))


def counts_by_province(now: datetime | Now) -> dict[str, int]:
    """The same of each province that has any."""
    rows: QuerySet[Any, Any] = PublishedAward.objects.public(now).newest(now).order_by()
    return dict(rows.values_list("regency__province").annotate(n=Count("pk")))


def photos_by_group(now: datetime | Now) -> dict[str, UUID]:
    """A photo for each commodity group: of the award of most stars, the newest first, whose first photo everybody may see."""
    rows = PublishedAward.objects.public(now).newest(now).with_shown(now).filter(Q(shown__0=F("photos__0")))
    best = rows.order_by("commodity_group", *ORDERS["bintang"]).distinct("commodity_group")
    return dict(best.values_list("commodity_group", "photos__0"))


def ways_out(filters: Filters, now: datetime | Now) -> dict[str, int]:
    """How many awards there would be without one of the filters: by its name, without all of them under "", with words that are nearly those under
    `NEARLY`. One statement.
    """
    counts = {
        f"without_{name}": Count("pk", filter=_of_each(without(filters, name)))
        for name in ("q", *LOOKUPS)
        if filters.get(name)
    }
    if filters.get("q"):
        counts[f"without_{NEARLY}"] = Count("pk", filter=_of_each(filters, _any_is_near))
    later = PublishedAward.objects.public(now).newest(now).filter(pk=OuterRef("pk"))
    shelf = PublishedAward.objects.public(now).annotate(is_newest=Exists(later))
    found = shelf.aggregate(without_=Count("pk", filter=_NEWEST), **counts)
    return {name.removeprefix("without_"): count for name, count in found.items()}


def without(filters: Filters, name: str) -> Filters:
    """`filters` without `name`; without a province there is no regency either."""
    gone = {name, "kabupaten"} if name == "provinsi" else {name}
    return {key: value for key, value in filters.items() if key not in gone}


_NEWEST = Q(is_newest=True)


def _of_each(filters: Filters, match: Match | None = None) -> Q:
    """The conditions of `filters`; without an edition a row must be the newest of its product."""
    return Q(*_conditions(filters, match).values(), *([] if filters.get("edisi") else [_NEWEST]))


def _conditions(filters: Filters, match: Match | None = None) -> dict[str, Q]:
    """What a row must meet, by the filter that asks for it."""
    conditions = {name: Q(**{lookup: filters[name]}) for name, lookup in LOOKUPS.items() if filters.get(name)}
    if words := words_of(str(filters.get("q", ""))):
        conditions["q"] = Q(*map(match or _any_contains, words))
    return conditions


def words_of(typed: str) -> list[list[str]]:
    """The words to look for, each as the parts of which a text must hold one: whoever types tenun, tenunan or menenun finds all three.

    What only joins words ("tenun & bali", "tenun+bali", "tenun dan bali") is not looked for where there are others.
    """
    words = [word for word in key(typed).split() if any(map(str.isalnum, word))]
    words = [word for word in words if word != AND] or words
    return [_forms(_stem(_SHORT.get(word, word))) for word in words[:8]]


# What the normal form makes of "&" and "+".
AND = "dan"
# Words that a card writes short.
_SHORT = {"kabupaten": "kab", "administrasi": "adm"}


SHORTEST_STEM = 4
# What men- makes of the first letter of a word: tenun, menenun.
_SWALLOWED = {"t": "men", "p": "mem", "s": "meny", "k": "meng"}


def _stem(word: str) -> str:
    """The part that the common forms of `word` share: "enun" for menenun, since the letter that men- swallowed cannot be known."""
    for ending in ("nya", "an"):
        if len(word) >= len(ending) + SHORTEST_STEM:
            word = word.removesuffix(ending)
    for beginning in ("meny", "meng", "men", "mem"):
        if word.startswith(beginning) and len(word) >= len(beginning) + SHORTEST_STEM:
            return word.removeprefix(beginning)
    return word


def _forms(stem: str) -> list[str]:
    with_men = _SWALLOWED.get(stem[0]) if len(stem) >= SHORTEST_STEM else None
    return [stem, with_men + stem[1:]] if with_men else [stem]


def _any_contains(parts: list[str]) -> Q:
    condition = Q()
    for part in parts:
        condition |= Q(card__contains=part)
    return condition


def _any_is_near(parts: list[str]) -> Q:
    """A condition for similar words; short words and numbers are similar to too much and must occur as they are."""
    word = parts[0]
    if len(word) < SHORTEST_STEM or not word.isalpha():
        return _any_contains(parts)
    near: Any = GreaterThanOrEqual(TrigramWordSimilarity(word, F("card")), NEAR)
    return Q(near) | _any_contains(parts)


def cards(page: Any, filters: Filters, now: datetime | Now) -> list[Card]:
    """The cards of a page of `search` for `filters`, in one statement. The photo is the first that was sent, if everybody may see it: for the newest award
    of a product its own consent says so, for an earlier one that of the newest.
    """
    is_earlier = bool(filters.get("edisi"))
    rows = page.with_shown(now) if is_earlier else page.with_consent(now)
    rows = rows.annotate(is_revoked=Exists(Revocation.objects.filter(award=OuterRef("award"))))
    printed = ("product_id", "firm", "place", "stars", "max_stars", "scheme", "year", "is_revoked")
    columns = ("product_name", "photos__0", "photo_words__0", "shown" if is_earlier else "consent")
    return [_card(*row[:4], **dict(zip(printed, row[4:], strict=True))) for row in rows.values_list(*columns, *printed)]


def _card(product: str, photo: UUID | None, alt: str | None, seen: list[UUID] | bool | None, **printed: Any) -> Card:
    """`seen`: the photos that everybody may see, or whether those of this award may be."""
    is_seen = seen if isinstance(seen, bool) else photo in (seen or ())
    return Card(product=product, photo=photo if is_seen else None, photo_alt=alt or product, **printed)


Choice = tuple[str, str]


def facets(province: str) -> dict[str, list[Choice]]:
    """What the filters offer now, in one statement: all commodity groups, the published editions, the provinces that have something to show, and the
    regencies of `province` that have.
    """
    found: dict[str, list[Choice]] = {"komoditas": [], "edisi": [], "provinsi": [], "kabupaten": []}
    asked = province if province.isascii() and province.isdigit() else ""
    for facet, _place, words, code in sorted(_facet_rows(province=asked)):
        found[facet].append((code, words))
    return found


def _all_facets(province: str) -> QuerySet[Any, Any]:
    now = now_in_statement()
    awarded = PublishedAward.objects.public(now)
    groups = _facet("komoditas", CommodityGroup.objects.all(), F("order"), "label", "code")
    editions = _facet("edisi", Edition.objects.published(now), -F("year"), "year", "year")
    there = awarded.filter(regency__province=OuterRef("pk"))
    provinces = _facet("provinsi", Province.objects.filter(Exists(there)), Value(0), "name", "code")
    here = awarded.filter(regency=OuterRef("pk"))
    regencies = _facet("kabupaten", Regency.objects.filter(Exists(here), province=province), Value(0), _LABEL, "code")
    return groups.union(editions, provinces, regencies, all=True)


# `short_label` in the statement.
_LABEL = Concat(
    Case(When(kind=Kind.KOTA, then=Value("Kota ")), default=Value("Kab. ")),
    Case(When(is_administrative=True, then=Value("Adm. ")), default=Value("")),
    F("name"),
)
_facet_rows = Prepared(_all_facets, province=str)


def _facet(name: str, rows: QuerySet[Any], place: Combinable, words: str | Combinable, key: str) -> QuerySet[Any]:
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


def awards_of(product_id: int, now: datetime) -> list[PublishedAward]:
    """All published awards of one product, newest first, with what its page prints: one statement."""
    rows = PublishedAward.objects.public(now).for_page().with_shown(now).filter(product=product_id)
    return list(rows.order_by("-year"))


@dataclass(frozen=True)
class Finding:
    """What a certificate code leads to: an award and its standing, nothing, or a sheet on which somebody practised."""

    award: PublishedAward | None
    standing: Standing | None
    is_rehearsal: bool = False


def find_certificate(typed: str, now: datetime, today: date) -> Finding:
    """The published award behind a typed or scanned code. An unpublished one is not found: nothing leaks before its hour.

    Of a rehearsal's award it tells only that it was practice: whoever holds the paper must not take it for a certificate.
    """
    code = tidy(typed)
    if not is_well_formed(code):
        return Finding(None, None)
    award = PublishedAward.objects.public(now).for_page().with_shown(now).filter(code=code).first()
    if award is None:
        return Finding(None, None, PublishedAward.objects.practised(now).filter(code=code).exists())
    return Finding(award, award.standing(today))
