"""The verbs of a scoresheet: sent when whole, taken back within minutes, locked by the clock, closed by a conflict."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction

from assessments.models import Combine, ConflictKind, Criterion, Entry, Scoresheet
from assessments.operations import assigning, sheets
from assessments.states import EntryState, SheetState
from assessments.tally.calculation import missing_for_tally, remake
from awards.models import Nomination
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from tests.assessments.factories import JurorFactory
from tests.scene import NOW, Scene, sheets_for_sending
from tests.support.rivals import at_once, somebody_waits, wait_until
from tests.support.second_person import disqualify
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
# The minute that is printed counts whole.
LOCKED = NOW + timedelta(minutes=settings.SHEET_UNDO_MINUTES + 1)


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def file(scene: Scene) -> Nomination:
    return scene.at(S.IN_ASSESSMENT)


def send(scene: Scene, *filled: Scoresheet, level: int = -1) -> None:
    for sheet in filled:
        scene.fill(sheet, level=level)
        sheets.send_sheet([sheet], by=sheet.juror.user, now=NOW)


def test_a_sheet_locks_in_the_very_second_in_which_it_can_no_longer_be_taken_back(scene, file):
    first, second, *_others = sheets_for_sending(file)
    send(scene, first, second)

    sheets.undo_send([second], by=second.juror.user, now=LOCKED - timedelta(seconds=1))
    assert sheets.lock_sheets(now=LOCKED - timedelta(seconds=1)) == 0
    with pytest.raises(Refused) as refused:
        sheets.undo_send([first], by=first.juror.user, now=LOCKED)
    assert (sheets.lock_sheets(now=LOCKED), refused.value.missing[0].code) == (1, "too_late")

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, first.locked_at, second.state, second.sent_at) == ("locked", LOCKED, "draft", None)


def test_a_sheet_on_which_nothing_could_be_assessed_locks_keeps_nobody_waiting_and_holds_the_tally(scene, file):
    blank, *others = sheets_for_sending(file)
    everything = Criterion.objects.of(scene.plan.rubric_id, scene.commodity.pk).count()
    scene.fill(blank, cannot=everything)
    sheets.send_sheet([blank], by=blank.juror.user, now=NOW)
    send(scene, *others)

    assert sheets.lock_sheets(now=LOCKED) == 5

    blank.refresh_from_db()
    assert (blank.state, blank.total) == (SheetState.LOCKED, Decimal(0))
    [item] = missing_for_tally(scene.edition)
    assert (item.code, f"{everything} kriteria" in item.message) == ("cannot", True)


def test_when_the_last_juror_who_has_not_locked_leaves_the_file_has_all_its_sheets(scene, file):
    *five, extra = [*sheets_for_sending(file), _one_more(scene, file)]
    send(scene, *five)
    sheets.lock_sheets(now=LOCKED)
    entry = file.assessment_entry
    entry.refresh_from_db()
    assert entry.state == EntryState.OPEN

    assigning.declare_conflict(extra.juror, [file], ConflictKind.FIRM, by=extra.juror.user, now=LOCKED)

    entry.refresh_from_db()
    assert (entry.state, missing_for_tally(scene.edition)) == (EntryState.SCORED, [])
    assert Event.objects.filter(kind="entry.scored").count() == 1


def test_a_juror_who_leaves_while_others_still_judge_finishes_nothing(scene, file):
    first, second, *_others = sheets_for_sending(file)
    send(scene, second)
    sheets.lock_sheets(now=LOCKED)

    assigning.declare_conflict(first.juror, [file], ConflictKind.FIRM, by=first.juror.user, now=LOCKED)

    file.assessment_entry.refresh_from_db()
    assert file.assessment_entry.state == EntryState.OPEN


def test_a_file_disqualified_half_judged_neither_holds_nor_enters_the_tally(scene, file):
    whole = scene.at(S.IN_ASSESSMENT)
    scene.score(whole)
    first, *_others = sheets_for_sending(file)
    scene.fill(first, cannot=1)
    sheets.send_sheet([first], by=first.juror.user, now=NOW)
    sheets.lock_sheets(now=LOCKED)
    scene.plan.combine = Combine.TRIMMED
    scene.plan.save()

    disqualify([file], "Dokumen palsu", by=scene.secretariat, now=LOCKED)

    assert missing_for_tally(scene.edition) == []
    tally = scene.sealed_tally()
    assert [row.entry.nomination for row in tally.rows.all()] == [whole]
    assert remake(tally).differences == []


def test_a_file_disqualified_after_the_tally_leaves_its_seal_whole(scene, file):
    scene.score(file)
    tally = scene.sealed_tally()

    disqualify([file], "Dokumen palsu", by=scene.secretariat, now=LOCKED)

    assert remake(tally).differences == []


@pytest.mark.django_db(transaction=True)
def test_a_juror_does_not_send_a_sheet_and_leave_its_file_in_the_same_moment(scene, file):
    sheet, *_others = sheets_for_sending(file)
    scene.fill(sheet)
    mine = sheets_for_sending(file).get(pk=sheet.pk)

    outcomes = at_once(
        lambda: sheets.send_sheet([mine], by=mine.juror.user, now=NOW),
        lambda: assigning.declare_conflict(sheet.juror, [file], ConflictKind.FIRM, by=sheet.juror.user, now=NOW),
    )

    sheet.refresh_from_db()
    assert "done" in outcomes
    assert len(set(outcomes)) == 2
    assert (sheet.state, file.conflicts.count()) in {(SheetState.SENT, 0), (SheetState.RECUSED, 1)}


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_lock_the_last_sheets_of_a_file_in_one_moment_leave_it_complete(scene, file):
    send(scene, *sheets_for_sending(file))
    has_locked, has_ended = threading.Event(), threading.Event()

    def first_worker() -> None:
        with transaction.atomic():
            assert sheets.lock_sheets(now=LOCKED, limit=3) == 3
            has_locked.set()
            # The second either waits for this one or, if it does not, has come to its end.
            wait_until(lambda: has_ended.is_set() or somebody_waits())

    def second_worker() -> None:
        has_locked.wait(30)
        try:
            assert sheets.lock_sheets(now=LOCKED) == 2
        finally:
            has_ended.set()

    assert at_once(first_worker, second_worker) == ["done", "done"]

    file.assessment_entry.refresh_from_db()
    assert file.assessment_entry.state == EntryState.SCORED
    assert Event.objects.filter(kind="entry.scored").count() == 1


def test_the_clock_finishes_a_file_that_was_left_open_with_all_its_sheets_locked(scene, file):
    scene.score(file)
    Entry.objects.filter(nomination=file).update(state=EntryState.OPEN)

    assert sheets.lock_sheets(now=LOCKED) == 0

    file.assessment_entry.refresh_from_db()
    assert file.assessment_entry.state == EntryState.SCORED


def _one_more(scene: Scene, file: Nomination) -> Scoresheet:
    """A sheet for a sixth juror."""
    sixth = JurorFactory(name="Juri 6", now=NOW)
    assigning.seat_panel(scene.edition, scene.commodity.pk, [sixth], by=scene.secretariat, now=NOW)
    [sheet] = assigning.assign_sheets([(file.assessment_entry, sixth)], by=scene.secretariat, now=NOW)
    return sheets_for_sending(file).get(pk=sheet.pk)
