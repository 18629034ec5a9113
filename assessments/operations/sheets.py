"""Verbs of a scoresheet: send, take back within minutes, lock by the clock, ask for it to be opened, decline that, open it again as a new round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from assessments import notices
from assessments.models import Entry, PanelMember, ReopeningRequest, Score, Scoresheet
from assessments.rubric.questionnaire import questions
from assessments.scoring.saving import Cell, save
from assessments.scoring.totals import digests_of, totals_of
from assessments.states import COUNTING_SHEETS, EntryState, SheetState
from awards.models import Edition, GateEffect, WindowKind
from awards.states import NominationState
from ovop_portal.accounts.models import User
from ovop_portal.common import clock
from ovop_portal.common.verbs import Missing, Refused, Stale, move, move_all, move_each, verb
from ovop_portal.ledger import journal, sealing

By = User | str


def missing_for_sending(sheets: Sequence[Scoresheet], now: datetime) -> dict[int, list[Missing]]:
    """What each sheet still lacks, by primary key: unanswered criteria, a sample that has not come, a closed window.

    Sheets come with entry, nomination, product and edition plan. The number of statements grows with editions and commodity groups, not with sheets.
    """
    answered: dict[int, set[int]] = defaultdict(set)
    cells = Score.objects.filter(
        Q(points__isnull=False) | Q(cannot_assess=True), sheet__in=[sheet.pk for sheet in sheets]
    )
    for sheet_key, criterion_key in cells.values_list("sheet_id", "criterion_id"):
        answered[sheet_key].add(criterion_key)
    editions = {sheet.entry.nomination.edition_id: sheet.entry.nomination.edition for sheet in sheets}
    general = {key: _missing_in(edition, now) for key, edition in editions.items()}
    holding = {
        key: [gate for gate in edition.gates.all() if gate.effect == GateEffect.HOLD]
        for key, edition in editions.items()
    }
    lacking = {}
    for sheet in sheets:
        nomination = sheet.entry.nomination
        commodity = nomination.product.commodity_group_id
        held = (
            any(gate.applies_to(commodity) for gate in holding[nomination.edition_id])
            and sheet.entry.sample_received_at is None
        )
        lacking[sheet.pk] = [
            Missing(
                "unanswered",
                _("Nilai {code} {label}").format(code=question.code, label=question.label),
                f"k{question.pk}",
            )
            for question in questions(nomination.edition.plan.rubric_id, commodity)
            if question.pk not in answered[sheet.pk]
        ]
        if held:
            lacking[sheet.pk].append(
                Missing(
                    "sample", _("Contoh produk belum diterima panitia. Nilai tersimpan dan dapat dikirim sesudahnya")
                )
            )
        lacking[sheet.pk] += general[nomination.edition_id]
    return lacking


def _missing_in(edition: Edition, now: datetime) -> list[Missing]:
    try:
        edition.demand_open(now, WindowKind.ASSESSMENT)
    except Refused as refused:
        return list(refused.missing)
    return []


@verb
def send_sheet(sheets: Sequence[Scoresheet], *, seen: Mapping[int, int] | None = None, by: By, now: datetime) -> None:
    """The juror is done with these sheets. For some minutes they can be taken back; then the clock locks them.

    `seen` holds the versions, by primary key, that the juror has read: raises `Stale` where another device has saved since.
    """
    # The sheets are held first: nothing is saved between the look at what is missing and the sending.
    held = Scoresheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).select_for_update(of=("self",))
    versions = dict(held.order_by("pk").values_list("pk", "version"))
    for sheet in sheets:
        if seen is not None and seen.get(sheet.pk) != versions[sheet.pk]:
            raise Stale(sheet, sheet.state)
    lacking = [item for items in missing_for_sending(sheets, now).values() for item in items]
    if lacking:
        raise Refused(*lacking)
    _advance(sheets, SheetState.SENT, "sheet.sent", by, now, sent_at=now)


@verb
def undo_send(sheets: Sequence[Scoresheet], *, by: By, now: datetime) -> None:
    """Take a sheet back while the clock has not locked it."""
    if any(sheet.sent_at is None or clock.has_passed(lock_due(sheet.sent_at), now) for sheet in sheets):
        raise Refused(Missing("too_late", _("Waktu pembatalan sudah lewat. Minta panitia membuka kembali lembar ini")))
    _advance(sheets, SheetState.DRAFT, "sheet.taken_back", by, now, sent_at=None)
    # Looked at last: a seat that ended while the row was waited for is seen, too.
    left = PanelMember.objects.filter(panel=OuterRef("entry__panel"), juror=OuterRef("juror")).seated()
    if Scoresheet.objects.filter(~Exists(left), pk__in=[sheet.pk for sheet in sheets]).exists():
        raise Refused(Missing("seat_ended", _("Kursi Anda di panel ini sudah berakhir. Lembar ini tetap terkirim")))


def lock_due(sent_at: datetime) -> datetime:
    """The hour until which a sheet sent at `sent_at` can be taken back, to the end of that minute as with every deadline. Then it locks."""
    return sent_at + timedelta(minutes=settings.SHEET_UNDO_MINUTES)


@verb
def lock_sheets(*, now: datetime, by: By = "system:clock", limit: int = 10_000) -> int:
    """Lock every sheet whose minutes for taking back are over: fix its exact total and the digest of its events. Returns how many.

    Entries whose counting sheets are now all locked become scored. The ledger is sealed before any of it can be seen.
    """
    due = Scoresheet.objects.filter(
        state=SheetState.SENT, sent_at__lt=clock.minute_of(now) - timedelta(minutes=settings.SHEET_UNDO_MINUTES)
    )
    sheets = list(
        due.select_for_update(of=("self",), skip_locked=True).order_by("pk").values_list("pk", "entry_id")[:limit]
    )
    keys = [pk for pk, _entry in sheets]
    if keys:
        totals, digests = totals_of(keys), digests_of(keys)
        values = {pk: (now, totals[pk], digests[pk]) for pk in keys}
        move_each(Scoresheet.objects.all(), SheetState.LOCKED, values, ("locked_at", "total", "digest"))
        journal.record_many(
            "sheet.locked",
            [(f"sheet:{pk}", {"total": totals[pk], "digest": digests[pk]}) for pk in keys],
            by=by,
            now=now,
            rows=[[Scoresheet(pk=pk)] for pk in keys],
        )
    finished = finish_entries({entry for _pk, entry in sheets} | _overlooked(), by, now)
    if keys or finished:
        sealing.seal_all(now)
    return len(keys)


def _overlooked() -> set[int]:
    """Open entries with locked sheets only: complete, unless they lack jurors. Whatever left such an entry behind, the clock finds it."""
    mine = Scoresheet.objects.filter(entry=OuterRef("pk"))
    judged = Entry.objects.filter(state=EntryState.OPEN, nomination__state=NominationState.IN_ASSESSMENT)
    done = judged.filter(
        Exists(mine.filter(state=SheetState.LOCKED)),
        ~Exists(mine.filter(state__in=[SheetState.DRAFT, SheetState.SENT])),
    )
    return set(done.order_by().values_list("pk", flat=True))


def missing_for_request(sheet: Scoresheet, reason: str, entry: Entry) -> list[Missing]:
    """What keeps a juror from asking for `sheet` to be opened again."""
    lacking = [] if reason.strip() else [Missing("no_reason", _("Isi alasan"), "reason")]
    if entry.state == EntryState.DECIDED:
        lacking.append(Missing("decided", _("Pleno sudah memutuskan berkas ini")))
    elif ReopeningRequest.objects.unanswered().filter(sheet=sheet).exists():
        words = _("Anda sudah meminta lembar ini dibuka. Panitia sedang mempertimbangkannya")
        lacking.append(Missing("asked", words))
    return lacking


@verb
def ask_reopening(sheet: Scoresheet, reason: str, *, by: By, now: datetime) -> ReopeningRequest:
    """The juror asks the secretariat to open a locked sheet again. The sheet comes with entry and nomination, and with the juror's user."""
    # The sheet is held first, as by `reopen_sheet`: the second of two requests finds the first, and none comes after the opening.
    entry = Entry.objects.select_for_update().get(pk=sheet.entry_id)
    if not Scoresheet.objects.newest_round().filter(pk=sheet.pk, state=SheetState.LOCKED).exists():
        raise Stale(sheet, sheet.state)
    lacking = missing_for_request(sheet, reason, entry)
    if lacking:
        raise Refused(*lacking)
    request = ReopeningRequest.objects.create(sheet=sheet, reason=reason.strip(), asked_at=now)
    journal.record("sheet.reopening_asked", sheet.subject, by=by, now=now, rows=[request])
    notices.tell_secretariat_asked(request, now=now)
    return request


@verb
def decline_reopening(request: ReopeningRequest, answer: str, *, by: By, now: datetime) -> None:
    """The sheet stays locked, and the juror reads why. Raises `Stale` where the request was answered before.

    The request comes with its sheet, entry and nomination, and with the juror's user.
    """
    if not answer.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "reason"))
    # The sheet is held as by whoever opens it: a request is either granted or declined.
    Entry.objects.select_for_update().get(pk=request.sheet.entry_id)
    request.refresh_from_db(fields=["answered_at", "answered_by", "is_granted", "answer"])
    if request.answered_at is not None:
        raise Stale(request)
    request.settle(is_granted=False, answer=answer, by=journal.actor_of(by), now=now)
    journal.record("sheet.reopening_declined", request.subject, by=by, now=now, rows=[request])
    notices.tell_juror_declined(request, now=now)


@verb
def reopen_sheet(sheet: Scoresheet, reason: str, *, by: By, now: datetime) -> Scoresheet:
    """Open a locked sheet again, as a new round that begins with the old cells. The locked one stays as it is; the newest round counts.
    Where the juror had asked for it, the opening is the answer.

    The sheet comes with entry and nomination. Refused once the plenary has decided the entry.
    """
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "reason"))
    # The sheet is held first: the second of two officers who open it learns that it is open.
    entry = Entry.objects.select_for_update().get(pk=sheet.entry_id)
    newest = Scoresheet.objects.filter(entry=sheet.entry_id, juror=sheet.juror_id).order_by("-round").first()
    if newest != sheet or sheet.state != SheetState.LOCKED:
        raise Stale(sheet, sheet.state)
    if entry.state == EntryState.DECIDED:
        raise Refused(Missing("decided", _("Pleno sudah memutuskan berkas ini")))
    if entry.state == EntryState.SCORED:
        move(entry, EntryState.OPEN)
    again = Scoresheet.objects.create(
        entry=entry,
        juror=sheet.juror,
        round=sheet.round + 1,
        state=SheetState.DRAFT,
        assigned_at=now,
        reopened_because=reason,
    )
    cells = [
        Cell(criterion, points, cannot, note)
        for criterion, points, cannot, note in Score.objects.filter(sheet=sheet).values_list(
            "criterion_id", "points", "cannot_assess", "note"
        )
    ]
    save(again.pk, cells, op_id=uuid4(), base_version=0, by=journal.actor_of(by), now=now)
    again.refresh_from_db()
    granted = list(ReopeningRequest.objects.unanswered().filter(sheet=sheet))
    for request in granted:
        request.settle(is_granted=True, answer=reason, by=journal.actor_of(by), now=now)
    body = {"before": sheet.subject, "round": again.round}
    journal.record("sheet.reopened", again.subject, by=by, now=now, body=body, rows=[again, entry, *granted])
    notices.tell_juror_reopened(again, now=now)
    return again


def hold_entries(entries: QuerySet[Entry]) -> None:
    """Hold these entries until the verb ends, in the one order that everybody keeps: nobody opens, assigns, finishes or decides them meanwhile."""
    list(entries.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def finish_entries(entry_keys: set[int], by: By, now: datetime) -> int:
    """Let entries become scored that have as many locked sheets as their plan asks for and none that is still open. Returns how many.

    They are held before their sheets are counted: when two close the last two sheets of an entry in one moment, the second sees both closed.
    """
    if not entry_keys:
        return 0
    hold_entries(Entry.objects.filter(pk__in=entry_keys))
    # The newest round of each juror is found here, not by the database: it has no statistics yet of rows that this very transaction wrote.
    newest: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Scoresheet.objects.filter(entry__in=entry_keys, entry__state=EntryState.OPEN).order_by("round")
    for entry_key, juror, state in rows.values_list("entry_id", "juror_id", "state"):
        newest[entry_key][juror] = state
    locked = {
        entry_key: len(counting)
        for entry_key, states in newest.items()
        if (counting := [state for state in states.values() if state in COUNTING_SHEETS])
        and all(state == SheetState.LOCKED for state in counting)
    }
    entries = Entry.objects.filter(pk__in=locked).select_related("nomination__edition__plan")
    done = [entry for entry in entries if locked[entry.pk] >= entry.nomination.edition.plan.jurors_per_entry]
    if done:
        move_all(Entry.objects.filter(pk__in=[entry.pk for entry in done]), EntryState.SCORED)
        journal.record_many(
            "entry.scored",
            [(entry.nomination.subject, None) for entry in done],
            by=by,
            now=now,
            rows=[[entry] for entry in done],
        )
    return len(done)


def _advance(sheets: Sequence[Scoresheet], to: str, kind: str, by: By, now: datetime, **values: object) -> None:
    moved = move_all(Scoresheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]), to, **values)
    if moved != len(sheets):
        raise Stale(sheets[0])
    for sheet in sheets:
        sheet.state = to
        for name, value in values.items():
            setattr(sheet, name, value)
    journal.record_many(
        kind, [(sheet.subject, None) for sheet in sheets], by=by, now=now, rows=[[sheet] for sheet in sheets]
    )
