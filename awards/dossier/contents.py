"""The living dossier of a nomination: the records behind it, gathered once, and the snapshot that they give on a day.

Nothing here changes anything. What each section shows and still lacks is said in `sections`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from awards.dossier import snapshot
from awards.dossier.snapshot import Snapshot
from awards.models import Nomination, RequiredPaper
from ikm.models import Ikm, Permit, PhotoSlot, Product, ProductPhoto, Sentra, SentraDecree, YearlyFigures
from ovop_portal.documents.models import Document

_TOGETHER = (
    "edition",
    "ikm__sentra__commodity_group",
    "ikm__regency__province",
    "ikm__district",
    "product__commodity_group",
)


def with_dossier(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """`rows` with everything that a dossier is made of, in a fixed number of statements whatever the number of rows."""
    return rows.select_related(*_TOGETHER).prefetch_related(*_beside())


def gather(nomination: Nomination) -> None:
    """Fetch, for one nomination that is at hand already, what `with_dossier` brings for rows."""
    prefetch_related_objects([nomination], *_beside())


def _beside() -> list[str | Prefetch]:
    return [
        "edition__required_papers",
        Prefetch("ikm__permits", Permit.objects.select_related("document")),
        Prefetch("ikm__sentra__decrees", SentraDecree.objects.in_force().select_related("document")),
        Prefetch("product__photos", ProductPhoto.objects.select_related("document")),
        "ikm__figures",
    ]


@dataclass(frozen=True)
class Answers:
    """What the sections look at to say what is missing. A list gets it without fetching the records themselves (`completeness`)."""

    ikm: Ikm
    product: Product
    kinds: frozenset[str]  # of the papers that have a copy
    slots: frozenset[str]  # of the photos
    has_figures: bool
    papers: list[RequiredPaper]


@dataclass(frozen=True)
class Dossier:
    """The live records behind one nomination, gathered once."""

    nomination: Nomination
    ikm: Ikm
    product: Product
    permits: list[Permit]
    decrees: list[SentraDecree]
    photos: list[ProductPhoto]
    figures: list[YearlyFigures]
    papers: list[RequiredPaper]

    @classmethod
    def of(cls, nomination: Nomination) -> Dossier:
        """The dossier of `nomination`; costs no query for rows that came through `with_dossier`."""
        ikm, product = nomination.ikm, nomination.product
        return cls(
            nomination,
            ikm,
            product,
            list(ikm.permits.all()),
            list(ikm.sentra.decrees.all()) if ikm.sentra else [],
            list(product.photos.all()),
            list(ikm.figures.all()),
            asked_of(product, nomination.edition.required_papers.all()),
        )

    @property
    def answers(self) -> Answers:
        return Answers(
            self.ikm,
            self.product,
            frozenset(permit.kind for permit in self.permits if permit.document_id),
            frozenset(photo.slot for photo in self.photos),
            bool(self.figures),
            self.papers,
        )

    @property
    def documents(self) -> dict[UUID, Document]:
        """The copies and photos that are there, by their key."""
        holders: Sequence[Permit | SentraDecree | ProductPhoto] = [*self.permits, *self.decrees, *self.photos]
        return {holder.document.pk: holder.document for holder in holders if holder.document is not None}

    def permit_for(self, paper: RequiredPaper) -> Permit | None:
        """The newest paper of one of the accepted kinds that has a copy."""
        return next((permit for permit in self.permits if permit.kind in paper.kinds and permit.document_id), None)


def asked_of(product: Product, papers: Iterable[RequiredPaper]) -> list[RequiredPaper]:
    """The required papers of an edition that are asked of the product's commodity group."""
    return [paper for paper in papers if paper.commodity_group_id in (None, product.commodity_group_id)]


def documents_of(read: Snapshot) -> dict[UUID, Document]:
    """The documents that a snapshot names, by their key. One statement."""
    return Document.objects.in_bulk(read.documents)


def compose(dossier: Dossier, today: date) -> Snapshot:
    """The snapshot that would be sent on the day `today`."""
    product = dossier.product
    return Snapshot(
        today,
        _firm(dossier.ikm),
        _sentra(dossier.ikm.sentra, dossier.decrees) if dossier.ikm.sentra else None,
        snapshot.Product(
            name=product.name,
            commodity_group=product.commodity_group_id,
            kbli=product.kbli,
            story=product.story,
            distinction=product.distinction,
            raw_material=product.raw_material,
            local_material_pct=product.local_material_pct,
            supply_years=product.supply_years,
            value_added_pct=product.value_added_pct,
            capacity=product.capacity,
            market_reach=product.market_reach,
            sales_channels=product.sales_channels,
        ),
        tuple(
            snapshot.Permit(permit.kind, permit.number, permit.issued_on, permit.valid_until, permit.document_id)
            for permit in dossier.permits
        ),
        tuple(
            snapshot.Photo(photo.slot, photo.description, photo.document_id)
            for photo in sorted(dossier.photos, key=lambda photo: PhotoSlot.values.index(photo.slot))
        ),
        tuple(_year(row) for row in dossier.figures),
    )


def _firm(ikm: Ikm) -> snapshot.Firm:
    return snapshot.Firm(
        name=ikm.name,
        legal_form=ikm.legal_form,
        owner_name=ikm.owner_name,
        nib=ikm.nib,
        npwp=ikm.npwp,
        siinas_account=ikm.siinas_account,
        phone=ikm.phone,
        email=ikm.email,
        address=ikm.address,
        village=ikm.village,
        district=ikm.district.name if ikm.district else "",
        regency=snapshot.Named(ikm.regency_id, ikm.regency.with_province),
        sentra_since=ikm.sentra_since,
        is_anchor=ikm.is_anchor,
        founded_in=ikm.founded_in,
        sentra_by_office=ikm.sentra_by_office,
    )


def _sentra(sentra: Sentra, decrees: Iterable[SentraDecree]) -> snapshot.Sentra:
    return snapshot.Sentra(
        name=sentra.name,
        unit_count=sentra.unit_count,
        decrees=tuple(snapshot.Decree(decree.number, decree.date, decree.document_id) for decree in decrees),
        commodity_group=snapshot.Named(sentra.commodity_group_id, sentra.commodity_group.label),
    )


def _year(row: YearlyFigures) -> snapshot.Figures:
    return snapshot.Figures(
        year=row.year,
        workers_male=row.workers_male,
        workers_female=row.workers_female,
        workers_local=row.workers_local,
        investment=row.investment,
        turnover=row.turnover,
        production_value=row.production_value,
    )
