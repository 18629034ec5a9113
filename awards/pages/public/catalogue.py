"""The public side of the awards: what the catalogue finds, what a product page and a verification tell. Only published editions, only what was agreed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
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
from awards.dossier.certified import photo_of
from awards.models import Award, Edition
from awards.models.outcome import Standing, is_newest
from ikm.models import CommodityGroup
from ovop_portal.common.clock import now_in_statement
from ovop_portal.common.names import NameKey, key
from ovop_portal.common.prepared import Prepared
from regions.models import Province, Regency
from regions.models.places import Kind, short_label

PER_PAGE = 24
# So near must a word of a card be to a typed one that nothing has (pg_trgm's word similarity, 0 to 1): "tnun" has 0,4 of "tenun".
NEAR = 0.38
NEARLY = "nearly"
LOOKUPS = {
    "komoditas": "group_code__in",
    "bintang": "stars__in",
    "edisi": "nomination__edition__year",
    "provinsi": "nomination__regency__province",
    "kabupaten": "nomination__regency",
}
# What was sent is looked up for the filters and orders that ask for it.
_ASKED_OF = {"q": "card", "komoditas": "group_code", "nama": "product_name"}
# An edition has one scheme: the newest edition of a scheme tells schemes apart and puts the newest first.
_SCHEME = Subquery(
    Edition.objects.real().filter(scheme=OuterRef("nomination__edition__scheme")).order_by("-year").values("year")[:1]
).desc()
ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "terbaru": ("-nomination__edition__year", "nomination__number"),
    "nama": (NameKey("product_name"), "nomination__number"),
    "bintang": (_SCHEME, "-stars", "-nomination__edition__year", "nomination__number"),
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
    is_revoked: bool


def search(filters: Mapping[str, Any], now: datetime | Now) -> QuerySet[Award]:
    """Awards that match `filters` (q, komoditas, bintang, edisi, provinsi, kabupaten, urut), in their order: one of each product, the newest, or that of
    the edition that was asked for.

    Words are looked for in what a card prints and in the full names of its place, by their common forms, without accents and marks and in any order.
    Sorted by stars, the newest scheme comes first and whole: stars of different schemes are not compared.
    """
    return _found(filters, now, _any_contains)


def search_near(filters: Mapping[str, Any], now: datetime | Now) -> QuerySet[Award]:
    """The same for words that nothing has: those that are near to them by their letters, for who slipped on the keyboard."""
    return _found(filters, now, _any_is_near)


Match = Callable[[list[str]], Q]


def _found(filters: Mapping[str, Any], now: datetime | Now, match: Match) -> QuerySet[Award]:
    order = filters.get("urut") or "terbaru"
    asked = [what for name, what in _ASKED_OF.items() if filters.get(name) or name == order]
    return _shelf(now, *asked).filter(*_conditions(filters, match).values()).order_by(*ORDERS[order])


def counts_by_group(now: datetime | Now) -> dict[str, int]:
    """How many awards the catalogue shows of each commodity group."""
    rows: QuerySet[Any, Any] = _shelf(now, "group_code").filter(_NEWEST).order_by()
    return dict(rows.values_list("group_code").annotate(n=Count("pk")))


def ways_out(filters: Mapping[str, Any], now: datetime | Now) -> dict[str, int]:
    """How many awards there would be without one of the filters: by its name, without all of them under "", with words that are nearly those under
    `NEARLY`. One statement.
    """
    counts = {
        f"without_{name}": Count("pk", filter=Q(*_conditions(without(filters, name)).values()))
        for name in ("q", *LOOKUPS)
        if filters.get(name)
    }
    if filters.get("q"):
        counts[f"without_{NEARLY}"] = Count("pk", filter=Q(*_conditions(filters, _any_is_near).values()))
    found = _shelf(now, "card", "group_code").aggregate(without_=Count("pk", filter=_NEWEST), **counts)
    return {name.removeprefix("without_"): count for name, count in found.items()}


def without(filters: Mapping[str, Any], name: str) -> dict[str, Any]:
    """`filters` but for `name`. Who lets go of a province lets go of its regency."""
    gone = {name, "kabupaten"} if name == "provinsi" else {name}
    return {key: value for key, value in filters.items() if key not in gone}


def _shelf(now: datetime | Now, *what: str) -> QuerySet[Award]:
    sent = ["names" if name == "card" else name for name in what]
    rows = Award.objects.published(now).as_certified(*sent).annotate(newest=is_newest(now))
    return rows.annotate(card=_CARD) if "card" in what else rows


def _short_label(of: str) -> Concat:
    """`short_label` in the statement, of the regency to which `of` leads."""
    return Concat(
        Case(When(**{f"{of}kind": Kind.KOTA}, then=Value("Kota ")), default=Value("Kab. ")),
        Case(When(**{f"{of}is_administrative": True}, then=Value("Adm. ")), default=Value("")),
        F(f"{of}name"),
    )


def _spaced(*parts: Any) -> Concat:
    between = [piece for part in parts for piece in (part, Value(" "))]
    return Concat(*between[:-1], output_field=TextField())


_REGENCY = "nomination__regency__"
# The place of an award as lists print it, the full name of the province beside its short one, in the normal form of names.
PLACE = NameKey(
    _spaced(
        _short_label(_REGENCY), F(f"{_REGENCY}province__short_name"), Value("Provinsi"), F(f"{_REGENCY}province__name")
    )
)
# All that a card prints.
_CARD = NameKey(_spaced(PLACE, F("names"), Cast("nomination__edition__year", TextField())))
_NEWEST = Q(newest=True)


def _conditions(filters: Mapping[str, Any], match: Match | None = None) -> dict[str, Q]:
    """What a row must meet, by the filter that asks for it. Without an edition it must be the newest of its product."""
    conditions = {name: Q(**{lookup: filters[name]}) for name, lookup in LOOKUPS.items() if filters.get(name)}
    if words := words_of(str(filters.get("q", ""))):
        conditions["q"] = Q(*map(match or _any_contains, words))
    return {"edisi": _NEWEST} | conditions


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
    """The part that the common forms of `word` share: of menenun enun, since the letter that men- swallowed cannot be known."""
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
    """Short words and numbers are near to too much: they must be there."""
    word = parts[0]
    if len(word) < SHORTEST_STEM or not word.isalpha():
        return _any_contains(parts)
    near: Any = GreaterThanOrEqual(TrigramWordSimilarity(word, F("card")), NEAR)
    return Q(near) | _any_contains(parts)


def cards(awards: Any, now: datetime | Now) -> list[Card]:
    """The cards of a page of `search`, in one statement. The photo is the first that was sent, if everybody may see it."""
    rows = (
        awards.as_certified("product_name", "firm_name", "cover")
        .with_shown(now)
        .values(
            "stars",
            "cover",
            "shown",
            max_stars=F("nomination__edition__scheme__max_stars"),
            scheme=F("nomination__edition__scheme_id"),
            year=F("nomination__edition__year"),
            product_id=F("nomination__product_id"),
            product=F("product_name"),
            firm=F("firm_name"),
            kind=F("nomination__regency__kind"),
            regency=F("nomination__regency__name"),
            administrative=F("nomination__regency__is_administrative"),
            province=F("nomination__regency__province__short_name"),
            is_revoked=ExpressionWrapper(Q(revocation__isnull=False), BooleanField()),
        )
    )
    return [_card(**row) for row in rows]


def _card(
    *, kind: str, regency: str, administrative: bool, province: str, cover: Any, shown: list[UUID] | None, **plain: Any
) -> Card:
    place = f"{short_label(kind, regency, administrative)}, {province}"
    photo = photo_of(cover)
    is_shown = photo is not None and photo.document_id in (shown or ())
    return Card(
        place=place,
        photo=photo.document_id if photo and is_shown else None,
        photo_alt=(photo and photo.alt) or plain["product"],
        **plain,
    )


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
    awarded = Award.objects.published(now)
    groups = _facet("komoditas", CommodityGroup.objects.all(), F("order"), "label", "code")
    editions = _facet("edisi", Edition.objects.published(now), -F("year"), "year", "year")
    there = awarded.filter(nomination__regency__province=OuterRef("pk"))
    provinces = _facet("provinsi", Province.objects.filter(Exists(there)), Value(0), "name", "code")
    here = awarded.filter(nomination__regency=OuterRef("pk"))
    regencies = _facet("kabupaten", Regency.objects.filter(Exists(here), province=province), Value(0), _LABEL, "code")
    return groups.union(editions, provinces, regencies, all=True)


_LABEL = _short_label("")
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


def awards_of(product_id: int, now: datetime) -> list[Award]:
    """All published awards of one product, newest first, with what its page prints: one statement."""
    rows = Award.objects.published(now).for_catalogue().with_shown(now).filter(nomination__product=product_id)
    return list(rows.order_by("-nomination__edition__year"))


@dataclass(frozen=True)
class Finding:
    """What a certificate code leads to: an award and its standing, nothing, or a sheet on which somebody practised."""

    award: Award | None
    standing: Standing | None
    is_rehearsal: bool = False


def find_certificate(typed: str, now: datetime, today: date) -> Finding:
    """The published award behind a typed or scanned code. An unpublished one is not found: nothing leaks before its hour.

    Of a rehearsal it is told only that it is one: whoever holds its paper must not take it for a certificate.
    """
    code = tidy(typed)
    if not is_well_formed(code):
        return Finding(None, None)
    award = Award.objects.published(now).for_catalogue().with_shown(now).filter(code=code).first()
    if award is None:
        return Finding(None, None, Award.objects.practised(now).filter(code=code).exists())
    return Finding(award, award.standing(today))
