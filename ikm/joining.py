"""One firm out of two records: what the dinas wrote down, and what the owner typed at registration.

The record of the dinas is kept, since years and awards may hang on it. What only the owner's says is added; where both say something else, somebody
chooses. Both records as they were stay beside the joined one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import serializers
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from ikm.models import Ikm, Joining, OwnerLink, Permit, Product, ProductPhoto, YearlyFigures
from ikm.operations import ASKED, link_owner, record_figures, write
from ovop_portal.accounts.models import User
from ovop_portal.common import formats
from ovop_portal.common.verbs import Missing, Refused, lock, verb
from ovop_portal.documents.models import Document
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of

By = User | str
OF_FIRM = (
    "name", "legal_form", "owner_name", "nib", "npwp", "siinas_account", "phone", "email", "district", "village",
    "address", "sentra", "sentra_since", "founded_in",
)  # fmt: skip
OF_PRODUCT = (
    "name", "kbli", "story", "distinction", "raw_material", "local_material_pct", "supply_years", "value_added_pct",
    "capacity", "market_reach", "sales_channels",
)  # fmt: skip
OF_PERMIT = ("issued_on", "valid_until", "document")


@dataclass(frozen=True)
class Difference:
    """A difference: both records say something, and not the same, in words or by the documents that each holds."""

    key: str
    label: str
    kept: str
    gone: str
    kept_file: Document | None = None
    gone_file: Document | None = None


def differences(kept: Ikm, gone: Ikm) -> list[Difference]:
    """What must be chosen before `gone` can go into `kept`, in the order of the file."""
    found = [
        Difference(prefix + name, _label(mine, name), _words(mine, name), _words(other, name))
        for prefix, mine, other, names in _rows(kept, gone)
        for name in names
        if _filled(mine, name) and _filled(other, name) and getattr(mine, name) != getattr(other, name)
    ]
    for mine, other in _permits(kept, gone):
        if mine is not None and _values(mine, OF_PERMIT) != _values(other, OF_PERMIT):
            label = f"{other.get_kind_display()} {other.number}"
            found.append(
                Difference(_permit_key(other), label, _dates(mine), _dates(other), mine.document, other.document)
            )
    for photo, theirs in _photos(kept, gone):
        if photo is not None and photo.document_id != theirs.document_id:
            label = f"{_('Foto')}: {theirs.get_slot_display()}"
            found.append(Difference(_photo_key(theirs), label, "", "", photo.document, theirs.document))
    for year, their_year in _figures(kept, gone):
        if year is not None and year.values != their_year.values:
            label = _("Angka tahun {year}").format(year=year.year)
            found.append(Difference(_figures_key(their_year), label, _money(year), _money(their_year)))
    return found


@verb
def join_firms(
    kept: Ikm, gone: Ikm, theirs: Collection[str], *, by: By, now: datetime, proof: str = ASKED
) -> dict[Product, Product]:
    """Make one firm of two records of one region; the accounts of `gone` get `kept`. Returns each product of `gone` with what it is in `kept`.

    `theirs` are the keys of the differences in which `gone` stands. Refuses a record that has an owner already, or that was joined before.
    """
    for ikm in sorted((kept, gone), key=lambda one: one.pk):
        lock(ikm)
    if kept.pk == gone.pk or kept.regency_id != gone.regency_id:
        raise Refused(Missing("not_twins", _("Pilih catatan lain dari daerah yang sama")))
    if Joining.objects.filter(gone__in=[kept, gone]).exists():
        raise Refused(Missing("joined", _("Usaha ini sudah digabungkan. Muat ulang halaman")))
    if kept.owner_links.filter(ends_at__isnull=True).exists():
        raise Refused(Missing("linked", _("Catatan ini sudah terhubung dengan akun pemilik")))
    before = {"kept": _snapshot(kept), "gone": _snapshot(gone)}
    if gone.nib:
        # A NIB belongs to one record: it moves to `kept`, or stays in `before`.
        nib = gone.nib
        write(gone, {"nib": ""}, seen=gone.version, by=by, now=now)
        gone.nib = nib
    products = _bring_products(kept, gone, now)
    for prefix, mine, other, names in _rows(kept, gone):
        values = {
            name: getattr(other, name)
            for name in names
            if _filled(other, name) and (not _filled(mine, name) or prefix + name in theirs)
        }
        if isinstance(mine, Ikm):
            values["is_anchor"] = mine.is_anchor or gone.is_anchor
            values["sentra_by_office"] = gone.sentra_by_office and not (values.get("sentra") or mine.sentra)
        write(mine, values, seen=mine.version, by=by, now=now)
    _bring_proofs(kept, gone, theirs, by=by, now=now)
    Joining.objects.create(kept=kept, gone=gone, before=before, joined_by=actor_of(by), joined_at=now)
    link = OwnerLink.objects.filter(ikm=gone, ends_at__isnull=True).select_related("user").first()
    if link is not None:
        OwnerLink.objects.filter(ikm=gone, ends_at__isnull=True).update(ends_at=now)
        link_owner(kept, link.user, by=by, now=now, proof=proof)
    body = {"kept": str(kept.uuid), "gone": str(gone.uuid), "of_owner": sorted(theirs)}
    journal.record("ikm.joined", kept.subject, by=by, now=now, body=body)
    journal.record("ikm.joined", gone.subject, by=by, now=now, body=body)
    return products


def _bring_products(kept: Ikm, gone: Ikm, now: datetime) -> dict[Product, Product]:
    """Products of `gone` that `kept` lacks, by name."""
    known = {product.name_key: product for product in kept.products.all()}
    return {
        product: known.get(product.name_key)
        or Product.objects.create(ikm=kept, name=product.name, commodity_group=product.commodity_group, created_at=now)
        for product in gone.products.all()
    }


def _bring_proofs(kept: Ikm, gone: Ikm, theirs: Collection[str], *, by: By, now: datetime) -> None:
    for mine, other in _permits(kept, gone):
        if mine is None or _permit_key(other) in theirs:
            values = {name: getattr(other, name) for name in OF_PERMIT}
            Permit.objects.update_or_create(ikm=kept, kind=other.kind, number=other.number, defaults=values)
    for photo, their_photo in _photos(kept, gone):
        if photo is None or _photo_key(their_photo) in theirs:
            product = next(one for one in kept.products.all() if one.name_key == their_photo.product.name_key)
            values = {"document": their_photo.document, "alt": their_photo.alt}
            ProductPhoto.objects.update_or_create(product=product, slot=their_photo.slot, defaults=values)
    for year, their_year in _figures(kept, gone):
        if year is None or _figures_key(their_year) in theirs:
            record_figures(kept, their_year.year, their_year.values, by=by, now=now)


def _rows(kept: Ikm, gone: Ikm) -> Iterator[tuple[str, Any, Any, tuple[str, ...]]]:
    yield "", kept, gone, OF_FIRM
    known = {product.name_key: product for product in kept.products.all()}
    for product in gone.products.all():
        if product.name_key in known:
            yield f"{product.uuid}-", known[product.name_key], product, OF_PRODUCT


def _permits(kept: Ikm, gone: Ikm) -> Iterator[tuple[Permit | None, Permit]]:
    known = {(permit.kind, permit.number): permit for permit in kept.permits.select_related("document")}
    for permit in gone.permits.select_related("document"):
        yield known.get((permit.kind, permit.number)), permit


def _photos(kept: Ikm, gone: Ikm) -> Iterator[tuple[ProductPhoto | None, ProductPhoto]]:
    def photos(ikm: Ikm) -> Iterator[ProductPhoto]:
        yield from ProductPhoto.objects.filter(product__ikm=ikm).select_related("document", "product").order_by("pk")

    known = {(photo.product.name_key, photo.slot): photo for photo in photos(kept)}
    for photo in photos(gone):
        yield known.get((photo.product.name_key, photo.slot)), photo


def _figures(kept: Ikm, gone: Ikm) -> Iterator[tuple[YearlyFigures | None, YearlyFigures]]:
    known = {row.year: row for row in kept.figures.all()}
    for row in gone.figures.all():
        yield known.get(row.year), row


def _permit_key(permit: Permit) -> str:
    return f"izin-{permit.pk}"


def _photo_key(photo: ProductPhoto) -> str:
    return f"foto-{photo.pk}"


def _figures_key(row: YearlyFigures) -> str:
    return f"angka-{row.year}"


def _filled(row: Model, name: str) -> bool:
    return getattr(row, name) not in (None, "")


def _values(row: Model, names: tuple[str, ...]) -> list[Any]:
    return [getattr(row, name) for name in names]


def _label(row: Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    label = str(field.verbose_name)
    label = label[:1].upper() + label[1:]
    return f"{row}: {label}" if isinstance(row, Product) else label


def _words(row: Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    if isinstance(field, Field) and field.choices:
        return str(getattr(row, f"get_{name}_display")())
    value = getattr(row, name)
    return formats.telepon(value) if name == "phone" else str(value)


def _dates(permit: Permit) -> str:
    days = [permit.issued_on, permit.valid_until]
    return " – ".join(formats.tanggal(day) if day else _("tanpa tanggal") for day in days)


def _money(row: YearlyFigures) -> str:
    words = _("{workers} orang, omzet {turnover}, investasi {investment}")
    return words.format(
        workers=formats.angka(row.workers),
        turnover=formats.rupiah(row.turnover),
        investment=formats.rupiah(row.investment),
    )


def _snapshot(ikm: Ikm) -> list[dict[str, Any]]:
    """Everything that the record says, as plain data."""
    products = list(ikm.products.all())
    rows = [
        ikm,
        *products,
        *ikm.permits.all(),
        *ikm.figures.all(),
        *ProductPhoto.objects.filter(product__in=products),
    ]
    return list(serializers.serialize("python", rows))
