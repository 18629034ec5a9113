"""An awarded product in words for everybody: as it was certified, and of what its owner sent only what was agreed to be shown.

In a form that a person and a search engine can read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from awards.certificates.codes import spaced
from awards.certificates.printing import ISSUER
from awards.dossier.certified import Permit, Photo, permits_of, photos_of, slug_of
from awards.models import PublishedAward, Standing
from ikm.models import PermitKind
from ovop_portal.common.formats import star_words, tanggal

SHOWN_PERMITS = (PermitKind.HALAL, PermitKind.PIRT, PermitKind.BPOM, PermitKind.TRADEMARK, PermitKind.SNI)
# What certifies a product, with the body that issues it where that is one body; a registered mark is no certificate.
CERTIFYING = {
    PermitKind.HALAL: "Badan Penyelenggara Jaminan Produk Halal",
    PermitKind.BPOM: "Badan Pengawas Obat dan Makanan",
    PermitKind.PIRT: "",
    PermitKind.SNI: "",
}
LONGEST_DESCRIPTION = 160
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Fact:
    """One line of a summary list."""

    label: str
    value: str


@dataclass(frozen=True)
class ProductPage:
    """What the page of a product prints. `agreed`: may photos, story, facts and contact be shown?"""

    award: PublishedAward
    standing: Standing
    agreed: bool
    photos: list[Photo]
    permits: list[Permit]
    address: str
    image: str

    @property
    def told(self) -> Mapping[str, Any]:
        """Story, sentra, contact and facts, as far as they may be shown."""
        return self.award.told if self.agreed else NOTHING

    @property
    def facts(self) -> list[Fact]:
        """How and of what the product is made."""
        lines = [
            Fact(_("Kekhasan daerah"), self.told.get("distinction", "")),
            Fact(_("Bahan baku utama"), self.told.get("raw_material", "")),
            Fact(_("Kapasitas produksi sebulan"), self.told.get("capacity", "")),
        ]
        return [line for line in lines if line.value]

    @property
    def certificates(self) -> list[Fact]:
        """The papers that a buyer asks for, as facts: number, and until when."""
        return [
            Fact(
                str(permit.kind.label),
                permit.number
                + (_(", berlaku sampai {day}").format(day=tanggal(permit.valid_until)) if permit.valid_until else ""),
            )
            for permit in self.permits
        ]

    @property
    def stars(self) -> str:
        """Bintang 2 dari 3, OVOP 2024."""
        return f"{star_words(self.award.stars, self.award.max_stars)}, OVOP {self.award.year}"

    @property
    def description(self) -> str:
        """The product in one sentence, for where its address is passed on."""
        stars = "" if self.standing == Standing.REVOKED else f"{self.stars}. "
        known = f"{stars}{self.award.firm}, {self.award.place}."
        own = self.told.get("distinction", "")
        return Truncator(f"{known} {own}".strip()).chars(LONGEST_DESCRIPTION)

    @property
    def report_url(self) -> str:
        """A letter to the portal about this page, begun."""
        subject = _("Kesalahan pada halaman produk {address}").format(address=self.address)
        return f"mailto:{settings.CONTACT_EMAIL}?{urlencode({'subject': subject}).replace('+', '%20')}"

    @property
    def structured(self) -> dict[str, object]:
        """The product for search engines (schema.org): the award as a fact, no rating, no price."""
        award = self.award
        maker = {
            "@type": "Organization",
            "name": award.firm,
            "address": {
                "@type": "PostalAddress",
                "addressRegion": award.province,
                "addressLocality": award.place.rsplit(", ", 1)[0],
                "addressCountry": "ID",
            },
        }
        product = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": award.product_name,
            "url": self.address,
            "description": self.description,
            "category": award.group_en,
            "brand": {"@type": "Brand", "name": award.firm},
            "manufacturer": maker,
            "hasCertification": [self._of_the_award(), *map(_of_a_permit, self._certifying)],
        }
        if self.standing != Standing.REVOKED:
            product["award"] = self.stars
        return product | ({"image": self.image} if self.image else {})

    @property
    def _certifying(self) -> list[Permit]:
        return [permit for permit in self.permits if permit.kind in CERTIFYING]

    def _of_the_award(self) -> dict[str, object]:
        award = self.award
        is_valid = self.standing == Standing.VALID
        return {
            "@type": "Certification",
            "name": f"One Village One Product {award.year}",
            "issuedBy": {"@type": "GovernmentOrganization", "name": ISSUER},
            "certificationIdentification": spaced(award.code),
            "certificationStatus": f"https://schema.org/Certification{'Active' if is_valid else 'Inactive'}",
            "validFrom": award.valid_from.isoformat(),
            "expires": award.valid_until.isoformat(),
            "url": settings.PORTAL_URL + reverse("awards:verify", args=[award.code]),
        }


def _of_a_permit(permit: Permit) -> dict[str, object]:
    issuer, until = CERTIFYING[permit.kind], permit.valid_until
    return {
        "@type": "Certification",
        "name": str(permit.kind.label),
        "certificationIdentification": permit.number,
        **({"issuedBy": {"@type": "GovernmentOrganization", "name": issuer}} if issuer else {}),
        **({"expires": until.isoformat()} if until else {}),
    }


def page_of(award: PublishedAward, today: date, *, absolute: Callable[[str], str]) -> ProductPage:
    """The page of the product whose newest award is `award` (from `catalogue.awards_of`). `absolute` makes an address whole."""
    agreed = award.shown is not None
    photos = photos_of(award)
    permits = [one for one in permits_of(award) if one.kind in SHOWN_PERMITS and one.stands(today)] if agreed else []
    return ProductPage(
        award,
        award.standing(today),
        agreed,
        photos,
        permits,
        address=absolute(reverse("awards:product", args=[slug_of(award.product_name), award.product_id])),
        image=absolute(photos[0].address(640)) if photos else "",
    )
