"""What is done with the records of firms: register, write, add papers, photos and figures. Nothing here knows of an award.

Writing carries the version that the writer had seen: whoever saves second is told, never overwritten. Who may write is asked by the doors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, models
from django.db.models import Q
from django.utils.translation import gettext as _

from ikm.models import (
    CommodityGroup,
    Ikm,
    OwnerLink,
    Permit,
    PhotoSlot,
    Product,
    ProductPhoto,
    Sentra,
    YearlyFigures,
)
from ikm.models.sentra import other_trade
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import ukuran
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.documents.models import Document
from ovop_portal.ledger import journal
from regions.models import District, Regency

By = User | str
Row = TypeVar("Row", Ikm, Product)


@verb
def register_ikm(
    *,
    name: str,
    owner_name: str,
    regency: Regency,
    product_name: str,
    commodity_group: CommodityGroup,
    phone: str = "",
    nib: str = "",
    sentra_by_office: bool = False,
    owner: User | None = None,
    by: By,
    now: datetime,
) -> Product:
    """Make the record of a firm with its first product, and link the owner's account if there is one.

    `sentra_by_office`: the owner does not know the sentra, and leaves it to the dinas.
    Refuses a NIB that is registered already, without saying whose it is.
    """
    with _nib_of_its_own(nib):
        ikm = Ikm.objects.create(
            name=name,
            owner_name=owner_name,
            regency=regency,
            phone=phone,
            nib=nib,
            sentra_by_office=sentra_by_office,
            created_at=now,
        )
    product = Product.objects.create(ikm=ikm, name=product_name, commodity_group=commodity_group, created_at=now)
    if owner is not None:
        OwnerLink.objects.create(ikm=ikm, user=owner, starts_at=now)
    journal.record(
        "ikm.registered", subject_of(ikm), by=by, now=now, body={"product": str(product.uuid), "regency": regency.pk}
    )
    return product


@verb
def write(row: Row, values: dict[str, Any], *, seen: int, by: By, now: datetime) -> Row:
    """Write `values` on a firm or a product, if its version is still the one that was `seen`; raises `Stale` otherwise.

    Refuses a NIB that another firm has, without saying whose it is.
    """
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return row
    model = type(row)
    with _nib_of_its_own(changed.get("nib", "")):
        written = model._default_manager.filter(pk=row.pk, version=seen).update(
            **changed, version=models.F("version") + 1
        )
    if not written:
        row.refresh_from_db()
        raise Stale(row)
    row.refresh_from_db()
    ikm = row if isinstance(row, Ikm) else row.ikm
    journal.record("ikm.written", subject_of(ikm), by=by, now=now, body=names_of(row) | {"fields": sorted(changed)})
    return row


@verb
def place_in_sentra(
    ikm: Ikm, sentra: Sentra | None, values: dict[str, Any], *, seen: int, by: By, now: datetime
) -> Ikm:
    """Write where the firm is. A sentra of another regency or city is refused, and one that makes what the firm does not."""
    if sentra is not None and sentra.regency_id != ikm.regency_id:
        raise Refused(Missing("foreign_sentra", _("Pilih sentra di {regency}").format(regency=ikm.regency), "sentra"))
    # Where the firm stands already is left to those who check: the group of its product may have been mended since.
    if sentra is not None and sentra.pk != ikm.sentra_id:
        groups = [product.commodity_group for product in ikm.products.select_related("commodity_group")]
        if sentra.commodity_group not in groups:
            words = other_trade(sentra.commodity_group, ", ".join(map(str, groups)))
            raise Refused(Missing("other_trade", words, "sentra"))
    district: District | None = values.get("district")
    if district is not None and district.regency_id != ikm.regency_id:
        raise Refused(
            Missing("foreign_district", _("Pilih kecamatan di {regency}").format(regency=ikm.regency), "district")
        )
    known = {"sentra_by_office": False} if sentra is not None else {}
    return write(ikm, {**values, **known, "sentra": sentra}, seen=seen, by=by, now=now)


@verb
def add_permit(
    ikm: Ikm,
    kind: str,
    *,
    number: str,
    issued_on: date | None,
    valid_until: date | None,
    document: Document | None,
    by: By,
    now: datetime,
    seen: str | None = None,
    before: Permit | None = None,
) -> Permit:
    """Put a paper into the firm's vault. The same kind and number again replaces dates and copy.

    `seen` is the fingerprint of the paper that the writer had before them (empty for a new one), `before` that paper where its number may change:
    raises `Stale` when it says something else by now, refuses a number that another paper has.
    """
    if seen is not None:
        _demand_paper_as_seen(ikm, kind, number, seen, before)
    if issued_on is not None and issued_on > day_in_wib(now):
        raise Refused(Missing("future", _("Tanggal terbit tidak boleh sesudah hari ini"), "issued_on"))
    if issued_on is not None and valid_until is not None and valid_until < issued_on:
        raise Refused(Missing("order", _("Tanggal berlaku sampai harus sesudah tanggal terbit"), "valid_until"))
    values: dict[str, Any] = {"issued_on": issued_on, "valid_until": valid_until}
    if document is not None:
        _refuse_too_much(ikm, document, Permit.objects.filter(ikm=ikm, kind=kind, number=number))
        values["document"] = document
    permit, _made = Permit.objects.update_or_create(ikm=ikm, kind=kind, number=number, defaults=values)
    journal.record(
        "permit.added", subject_of(ikm), by=by, now=now, body={"kind": kind, "document": document and str(document.pk)}
    )
    return permit


@verb
def remove_permit(permit: Permit, *, by: By, now: datetime, seen: str | None = None) -> None:
    """Take a paper out of the live vault. What was submitted keeps its own copy. Raises `Stale` when it is no longer as it was `seen`."""
    if seen is not None:
        lock(permit.ikm)
        there = Permit.objects.filter(pk=permit.pk).first()
        if there is None or there.fingerprint != seen:
            raise Stale(there or permit.ikm)
    journal.record("permit.removed", subject_of(permit.ikm), by=by, now=now, body={"kind": permit.kind})
    permit.delete()


@verb
def put_photo(
    product: Product, slot: str, document: Document, *, alt: str = "", by: By, now: datetime, seen: str | None = None
) -> ProductPhoto:
    """Put a photo into one of the guided places; the one before gives way.

    `seen` is the key of the document that the writer saw there (empty for an empty place): raises `Stale` when another one stands there by now.
    """
    if seen is not None:
        lock(product)
        there = ProductPhoto.objects.filter(product=product, slot=slot).first()
        _demand_photo_as_seen(product, there, seen)
    _refuse_too_much(product.ikm, document, ProductPhoto.objects.filter(product=product, slot=slot))
    photo, _made = ProductPhoto.objects.update_or_create(
        product=product, slot=PhotoSlot(slot), defaults={"document": document, "alt": alt}
    )
    journal.record(
        "photo.put", subject_of(product.ikm), by=by, now=now, body={"slot": slot, "document": str(document.pk)}
    )
    return photo


@verb
def remove_photo(photo: ProductPhoto, *, by: By, now: datetime, seen: str | None = None) -> None:
    """Empty a photo place. Raises `Stale` when the photo is not the one that was `seen` there."""
    if seen is not None:
        lock(photo.product)
        _demand_photo_as_seen(photo.product, ProductPhoto.objects.filter(pk=photo.pk).first(), seen)
    journal.record("photo.removed", subject_of(photo.product.ikm), by=by, now=now, body={"slot": photo.slot})
    photo.delete()


@verb
def record_figures(
    ikm: Ikm, year: int, values: dict[str, int | None], *, by: By, now: datetime, seen: str | None = None
) -> YearlyFigures:
    """Write the workers and money of one year.

    `seen` is the fingerprint of what the writer had before them (empty for a year without figures): raises `Stale` when the year says something else by now.
    """
    lock(ikm)
    there = YearlyFigures.objects.filter(ikm=ikm, year=year).first()
    if seen is not None and seen != (there.fingerprint if there else ""):
        raise Stale(there or ikm)
    if (values["workers_local"] or 0) > (values["workers_male"] or 0) + (values["workers_female"] or 0):
        raise Refused(
            Missing(
                "local", _("Tenaga kerja setempat harus paling banyak sejumlah seluruh tenaga kerja"), "workers_local"
            )
        )
    figures, _made = YearlyFigures.objects.update_or_create(ikm=ikm, year=year, defaults=values)
    journal.record("figures.recorded", subject_of(ikm), by=by, now=now, body={"year": year})
    return figures


@verb
def link_owner(ikm: Ikm, user: User, *, by: By, now: datetime) -> OwnerLink:
    """Give a user the firm's file."""
    link, _made = OwnerLink.objects.get_or_create(ikm=ikm, user=user, ends_at=None, defaults={"starts_at": now})
    journal.record("ikm.owner_linked", subject_of(ikm), by=by, now=now, body={"owner": user.actor})
    journal.record("account.firm_linked", user.actor, by=by, now=now, body={"ikm": str(ikm.uuid)})
    return link


@contextmanager
def _nib_of_its_own(nib: str) -> Iterator[None]:
    """Refuse a NIB that another firm has: by a look before writing, and by the constraint when two write at once."""
    taken = Refused(
        Missing(
            "nib_taken",
            _("NIB ini sudah terdaftar. Minta dinas Anda menghubungkan akun Anda dengan data yang ada"),
            "nib",
        )
    )
    if nib and Ikm.objects.filter(nib=nib).exists():
        raise taken
    try:
        yield
    except IntegrityError as race:
        if "ikm_nib_unique" not in str(race):
            raise
        raise taken from race


def _demand_paper_as_seen(ikm: Ikm, kind: str, number: str, seen: str, before: Permit | None) -> None:
    """The later of two writers at one paper is told; writers wait for each other at the firm."""
    lock(ikm)
    there = Permit.objects.filter(ikm=ikm, kind=kind, number=number).first()
    held = Permit.objects.filter(pk=before.pk).first() if before else there
    if seen != (held.fingerprint if held else ""):
        raise Stale(held or ikm)
    if before is not None and there is not None and there.pk != before.pk:
        raise Refused(Missing("number_taken", _("Dokumen dengan nomor ini sudah ada. Buka dokumen itu"), "number"))


def _demand_photo_as_seen(product: Product, there: ProductPhoto | None, seen: str) -> None:
    if seen != (str(there.document_id) if there else ""):
        raise Stale(there or product)


def _refuse_too_much(ikm: Ikm, document: Document, instead: models.QuerySet[Any]) -> None:
    """All files of a firm together stay below the limit of a nomination. What stands in the place that `document` takes gives way, and is not counted."""
    lock(ikm)  # Two uploads at once are counted one after the other.
    limit = settings.UPLOAD_MAX_NOMINATION_BYTES
    leaving = [document.pk, *instead.exclude(document=None).values_list("document", flat=True)]
    papers, photos = ikm.permits.values("document"), ProductPhoto.objects.filter(product__ikm=ikm).values("document")
    held = Document.objects.filter(Q(pk__in=papers) | Q(pk__in=photos)).exclude(pk__in=leaving)
    if (held.aggregate(sum=models.Sum("size"))["sum"] or 0) + document.size > limit:
        words = _("Semua berkas usaha harus kurang dari {limit}. Hapus satu berkas, atau pilih berkas yang lebih kecil")
        raise Refused(Missing("too_much", words.format(limit=ukuran(limit)), "document"))


def names_of(row: Ikm | Product) -> dict[str, str]:
    """How the ledger tells a firm's own record from those of its products."""
    return {"of": "product", "product": str(row.uuid)} if isinstance(row, Product) else {"of": "ikm"}


def subject_of(ikm: Ikm) -> str:
    """How the ledger names a firm."""
    return f"ikm:{ikm.uuid}"
