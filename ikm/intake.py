"""The one door by which firms come into the registry: a set of records, and an answer for each. A registration is a set of one, an import or a season a set of
many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikm.missing import (
    missing_from_dates,
    missing_from_figures,
    missing_from_place,
    missing_from_trade,
    nib_taken,
)
from ikm.models import Ikm, OwnerLink, Permit, Product, ProductPhoto, YearlyFigures
from ikm.models.firm import PRINTED, years_that_cannot_be
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.printed import missing_letters
from ovop_portal.common.verbs import Missing, Refused, verb
from ovop_portal.common.words import inner
from ovop_portal.documents.models import Document
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of

By = User | str
BATCH = 2_000


@dataclass(frozen=True)
class Record:
    """A firm with one product and its proofs, as far as they are known. The mappings hold values of the models' fields.

    `figures` are the firm's years, `photos` a document and its description by slot. `owner` is the person who brings the firm, if their account shall own it.
    """

    firm: Mapping[str, Any]
    product: Mapping[str, Any]
    permits: Sequence[Mapping[str, Any]] = ()
    photos: Mapping[str, tuple[Document, str]] = field(default_factory=dict)
    figures: Sequence[Mapping[str, Any]] = ()
    owner: User | None = None


@dataclass(frozen=True)
class Answer:
    """What came of a record: the product that was made of it, with its firm; or what keeps it out."""

    record: Record
    product: Product | None
    missing: Sequence[Missing] = ()


@verb
def take_in(records: Sequence[Record], *, by: By, now: datetime) -> list[Answer]:
    """Make all records that may be made, in a fixed number of statements. Returns an answer for each, in order; a refused record keeps no other out."""
    while True:
        lacking = missing_from_records(records, by=by, now=now)
        good = [record for record, missing in zip(records, lacking, strict=True) if not missing]
        try:
            with transaction.atomic():
                products = iter(_make(good, by=by, now=now))
            break
        except IntegrityError as race:
            # Somebody else wrote one of the NIBs since we looked. The next look sees it, so that each turn has a record less.
            if "ikm_nib_unique" not in str(race):
                raise
    return [
        Answer(record, None if missing else next(products), missing)
        for record, missing in zip(records, lacking, strict=True)
    ]


@verb
def register(records: Sequence[Record], *, by: By, now: datetime) -> list[Product]:
    """Make all of `records`, or none. Raises `Refused` with what keeps rows out; where there are several, each item names its firm."""
    answers = take_in(records, by=by, now=now)
    missing = [_of_row(item, answer, len(records)) for answer in answers for item in answer.missing]
    if missing:
        raise Refused(*missing)
    return [answer.product for answer in answers if answer.product is not None]


def _of_row(item: Missing, answer: Answer, rows: int) -> Missing:
    return item if rows == 1 else replace(item, message=f"{answer.record.firm['name']}: {inner(item.message)}")


@verb
def add_products(
    rows: Sequence[tuple[Ikm, Mapping[str, Any], Mapping[str, tuple[Document, str]]]], *, by: By, now: datetime
) -> list[Product]:
    """More products for firms that are there: the firm, the product's values, and its photos by slot."""
    unprintable = [item for ikm, values, _photos in rows for item in missing_letters(values, "name", of=ikm.name)]
    if unprintable:
        raise Refused(*unprintable)
    products = Product.objects.bulk_create(
        [Product(ikm=ikm, **values, created_at=now) for ikm, values, _photos in rows], batch_size=BATCH
    )
    _put_photos([(product, photos) for product, (_ikm, _values, photos) in zip(products, rows, strict=True)])
    journal.record_many(
        "product.added",
        [(product.ikm.subject, {"product": str(product.uuid)}) for product in products],
        by=by,
        now=now,
    )
    return products


def missing_from_records(records: Sequence[Record], *, by: By, now: datetime) -> list[list[Missing]]:
    """What keeps each of `records` out: another's account, a name that cannot be printed, a NIB twice or taken, a place in another region, dates and
    figures that cannot be. Asked before anything is made, and by whoever wants to know what would come of them. One statement.
    """
    today = day_in_wib(now)
    nibs = Counter(record.firm["nib"] for record in records if record.firm.get("nib"))
    taken = {nib for nib, n in nibs.items() if n > 1}
    if nibs:
        taken |= set(Ikm.objects.filter(nib__in=list(nibs)).values_list("nib", flat=True))
    return [[*_missing_for_owner(record, by), *_missing(record, taken, today)] for record in records]


def _missing_for_owner(record: Record, by: By) -> list[Missing]:
    """Refuse an account that is not the one of `by`: an office gives a firm to an account with `link_owner`."""
    if isinstance(by, str) or record.owner in (None, by):
        return []
    return [Missing("other_account", _("Usaha terhubung dengan akun Anda sendiri, bukan akun orang lain"))]


def _missing(record: Record, taken: set[str], today: date) -> Iterator[Missing]:
    firm, product = record.firm, record.product
    sentra = firm.get("sentra")
    yield from missing_letters(firm, *PRINTED)
    yield from missing_letters({"product_name": product["name"]}, "product_name")
    if firm.get("nib") in taken:
        yield nib_taken(by_owner=record.owner is not None)
    yield from missing_from_place(firm["regency"], sentra, firm.get("district"))
    if sentra is not None:
        yield from missing_from_trade(sentra, [product["commodity_group"]])
    if wrong := years_that_cannot_be(firm.get("founded_in"), firm.get("sentra_since")):
        yield Missing("years", wrong, "sentra_since")
    for permit in record.permits:
        yield from missing_from_dates(permit.get("issued_on"), permit.get("valid_until"), today)
    for year in record.figures:
        yield from missing_from_figures(year)


def _make(records: Sequence[Record], *, by: By, now: datetime) -> list[Product]:
    """The rows of `records`, of which nothing is missing, and an event for each firm."""
    firms = Ikm.objects.bulk_create([Ikm(**record.firm, created_at=now) for record in records], batch_size=BATCH)
    rows = list(zip(firms, records, strict=True))
    products = Product.objects.bulk_create(
        [Product(ikm=ikm, **record.product, created_at=now) for ikm, record in rows], batch_size=BATCH
    )
    OwnerLink.objects.bulk_create(
        [OwnerLink(ikm=ikm, user=record.owner, starts_at=now) for ikm, record in rows if record.owner],
        batch_size=BATCH,
    )
    Permit.objects.bulk_create(
        [Permit(ikm=ikm, **permit, recorded_at=now) for ikm, record in rows for permit in record.permits],
        batch_size=BATCH,
    )
    _put_photos([(product, record.photos) for product, record in zip(products, records, strict=True)])
    YearlyFigures.objects.bulk_create(
        [
            YearlyFigures(ikm=ikm, **year, written_by=actor_of(by), written_at=now)
            for ikm, record in rows
            for year in record.figures
        ],
        batch_size=BATCH,
    )
    events = [_event(product, record) for product, record in zip(products, records, strict=True)]
    journal.record_many("ikm.registered", events, by=by, now=now)
    return products


def _put_photos(rows: Sequence[tuple[Product, Mapping[str, tuple[Document, str]]]]) -> None:
    """The photos of fresh products, by slot."""
    ProductPhoto.objects.bulk_create(
        [
            ProductPhoto(product=product, slot=slot, document=document, alt=alt)
            for product, photos in rows
            for slot, (document, alt) in photos.items()
        ],
        batch_size=BATCH,
    )


def _event(product: Product, record: Record) -> tuple[str, dict[str, Any]]:
    """What the journal keeps of a firm: what came with it, as far as anything did."""
    lists = {
        "permits": [permit["kind"] for permit in record.permits],
        "photos": list(record.photos),
        "documents": [str(permit["document"].pk) for permit in record.permits if permit.get("document")]
        + [str(document.pk) for document, _alt in record.photos.values()],
    }
    body = {"product": str(product.uuid), "regency": product.ikm.regency_id}
    return product.ikm.subject, body | {name: said for name, said in lists.items() if said}
