"""Verbs that the screening room calls downwards: the nomination's own side of a decision on papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from awards import notices
from awards.models import Nomination, Remark, Submission, WindowKind
from awards.notices import kinds
from awards.operations._steps import By, add_milestone, advance, demand_unpublished
from awards.operations.editions import demand_open
from awards.states import NominationState as S
from ovop_portal.common.verbs import Missing, Refused, Stale, verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of


@verb
def start_screening(nominations: Sequence[Nomination], *, by: By, now: datetime) -> None:
    """A screener takes the files up."""
    demand_unpublished(nominations)
    advance(nominations, S.SCREENING, kind="nomination.screening_started", by=by, now=now)
    add_milestone(nominations, "screening", _("Seleksi administrasi dimulai"), at=now)


@verb
def return_to_office(
    nominations: Sequence[Nomination], remarks: Sequence[tuple[str, str]], answer_by: datetime, *, by: By, now: datetime
) -> None:
    """Papers are missing: back to the dinas, with remarks and a date by which they must be answered."""
    demand_unpublished(nominations)
    if not remarks:
        raise Refused(Missing("no_remark", _("Isi catatan untuk dinas, paling sedikit satu"), "catatan"))
    if answer_by <= now:
        raise Refused(Missing("past", _("Batas perbaikan harus sesudah hari ini"), "batas"))
    newest = Submission.objects.filter(nomination__in=nominations).order_by("nomination_id", "-n")
    read = {row.nomination_id: row for row in newest.distinct("nomination_id").only("nomination_id")}
    Remark.objects.bulk_create(
        Remark(
            nomination=nomination,
            section=section,
            words=words,
            written_by=actor_of(by),
            written_at=now,
            to_office=True,
            submission_read=read.get(nomination.pk),
        )
        for nomination in nominations
        for section, words in remarks
    )
    advance(
        nominations, S.RETURNED_TO_OFFICE, kind="nomination.returned_to_office", by=by, now=now, answer_by=answer_by
    )
    add_milestone(nominations, "papers_missing", _("Panitia meminta dinas melengkapi dokumen"), at=now)
    notices.tell_dinas(nominations, kinds.PAPERS_MISSING, now=now)
    notices.tell_owners(nominations, kinds.PAPERS_MISSING, now=now)


@verb
def extend_answer(nominations: Sequence[Nomination], answer_by: datetime, *, by: By, now: datetime) -> None:
    """The dinas gets until `answer_by` to answer, whether its first day is over or not. Raises `Stale` for a file that is not being answered."""
    demand_unpublished(nominations)
    demand_open({nomination.edition_id for nomination in nominations}, WindowKind.SCREENING, now)
    held = _lock_answers(nominations)
    for nomination in nominations:
        if answer_by <= max(now, held[nomination.pk].answer_by or now):
            raise Refused(Missing("past", _("Batas baru harus sesudah batas lama dan sesudah hari ini"), "batas"))
    Nomination.objects.filter(pk__in=held).update(answer_by=answer_by)
    journal.record_many(
        "nomination.answer_extended",
        [(nomination.subject, {"answer_by": answer_by}) for nomination in nominations],
        by=by,
        now=now,
        rows=[[nomination] for nomination in nominations],
    )
    for nomination in nominations:
        nomination.answer_by = answer_by
    notices.tell_dinas(nominations, kinds.EXTENDED, now=now)
    notices.tell_owners(nominations, kinds.EXTENDED, now=now)


@verb
def fail_unanswered(nominations: Sequence[Nomination], reason: str, *, by: By, now: datetime) -> None:
    """The dinas did not answer in time, so the papers do not suffice. The reason is read by dinas and owner."""
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "alasan"))
    held = _lock_answers(nominations)
    if any(held[nomination.pk].may_be_sent(now) for nomination in nominations):
        raise Refused(Missing("in_time", _("Dinas masih dapat menjawab")))
    advance(nominations, S.FAILED, kind="nomination.failed_unanswered", by=by, now=now, reason=reason)
    add_milestone(nominations, "failed", _("Belum lolos seleksi administrasi"), at=now)
    notices.tell_owners(nominations, kinds.FAILED, now=now)
    notices.tell_dinas(nominations, kinds.FAILED, now=now)


def _lock_answers(nominations: Sequence[Nomination]) -> dict[int, Nomination]:
    """The rows as they are, locked, by primary key. Raises `Stale` for one that is not being answered."""
    rows = Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations]).order_by("pk")
    held = {row.pk: row for row in rows.select_for_update(of=("self",)).select_related("edition")}
    for nomination in nominations:
        if not held[nomination.pk].is_being_answered:
            raise Stale(nomination, held[nomination.pk].state)
    return held


@verb
def pass_screening(nominations: Sequence[Nomination], *, by: By, now: datetime) -> None:
    """The papers are whole: the nomination goes on to the jury."""
    demand_unpublished(nominations)
    advance(nominations, S.PASSED, kind="nomination.passed_screening", by=by, now=now)
    add_milestone(nominations, "passed", _("Lolos seleksi administrasi"), at=now)
    notices.tell_owners(nominations, kinds.PASSED, now=now)


@verb
def fail_screening(nominations: Sequence[Nomination], reason: str, *, by: By, now: datetime) -> None:
    """The papers do not suffice, confirmed by a second screener. The reason is read by dinas and owner."""
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "alasan"))
    advance(nominations, S.FAILED, kind="nomination.failed_screening", by=by, now=now, reason=reason)
    add_milestone(nominations, "failed", _("Belum lolos seleksi administrasi"), at=now)
    notices.tell_owners(nominations, kinds.FAILED, now=now)
    notices.tell_dinas(nominations, kinds.FAILED, now=now)


@verb
def enter_assessment(nominations: Sequence[Nomination], *, by: By, now: datetime) -> None:
    """Jurors are assigned: the assessment begins."""
    demand_unpublished(nominations)
    advance(nominations, S.IN_ASSESSMENT, kind="nomination.entered_assessment", by=by, now=now)
    add_milestone(nominations, "in_assessment", _("Penilaian juri dimulai"), at=now)
    notices.tell_owners(nominations, kinds.IN_ASSESSMENT, now=now)


@verb
def disqualify(nominations: Sequence[Nomination], reason: str, *, by: By, now: datetime) -> None:
    """Taken out after screening, for a recorded reason (false papers, the firm closed)."""
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "alasan"))
    advance(nominations, S.DISQUALIFIED, kind="nomination.disqualified", by=by, now=now, reason=reason)
    add_milestone(nominations, "disqualified", _("Pengajuan digugurkan panitia"), at=now)
    notices.tell_owners(nominations, kinds.DISQUALIFIED, now=now)
    notices.tell_dinas(nominations, kinds.DISQUALIFIED, now=now)
