"""Guards that look into another table, with two connections at work: one changes what the guard relies on, the other begins before that is committed."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import uuid4

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from assessments.models import (
    Aspect,
    AssessmentPlan,
    Conflict,
    Entry,
    Level,
    Reading,
    Rubric,
    Score,
    ScoreEvent,
    Scoresheet,
    StarLine,
    StarLineSet,
    Tally,
    TallyRow,
)
from assessments.operations import tally as tallies
from assessments.screening.settling import settled
from assessments.states import SheetState
from awards.models import Edition, Nomination, ScreeningRule
from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.common.guards import NEWEST
from ovop_portal.ledger.journal import record
from tests.accounts.factories import SYSTEM
from tests.scene import NOW, Scene, load_reference_data, open_the_edition, sheets_for_sending
from tests.support.owner import owner_connection
from tests.support.rivals import before_the_commit, from_an_old_snapshot

pytestmark = pytest.mark.django_db(transaction=True)

HASH = "a" * 64


def sql(statement: str, *values: Any) -> None:
    """By hand: the guards are to hold without any verb."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def send(sheet: Scoresheet) -> None:
    sql("UPDATE assessments_scoresheet SET state = 'sent', sent_at = now() WHERE id = %s", sheet.pk)


def reading_by_hand(file: Nomination, turn: int, by: User, outcome: str) -> Reading:
    sent = file.submissions.latest("n")
    return Reading.objects.create(
        nomination=file, submission=sent, turn=turn, screener=by, outcome=outcome, note="x", read_at=NOW
    )


def test_no_reading_gets_into_a_file_that_is_being_settled() -> None:
    scene = Scene.begin()
    file = scene.at(S.SCREENING)
    scene.read(file, outcome="fail")

    outcome = before_the_commit(
        lambda: scene.read(file, outcome="fail", by="second_screener"),
        lambda: reading_by_hand(file, 3, scene.secretariat, "pass"),
    )

    assert (outcome, file.readings.count()) == ("assessments_reading_in_turn", 2)


def test_a_file_is_settled_by_all_that_was_read_of_it_when_the_move_comes_through() -> None:
    scene = Scene.begin()
    file = scene.at(S.SCREENING)
    scene.read(file, outcome="fail")

    outcome = before_the_commit(
        lambda: reading_by_hand(file, 2, scene.second_screener, "pass"),
        lambda: sql("UPDATE awards_nomination SET state = 'failed', reason = 'x' WHERE id = %s", file.pk),
    )

    assert outcome == "assessments_file_settled"


def test_a_file_that_was_sent_back_is_not_ended_in_silence_nor_by_whoever_sent_it_back() -> None:
    scene = Scene.begin()
    file = scene.at(S.SCREENING)
    scene.read(file, outcome="return")
    reader = file.readings.get().screener
    others = [user for user in (scene.screener, scene.second_screener) if user != reader]

    def end(by: User | None) -> str:
        """What the database says at the commit, once `by` (nobody: in silence) has ended the file."""
        try:
            with transaction.atomic():
                sql("UPDATE awards_nomination SET state = 'failed', reason = 'x' WHERE id = %s", file.pk)
                if by:
                    record("nomination.failed_unanswered", file.subject, by=by, now=NOW)
        except IntegrityError as refused:
            return str(refused.__cause__.diag.constraint_name)  # type: ignore[union-attr]
        return ""

    assert [end(None), end(reader), end(others[0])] == ["assessments_file_ended_by_another"] * 2 + [""]


@pytest.mark.parametrize("rule", ScreeningRule)
def test_no_file_leaves_the_screening_by_less_than_the_rule_asks(rule: str) -> None:
    """By hand, whatever the verbs would do: each state that readings lead to, after each sequence of them."""
    scene = Scene.begin()
    Edition.objects.filter(pk=scene.edition.pk).update(screening_rule=rule)
    file = scene.at(S.SCREENING)
    readers = [scene.screener, scene.second_screener, scene.secretariat]
    leads_to = {"pass": "passed", "return": "returned_to_office", "fail": "failed"}
    moved = {}
    for said in (said for n in range(4) for said in itertools.product(leads_to, repeat=n)):
        with transaction.atomic():
            for turn, (by, outcome) in enumerate(zip(readers, said, strict=False), 1):
                reading_by_hand(file, turn, by, outcome)
            moved[said] = [outcome for outcome, state in leads_to.items() if moves(file, state)]
            transaction.set_rollback(True)

    assert moved == {said: [found] if (found := settled(said, rule)) else [] for said in moved}


def moves(file: Nomination, state: str) -> bool:
    """Does the database let the file go there? It stays where it is."""
    try:
        with transaction.atomic():
            sql("UPDATE awards_nomination SET state = %s, reason = 'x' WHERE id = %s", state, file.pk)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_nothing_gets_into_a_sheet_that_is_being_sent() -> None:
    scene = Scene.begin()
    first, second, third, *_rest = sheets_for_sending(scene.at(S.IN_ASSESSMENT))
    scene.fill(third)
    level = Level.objects.filter(criterion__aspect__rubric=scene.plan.rubric).earliest("pk")
    cell = {"criterion_id": level.criterion_id, "points": level.points, "version": 1}
    event = {"version": 1, "op_id": uuid4(), "base_version": 0, "cells": [], "saved_by": "user:x"}

    assert [
        before_the_commit(lambda: send(first), lambda: Score.objects.create(sheet=first, **cell)),
        before_the_commit(lambda: send(second), lambda: ScoreEvent.objects.create(sheet=second, **event)),
        before_the_commit(lambda: send(third), lambda: Score.objects.filter(sheet=third).update(points=None)),
    ] == ["assessments_score_open_sheet", "assessments_score_event_open_sheet", "assessments_score_open_sheet"]


def test_a_sheet_waits_for_a_save_that_has_begun_and_holds_it_whole() -> None:
    scene = Scene.begin()
    [sheet, *_rest] = sheets_for_sending(scene.at(S.IN_ASSESSMENT))

    outcome = before_the_commit(lambda: scene.fill(sheet), lambda: send(sheet))

    sheet.refresh_from_db()
    assert (outcome, sheet.state, sheet.version) == ("done", SheetState.SENT, 1)


def test_no_row_gets_into_a_tally_that_is_being_sealed() -> None:
    scene = Scene.begin()
    entry = Entry.objects.get(nomination=scene.at(S.IN_ASSESSMENT))
    values = {"rubric": scene.plan.rubric, "star_lines": scene.plan.star_lines, "combine": "mean"}
    run = Tally.objects.create(
        edition=scene.edition, n=1, state="running", requested_by=SYSTEM, requested_at=NOW, format=2, **values
    )
    scores = {"jurors": 5, "official": 99, "lowest": 99, "highest": 99, "stars": 3}
    seal = "UPDATE assessments_tally SET state = 'sealed', sealed_at = now(), inputs_sha256 = %s, results_sha256 = %s"

    outcome = before_the_commit(
        lambda: sql(seal, HASH, HASH), lambda: TallyRow.objects.create(tally=run, entry=entry, **scores)
    )

    assert (outcome, TallyRow.objects.count()) == ("assessments_tally_row_while_running", 0)


def conflict(sheet: Scoresheet) -> None:
    values = {"kind": "firm", "declared_by": SYSTEM, "declared_at": NOW}
    Conflict.objects.create(juror=sheet.juror, nomination_id=sheet.entry.nomination_id, **values)


def another(sheet: Scoresheet) -> None:
    Scoresheet.objects.create(
        entry=sheet.entry, juror=sheet.juror, round=2, state="draft", assigned_at=NOW, reopened_because="Salah baca"
    )


def test_of_a_conflict_and_a_sheet_of_the_same_juror_only_the_first_comes_about() -> None:
    scene = Scene.begin()
    first, second, *_rest = sheets_for_sending(scene.at(S.IN_ASSESSMENT))
    sql("UPDATE assessments_scoresheet SET state = 'recused' WHERE id IN (%s, %s)", first.pk, second.pk)

    assert [
        before_the_commit(lambda: conflict(first), lambda: another(first)),
        before_the_commit(lambda: another(second), lambda: conflict(second)),
    ] == ["assessments_scoresheet_no_conflict", "assessments_conflict_no_open_sheet"]


def test_no_guard_of_the_scores_is_passed_by_a_snapshot_from_before() -> None:
    scene = Scene.begin()
    first, second, third, fourth, *_rest = sheets_for_sending(scene.at(S.IN_ASSESSMENT))
    scene.fill(third)
    sql("UPDATE assessments_scoresheet SET state = 'recused' WHERE id IN (%s, %s)", second.pk, fourth.pk)
    level = Level.objects.filter(criterion__aspect__rubric=scene.plan.rubric).earliest("pk")
    cell = {"criterion_id": level.criterion_id, "points": level.points, "version": 1}
    event = {"version": 1, "op_id": uuid4(), "base_version": 0, "cells": [], "saved_by": "user:x"}

    assert [
        from_an_old_snapshot(lambda: send(first), lambda: Score.objects.create(sheet=first, **cell)),
        from_an_old_snapshot(lambda: sql("SELECT 1"), lambda: ScoreEvent.objects.create(sheet=first, **event)),
        from_an_old_snapshot(lambda: send(third), lambda: Score.objects.filter(sheet=third).update(points=None)),
        from_an_old_snapshot(lambda: conflict(second), lambda: another(second)),
        from_an_old_snapshot(lambda: another(fourth), lambda: conflict(fourth)),
    ] == [NEWEST] * 5
    assert (Score.objects.filter(sheet=first).count(), Scoresheet.objects.filter(round=2).count()) == (0, 1)


def test_a_row_that_has_changed_since_the_snapshot_is_not_written_again() -> None:
    """Guards that look at their own row only (moves, locked rows) need no more: PostgreSQL refuses by itself."""
    scene = Scene.begin()
    first, second, *_rest = sheets_for_sending(scene.at(S.IN_ASSESSMENT))
    scene.fill(second)
    back = "UPDATE assessments_scoresheet SET state = 'recused' WHERE id = %s"
    lock = "UPDATE assessments_scoresheet SET state = 'locked', locked_at = now(), total = 50, digest = repeat('a', 64) WHERE id = %s"
    note = "UPDATE assessments_scoresheet SET version = version + 1 WHERE id = %s"
    send(second)

    assert [
        from_an_old_snapshot(lambda: sql(back, first.pk), lambda: send(first)),
        from_an_old_snapshot(lambda: sql(lock, second.pk), lambda: sql(note, second.pk)),
    ] == ["40001", "40001"]


def test_of_a_file_that_is_being_decided_nobody_gets_a_sheet() -> None:
    scene = Scene.begin()
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    [row] = TallyRow.objects.filter(tally=scene.sealed_tally())
    sheet = Scoresheet.objects.filter(entry__nomination=nomination).earliest("pk")
    outcomes = [
        before_the_commit(lambda: scene.decide(row.tally), lambda: another(sheet)),
        before_the_commit(lambda: sql("SELECT 1"), lambda: another(sheet)),
    ]

    assert outcomes == ["assessments_scoresheet_of_open_entry"] * 2


@pytest.fixture
def spare() -> Rubric:
    """A rubric by which no edition is judged, with one aspect."""
    load_reference_data()
    rubric = Rubric.objects.create(code="cadangan", title="Cadangan", total_points=100, sha256=HASH)
    Aspect.objects.create(rubric=rubric, code="A", label="Mutu", label_en="Quality", max_points=100, order=1)
    return rubric


def plan_by(edition: Edition, rubric: Rubric, lines: StarLineSet) -> None:
    AssessmentPlan.objects.filter(edition=edition).update(rubric=rubric, star_lines=lines)


def test_nothing_is_added_to_a_rubric_or_to_lines_that_an_edition_is_taking(spare: Rubric) -> None:
    edition, aspect = open_the_edition(2026, NOW), spare.aspects.get()
    values = {"label": "x", "label_en": "x", "max_points": 1, "order": 2}
    lines = StarLineSet.objects.create(code="cadangan", scheme=edition.scheme)
    twin = StarLineSet.objects.create(code="kembaran", scheme=edition.scheme)
    # Before an edition is judged by them, they may grow.
    criterion = aspect.criteria.create(code="A.1", group_code="A", **values)
    level = criterion.levels.create(points=1, label="x", label_en="x")
    lines.lines.create(stars=1, lower=60)

    assert before_the_commit(
        lambda: plan_by(edition, spare, lines), lambda: spare.aspects.create(code="B", **values)
    ) == ("assessments_aspect_whole")
    assert before_the_commit(lambda: plan_by(edition, spare, twin), lambda: twin.lines.create(stars=1, lower=60)) == (
        "assessments_star_line_whole"
    )
    assert [
        before_the_commit(lambda: None, work)
        for work in (
            lambda: aspect.criteria.create(code="A.2", group_code="A", **values),
            lambda: level.criterion.levels.create(points=2, label="x", label_en="x"),
        )
    ] == ["assessments_criterion_whole", "assessments_level_whole"]


def test_the_rules_of_an_edition_stay_once_they_have_been_used(spare: Rubric) -> None:
    scene = Scene.begin()
    other = StarLineSet.objects.create(code="cadangan", scheme=scene.edition.scheme)
    StarLine.objects.bulk_create(StarLine(line_set=other, stars=stars, lower=10 * stars) for stars in (1, 2, 3))
    plan = AssessmentPlan.objects.filter(edition=scene.edition)

    before = scene.edition.plan.star_lines

    nomination = scene.at(S.IN_ASSESSMENT)
    assert before_the_commit(lambda: None, lambda: plan.update(rubric=spare)) == "assessments_plan_kept"
    assert before_the_commit(lambda: None, lambda: plan.update(star_lines=other)) == "done"

    scene.score(nomination)
    scene.sealed_tally()
    for change in ({"star_lines": before}, {"combine": "median"}, {"caps_of_holders": "last_screening"}):
        assert before_the_commit(lambda: None, lambda change=change: plan.update(**change)) == "assessments_plan_kept"


def test_lines_do_not_change_while_a_tally_is_being_sealed() -> None:
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))
    run = tallies.request_tally(scene.edition, by=SYSTEM, now=NOW)
    other = StarLineSet.objects.create(code="cadangan", scheme=scene.edition.scheme)
    plan = AssessmentPlan.objects.filter(edition=scene.edition)

    outcome = before_the_commit(lambda: tallies.seal_tally(run, now=NOW), lambda: plan.update(star_lines=other))

    assert outcome == "assessments_plan_kept"
    assert Tally.objects.aggregate(n=Max("n")) == {"n": 1}


def test_a_guard_built_the_old_way_is_switched_off_by_a_temporary_table_and_one_of_today_is_not() -> None:
    """So the tests that put shadows before the tables can fail: without a search path of its own and without the schema a guard reads the empty one."""
    scene = Scene.begin()
    [sheet, *_rest] = sheets_for_sending(scene.at(S.IN_ASSESSMENT))
    send(sheet)
    level = Level.objects.filter(criterion__aspect__rubric=scene.plan.rubric).earliest("pk")
    [(model, trigger)] = pgtrigger.registered("assessments.Score:assessments_score_open_sheet")
    today = trigger.compile(model).install_sql
    old = today.replace("SET search_path = pg_catalog, public, pg_temp", "").replace('public."', '"')
    assert [text.count("search_path") + text.count("public.") for text in (old, today)] == [0, 3]

    def cell_behind_a_shadow(guard: str) -> str:
        # By the owner, since the application may build neither guards nor temporary tables; all of it is taken back.
        with owner_connection() as owner:
            owner.set_autocommit(False)
            with owner.cursor() as cursor:
                cursor.execute(f'DROP TRIGGER {trigger.get_pgid(model)} ON public."{model._meta.db_table}"')
                cursor.execute(guard)
                cursor.execute("CREATE TEMP TABLE assessments_scoresheet (LIKE public.assessments_scoresheet)")
                cell = (
                    "(sheet_id, criterion_id, points, cannot_assess, note, version) VALUES (%s, %s, %s, false, '', 1)"
                )
                try:
                    cursor.execute(
                        f"INSERT INTO public.assessments_score {cell}", [sheet.pk, level.criterion_id, level.points]
                    )
                    return "done"
                except IntegrityError as refusal:
                    return str(refusal.__cause__.diag.constraint_name)  # type: ignore[union-attr]
                finally:
                    owner.rollback()

    assert [cell_behind_a_shadow(old), cell_behind_a_shadow(today)] == ["done", "assessments_score_open_sheet"]
    assert Score.objects.count() == 0
