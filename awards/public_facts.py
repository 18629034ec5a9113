"""A product in words for everybody: only what its owner agreed to show, in a form that a person and a search engine can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from awards.models import Award, Nomination
from ikm.models import PermitKind, PhotoSlot, ProductPhoto
from ovop_portal.common.formats import tanggal

SHOWN_PERMITS = (PermitKind.HALAL, PermitKind.PIRT, PermitKind.BPOM, PermitKind.TRADEMARK, PermitKind.SNI)


@dataclass(frozen=True)
class Line:
    """One line of a summary list."""

    label: str
    value: str


def photos_of(nomination: Nomination) -> list[ProductPhoto]:
    """The photos in the order of the guided places, if the owner agreed to show them."""
    if not nomination.may_publish:
        return []
    order = list(PhotoSlot.values)
    return sorted(nomination.product.photos.all(), key=lambda photo: order.index(photo.slot))


def facts_of(nomination: Nomination) -> list[Line]:
    """How and of what the product is made."""
    product = nomination.product
    lines = [
        Line(_("Kekhasan daerah"), product.distinction),
        Line(_("Bahan baku utama"), product.raw_material),
        Line(_("Kapasitas produksi sebulan"), product.capacity),
    ]
    return [line for line in lines if line.value] if nomination.may_publish else []


def certificates_of(nomination: Nomination, today: date) -> list[Line]:
    """The papers that a buyer asks for, as facts: number, and until when."""
    if not nomination.may_publish:
        return []
    return [
        Line(
            permit.get_kind_display(),
            permit.number
            + (_(", berlaku sampai {day}").format(day=tanggal(permit.valid_until)) if permit.valid_until else ""),
        )
        for permit in nomination.ikm.permits.all()
        if permit.kind in SHOWN_PERMITS and (permit.valid_until is None or permit.valid_until >= today)
    ]


def structured_data(award: Award, address: str) -> dict[str, Any]:
    """The product for search engines (schema.org): the award as a fact, no rating, no price."""
    nomination = award.nomination
    edition = nomination.edition
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": nomination.product.name,
        "url": address,
        "category": nomination.product.commodity_group.label_en,
        "award": f"OVOP {edition.year}: {award.stars} / {edition.scheme.max_stars}",
        "manufacturer": {
            "@type": "Organization",
            "name": nomination.ikm.name,
            "address": {
                "@type": "PostalAddress",
                "addressRegion": nomination.regency.province.name,
                "addressLocality": str(nomination.regency),
                "addressCountry": "ID",
            },
        },
    }
