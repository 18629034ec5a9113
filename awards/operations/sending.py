"""Verbs between owner and dinas: a file goes to the dinas, comes back, is made ready, and is sent on with the regional head's act."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from awards import notices
from awards.dossier.contents import Dossier, compose, with_dossier
from awards.dossier.replies import NO_REPLIES, Replies, missing_answers
from awards.dossier.sections import asked_of_owner, missing
from awards.models import (
    Edition,
    Endorsement,
    Extension,
    Nomination,
    OfficeCheck,
    Remark,
    Submission,
    WindowKind,
)
from awards.notices import kinds
from awards.operations._steps import By, add_milestone, advance, by_owner, by_whom
from awards.operations.consent import write_consent
from awards.states import OPEN_TO_OWNER
from awards.states import NominationState as S
from ovop_portal.common.canonical import digest
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.printed import demand_printable
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
    declaration = Missing("declaration", _undeclared(nomination), "pernyataan")
    return [*missing(dossier), *([declaration] if nomination.declared_at is None else [])]


def _undeclared(nomination: Nomination) -> str:
    """What to do about a missing declaration. Where the file has left its owner, somebody wrote into it since."""
    if nomination.state in OPEN_TO_OWNER:
        return _("Setujui pernyataan kebenaran data")
    words = _(
        "Isian {number} diubah sesudah pernyataan pemilik. Kembalikan berkasnya, supaya pemilik menyatakannya lagi"
    )
    return words.format(number=nomination.number)


@verb
def declare(nominations: Sequence[Nomination], *, may_publish: bool, by: By, now: datetime) -> None:
    """The owner states that the data are true, and whether photos, story and contact may be shown in the catalogue.

    The dinas states it for an owner whose signature lies in the office. If the dinas says no to what the owner allowed, that is a refusal of its own.
    """
    write_consent(nominations, may_publish=may_publish, office_refuses=False, by=by, now=now)
    rows = Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations])
    rows.update(declared_at=now, changed_at=now)
    for nomination in nominations:
        nomination.declared_at = now
    journal.record_many(
        "nomination.declared",
        [(n.subject, {"may_publish": may_publish}) for n in nominations],
        by=by,
        now=now,
        rows=[[nomination] for nomination in nominations],
    )


@verb
def send_to_office(nominations: Sequence[Nomination], replies: Replies = NO_REPLIES, *, by: By, now: datetime) -> None:
    """The file goes to the dinas of the regency or city. Every open remark of the dinas wants an answer of its own. An owner for whom the dinas sends hears of
    it.
    """
    refuse_if_closed(nominations, now)
    _refuse_if_lacking(nominations)
    _answer(nominations, replies, to_office=False, by=by, now=now)
    advance(nominations, S.WITH_OFFICE, kind="nomination.sent_to_office", by=by, now=now)
    own, for_owner = by_whom(nominations, by)
    add_milestone(own, "sent", _("Berkas dikirim ke dinas"), at=now)
    add_milestone(for_owner, "sent", _("Dinas mengirim berkas untuk pemilik"), at=now)
    notices.tell_dinas(nominations, kinds.ARRIVED, now=now)
    notices.tell_of_acting_for_owners(for_owner, kinds.SENT_FOR_OWNER, now=now)


@verb
def return_to_owner(
    nominations: Sequence[Nomination], remarks: Sequence[tuple[str, str]], *, by: By, now: datetime
) -> None:
    """The dinas asks for changes: at least one remark, each a section and words. The owner reads and answers them; where no account has the firm, the dinas
    itself mends the file and answers for the firm, and is told so.
    """
    if not remarks:
        raise Refused(Missing("no_remark", _("Isi catatan, paling sedikit satu"), "catatan"))
    checks = _keep_checks(_gathered(nominations), by=by, now=now)
    Remark.objects.bulk_create(
        Remark(
            nomination=nomination,
            section=section,
            words=words,
            written_by=actor_of(by),
            written_at=now,
            check_read=checks[nomination.pk],
        )
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
    owned, unowned = by_owner(nominations)
    add_milestone(owned, "returned", _("Dinas meminta perbaikan"), at=now)
    add_milestone(unowned, "returned", _("Dinas mencatat perbaikan, dan mengerjakannya untuk pemilik"), at=now)
    notices.tell_owners(owned, kinds.RETURNED, now=now)
    notices.tell_dinas(unowned, kinds.RETURNED_TO_DINAS, now=now, besides=by)


@verb
def mark_ready(nominations: Sequence[Nomination], replies: Replies = NO_REPLIES, *, by: By, now: datetime) -> None:
    """The dinas has checked the file: it may be nominated. What it checked is kept. Every open request of the screeners wants an answer of its own."""
    held = _gathered(nominations)
    lacking = [item for nomination in held for item in _lacking(nomination, Dossier.of(nomination))]
    if lacking:
        raise Refused(*lacking)
    _answer(nominations, replies, to_office=True, by=by, now=now)
    _keep_checks(held, by=by, now=now)
    advance(nominations, S.READY, kind="nomination.made_ready", by=by, now=now)
    add_milestone(nominations, "ready", _("Berkas diperiksa dinas dan siap diusulkan"), at=now)
    notices.tell_signers(nominations, now=now, besides=by)


@verb
def decline_to_nominate(nominations: Sequence[Nomination], reason: str, *, by: By, now: datetime) -> None:
    """The dinas does not nominate this product in this edition. The reason is read by the owner."""
    _refuse_without(reason)
    advance(nominations, S.NOT_NOMINATED, kind="nomination.declined", by=by, now=now, reason=reason)
    add_milestone(nominations, "declined", _("Belum diusulkan dinas pada penyelenggaraan ini"), at=now)
    notices.tell_owners(nominations, kinds.DECLINED, now=now)


def takes_acts(edition: Edition, regencies: set[str], now: datetime) -> bool:
    """May an act still be recorded? While the edition takes nominations, or while a file of the regions has a day for its answer to come."""
    if edition.is_open(WindowKind.NOMINATION, now):
        return True
    if Extension.objects.taking(now).of_places(regencies).filter(edition=edition).exists():
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
    names = {"number": number, "signatory_title": signatory_title, "signatory_name": signatory_name}
    demand_printable(names, *names)
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
        rows=[endorsement],
    )
    return endorsement


@verb
def submit_nominations(
    nominations: Sequence[Nomination],
    endorsement: Endorsement,
    *,
    confirmed: Collection[str] = (),
    by: By,
    now: datetime,
) -> None:
    """The signer of the dinas sends the nominations with the act of the regional head. Each dossier is frozen as it is at this moment.

    Where it is not as the dinas checked it, the signer must have read the difference: `confirmed` holds the digests of what was read.
    """
    refuse_if_closed(nominations, now)
    if not nominations:
        raise Refused(Missing("none", _("Pilih paling sedikit satu calon"), "calon"))
    if any((n.regency_id, n.edition_id) != (endorsement.regency_id, endorsement.edition_id) for n in nominations):
        raise Refused(Missing("foreign_act", _("Surat ini milik daerah atau penyelenggaraan lain"), "surat"))
    sent = freeze(nominations, by=by, now=now, confirmed=confirmed)
    advance(
        nominations,
        S.SUBMITTED,
        kind="nomination.submitted",
        by=by,
        now=now,
        body={"endorsement": str(endorsement.uuid)},
        also=sent,
        endorsement=endorsement,
        answer_by=None,
    )
    add_milestone(nominations, "nominated", _("Diusulkan dinas ke Kementerian Perindustrian"), at=now)
    notices.tell_owners(nominations, kinds.NOMINATED, now=now)
    notices.tell_screeners(nominations[0].edition, now=now)


@verb
def withdraw(nominations: Sequence[Nomination], reason: str, *, by: By, now: datetime) -> None:
    """The nomination is taken back before the jury has it."""
    _refuse_without(reason)
    # What never left its owner is no news to the dinas.
    known = [nomination for nomination in nominations if nomination.state != S.DRAFT]
    advance(nominations, S.WITHDRAWN, kind="nomination.withdrawn", by=by, now=now, reason=reason)
    add_milestone(nominations, "withdrawn", _("Pengajuan ditarik"), at=now)
    notices.tell_dinas(known, kinds.WITHDRAWN, now=now, besides=by)
    notices.tell_owners(nominations, kinds.WITHDRAWN_FOR_OWNER, now=now, besides=by)


def freeze(
    nominations: Sequence[Nomination], *, by: By, now: datetime, confirmed: Collection[str] = ()
) -> dict[int, list[Submission]]:
    """Write the snapshot of each dossier as its next submission. Raises `Refused` when one is not whole, or is neither as checked nor as `confirmed`."""
    keys = [nomination.pk for nomination in nominations]
    # Two senders at once: the second waits here, counts the first one's submission, and then learns from `advance` that it came late.
    list(Nomination.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    sent_before = dict(
        Submission.objects.filter(nomination__in=keys).values_list("nomination_id").annotate(n=Count("pk"))
    )
    lacking, submissions = [], []
    checked = digests_checked(keys)
    for nomination in with_dossier(Nomination.objects.filter(pk__in=keys)).order_by("number"):
        dossier = Dossier.of(nomination)
        lacks = _lacking(nomination, dossier)
        lacking += lacks
        composed = compose(dossier, day_in_wib(now))
        text, found = composed.text, composed.content_sha256
        if not lacks and checked.get(nomination.pk, found) != found and found not in confirmed:
            words = _("Isi {number} berubah sesudah diperiksa dinas. Baca perubahannya, lalu kirim lagi")
            lacking.append(Missing("changed", words.format(number=nomination.number), "confirmed"))
        submissions.append(
            Submission(
                nomination=nomination,
                n=sent_before.get(nomination.pk, 0) + 1,
                dossier=text,
                documents=composed.documents,
                sha256=digest(text),
                sent_at=now,
                sent_by=actor_of(by),
            )
        )
    if lacking:
        raise Refused(*lacking)
    made = Submission.objects.bulk_create(submissions, batch_size=500)
    return {submission.nomination_id: [submission] for submission in made}


def refuse_if_closed(nominations: Sequence[Nomination], now: datetime) -> None:
    """Ask editions and extensions as they are at this moment: what a page has read of them may be old."""
    keys = {nomination.edition_id for nomination in nominations}
    editions = Edition.objects.with_windows().in_bulk(keys)
    for nomination in nominations:
        nomination.edition = editions[nomination.edition_id]
    if not all(edition.is_open(WindowKind.NOMINATION, now) for edition in editions.values()):
        ends = Extension.objects.ends_of(nominations)
        for nomination in nominations:
            nomination.extended_to = ends.get(nomination.pk)
    for nomination in nominations:
        nomination.demand_sendable(now)


def digests_checked(keys: Collection[int]) -> dict[int, str]:
    """The digest of what the dinas checked last of each of these files, by primary key."""
    rows = OfficeCheck.objects.filter(nomination__in=keys).order_by("nomination_id", "-pk").distinct("nomination_id")
    return dict(rows.values_list("nomination_id", "sha256"))


def _gathered(nominations: Sequence[Nomination]) -> list[Nomination]:
    return list(with_dossier(Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations])))


def _keep_checks(held: Sequence[Nomination], *, by: By, now: datetime) -> dict[int, OfficeCheck]:
    """Keep the dossiers as the dinas had them before it. Returns the rows by the primary key of the nomination."""
    composed = [compose(Dossier.of(nomination), day_in_wib(now)) for nomination in held]
    rows = OfficeCheck.objects.bulk_create(
        OfficeCheck(
            nomination=nomination,
            dossier=dossier.text,
            sha256=dossier.content_sha256,
            checked_at=now,
            checked_by=actor_of(by),
        )
        for nomination, dossier in zip(held, composed, strict=True)
    )
    return {row.nomination_id: row for row in rows}


def _answer(nominations: Sequence[Nomination], replies: Replies, *, to_office: bool, by: By, now: datetime) -> None:
    """Answer each open note by itself. Raises `Refused` with every one that is not answered, or denied without a reason."""
    waiting = list(
        Remark.objects.filter(nomination__in=nominations, answered_at__isnull=True, to_office=to_office)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    lacking = missing_answers(waiting, replies)
    if lacking:
        raise Refused(*lacking)
    for remark in waiting:
        remark.answer, remark.answer_words = replies[remark.pk]
        remark.answered_by, remark.answered_at = actor_of(by), now
    Remark.objects.bulk_update(waiting, ["answer", "answer_words", "answered_by", "answered_at"], batch_size=500)
    said: dict[int, list[str]] = {}
    for remark in waiting:
        said.setdefault(remark.nomination_id, []).append(f"{remark.section}: {remark.answer}")
    journal.record_many(
        "nomination.remarks_answered",
        [(one.subject, {"answers": said[one.pk]}) for one in nominations if one.pk in said],
        by=by,
        now=now,
    )


def _refuse_if_lacking(nominations: Sequence[Nomination]) -> None:
    """Count only what the owner is asked for: what only the dinas knows, it fills in on its own desk."""
    lacking = asked_of_owner(missing_from(nominations))
    if lacking:
        raise Refused(*lacking)


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "alasan"))
