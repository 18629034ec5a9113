"""What an award certifies: taken once, at the publication, from the dossier as it was sent for the last time and from the decree.

Afterwards everybody reads the row that is made here (`PublishedAward`), so that certificate, verification, catalogue and product page cannot differ. The
record of the firm stays live and says later things: drafts of the next edition, corrections, another name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.text import slugify

from awards.dossier.snapshot import Snapshot, read
from awards.models import Award, Publication, PublishedAward, Submission
from ikm.models import CommodityGroup, PermitKind

# What a dossier says of its product and of its firm that may be shown, if its owner agrees; its numbers of identity are not among it.
OF_THE_PRODUCT = ("story", "distinction", "raw_material", "capacity")


@dataclass(frozen=True)
class Photo:
    """A photo that was sent, and its description for a reader who does not see it."""

    document_id: UUID
    alt: str

    def address(self, width: int) -> str:
        """The address of a small picture, `width` being 320, 640 or 1280."""
        return f"{reverse('documents:file', args=[self.document_id])}?lebar={width}"


@dataclass(frozen=True)
class Permit:
    """A paper that was sent."""

    kind: PermitKind
    number: str
    valid_until: date | None

    def stands(self, today: date) -> bool:
        return self.valid_until is None or self.valid_until >= today


def first_issues(awards: Sequence[Award], publication: Publication) -> list[PublishedAward]:
    """The public rows of `awards` (with nomination, product, place and decree) under `publication`, not saved yet."""
    groups = CommodityGroup.objects.in_bulk()
    newest = Submission.objects.filter(nomination__award__in=awards).order_by("nomination_id", "-n")
    sent = dict(newest.distinct("nomination_id").values_list("nomination_id", "dossier"))
    return [_first_issue(award, publication, read(sent[award.nomination_id]), groups) for award in awards]


def _first_issue(
    award: Award, publication: Publication, dossier: Snapshot, groups: Mapping[str, CommodityGroup]
) -> PublishedAward:
    nomination, determination = award.nomination, award.determination
    edition, regency = publication.edition, nomination.regency
    product, firm = dossier.product, dossier.ikm
    group = groups[product.commodity_group]
    return PublishedAward(
        award=award,
        issue=1,
        visible_from=publication.visible_from,
        is_rehearsal=edition.is_rehearsal,
        code=award.code,
        year=edition.year,
        edition_name=edition.name,
        scheme=edition.scheme,
        max_stars=edition.scheme.max_stars,
        stars=award.stars,
        valid_from=award.valid_from,
        valid_until=award.valid_until,
        firm=firm.name,
        product=nomination.product,
        product_name=product.name,
        commodity_group=group,
        group=group.label,
        group_en=group.label_en,
        regency=regency,
        region=f"{regency.full_name}, {regency.province.name}",
        place=regency.with_province,
        province=regency.province.name,
        decree_number=determination.number,
        decree_date=determination.date,
        signatory_name=determination.signatory_name,
        signatory_title=determination.signatory_title,
        told={
            **{name: getattr(product, name) for name in OF_THE_PRODUCT},
            "phone": firm.phone,
            "sentra": dossier.sentra.name if dossier.sentra else "",
            "permits": [
                {"kind": one.kind, "number": one.number, "valid_until": one.valid_until and one.valid_until.isoformat()}
                for one in dossier.permits
            ],
        },
        photos=[photo.document for photo in dossier.photos],
        photo_words=[photo.alt for photo in dossier.photos],
    )


def photos_of(published: PublishedAward) -> list[Photo]:
    """The photos of `published` (from `with_shown`) that everybody may see, in the order of the guided places; the first shows the whole product."""
    pairs = zip(published.photos, published.photo_words, strict=True)
    return [Photo(pk, alt) for pk, alt in pairs if pk in (published.shown or ())]


def permits_of(published: PublishedAward) -> list[Permit]:
    """The papers that were sent."""
    return [
        Permit(PermitKind(sent["kind"]), sent["number"], _day(sent["valid_until"]))
        for sent in published.told["permits"]
    ]


def slug_of(product: str) -> str:
    """The readable part of a product's address."""
    return slugify(product) or "produk"


def product_path(name: str, pk: int) -> str:
    """The page of an awarded product."""
    return reverse("awards:product", args=[slug_of(name), pk])


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
