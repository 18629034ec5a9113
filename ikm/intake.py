"""Many whole records of firms at once: the bulk door beside `operations`, for imports and made seasons.

What is refused one by one there is refused here, too; one refusal refuses the whole set. The journal gets one event for each firm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ikm.models import Ikm, OwnerLink, Permit, Product, ProductPhoto, YearlyFigures
from ikm.models.firm import PRINTED, years_that_cannot_be
from ikm.models.sentra import other_trade
from ikm.operations import subject_of
from ikm.rules import regencies_served
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

    `figures` are the firm's years, `photos` a document and its description by slot.
    """

    firm: Mapping[str, Any]
    product: Mapping[str, Any]
    permits: Sequence[Mapping[str, Any]] = ()
    photos: Mapping[str, tuple[Document, str]] = field(default_factory=dict)
    figures: Sequence[Mapping[str, Any]] = ()
    owner: User | None = None


@verb
def take_in(records: Sequence[Record], *, by: By, now: datetime) -> list[Product]:
    """Make the records of firms that are not there yet, in eight statements whatever their number. Products come back with their firms."""
    lacking = [*_missing_for_owners(records, by), *missing_from_records(records, now)]
    if lacking:
        raise Refused(*lacking)
    firms = Ikm.objects.bulk_create([Ikm(**record.firm, created_at=now) for record in records], batch_size=BATCH)
    products = Product.objects.bulk_create(
        [Product(ikm=ikm, **record.product, created_at=now) for ikm, record in zip(firms, records, strict=True)],
        batch_size=BATCH,
    )
    OwnerLink.objects.bulk_create(
        [
            OwnerLink(ikm=ikm, user=record.owner, starts_at=now)
            for ikm, record in zip(firms, records, strict=True)
            if record.owner
        ],
        batch_size=BATCH,
    )
    Permit.objects.bulk_create(
        [
            Permit(ikm=ikm, **permit, recorded_at=now)
            for ikm, record in zip(firms, records, strict=True)
            for permit in record.permits
        ],
        batch_size=BATCH,
    )
    put_photos([(product, record.photos) for product, record in zip(products, records, strict=True)])
    YearlyFigures.objects.bulk_create(
        [
            YearlyFigures(ikm=ikm, **year, written_by=actor_of(by), written_at=now)
            for ikm, record in zip(firms, records, strict=True)
            for year in record.figures
        ],
        batch_size=BATCH,
    )
    journal.record_many(
        "ikm.registered",
        [_event(product, record) for product, record in zip(products, records, strict=True)],
        by=by,
        now=now,
    )
    return products


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
    put_photos([(product, photos) for product, (_ikm, _values, photos) in zip(products, rows, strict=True)])
    journal.record_many(
        "product.added",
        [(subject_of(product.ikm), {"product": str(product.uuid)}) for product in products],
        by=by,
        now=now,
    )
    return products


def put_photos(rows: Sequence[tuple[Product, Mapping[str, tuple[Document, str]]]]) -> None:
    """The photos of fresh products, by slot."""
    ProductPhoto.objects.bulk_create(
        [
            ProductPhoto(product=product, slot=slot, document=document, alt=alt)
            for product, photos in rows
            for slot, (document, alt) in photos.items()
        ],
        batch_size=BATCH,
    )


def _missing_for_owners(records: Sequence[Record], by: By) -> list[Missing]:
    """A firm comes with the account of whoever brings it; with somebody else's only from the dinas of its region."""
    given = [record for record in records if record.owner not in (None, by)]
    if not given or isinstance(by, str):
        return []
    served = regencies_served(by)
    words = _("{name}: usaha ini bukan di daerah dinas Anda")
    return [
        Missing("foreign_region", words.format(name=record.firm["name"]), "regency")
        for record in given
        if record.firm["regency"].pk not in served
    ]


def missing_from_records(records: Sequence[Record], now: datetime) -> list[Missing]:
    """What keeps these records out: a name that cannot be printed, a NIB twice or taken, a place in another region, dates and figures that cannot be."""
    today = day_in_wib(now)
    nibs = Counter(record.firm["nib"] for record in records if record.firm.get("nib"))
    taken = set(Ikm.objects.filter(nib__in=list(nibs)).values_list("nib", flat=True)) | {
        nib for nib, n in nibs.items() if n > 1
    }
    return [item for record in records for item in _missing(record, taken, today)]


def _missing(record: Record, taken: set[str], today: Any) -> list[Missing]:
    firm, name, lacking = record.firm, record.firm["name"], []
    regency = firm["regency"]
    lacking += missing_letters(firm, *PRINTED, of=name)
    lacking += missing_letters({"product_name": record.product["name"]}, "product_name", of=name)
    if firm.get("nib") in taken:
        lacking.append(Missing("nib_taken", _("{name}: NIB ini sudah terdaftar").format(name=name), "nib"))
    if (sentra := firm.get("sentra")) and sentra.regency_id != regency.pk:
        lacking.append(
            Missing(
                "foreign_sentra", _("{name}: pilih sentra di {regency}").format(name=name, regency=regency), "sentra"
            )
        )
    if sentra and sentra.commodity_group != record.product["commodity_group"]:
        words = other_trade(sentra.commodity_group, record.product["commodity_group"])
        lacking.append(Missing("other_trade", f"{name}: {inner(words)}", "sentra"))
    if wrong := years_that_cannot_be(firm.get("founded_in"), firm.get("sentra_since")):
        lacking.append(Missing("years", f"{name}: {inner(wrong)}", "sentra_since"))
    if (district := firm.get("district")) and district.regency_id != regency.pk:
        lacking.append(
            Missing(
                "foreign_district",
                _("{name}: pilih kecamatan di {regency}").format(name=name, regency=regency),
                "district",
            )
        )
    for permit in record.permits:
        issued_on, valid_until = permit.get("issued_on"), permit.get("valid_until")
        if issued_on and issued_on > today:
            lacking.append(
                Missing(
                    "future", _("{name}: tanggal terbit tidak boleh sesudah hari ini").format(name=name), "issued_on"
                )
            )
        if issued_on and valid_until and valid_until < issued_on:
            lacking.append(
                Missing(
                    "order",
                    _("{name}: tanggal berlaku sampai harus sesudah tanggal terbit").format(name=name),
                    "valid_until",
                )
            )
    for year in record.figures:
        if year["workers_local"] > year["workers_male"] + year["workers_female"]:
            words = _("{name}: tenaga kerja setempat harus paling banyak sejumlah seluruh tenaga kerja")
            lacking.append(Missing("local", words.format(name=name), "workers_local"))
    return lacking


def _event(product: Product, record: Record) -> tuple[str, dict[str, Any]]:
    body = {
        "product": str(product.uuid),
        "regency": product.ikm.regency_id,
        "permits": [permit["kind"] for permit in record.permits],
        "photos": list(record.photos),
        "documents": [str(permit["document"].pk) for permit in record.permits if permit.get("document")]
        + [str(document.pk) for document, _alt in record.photos.values()],
    }
    return subject_of(product.ikm), body
