"""Verbs between owner and dinas: a file goes to the dinas, comes back, is made ready, and is sent on with the regional head's act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from awards import notices
from awards.dossier import Dossier, compose, documents_in, missing, with_dossier
from awards.models import Edition, Endorsement, Nomination, Remark, Submission, WindowKind
from awards.operations._steps import By, advance, tell_outside
from awards.states import NominationState as S
from ovop_portal.common.canonical import digest, parsed
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.verbs import Missing, Refused, verb
from ovop_portal.documents.models import Document
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of
from regions.models import Regency


def missing_from(nominations: Sequence[Nomination]) -> list[Missing]:
    """What these nominations lack before they can be sent: parts of the dossier, the declaration."""
    held = with_dossier(Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations]))
    return [item for nomination in held for item in _lacking(nomination, Dossier.of(nomination))]


def _lacking(nomination: Nomination, dossier: Dossier) -> list[Missing]:
    declaration = Missing("declaration", _("Setujui pernyataan kebenaran data"), "pernyataan")
    return [*missing(dossier), *([declaration] if nomination.declared_at is None else [])]


@verb
def declare(nominations: Sequence[Nomination], *, may_publish: bool, by: By, now: datetime) -> None:
    """The owner states that the data are true, and whether photos, story and contact may be shown in the catalogue."""
    rows = Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations])
    rows.update(declared_at=now, may_publish=may_publish, changed_at=now)
    for nomination in nominations:
        nomination.declared_at, nomination.may_publish = now, may_publish
    journal.record_many(
        "nomination.declared", [(n.subject, {"may_publish": may_publish}) for n in nominations], by=by, now=now
    )


@verb
def send_to_office(nominations: Sequence[Nomination], *, by: By, now: datetime) -> None:
    """The file goes to the dinas of the regency or city. Answers every open remark of the dinas."""
    _refuse_if_closed(nominations, now)
    _refuse_if_lacking(nominations)
    Remark.objects.filter(nomination__in=nominations, answered_at__isnull=True, to_office=False).update(answered_at=now)
    advance(nominations, S.WITH_OFFICE, kind="nomination.sent_to_office", by=by, now=now)
    tell_outside(nominations, "sent", _("Berkas dikirim ke dinas"), at=now)
    notices.tell_dinas(nominations, notices.ARRIVED, now=now)


@verb
def return_to_owner(
    nominations: Sequence[Nomination], remarks: Sequence[tuple[str, str]], *, by: By, now: datetime
) -> None:
    """The dinas asks for changes: at least one remark, each a section and words that the owner will read."""
    if not remarks:
        raise Refused(Missing("no_remark", _("Isi catatan untuk pemilik, paling sedikit satu"), "catatan"))
    Remark.objects.bulk_create(
        Remark(nomination=nomination, section=section, words=words, written_by=actor_of(by), written_at=now)
        for nomination in nominations
        for section, words in remarks
    )
    advance(
        nominations,
        S.RETURNED_TO_OWNER,
        kind="nomination.returned_to_owner",
        by=by,
        now=now,
        body={"sections": sorted({section for section, _words in remarks})},
    )
    tell_outside(nominations, "returned", _("Dinas meminta perbaikan"), at=now)
    notices.tell_owners(nominations, notices.RETURNED, now=now)


@verb
def mark_ready(nominations: Sequence[Nomination], *, by: By, now: datetime) -> None:
    """The dinas has checked the file: it may be nominated."""
    _refuse_if_lacking(nominations)
    Remark.objects.filter(nomination__in=nominations, answered_at__isnull=True).update(answered_at=now)
    advance(nominations, S.READY, kind="nomination.made_ready", by=by, now=now)
    tell_outside(nominations, "ready", _("Berkas diperiksa dinas dan siap diusulkan"), at=now)
    notices.tell_signers(nominations, now=now, besides=by)


@verb
def decline_to_nominate(nominations: Sequence[Nomination], reason: str, *, by: By, now: datetime) -> None:
    """The dinas does not nominate this product in this edition. The reason is read by the owner."""
    _refuse_without(reason)
    advance(nominations, S.NOT_NOMINATED, kind="nomination.declined", by=by, now=now, reason=reason)
    tell_outside(nominations, "declined", _("Belum diusulkan dinas pada penyelenggaraan ini"), at=now)
    notices.tell_owners(nominations, notices.DECLINED, now=now)


def takes_acts(edition: Edition, regencies: set[str], now: datetime) -> bool:
    """May an act still be recorded? While the edition takes nominations, or while a file of the regions has a day for its answer to come."""
    if edition.is_open(WindowKind.NOMINATION, now):
        return True
    return Nomination.objects.filter(edition=edition, regency__in=regencies).answerable(now).exists()


@verb
def record_endorsement(
    edition: Edition,
    regency: Regency,
    *,
    number: str,
    date: date,
    signatory_title: str,
    signatory_name: str,
    document: Document,
    by: By,
    now: datetime,
) -> Endorsement:
    """Keep the regional head's act as data and file. One act may serve many nominations.

    Raises `Refused` where nothing can be sent with it any more.
    """
    if not takes_acts(edition, {regency.pk}, now):
        edition.demand_open(now)
    if date > day_in_wib(now):
        raise Refused(Missing("future", _("Tanggal surat tidak boleh sesudah hari ini"), "date"))
    endorsement = Endorsement.objects.create(
        edition=edition,
        regency=regency,
        number=number,
        date=date,
        signatory_title=signatory_title,
        signatory_name=signatory_name,
        document=document,
        recorded_by=actor_of(by),
        recorded_at=now,
    )
    journal.record(
        "endorsement.recorded",
        f"endorsement:{endorsement.uuid}",
        by=by,
        now=now,
        body={"edition": edition.year, "regency": regency.pk, "number": number, "document": str(document.pk)},
    )
    return endorsement


@verb
def submit_nominations(nominations: Sequence[Nomination], endorsement: Endorsement, *, by: By, now: datetime) -> None:
    """The signer of the dinas sends the nominations with the act of the regional head. Each dossier is frozen as it is at this moment."""
    _refuse_if_closed(nominations, now)
    if not nominations:
        raise Refused(Missing("none", _("Pilih paling sedikit satu calon"), "calon"))
    if any((n.regency_id, n.edition_id) != (endorsement.regency_id, endorsement.edition_id) for n in nominations):
        raise Refused(Missing("foreign_act", _("Surat ini milik daerah atau penyelenggaraan lain"), "surat"))
    freeze(nominations, by=by, now=now)
    Remark.objects.filter(nomination__in=nominations, answered_at__isnull=True).update(answered_at=now)
    advance(
        nominations,
        S.SUBMITTED,
        kind="nomination.submitted",
        by=by,
        now=now,
        body={"endorsement": str(endorsement.uuid)},
        endorsement=endorsement,
        answer_by=None,
    )
    tell_outside(nominations, "nominated", _("Diusulkan dinas ke Kementerian Perindustrian"), at=now)
    notices.tell_owners(nominations, notices.NOMINATED, now=now)
    notices.tell_screeners(nominations[0].edition, now=now)


@verb
def withdraw(nominations: Sequence[Nomination], reason: str, *, by: By, now: datetime) -> None:
    """The nomination is taken back before the jury has it."""
    _refuse_without(reason)
    advance(nominations, S.WITHDRAWN, kind="nomination.withdrawn", by=by, now=now, reason=reason)
    tell_outside(nominations, "withdrawn", _("Pengajuan ditarik"), at=now)
    notices.tell_dinas(nominations, notices.WITHDRAWN, now=now, besides=by)
    notices.tell_owners(nominations, notices.WITHDRAWN_FOR_OWNER, now=now, besides=by)


def freeze(nominations: Sequence[Nomination], *, by: By, now: datetime) -> list[Submission]:
    """Write the snapshot of each dossier as its next submission. Raises `Refused` when one is not whole."""
    keys = [nomination.pk for nomination in nominations]
    # Two senders at once: the second waits here, counts the first one's submission, and then learns from `advance` that it came late.
    list(Nomination.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    sent_before = dict(
        Submission.objects.filter(nomination__in=keys).values_list("nomination_id").annotate(n=Count("pk"))
    )
    lacking, submissions = [], []
    for nomination in with_dossier(Nomination.objects.filter(pk__in=keys)).order_by("number"):
        dossier = Dossier.of(nomination)
        lacking += _lacking(nomination, dossier)
        composed = parsed(compose(dossier, day_in_wib(now)))
        submissions.append(
            Submission(
                nomination=nomination,
                n=sent_before.get(nomination.pk, 0) + 1,
                dossier=composed,
                documents=documents_in(composed),
                sha256=digest(composed),
                sent_at=now,
                sent_by=actor_of(by),
            )
        )
    if lacking:
        raise Refused(*lacking)
    return Submission.objects.bulk_create(submissions, batch_size=500)


def _refuse_if_closed(nominations: Sequence[Nomination], now: datetime) -> None:
    """By the editions as they are at this moment: what a page has read of them may be old."""
    keys = {nomination.edition_id for nomination in nominations}
    editions = Edition.objects.select_related("publication").prefetch_related("windows").in_bulk(keys)
    for nomination in nominations:
        nomination.edition = editions[nomination.edition_id]
        nomination.demand_sendable(now)


def _refuse_if_lacking(nominations: Sequence[Nomination]) -> None:
    lacking = missing_from(nominations)
    if lacking:
        raise Refused(*lacking)


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "alasan"))
