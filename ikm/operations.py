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

from ikm.intake import Record, register
from ikm.missing import missing_from_dates, missing_from_figures, missing_from_place, missing_from_trade, nib_taken
from ikm.models import (
    CommodityGroup,
    Ikm,
    Joining,
    OwnerLink,
    Permit,
    PhotoSlot,
    Product,
    ProductPhoto,
    Sentra,
    YearlyFigures,
)
from ikm.models.firm import PRINTED
from ikm.models.writing import with_writing
from ikm.rules import serves
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import ukuran
from ovop_portal.common.printed import demand_printable
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.documents.models import Document
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of
from ovop_portal.ledger.vouching import hidden
from regions.models import Regency

By = User | str
# How an officer knows that an account is the owner's: by asking, or by the code that only the holder of the account sees.
ASKED, CODE = "asked", "code"
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
    """Make the record of a firm with its first product, and link the owner's account if there is one: a set of one at the door of `intake`.

    `sentra_by_office`: the owner does not know the sentra, and leaves it to the dinas. Only owners themselves register with their account; an office
    gives a firm by `link_owner`. Refuses a NIB that is registered already, without saying whose it is.
    """
    firm = {
        "name": name,
        "owner_name": owner_name,
        "regency": regency,
        "phone": phone,
        "nib": nib,
        "sentra_by_office": sentra_by_office,
    }
    record = Record(firm, {"name": product_name, "commodity_group": commodity_group}, owner=owner)
    [product] = register([record], by=by, now=now)
    return product


@verb
def write(row: Row, values: dict[str, Any], *, seen: int, by: By, now: datetime) -> Row:
    """Write `values` on a firm or a product, if its version is still the one that was `seen`; raises `Stale` otherwise.

    Refuses a NIB that another firm has, without saying whose it is.
    """
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return row
    demand_printable(changed, *(PRINTED if isinstance(row, Ikm) else ("name",)))
    model = type(row)
    with _nib_of_its_own(changed.get("nib", "")):
        written = model._default_manager.filter(pk=row.pk, version=seen).update(
            **changed,
            version=models.F("version") + 1,
            written=with_writing(changed, seen + 1, actor_of(by), now),
        )
    if not written:
        row.refresh_from_db()
        raise Stale(row)
    row.refresh_from_db()
    ikm = row if isinstance(row, Ikm) else row.ikm
    journal.record("ikm.written", ikm.subject, by=by, now=now, body=names_of(row) | {"fields": sorted(changed)})
    return row


@verb
def place_in_sentra(
    ikm: Ikm, sentra: Sentra | None, values: dict[str, Any], *, seen: int, by: By, now: datetime
) -> Ikm:
    """Write where the firm is. A sentra of another regency or city is refused, and one that makes what the firm does not."""
    missing = missing_from_place(ikm.regency, sentra, values.get("district"))
    # The sentra in which the firm is already is left to those who check: the group of its product may have been corrected since.
    if sentra is not None and sentra.pk != ikm.sentra_id:
        products = ikm.products.select_related("commodity_group")
        missing += missing_from_trade(sentra, [product.commodity_group for product in products])
    if missing:
        raise Refused(*missing)
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
    raises `Stale` when it says something else by now, refuses a number that another paper has. Under a new number the paper keeps the copy it had, unless
    another one is given, and leaves its old place.
    """
    if document is None and before is not None:
        document = before.document
    if seen is not None:
        _demand_paper_as_seen(ikm, kind, number, seen, before)
    if missing := missing_from_dates(issued_on, valid_until, day_in_wib(now)):
        raise Refused(*missing)
    values: dict[str, Any] = {"issued_on": issued_on, "valid_until": valid_until}
    if document is not None:
        _refuse_too_much(ikm, document, Permit.objects.filter(ikm=ikm, kind=kind, number=number))
        values["document"] = document
    permit, _made = Permit.objects.update_or_create(ikm=ikm, kind=kind, number=number, defaults=values)
    journal.record(
        "permit.added", ikm.subject, by=by, now=now, body={"kind": kind, "document": document and str(document.pk)}
    )
    if before is not None and before.pk != permit.pk:
        remove_permit(before, by=by, now=now)
    return permit


@verb
def remove_permit(permit: Permit, *, by: By, now: datetime, seen: str | None = None) -> None:
    """Take a paper out of the live vault. What was submitted keeps its own copy. Raises `Stale` when it is no longer as it was `seen`."""
    if seen is not None:
        lock(permit.ikm)
        there = Permit.objects.filter(pk=permit.pk).first()
        if there is None or there.fingerprint != seen:
            raise Stale(there or permit.ikm)
    journal.record("permit.removed", permit.ikm.subject, by=by, now=now, body={"kind": permit.kind})
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
    journal.record("photo.put", product.ikm.subject, by=by, now=now, body={"slot": slot, "document": str(document.pk)})
    return photo


@verb
def remove_photo(photo: ProductPhoto, *, by: By, now: datetime, seen: str | None = None) -> None:
    """Empty a photo place. Raises `Stale` when the photo is not the one that was `seen` there."""
    if seen is not None:
        lock(photo.product)
        _demand_photo_as_seen(photo.product, ProductPhoto.objects.filter(pk=photo.pk).first(), seen)
    journal.record("photo.removed", photo.product.ikm.subject, by=by, now=now, body={"slot": photo.slot})
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
    if missing := missing_from_figures(values):
        raise Refused(*missing)
    figures, _made = YearlyFigures.objects.update_or_create(
        ikm=ikm, year=year, defaults={**values, "written_by": actor_of(by), "written_at": now}
    )
    journal.record("figures.recorded", ikm.subject, by=by, now=now, body={"year": year})
    return figures


@verb
def link_owner(ikm: Ikm, user: User, *, by: By, now: datetime, proof: str = ASKED) -> OwnerLink:
    """Give a user the firm's file. `proof` is how the officer knows that the account is the owner's, for the ledger.

    Refuses what `missing_for_link` finds, whoever calls.
    """
    lock(ikm)
    missing = missing_for_link(ikm, user, by=by)
    if missing:
        raise Refused(*missing)
    link = OwnerLink.objects.create(ikm=ikm, user=user, starts_at=now, given_by=actor_of(by))
    journal.record("ikm.owner_linked", ikm.subject, by=by, now=now, body={"owner": user.actor, "proof": proof})
    journal.record("account.firm_linked", user.actor, by=by, now=now, body={"ikm": str(ikm.uuid), "proof": proof})
    return link


def missing_for_link(ikm: Ikm, user: User, *, by: By) -> list[Missing]:
    """What keeps `by` from giving the firm to the account of `user`: another region, an owner who is there, a record that went into another one with
    what its owner had typed, no owner's account, one's own account.
    """
    missing = _missing_for_office(ikm, by)
    if Joining.objects.filter(gone=ikm).exists():
        missing.append(
            Missing("joined", _("Catatan ini sudah digabungkan dengan catatan lain, dan tidak diberikan lagi"))
        )
    if ikm.owner_links.filter(ends_at__isnull=True).exists():
        missing.append(Missing("linked", _("Usaha ini sudah terhubung dengan akun pemilik"), "phone"))
    if not user.is_active or not user.duties.has(Role.OWNER):
        missing.append(Missing("no_account", _("Akun ini bukan akun pemilik, atau sudah ditutup"), "phone"))
    if user == by:
        words = _("Akun Anda sendiri dihubungkan oleh petugas lain di dinas")
        missing.append(Missing("own_account", words, "phone"))
    return missing


@verb
def unlink_owner(ikm: Ikm, user: User, reason: str, *, by: By, now: datetime) -> OwnerLink:
    """Take the firm's file back from an account to which an office had given it by mistake. What the account had asked the dinas ends with it.

    The link stays as a row with its end and the reason. Refused for a firm that the account registered itself, under this record or under one that was
    joined with it: nobody gave it.
    """
    lock(ikm)
    link = ikm.owner_links.filter(user=user, ends_at__isnull=True).first()
    if link is None:
        raise Stale(ikm)
    missing = _missing_for_office(ikm, by)
    if not was_linked_by_office(ikm, user):
        words = _("Pemilik mendaftarkan usaha ini sendiri, jadi akunnya tidak dapat dilepas")
        missing.append(Missing("registered", words))
    if user == by:
        missing.append(Missing("own_account", _("Akun Anda sendiri dilepas oleh petugas lain di dinas")))
    if missing:
        raise Refused(*missing)
    link.ends_at, link.ended_by, link.reason = max(now, link.starts_at), journal.actor_of(by), reason
    link.save(update_fields=["ends_at", "ended_by", "reason"])
    Ikm.objects.filter(pk=ikm.pk).update(join_asked_at=None, join_declined_at=None)
    said = {"since": link.starts_at, "reason_sha256": hidden(reason, link.salt)}
    journal.record("ikm.owner_unlinked", ikm.subject, by=by, now=now, body={"owner": user.actor} | said)
    journal.record("account.firm_unlinked", user.actor, by=by, now=now, body={"ikm": str(ikm.uuid)} | said)
    return link


def was_linked_by_office(ikm: Ikm, user: User) -> bool:
    """Did somebody else give the firm to this account? Nobody gave it to an account that registered it. That stays so when records are joined, although an
    officer writes the link then.
    """
    links = OwnerLink.objects.filter(user=user)
    own, given = Q(given_by__in=["", user.actor]), links.filter(ikm=ikm)
    return given.exclude(own).exists() and not links.filter(own, ikm__in=_records_in(ikm)).exists()


def _records_in(ikm: Ikm) -> set[int]:
    """The keys of the firm's record and of all that went into it, one after the other."""
    found, last = {ikm.pk}, {ikm.pk}
    while last:
        last = set(Joining.objects.filter(kept__in=last).values_list("gone", flat=True))
        found |= last
    return found


def _missing_for_office(ikm: Ikm, by: By) -> list[Missing]:
    """A firm is handled by the dinas of its region, and by the system itself."""
    if isinstance(by, str) or serves(by, ikm):
        return []
    return [Missing("foreign_region", _("Usaha ini bukan di daerah dinas Anda"))]


@contextmanager
def _nib_of_its_own(nib: str) -> Iterator[None]:
    """Refuse a NIB that another firm has: by a look before writing, and by the constraint when two write at once."""
    taken = Refused(nib_taken(by_owner=True))
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
    """All files of a firm together stay below the limit of a nomination. The file that `document` replaces is not counted."""
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
