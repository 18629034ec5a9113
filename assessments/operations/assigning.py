"""Verbs that bring files and jurors together: open entries, assign sheets, record conflicts, receive samples."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from assessments import notices
from assessments.models import Conflict, Entry, Juror, Panel, PanelMember, Scoresheet
from assessments.operations.sheets import finish_entries, hold_entries
from assessments.panels.eligibility import obstacles
from assessments.scoring.progress import with_progress
from assessments.states import EntryState, SheetState
from awards.models import Edition, Nomination, Submission
from awards.operations.screening import enter_assessment
from awards.states import NominationState
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Missing, Refused, Stale, move_all, verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of

By = User | str


def missing_for_seat(jurors: Sequence[Juror]) -> list[Missing]:
    """What keeps these people from a panel: no decree appoints them today."""
    appointed = set(
        Juror.objects.appointed().filter(pk__in=[juror.pk for juror in jurors]).values_list("pk", flat=True)
    )
    words = _("{juror} tidak sedang diangkat. Catat keputusan pengangkatannya dahulu")
    lacking = [juror for juror in jurors if juror.pk not in appointed]
    return [Missing("not_appointed", words.format(juror=juror), "jurors") for juror in lacking]


@verb
def seat_panel(edition: Edition, commodity_code: str, jurors: Sequence[Juror], *, by: By, now: datetime) -> Panel:
    """Make the panel of a commodity group, or add jurors to it."""
    if lacking := missing_for_seat(jurors):
        raise Refused(*lacking)
    panel, _made = Panel.objects.get_or_create(edition=edition, commodity_group_id=commodity_code)
    PanelMember.objects.bulk_create([PanelMember(panel=panel, juror=juror) for juror in jurors], ignore_conflicts=True)
    journal.record(
        "panel.seated",
        f"panel:{edition.year}:{commodity_code}",
        by=by,
        now=now,
        body={"jurors": sorted(str(juror.user.uuid) for juror in jurors)},
        rows=[panel],
    )
    return panel


@verb
def open_entries(nominations: Sequence[Nomination], *, by: By, now: datetime) -> list[Entry]:
    """Bring nominations before the jury: those that passed screening, and holders who accepted their invitation.

    Raises `Refused` when a commodity group has no panel yet, or one that is closed: its jurors read each other's sheets. Nominations come with their
    product.
    """
    held = Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations])
    list(held.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    opened = Entry.objects.filter(nomination__in=nominations).first()
    if opened is not None:
        raise Stale(opened, opened.state)
    passed = [nomination for nomination in nominations if nomination.state == NominationState.PASSED]
    if passed:
        enter_assessment(passed, by=by, now=now)
    # The panels are held as by whoever closes them: no file comes before a panel in the moment of its closing.
    editions = {nomination.edition_id for nomination in nominations}
    held_panels = Panel.objects.filter(edition__in=editions).order_by("pk").select_for_update(no_key=True, of=("self",))
    panels = {(panel.edition_id, panel.commodity_group_id): panel for panel in held_panels}
    without = {
        n.product.commodity_group.label
        for n in nominations
        if (n.edition_id, n.product.commodity_group_id) not in panels
    }
    if without:
        raise Refused(
            Missing("no_panel", _("Belum ada panel untuk {groups}").format(groups=", ".join(sorted(without))))
        )
    if any(panels[n.edition_id, n.product.commodity_group_id].closed_at for n in nominations):
        raise Refused(Missing("panel_closed", _("Panel juri sudah ditutup. Berkas tidak dapat dibuka lagi")))
    newest = (
        Submission.objects.filter(nomination__in=nominations).order_by("nomination_id", "-n").distinct("nomination_id")
    )
    submissions = {submission.nomination_id: submission for submission in newest.defer("dossier")}
    entries = Entry.objects.bulk_create(
        Entry(
            nomination=nomination,
            submission=submissions[nomination.pk],
            panel=panels[nomination.edition_id, nomination.product.commodity_group_id],
            state=EntryState.OPEN,
        )
        for nomination in nominations
    )
    journal.record_many(
        "entry.opened",
        [(nomination.subject, None) for nomination in nominations],
        by=by,
        now=now,
        rows=[[entry] for entry in entries],
    )
    return entries


def missing_for_assignment(pairs: Sequence[tuple[Entry, Juror]]) -> list[Missing]:
    """What keeps each of these pairs apart."""
    return list(obstacles(pairs).values())


@verb
def assign_sheets(
    pairs: Sequence[tuple[Entry, Juror]], *, by: By, now: datetime, seed: int | None = None
) -> list[Scoresheet]:
    """Give each juror a sheet for each entry. Refuses jurors whom the rule of `panels/eligibility.py` keeps from a file. Entries come with their nomination.

    An entry that seemed complete is open again. `seed` is the one with which the pairs were drawn, if they were drawn.
    """
    if not pairs:
        return []
    # The panels are held first, as by whoever ends a seat or records a conflict; then the entries, in one order for all.
    _hold_panels(Panel.objects.filter(pk__in={entry.panel_id for entry, _juror in pairs}))
    entries = Entry.objects.filter(pk__in={entry.pk for entry, _juror in pairs})
    states = dict(entries.select_for_update(of=("self",)).order_by("pk").values_list("pk", "state"))
    lacking = missing_for_assignment(pairs)
    if lacking:
        raise Refused(*lacking)
    complete = [pk for pk, state in states.items() if state == EntryState.SCORED]
    if complete:
        move_all(Entry.objects.filter(pk__in=complete), EntryState.OPEN)
    sheets = Scoresheet.objects.bulk_create(
        [Scoresheet(entry=entry, juror=juror, state=SheetState.DRAFT, assigned_at=now) for entry, juror in pairs],
        batch_size=2_000,
    )
    journal.record_many(
        "sheet.assigned",
        [
            (f"sheet:{sheet.pk}", {"entry": entry.nomination.number, "juror": str(juror.user.uuid)})
            for sheet, (entry, juror) in zip(sheets, pairs, strict=True)
        ],
        by=by,
        now=now,
        rows=[[sheet, entry] for sheet, (entry, _juror) in zip(sheets, pairs, strict=True)],
    )
    if pairs:
        edition = pairs[0][0].nomination.edition
        if seed is not None:
            journal.record("sheets.drawn", edition.subject, by=by, now=now, body={"seed": seed, "sheets": len(sheets)})
        notices.tell_jurors_of_work(Counter(juror for _entry, juror in pairs), edition, now=now)
    return sheets


def _hold_panels(panels: QuerySet[Panel]) -> None:
    list(panels.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def missing_for_recusal(juror: Juror, nominations: Sequence[Nomination]) -> list[Missing]:
    """Sent or locked sheets of undecided entries, which would go on counting: they must be opened again first."""
    closed = (
        Scoresheet.objects.newest_round()
        .filter(juror=juror, entry__nomination__in=nominations, state__in=[SheetState.SENT, SheetState.LOCKED])
        .exclude(entry__state=EntryState.DECIDED)
    )
    words = {
        SheetState.LOCKED: _(
            "Lembar {juror} untuk {code} sudah terkunci. Buka kembali lembarnya, lalu catat benturan ini"
        ),
        SheetState.SENT: _("Lembar {juror} untuk {code} baru dikirim. Tunggu sampai terkunci, lalu buka kembali"),
    }
    return [
        Missing("closed", words[SheetState(state)].format(juror=juror, code=code))
        for state, code in closed.values_list("state", "entry__nomination__blind_code")
    ]


@verb
def declare_conflict(
    juror: Juror, nominations: Sequence[Nomination], kind: str, *, note: str = "", by: By, now: datetime
) -> list[Conflict]:
    """Record that a juror must not judge these nominations. Draft sheets for them are closed as recused; nothing of them counts.

    The secretariat is told of the files that thereby have too few jurors.
    """
    # Rows are held as by whoever assigns: no sheet is given in the moment in which the conflict is recorded.
    _hold_panels(Panel.objects.filter(pk__in=Entry.objects.filter(nomination__in=nominations).values("panel")))
    known = set(
        Conflict.objects.filter(juror=juror, nomination__in=nominations).values_list("nomination_id", flat=True)
    )
    fresh = [nomination for nomination in nominations if nomination.pk not in known]
    # The sheets are held first: one that is being sent at this moment is either sent before, and makes this refuse, or not sent any more.
    own = Scoresheet.objects.filter(juror=juror, entry__nomination__in=fresh).select_for_update(of=("self",))
    sheets = list(own.order_by("pk").values_list("pk", "entry_id", "state"))
    lacking = missing_for_recusal(juror, fresh)
    if lacking:
        raise Refused(*lacking)
    drafts = {pk: entry for pk, entry, state in sheets if state == SheetState.DRAFT}
    recused = Scoresheet.objects.filter(pk__in=drafts)
    move_all(recused, SheetState.RECUSED)
    finish_entries(set(drafts.values()), by, now)
    conflicts = Conflict.objects.bulk_create(
        Conflict(juror=juror, nomination=nomination, kind=kind, note=note, declared_by=actor_of(by), declared_at=now)
        for nomination in fresh
    )
    left: dict[int, list[Scoresheet]] = defaultdict(list)
    for sheet in recused.select_related("entry"):
        left[sheet.entry.nomination_id].append(sheet)
    journal.record_many(
        "conflict.declared",
        [(nomination.subject, {"juror": str(juror.user.uuid), "kind": kind}) for nomination in fresh],
        by=by,
        now=now,
        rows=[[conflict, *left[conflict.nomination_id]] for conflict in conflicts],
    )
    if drafts:
        _tell_of_gaps(set(drafts.values()), juror, now)
    return conflicts


def _tell_of_gaps(entry_keys: set[int], juror: Juror, now: datetime) -> None:
    """Tell the secretariat of files still being judged that a juror has just left and that now have fewer jurors than their plan asks for."""
    judged = Entry.objects.filter(pk__in=entry_keys, nomination__state=NominationState.IN_ASSESSMENT)
    rows: Any = with_progress(judged.exclude(state=EntryState.DECIDED)).select_related("nomination__edition__plan")
    short = rows.filter(jurors__lt=F("nomination__edition__plan__jurors_per_entry"))
    notices.tell_secretariat_short(short, juror, now=now)


@verb
def receive_samples(entries: Sequence[Entry], *, waybill: str = "", by: By, now: datetime) -> None:
    """The product samples have arrived: sheets may be sent, and the jurors whose sheets waited are told. Entries come with their nomination.
    Raises `Stale` where one was received before.
    """
    held = list(
        Scoresheet.objects.newest_round()
        .with_hold()
        .filter(entry__in=entries, state=SheetState.DRAFT, version__gt=0, lacks_sample=True)
        .select_related("juror__user", "entry__nomination__edition")
        .order_by("entry__nomination__blind_code")
    )
    hold_entries(Entry.objects.filter(pk__in=[entry.pk for entry in entries]))
    waiting = Entry.objects.filter(pk__in=[entry.pk for entry in entries], sample_received_at__isnull=True)
    if waiting.update(sample_received_at=now, sample_waybill=waybill) != len(entries):
        raise Stale(entries[0])
    journal.record_many(
        "sample.received",
        [(entry.nomination.subject, None) for entry in entries],
        by=by,
        now=now,
        rows=[[entry] for entry in entries],
    )
    notices.tell_jurors_of_samples(held, now=now)
