"""Is this firm in the national registry already? What a dinas may learn: everything about firms of its own region, and of others only that they exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Subquery

from awards.models import Edition, Nomination
from awards.registry.rehearsals import registry_for
from awards.states import NOT_LIVE
from ikm.models import Product
from ovop_portal.common.fields import NibField, TeleponField
from ovop_portal.common.names import holding, key, same_as
from regions.models import Regency

LONGEST_LIST = 20
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Found:
    """`own`: products of the own region, with the number of their live nomination (`live_number`); `elsewhere`: the places where the firm is, no more."""

    own: list[Product] = field(default_factory=list)
    elsewhere: list[Regency] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.own or self.elsewhere)


def digits(text: str) -> str:
    """The NIB in `text` (13 digits however they are written), or nothing."""
    try:
        found = NibField().parse(text)
    except ValueError:
        return ""
    return found if len(found) == 13 else ""


def mobile(text: str) -> str:
    """The mobile number in `text` as E.164 (0812…, 62812…, +62 812-…), or nothing."""
    try:
        return TeleponField().parse(text)
    except ValueError:
        return ""


def look_up(words: str, regencies: Iterable[str], edition: Edition) -> Found:
    """Firms by NIB or telephone number, or by name: a part of it in the own region, the whole of it elsewhere."""
    own = set(regencies)
    nib, phone = digits(words), mobile(words)
    if nib or phone:
        # Thirteen digits that begin with 08 or 62 can be either.
        here = there = (Q(nib=nib) if nib else Q(pk__in=[])) | (Q(phone=phone) if phone else Q(pk__in=[]))
    elif len(key(words)) < SHORTEST_NAME:
        return Found()
    else:
        here, there = holding(words, "name_key", "products__name_key"), same_as(words)
    return Found(_own_products(Q(regency__in=own) & here, edition), _places(there, own, edition))


def like(edition: Edition, *, phone: str, name: str, regencies: Iterable[str]) -> Found:
    """Firms that may be the one somebody is about to add: the same phone anywhere, or the same name in the own region."""
    own = set(regencies)
    same_phone = Q(phone=phone) if phone else Q(pk__in=[])
    firms = registry_for(edition).filter(same_phone | same_as(name), regency__in=own)
    products = Product.objects.filter(ikm__in=firms).select_related("ikm").order_by("ikm__name_key", "name_key")
    return Found(list(products[:LONGEST_LIST]), _places(same_phone, own, edition))


def _own_products(condition: Q, edition: Edition) -> list[Product]:
    live = Nomination.objects.filter(product=OuterRef("pk"), edition=edition).exclude(state__in=NOT_LIVE)
    products = Product.objects.filter(ikm__in=registry_for(edition).filter(condition)).select_related(
        "ikm", "commodity_group"
    )
    return list(
        products.annotate(is_live=Exists(live), live_number=Subquery(live.values("number")[:1])).order_by(
            "ikm__name_key", "name_key"
        )[:LONGEST_LIST]
    )


def _places(condition: Q, own: set[str], edition: Edition) -> list[Regency]:
    firms = registry_for(edition).filter(condition).exclude(regency__in=own)
    return list(Regency.objects.for_labels().filter(pk__in=firms.values("regency_id")).order_by("pk")[:LONGEST_LIST])
