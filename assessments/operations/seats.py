"""Verbs by which a juror leaves without a conflict of interest: a sheet is taken back, a seat ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments import notices
from assessments.models import Juror, Panel, PanelMember, Scoresheet
from assessments.operations.assigning import assign_sheets
from assessments.operations.sheets import finish_entries
from assessments.states import SheetState
from awards.models import Edition
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, move_all, verb
from ovop_portal.ledger import journal

By = User | str


@verb
def withdraw_sheets(
    sheets: Sequence[Scoresheet],
    reason: str,
    *,
    replacements: Mapping[Scoresheet, Juror] | None = None,
    by: By,
    now: datetime,
) -> list[Scoresheet]:
    """Take drafts back from jurors who do not get to them, and give each to the juror in `replacements`, where there is one. Returns the new sheets.

    What was written on them stays stored and no longer counts, nor do earlier rounds; the juror does not get the file again. Raises `Stale` where a sheet
    is no longer a draft. Sheets come with entry and nomination, and with the juror's user.
    """
    _demand(reason)
    if _held_drafts(sheets) != {sheet.pk for sheet in sheets}:
        raise Stale(sheets[0])
    _withdraw(sheets, reason, by, now)
    return _hand_on(sheets, replacements or {}, by, now)


@verb
def end_seat(seat: PanelMember, reason: str, *, by: By, now: datetime) -> list[Scoresheet]:
    """A juror leaves a panel: the seat ends today, and the drafts of its files are taken back. Returns those sheets.

    What the juror has sent or locked counts as before. Raises `Stale` where the seat has ended already.
    """
    _demand(reason)
    # Whoever assigns holds this row, too: nobody is given a file of a panel in the moment of leaving it.
    panel = Panel.objects.select_for_update(no_key=True, of=("self",)).select_related("edition").get(pk=seat.panel_id)
    lock(seat)
    if seat.ended_at is not None:
        raise Stale(seat)
    seat.ended_at, seat.ended_because = now, reason.strip()
    seat.save(update_fields=["ended_at", "ended_because"])
    # Sent sheets are held, too: a juror who takes one back in this moment finds afterwards that the seat has ended.
    own = Scoresheet.objects.filter(juror=seat.juror_id, entry__panel=panel).order_by("pk")
    held = dict(
        own.filter(state__in=[SheetState.DRAFT, SheetState.SENT])
        .select_for_update(of=("self",))
        .values_list("pk", "state")
    )
    drafts = [pk for pk, state in held.items() if state == SheetState.DRAFT]
    sheets = list(own.filter(pk__in=drafts).select_related("juror__user", "entry__nomination__edition"))
    journal.record(
        "panel.seat_ended",
        f"panel:{panel.edition.year}:{panel.commodity_group_id}",
        by=by,
        now=now,
        body={"juror": str(seat.juror.user.uuid), "sheets": len(sheets)},
        rows=[panel],
    )
    _withdraw(sheets, reason, by, now)
    return sheets


@verb
def replace_juror(
    juror: Juror,
    edition: Edition,
    reason: str,
    *,
    replacements: Mapping[Scoresheet, Juror | None],
    by: By,
    now: datetime,
) -> list[Scoresheet]:
    """A juror does not come to the files of an edition any more: the seats on panels that still judge end, and every draft is taken back and given to the
    juror in `replacements` (None: to nobody yet). Returns the new sheets.

    `replacements` has a line for every draft that was looked at. Raises `Stale` where there are others by now, or where no seat is left. What the juror has
    sent or locked counts as before.
    """
    _demand(reason)
    seats = open_seats(juror, edition).select_related("juror__user").order_by("panel")
    taken = [sheet for seat in seats for sheet in end_seat(seat, reason, by=by, now=now)]
    if not seats or {sheet.pk for sheet in taken} != {sheet.pk for sheet in replacements}:
        raise Stale(juror)
    given = {sheet: chosen for sheet, chosen in replacements.items() if chosen is not None}
    made = _hand_on(taken, given, by, now)
    body = {"year": edition.year, "sheets": len(taken), "replaced": len(made)}
    journal.record("juror.replaced", juror.subject, by=by, now=now, body=body)
    return made


def open_seats(juror: Juror, edition: Edition) -> QuerySet[PanelMember]:
    """The seats of the juror on panels of `edition` that still judge."""
    rows = PanelMember.objects.seated().filter(juror=juror, panel__edition=edition, panel__closed_at__isnull=True)
    return rows.filter(panel__edition__publication__isnull=True)


def _hand_on(
    sheets: Sequence[Scoresheet], replacements: Mapping[Scoresheet, Juror], by: By, now: datetime
) -> list[Scoresheet]:
    """Give the files of sheets that were taken back to those who judge instead."""
    left = [sheet for sheet in sheets if sheet in replacements]
    made = assign_sheets([(sheet.entry, replacements[sheet]) for sheet in left], by=by, now=now)
    for new, old in zip(made, left, strict=True):
        new.replaces = old
    Scoresheet.objects.bulk_update(made, ["replaces"])
    return made


def _demand(reason: str) -> None:
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "reason"))


def _held_drafts(sheets: Sequence[Scoresheet]) -> set[int]:
    """Hold the sheets. Returns the keys of those that are still drafts."""
    held = Scoresheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).select_for_update(of=("self",))
    return {pk for pk, state in held.order_by("pk").values_list("pk", "state") if state == SheetState.DRAFT}


def _withdraw(sheets: Sequence[Scoresheet], reason: str, by: By, now: datetime) -> None:
    if not sheets:
        return
    rows = Scoresheet.objects.filter(pk__in=[sheet.pk for sheet in sheets])
    move_all(rows, SheetState.WITHDRAWN, withdrawn_at=now, withdrawn_because=reason.strip())
    journal.record_many(
        "sheet.withdrawn",
        [
            (sheet.subject, {"entry": sheet.entry.nomination.number, "juror": str(sheet.juror.user.uuid)})
            for sheet in sheets
        ],
        by=by,
        now=now,
        rows=[[sheet] for sheet in sheets],
    )
    finish_entries({sheet.entry_id for sheet in sheets}, by, now)
    notices.tell_jurors_withdrawn(sheets, now=now)
