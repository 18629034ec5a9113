"""Verbs of the screening desk: take files up, read them gate by gate, and carry out what their readers agree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from assessments import notices
from assessments.models import GateVerdict, Reading, ReadingOutcome, ScreeningClaim
from assessments.screening.settling import settled
from assessments.screening.ties import missing_for_ties, tied_to
from awards.models import Edition, Gate, GateEffect, Nomination, Submission, Verdict, WindowKind
from awards.operations import screening as nominations_side
from awards.operations.editions import demand_open
from awards.states import ON_SCREENING_DESK, NominationState
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib, end_of_day
from ovop_portal.common.verbs import Missing, Refused, Stale, verb
from ovop_portal.ledger import journal

_GAPS = frozenset({Verdict.MISSING, Verdict.UNMET})
# What the dinas has for its answer where nobody says another day.
ANSWER_DAYS = 7
ANY = Q()


@dataclass(frozen=True)
class FileReading:
    """What a screener says of one file: an outcome, a verdict (with reason) on each gate by its primary key, and a note."""

    nomination: Nomination
    outcome: str
    verdicts: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    note: str = ""


@verb
def take_up(nominations: Sequence[Nomination], *, by: User, now: datetime) -> None:
    """Put files on the desk of a screener, so that two do not read one at once; they stay there until this screener has read them, or a colleague takes them over.

    Raises `Stale` for a file that is not to be screened, and `Refused` outside the window of the screening, as all that read do, for what `missing_for_ties`
    says, and for what `by` has read.
    """
    _demand_open(nominations, now)
    _hold(nominations, ON_SCREENING_DESK)
    if missing := missing_for_ties(nominations, by):
        raise Refused(*missing)
    if Reading.objects.of_newest().filter(nomination__in=nominations, screener=by).exists():
        raise Refused(read_by_another())
    fresh = [nomination for nomination in nominations if nomination.state == NominationState.SUBMITTED]
    if fresh:
        nominations_side.start_screening(fresh, by=by, now=now)
    _tell_whose_they_were(nominations, by=by, now=now)
    ScreeningClaim.objects.bulk_create(
        [ScreeningClaim(nomination=nomination, screener=by, claimed_at=now) for nomination in nominations],
        update_conflicts=True,
        unique_fields=["nomination"],
        update_fields=["screener", "claimed_at"],
    )


def _tell_whose_they_were(nominations: Sequence[Nomination], *, by: User, now: datetime) -> None:
    """Record the files that `by` takes over from a colleague."""
    others = ScreeningClaim.objects.filter(nomination__in=nominations).exclude(screener=by)
    taken = [
        (claim.nomination.subject, {"from": claim.screener.actor})
        for claim in others.select_related("nomination", "screener")
    ]
    if taken:
        journal.record_many("nomination.taken_over", taken, by=by, now=now)


@verb
def take_up_next(edition: Edition | None, among: Q = ANY, *, by: User, now: datetime) -> Nomination | None:
    """Put the file that has waited longest on the desk of `by`, and return it: a new one, else one that others have read and nobody has open. None where none waits.

    `among` says of which files of the edition, in terms of `Nomination`.

    What somebody else takes up in this moment is passed over, so that two who ask together get two files.
    """
    rows = Nomination.objects.visible_to(by).new().filter(among, edition=edition).order_by("changed_at", "pk")
    free = rows.exclude(tied_to(by)).select_for_update(of=("self",), skip_locked=True)
    read = Reading.objects.of_newest().filter(nomination=OuterRef("pk"), screener=by)
    begun = free.filter(~Exists(read), state=NominationState.SCREENING, screening_claim__isnull=True)
    nomination = free.filter(state=NominationState.SUBMITTED).first() or begun.first()
    if nomination is not None:
        take_up([nomination], by=by, now=now)
    return nomination


@verb
def give_more_time(nominations: Sequence[Nomination], answer_by: datetime, *, by: User, now: datetime) -> None:
    """The dinas gets until `answer_by` to answer, from a screener who has no part in these files (see `extend_answer` of the award)."""
    if missing := missing_for_ties(nominations, by):
        raise Refused(*missing)
    nominations_side.extend_answer(nominations, answer_by, by=by, now=now)


@verb
def close_unanswered(nominations: Sequence[Nomination], reason: str, *, by: User, now: datetime) -> None:
    """Fail files that the dinas did not complete in time. As with every rejection another person decides: see `missing_for_closing`.

    The calendar itself has ended them, so this is done outside the window of the screening, too.
    """
    missing = missing_for_closing(Reading.objects.of_newest().filter(nomination__in=nominations), by)
    if missing := missing + missing_for_ties(nominations, by):
        raise Refused(*missing)
    nominations_side.fail_unanswered(nominations, reason, by=by, now=now)


def missing_for_closing(readings: Iterable[Reading], by: User) -> list[Missing]:
    """What keeps `by` from ending files of which this was read last: nobody who sent one back ends it."""
    if any(row.outcome == ReadingOutcome.RETURN and row.screener_id == by.pk for row in readings):
        words = _("Penolakan ditetapkan pemeriksa lain, bukan yang mengembalikan berkas")
        return [Missing("same_person", words)]
    return []


def read_by_another() -> Missing:
    """Nobody reads the same file twice."""
    return Missing(
        "same_person", _("Anda sudah membaca berkas ini. Pembacaan berikutnya dilakukan oleh pemeriksa lain")
    )


def missing_from_reading(reading: FileReading, gates: Iterable[Gate]) -> list[Missing]:
    """What keeps a reading from being taken: an outcome that does not fit its verdicts, reasons that are not given, gates that are not asked of this file.

    `gates` may be those of several editions.
    """
    nomination = reading.nomination
    group = nomination.product.commodity_group_id
    asked = [gate for gate in gates if gate.edition_id == nomination.edition_id and gate.applies_to(group)]
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
    if not reading.verdicts.keys() <= {gate.pk for gate in asked}:
        lacking.append(Missing("not_asked", _("Hapus hasil untuk syarat yang tidak ditanyakan dari berkas ini")))
    return lacking


@verb
def read_files(
    readings: Sequence[FileReading], *, by: User, now: datetime, answer_by: datetime | None = None
) -> list[Reading]:
    """Record readings of files, and carry out what they settle by the rule of the edition (`settled`). A file that is not settled waits for another person.

    `answer_by` is the date by which files that are sent back are to be answered. Raises `Refused` with everything that a reading lacks.
    """
    nominations = [reading.nomination for reading in readings]
    _demand_open(nominations, now)
    _hold(nominations, {NominationState.SCREENING})
    before: dict[int, list[Reading]] = defaultdict(list)
    for row in Reading.objects.of_newest().filter(nomination__in=nominations).order_by("turn"):
        before[row.nomination_id].append(row)
    gates = {gate.pk: gate for gate in Gate.objects.filter(edition__in={row.edition_id for row in nominations})}
    lacking = [item for reading in readings for item in missing_from_reading(reading, gates.values())]
    lacking += _missing_from_reader(nominations, before, by)
    if any(reading.outcome == ReadingOutcome.RETURN for reading in readings) and (
        answer_by is None or answer_by <= now
    ):
        lacking.append(Missing("past", _("Batas perbaikan harus sesudah hari ini"), "batas"))
    if lacking:
        raise Refused(*lacking)
    rows = _write_down(readings, before, answer_by, by, now)
    journal.record_many(
        "nomination.read",
        [(row.nomination.subject, _said(row, reading, gates)) for row, reading in zip(rows, readings, strict=True)],
        by=by,
        now=now,
        rows=[[row] for row in rows],
    )
    ScreeningClaim.objects.filter(nomination__in=nominations).delete()
    _carry_out([[*before[row.nomination_id], row] for row in rows], by, now)
    return rows


def _demand_open(nominations: Sequence[Nomination], now: datetime) -> None:
    demand_open({nomination.edition_id for nomination in nominations}, WindowKind.SCREENING, now)


def _hold(nominations: Sequence[Nomination], states: Collection[str]) -> None:
    """Lock the rows until the verb ends. Raises `Stale` for one that is not in `states`, or no longer where the caller saw it."""
    rows = Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations]).order_by("pk")
    held = dict(rows.select_for_update(of=("self",)).values_list("pk", "state"))
    for nomination in nominations:
        if held[nomination.pk] not in states or held[nomination.pk] != nomination.state:
            raise Stale(nomination, held[nomination.pk])


def _missing_from_reader(
    nominations: Sequence[Nomination], before: Mapping[int, Sequence[Reading]], by: User
) -> list[Missing]:
    """What keeps `by` from reading these files, of which `before` was read last: nobody reads where they have a part, what a colleague has open is taken over
    first, and nobody reads twice.
    """
    lacking = missing_for_ties(nominations, by)
    words = _("{name} sedang memeriksa berkas ini. Ambil alih dulu bila Anda yang melanjutkan")
    open_elsewhere = ScreeningClaim.objects.filter(nomination__in=nominations).exclude(screener=by)
    holders = open_elsewhere.order_by("pk").values_list("screener__name", flat=True)
    lacking += [Missing("claimed", words.format(name=name)) for name in dict.fromkeys(holders)]
    if any(row.screener_id == by.pk for rows in before.values() for row in rows):
        lacking.append(read_by_another())
    return lacking


def _write_down(
    readings: Sequence[FileReading],
    before: Mapping[int, Sequence[Reading]],
    answer_by: datetime | None,
    by: User,
    now: datetime,
) -> list[Reading]:
    """The readings with their verdicts, each of what was sent last, and numbered after those `before` it."""
    sent = Submission.objects.filter(nomination__in=[reading.nomination for reading in readings])
    newest = sent.order_by("nomination_id", "-n").distinct("nomination_id").defer("dossier")
    submissions = {submission.nomination_id: submission for submission in newest}
    rows = Reading.objects.bulk_create(
        Reading(
            nomination=reading.nomination,
            submission=submissions[reading.nomination.pk],
            turn=len(before.get(reading.nomination.pk, ())) + 1,
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
    return latest if latest > now else end_of_day(day_in_wib(now) + timedelta(days=ANSWER_DAYS))
