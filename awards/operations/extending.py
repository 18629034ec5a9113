"""Verbs of more time: given to one file, one regency or city, or one province, by a document and for a reason; withdrawn for a reason.

Nothing else of the edition changes. Whoever is touched is told, and what was sent in the meantime stays sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from awards import notices
from awards.models import Edition, Extension, Nomination, WindowKind
from awards.models.nomination import NominationQuerySet, latest
from awards.operations._steps import By
from awards.states import OPEN_TO_DINAS
from ovop_portal.common.clock import day_in_wib, has_passed
from ovop_portal.common.formats import waktu
from ovop_portal.common.printed import missing_letters
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of
from regions.models import Province, Regency


@dataclass(frozen=True)
class Reach:
    """For whom more time is: a file, a regency or city, or a province; exactly one of them."""

    nomination: Nomination | None = None
    regency: Regency | None = None
    province: Province | None = None

    @property
    def as_fields(self) -> dict[str, object]:
        return {"nomination": self.nomination, "regency": self.regency, "province": self.province}

    @classmethod
    def of(cls, extension: Extension) -> Reach:
        return cls(extension.nomination, extension.regency, extension.province)


def touched(edition: Edition, reach: Reach) -> NominationQuerySet:
    """The files of `edition` that have not been sent, or are to be sent again, and to which more time for `reach` would come."""
    files = Nomination.objects.filter(edition=edition, state__in=sorted(OPEN_TO_DINAS))
    if reach.nomination is not None:
        return files.filter(pk=reach.nomination.pk)
    if reach.regency is not None:
        return files.filter(regency=reach.regency)
    return files.filter(regency__province=reach.province)


def end_so_far(edition: Edition, reach: Reach) -> datetime | None:
    """Until when `reach` may send as it is."""
    rows = Extension.objects.in_force().filter(edition=edition)
    if reach.nomination is not None:
        rows = rows.of_file(reach.nomination)
    elif reach.regency is not None:
        rows = rows.of_places([reach.regency.pk])
    else:
        rows = rows.filter(province=reach.province)
    return latest(edition.end_of(WindowKind.NOMINATION), *rows.values_list("closes_at", flat=True))


def missing_for_extension(edition: Edition, reach: Reach, closes_at: datetime, now: datetime) -> list[Missing]:
    """What keeps more time from being given: a day that is over or no later than before, one on which nobody reads any more, a file that is not waited for."""
    window, screening = edition.window(WindowKind.NOMINATION), edition.window(WindowKind.SCREENING)
    if edition.is_draft or window is None or now < window.opens_at:
        return [Missing("ahead", _("Masa pengusulan belum dibuka. Ubah jadwalnya saja"), "closes_on")]
    lacking = []
    before = end_so_far(edition, reach)
    if has_passed(closes_at, now):
        lacking.append(Missing("past", _("Batas baru harus sesudah sekarang"), "closes_on"))
    elif before is not None and closes_at <= before:
        words = _("Batas baru harus sesudah batas yang berlaku, {hour}")
        lacking.append(Missing("no_later", words.format(hour=waktu(before)), "closes_on"))
    if screening is not None and closes_at > screening.closes_at:
        words = _(
            "Seleksi administrasi ditutup {hour}. Berkas yang datang sesudahnya tidak diperiksa: ubah jadwalnya dahulu"
        )
        lacking.append(Missing("too_late", words.format(hour=waktu(screening.closes_at)), "closes_on"))
    if reach.nomination is not None and not touched(edition, reach).exists():
        words = _("{number} tidak sedang menunggu dikirim, jadi waktu tambahan tidak berguna baginya")
        lacking.append(Missing("not_waiting", words.format(number=reach.nomination.number), "number"))
    return lacking


@verb
def extend(
    edition: Edition,
    reach: Reach,
    *,
    closes_at: datetime,
    basis_kind: str,
    basis: str,
    basis_date: date,
    reason: str,
    by: By,
    now: datetime,
) -> Extension:
    """Give more time to `reach`, by a document. Owners, dinas and province whom it touches are told.

    Raises `Refused` with what `missing_for_extension` finds, without basis or reason, and once the edition is published.
    """
    lock(edition)
    edition.demand_unpublished()
    lacking = missing_for_extension(edition, reach, closes_at, now)
    if not reason.strip():
        lacking.append(Missing("no_reason", _("Isi alasan"), "reason"))
    if not basis.strip():
        lacking.append(Missing("no_basis", _("Isi nomor dokumen"), "basis"))
    if basis_date > day_in_wib(now):
        lacking.append(Missing("future", _("Tanggal dokumen tidak boleh sesudah hari ini"), "basis_date"))
    lacking += missing_letters({"basis": basis}, "basis")
    if lacking:
        raise Refused(*lacking)
    extension = Extension.objects.create(
        edition=edition,
        **reach.as_fields,
        closes_at=closes_at,
        basis_kind=basis_kind,
        basis=basis,
        basis_date=basis_date,
        reason=reason,
        granted_by=actor_of(by),
        granted_at=now,
    )
    _record("extension.granted", extension, by=by, now=now)
    notices.tell_of_more_time(extension, list(touched(edition, reach).select_related("ikm")), now=now)
    return extension


def missing_for_withdrawal(extension: Extension, now: datetime) -> list[Missing]:
    """What keeps an extension from being withdrawn: its time is over, so that it can change nothing any more."""
    if extension.is_over(now):
        return [Missing("over", _("Perpanjangan ini sudah berakhir {hour}").format(hour=waktu(extension.closes_at)))]
    return []


@verb
def withdraw_extension(extension: Extension, reason: str, *, by: By, now: datetime) -> None:
    """Take more time back. From now on the window of the edition counts again; what was sent stays sent.

    Raises `Stale` where somebody else was faster, `Refused` without a reason, once it is over, and once the edition is published.
    """
    edition = extension.edition
    lock(edition)
    edition.demand_unpublished()
    lock(extension)
    if extension.is_withdrawn:
        raise Stale(extension)
    lacking = missing_for_withdrawal(extension, now)
    if not reason.strip():
        lacking.append(Missing("no_reason", _("Isi alasan"), "reason"))
    if lacking:
        raise Refused(*lacking)
    extension.withdrawn_by, extension.withdrawn_at, extension.withdrawn_because = actor_of(by), now, reason
    extension.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    _record("extension.withdrawn", extension, by=by, now=now)
    files = touched(edition, Reach.of(extension)).select_related("ikm")
    notices.tell_of_no_more_time(extension, list(files), now=now)


def _record(kind: str, extension: Extension, *, by: By, now: datetime) -> None:
    body = {
        "edition": extension.edition.year,
        "nomination": extension.nomination.number if extension.nomination else "",
        "place": extension.regency_id or extension.province_id or "",
        "closes_at": extension.closes_at,
        "basis": extension.basis,
    }
    journal.record(kind, extension.subject, by=by, now=now, body=body, rows=[extension])
