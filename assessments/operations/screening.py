"""Verbs of the screening desk: take files up, read them gate by gate, and carry out what their readers agree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from assessments import notices
from assessments.models import GateVerdict, Reading, ReadingOutcome, ScreeningClaim
from assessments.screening.settling import settled
from awards.models import Edition, Gate, GateEffect, Nomination, Submission, Verdict
from awards.operations import screening as nominations_side
from awards.states import ON_SCREENING_DESK, NominationState
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import WIB, day_in_wib
from ovop_portal.common.verbs import Missing, Refused, Stale, verb
from ovop_portal.ledger import journal

_GAPS = frozenset({Verdict.MISSING, Verdict.UNMET})
# What the dinas has for its answer where nobody says another day.
ANSWER_DAYS = 7
LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True)
class FileReading:
    """What a screener says of one file: an outcome, a verdict (with reason) on each gate by its primary key, and a note."""

    nomination: Nomination
    outcome: str
    verdicts: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    note: str = ""


@verb
def take_up(nominations: Sequence[Nomination], *, by: User, now: datetime) -> None:
    """Put files on the desk of a screener, so that two do not read one at once. Raises `Stale` for a file that is not to be screened."""
    for nomination in nominations:
        if nomination.state not in ON_SCREENING_DESK:
            raise Stale(nomination, nomination.state)
    if Reading.objects.of_newest().filter(nomination__in=nominations, screener=by).exists():
        raise Refused(read_by_another())
    fresh = [nomination for nomination in nominations if nomination.state == NominationState.SUBMITTED]
    if fresh:
        nominations_side.start_screening(fresh, by=by, now=now)
    ScreeningClaim.objects.bulk_create(
        [ScreeningClaim(nomination=nomination, screener=by, claimed_at=now) for nomination in nominations],
        update_conflicts=True,
        unique_fields=["nomination"],
        update_fields=["screener", "claimed_at"],
    )


@verb
def close_unanswered(nominations: Sequence[Nomination], reason: str, *, by: User, now: datetime) -> None:
    """Fail files that the dinas did not complete in time. As with every rejection a second person decides: not the one who sent the file back."""
    newest = Reading.objects.filter(nomination__in=nominations).order_by("nomination_id", "-read_at", "-pk")
    returned_by = dict(newest.distinct("nomination_id").values_list("nomination_id", "screener_id"))
    if any(returned_by.get(nomination.pk) == by.pk for nomination in nominations):
        raise Refused(Missing("same_person", _("Penolakan ditetapkan pemeriksa lain, bukan yang mengembalikan berkas")))
    nominations_side.fail_unanswered(nominations, reason, by=by, now=now)


def read_by_another() -> Missing:
    """Nobody reads the same file twice."""
    return Missing(
        "same_person", _("Anda sudah membaca berkas ini. Pembacaan berikutnya dilakukan oleh pemeriksa lain")
    )


def missing_from_reading(reading: FileReading, gates: Sequence[Gate]) -> list[Missing]:
    """What keeps a reading from being taken: an outcome that does not fit its verdicts, reasons that are not given."""
    asked = [gate for gate in gates if gate.applies_to(reading.nomination.product.commodity_group_id)]
    verdicts = {gate: reading.verdicts.get(gate.pk, ("", "")) for gate in asked}
    lacking = [
        Missing("no_verdict", _("Pilih hasil untuk {gate}").format(gate=gate), f"gate_{gate.pk}")
        for gate, (verdict, _reason) in verdicts.items()
        if verdict not in Verdict.values
    ]
    lacking += [
        Missing("no_reason", _("Isi alasan untuk {gate}").format(gate=gate), f"reason_{gate.pk}")
        for gate, (verdict, reason) in verdicts.items()
        if verdict in _GAPS and not reason.strip()
    ]
    given = {verdict for verdict, _reason in verdicts.values()}
    rejecting = [
        gate for gate, (verdict, _reason) in verdicts.items() if gate.effect == GateEffect.REJECT and verdict in _GAPS
    ]
    if reading.outcome not in ReadingOutcome.values:
        lacking.append(Missing("no_outcome", _("Pilih hasil pemeriksaan"), "outcome"))
    elif reading.outcome == ReadingOutcome.PASS:
        lacking += [
            Missing("gate", _("{gate} belum terpenuhi, berkas belum bisa lolos").format(gate=gate), f"gate_{gate.pk}")
            for gate in rejecting
        ]
    elif reading.outcome == ReadingOutcome.RETURN and Verdict.MISSING not in given:
        lacking.append(
            Missing("nothing_missing", _("Pilih paling sedikit satu syarat yang perlu diperbaiki"), "outcome")
        )
    elif reading.outcome == ReadingOutcome.FAIL and Verdict.UNMET not in given:
        lacking.append(Missing("nothing_unmet", _("Pilih paling sedikit satu syarat yang tidak sesuai"), "outcome"))
    if reading.outcome != ReadingOutcome.PASS and not reading.note.strip():
        lacking.append(Missing("no_note", _("Isi catatan untuk dinas"), "note"))
    return lacking


@verb
def read_files(
    readings: Sequence[FileReading], *, by: User, now: datetime, answer_by: datetime | None = None
) -> list[Reading]:
    """Record readings of files, and carry out what they settle by the rule of the edition (`settled`). A file that is not settled waits for another person.

    `answer_by` is the date by which files that are sent back are to be answered. Raises `Refused` with everything that a reading lacks.
    """
    nominations = [reading.nomination for reading in readings]
    held = Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations])
    states = dict(held.select_for_update(of=("self",)).order_by("pk").values_list("pk", "state"))
    for nomination in nominations:
        if states[nomination.pk] != NominationState.SCREENING:
            raise Stale(nomination, states[nomination.pk])
    newest = (
        Submission.objects.filter(nomination__in=nominations).order_by("nomination_id", "-n").distinct("nomination_id")
    )
    submissions = {submission.nomination_id: submission for submission in newest.defer("dossier")}
    before: dict[int, list[Reading]] = defaultdict(list)
    for row in Reading.objects.filter(submission__in=submissions.values()).order_by("turn"):
        before[row.nomination_id].append(row)
    gates = list(Gate.objects.filter(edition__in={nomination.edition_id for nomination in nominations}))
    lacking = [item for reading in readings for item in missing_from_reading(reading, gates)]
    if any(row.screener_id == by.pk for rows in before.values() for row in rows):
        lacking.append(read_by_another())
    if any(reading.outcome == ReadingOutcome.RETURN for reading in readings) and (
        answer_by is None or answer_by <= now
    ):
        lacking.append(Missing("past", _("Batas perbaikan harus sesudah hari ini"), "batas"))
    if lacking:
        raise Refused(*lacking)
    rows = Reading.objects.bulk_create(
        Reading(
            nomination=reading.nomination,
            submission=submissions[reading.nomination.pk],
            turn=len(before[reading.nomination.pk]) + 1,
            screener=by,
            outcome=reading.outcome,
            note=reading.note,
            answer_by=answer_by if reading.outcome == ReadingOutcome.RETURN else None,
            read_at=now,
        )
        for reading in readings
    )
    GateVerdict.objects.bulk_create(
        GateVerdict(reading=row, gate_id=gate, verdict=verdict, reason=reason)
        for row, reading in zip(rows, readings, strict=True)
        for gate, (verdict, reason) in reading.verdicts.items()
    )
    by_pk = {gate.pk: gate for gate in gates}
    journal.record_many(
        "nomination.read",
        [(row.nomination.subject, _said(row, reading, by_pk)) for row, reading in zip(rows, readings, strict=True)],
        by=by,
        now=now,
        rows=[[row] for row in rows],
    )
    _carry_out([[*before[row.nomination_id], row] for row in rows], by, now)
    return rows


def _said(row: Reading, reading: FileReading, gates: Mapping[int, Gate]) -> dict[str, object]:
    """What the journal keeps of a reading: whose turn it was, what it found, and which gates are open. The note may name people: its hash
    stands in the digest of the reading, for which the event vouches.
    """
    gaps = sorted(gates[pk].code for pk, (verdict, _reason) in reading.verdicts.items() if verdict in _GAPS)
    return {"turn": row.turn, "outcome": row.outcome, "gates": gaps}


def _carry_out(files: Sequence[list[Reading]], by: User, now: datetime) -> None:
    """What the readings of each file settle; the last one of each is that of `by`, and carries the nomination."""
    keys = {rows[-1].nomination.edition_id for rows in files}
    rules = dict(Edition.objects.filter(pk__in=keys).order_by().values_list("pk", "screening_rule"))
    passed: list[Nomination] = []
    waiting: dict[Nomination, list[int]] = {}
    rejected: dict[str, list[Nomination]] = defaultdict(list)
    for rows in files:
        nomination = rows[-1].nomination
        outcome = settled([row.outcome for row in rows], rules[nomination.edition_id])
        agreed = [row for row in rows if row.outcome == outcome]
        match outcome:
            case ReadingOutcome.PASS:
                passed.append(nomination)
            case ReadingOutcome.RETURN:
                nominations_side.return_to_office([nomination], _remarks(agreed), _day_of(agreed, now), by=by, now=now)
            case ReadingOutcome.FAIL:
                rejected["\n\n".join(dict.fromkeys(row.note for row in agreed))].append(nomination)
            case None:
                waiting[nomination] = [row.screener_id for row in rows]
    if passed:
        nominations_side.pass_screening(passed, by=by, now=now)
    for reason, nominations in rejected.items():
        nominations_side.fail_screening(nominations, reason, by=by, now=now)
    if waiting:
        notices.tell_next_readers(waiting, now=now)


def _remarks(agreed: Sequence[Reading]) -> list[tuple[str, str]]:
    """What the dinas is asked by those who found that papers are missing: each gate once, and what each of them wrote."""
    missing = GateVerdict.objects.filter(reading__in=agreed, verdict=Verdict.MISSING).select_related("gate")
    asked: dict[Gate, list[str]] = defaultdict(list)
    for row in missing.order_by("gate__code", "reading__turn"):
        asked[row.gate].append(row.reason)
    of_gates = [(gate.code, f"{gate.label}: {'; '.join(dict.fromkeys(reasons))}") for gate, reasons in asked.items()]
    return [*of_gates, *(("umum", note) for note in dict.fromkeys(row.note for row in agreed))]


def _day_of(agreed: Sequence[Reading], now: datetime) -> datetime:
    """The latest day that one of them gave; where it has come before the file was settled, the usual time from now."""
    latest = max((row.answer_by for row in agreed if row.answer_by), default=now)
    return latest if latest > now else end_of(day_in_wib(now) + timedelta(days=ANSWER_DAYS))


def end_of(day: date) -> datetime:
    """The last second of a day, by WIB."""
    return datetime.combine(day, LAST_MOMENT, WIB)
