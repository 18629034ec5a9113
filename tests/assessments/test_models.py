"""What PostgreSQL itself refuses in this room, tried with raw SQL as the application's role: every constraint and every trigger, each by its name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from assessments.models import Entry, Level, Reading, Rubric, Score, Scoresheet, StarLine, StarLineSet, TallyRow
from assessments.operations import sheets
from awards.states import NominationState as S
from tests.scene import NOW, Scene, open_the_edition, sheets_for_sending
from tests.support.shadows import full_names, shadows

pytestmark = pytest.mark.django_db
HASH = "repeat('a', 64)"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SimpleNamespace]:
    """One of everything, in a transaction that is never committed: an entry with a draft, a sent and locked sheets, one that is decided, a season that is over."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = SimpleNamespace(**keys())
        # What waits for the commit is looked at now, not at the end of each test again.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)


def keys() -> dict[str, int]:
    scene = Scene.begin()
    past = Scene(NOW, open_the_edition(2024, NOW), scene.regency, scene.other_regency, scene.commodity, scene.people)
    past.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    past.award()
    decided = scene.at(S.IN_ASSESSMENT)
    scene.score(decided)
    tally = scene.sealed_tally()
    row = TallyRow.objects.get(tally=tally)
    nomination = scene.at(S.IN_ASSESSMENT)
    draft, sent, locked, reopened, _last = sheets_for_sending(nomination)
    for sheet in (sent, locked, reopened):
        scene.fill(sheet)
    sheets.send_sheet([locked, reopened], by="system:tests", now=NOW)
    sheets.lock_sheets(now=NOW + timedelta(minutes=6))
    sheets.send_sheet([sent], by="system:tests", now=NOW)
    newest = sheets.reopen_sheet(
        Scoresheet.objects.select_related("juror__user", "entry__nomination").get(pk=reopened.pk),
        "Salah baca",
        by="system:tests",
        now=NOW,
    )
    rejected = scene.at(S.SCREENING)
    scene.read(rejected, outcome="fail")
    reading = Reading.objects.get(nomination=rejected)
    level = Level.objects.filter(criterion__aspect__rubric=scene.plan.rubric).earliest("pk")
    # A rubric and lines by which no edition is judged: nothing is added to others.
    spare = Rubric.objects.create(code="cadangan", title="Cadangan", total_points=100, sha256="a" * 64)
    spare_aspect = spare.aspects.create(code="A", label="x", label_en="x", max_points=9, order=1)
    spare_criterion = spare_aspect.criteria.create(
        code="A.1", group_code="A", label="x", label_en="x", max_points=9, order=1
    )
    spare_criterion.levels.create(points=level.points, label="x", label_en="x")
    spare_lines = StarLineSet.objects.create(code="cadangan", scheme=scene.edition.scheme)
    StarLine.objects.bulk_create(StarLine(line_set=spare_lines, stars=n, lower=25 + 20 * n) for n in (1, 2, 3))
    return {
        "edition": scene.edition.pk,
        "past": past.edition.pk,
        "coming": open_the_edition(2030, NOW).pk,
        "panel": draft.entry.panel_id,
        "juror": draft.juror_id,
        "nomination": nomination.pk,
        "entry": draft.entry_id,
        "decided_entry": row.entry_id,
        "draft": draft.pk,
        "sent": sent.pk,
        "locked": locked.pk,
        "newest": newest.pk,
        "tally": tally.pk,
        "past_tally": past.edition.tallies.get().pk,
        "past_entry": Entry.objects.filter(nomination__edition=past.edition).earliest("pk").pk,
        "row": row.pk,
        "reading": reading.pk,
        "rejected": rejected.pk,
        "returned": scene.at(S.RETURNED_TO_OFFICE).pk,
        "submission": reading.submission_id,
        "screener": reading.screener_id,
        "second": scene.second_screener.pk,
        "third": scene.secretariat.pk,
        "fourth": scene.auditor.pk,
        "operator": scene.dinas_operator.pk,
        "gate": reading.verdicts.earliest("pk").gate_id,
        "rubric": scene.plan.rubric_id,
        "lines": scene.plan.star_lines_id,
        "spare": spare.pk,
        "spare_aspect": spare_aspect.pk,
        "spare_criterion": spare_criterion.pk,
        "spare_lines": spare_lines.pk,
        "aspect": level.criterion.aspect_id,
        "criterion": level.criterion_id,
        "points": level.points,
        "answered": Score.objects.filter(sheet=newest).earliest("pk").pk,
        "of_locked": Score.objects.filter(sheet=locked).earliest("pk").pk,
    }  # fmt: skip


SHEET = "INSERT INTO assessments_scoresheet (entry_id, juror_id, round, state, version, assigned_at, reopened_because) VALUES "
APPOINTMENT = (
    "INSERT INTO assessments_appointment"
    " (juror_id, decree_number, decree_date, starts_on, ends_on, ended_at, ended_because, uuid) VALUES "
)
SCORE = "INSERT INTO assessments_score (sheet_id, criterion_id, points, cannot_assess, note, version) VALUES "
EVENT = "INSERT INTO assessments_scoreevent (sheet_id, version, op_id, base_version, cells, saved_by) VALUES "
TALLY = "INSERT INTO assessments_tally (edition_id, n, state, rubric_id, star_lines_id, combine, requested_by, requested_at, refusal) VALUES "
ROW = (
    "INSERT INTO assessments_tallyrow (tally_id, entry_id, jurors, official, lowest, highest, stars, is_capped) VALUES "
)
DECISION = "INSERT INTO assessments_plenarydecision (entry_id, tally_row_id, stars, rule_stars, reason, decided_by, decided_at) VALUES "
READING = (
    "INSERT INTO assessments_reading (nomination_id, submission_id, turn, screener_id, outcome, note, read_at) VALUES "
)
VERDICT = "INSERT INTO assessments_gateverdict (reading_id, gate_id, verdict, reason) VALUES "
CONFLICT = "INSERT INTO assessments_conflict (juror_id, nomination_id, kind, note, declared_by, declared_at) VALUES "
ASPECT = 'INSERT INTO assessments_aspect (rubric_id, code, label, label_en, max_points, provenance, "order") VALUES '
CRITERION = 'INSERT INTO assessments_criterion (aspect_id, code, group_code, group_label, label, label_en, max_points, evidence, provenance, "order") VALUES '
LEVEL = "INSERT INTO assessments_level (criterion_id, points, label, label_en) VALUES "
ROW_OF_RUNNING = "INSERT INTO assessments_tallyrow (tally_id, entry_id, jurors, official, lowest, highest, stars, is_capped) SELECT id, "
FROM_RUNNING = " FROM assessments_tally WHERE edition_id = {edition} AND state = 'running'"
ASKED = "INSERT INTO assessments_reopeningrequest (sheet_id, reason, asked_at) VALUES ({locked}, 'x', now())"
ANSWER = "UPDATE assessments_reopeningrequest SET answered_at = now(), answered_by = 'user:x', is_granted = {granted}, answer = 'x'"
GRANTED = ANSWER.replace("{granted}", "true") + " WHERE answered_at IS NULL"
SECOND = READING + "({rejected}, {submission}, 2, {second}, 'pass', '', now())"
RUNNING = TALLY + "({edition}, 2, 'running', {rubric}, {lines}, 'mean', 'x', now(), '')"

# The name of what refuses, and how it is tried: statements that are taken, and at the end one that is not. {names} are keys of the world.
TRIES: dict[str, list[str]] = {
    # Panels and conflicts
    "panel_once": ["INSERT INTO assessments_panel (edition_id, commodity_group_id) SELECT edition_id, commodity_group_id FROM assessments_panel WHERE id = {panel}"],
    "panel_seat_once": ["INSERT INTO assessments_panelmember (panel_id, juror_id) VALUES ({panel}, {juror})"],
    "panel_seat_ended_has_reason": ["UPDATE assessments_panelmember SET ended_at = now() WHERE panel_id = {panel} AND juror_id = {juror}"],
    "assessments_panelmember_ended": ["UPDATE assessments_panelmember SET ended_at = now(), ended_because = 'x' WHERE panel_id = {panel} AND juror_id = {juror}",
                                      "UPDATE assessments_panelmember SET ended_at = NULL, ended_because = '' WHERE panel_id = {panel} AND juror_id = {juror}"],
    "conflict_once": [CONFLICT + "({juror}, {rejected}, 'firm', '', 'x', now())", CONFLICT + "({juror}, {rejected}, 'region', '', 'x', now())"],
    "conflict_kind_known": [CONFLICT + "({juror}, {rejected}, 'cousin', '', 'x', now())"],
    "assessments_panel_fixed": ["UPDATE assessments_panel SET edition_id = {past} WHERE id = {panel}"],
    "assessments_panel_locked": ["UPDATE assessments_panel SET closed_at = now() WHERE id = {panel}", "UPDATE assessments_panel SET closed_at = NULL WHERE id = {panel}"],
    "assessments_panel_member_fixed": ["UPDATE assessments_panelmember SET juror_id = 0 WHERE panel_id = {panel} AND juror_id = {juror}"],
    "institution_is_somewhere": ["UPDATE assessments_institution SET in_selection_team = false"],
    "assessments_institution_fixed": ["UPDATE assessments_institution SET uuid = gen_random_uuid()"],
    "juror_capacity_plausible": ["UPDATE assessments_juror SET capacity = 0 WHERE id = {juror}"],
    "appointment_has_decree": [APPOINTMENT + "({juror}, '', '2019-01-02', '2019-01-02', '2019-01-03', NULL, '', gen_random_uuid())"],
    "appointment_dates_in_order": [APPOINTMENT + "({juror}, '1', '2019-01-02', '2019-01-02', '2019-01-01', NULL, '', gen_random_uuid())"],
    "appointment_ended_has_reason": [APPOINTMENT + "({juror}, '1', '2019-01-02', '2019-01-02', NULL, now(), '', gen_random_uuid())"],
    "appointment_one_at_a_time": [APPOINTMENT + "({juror}, '1', '2019-01-02', '2019-01-02', NULL, NULL, '', gen_random_uuid())"],
    "assessments_appointment_fixed": ["UPDATE assessments_appointment SET starts_on = '2019-01-02' WHERE juror_id = {juror}"],
    "assessments_appointment_ended": [
        "UPDATE assessments_appointment SET ended_at = now(), ended_because = 'x' WHERE juror_id = {juror}",
        "UPDATE assessments_appointment SET ended_at = NULL WHERE juror_id = {juror}",
    ],
    "assessments_juror_fixed": ["UPDATE assessments_juror SET user_id = {screener} WHERE id = {juror}"],
    "assessments_conflict_append_only": ["DELETE FROM assessments_conflict"],
    # Rubric and lines
    "rubric_sha256_shape": ["INSERT INTO assessments_rubric (code, title, total_points, provenance, sha256) VALUES ('x', 'x', 100, '', 'ABC')"],
    "assessments_rubric_append_only": ["UPDATE assessments_rubric SET title = 'x' WHERE id = {rubric}"],
    "aspect_once": [ASPECT + "({spare}, 'Z', 'x', 'x', 1, '', 9)", ASPECT + "({spare}, 'Z', 'y', 'y', 2, '', 10)"],
    "aspect_worth_something": [ASPECT + "({spare}, 'Z', 'x', 'x', 0, '', 9)"],
    "assessments_aspect_append_only": ["UPDATE assessments_aspect SET max_points = 99 WHERE id = {aspect}"],
    "criterion_once": ["INSERT INTO assessments_criterion (aspect_id, code, group_code, group_label, label, label_en, max_points, evidence, provenance, \"order\") "
                       "SELECT aspect_id, code, 'x', 'x', 'x', 'x', 1, '{{}}', '', 99 FROM assessments_criterion WHERE id = {spare_criterion}"],
    "criterion_worth_something": [CRITERION + "({spare_aspect}, 'Z.9', 'x', 'x', 'x', 'x', 0, '{{}}', '', 99)"],
    "assessments_criterion_append_only": ["UPDATE assessments_criterion SET max_points = 9 WHERE id = {criterion}"],
    "level_once": [LEVEL + "({spare_criterion}, {points}, 'x', 'x')"],
    "level_points_plausible": [LEVEL + "({spare_criterion}, 100.5, 'x', 'x')"],
    "assessments_level_append_only": ["UPDATE assessments_level SET points = 3 WHERE criterion_id = {criterion}"],
    "assessments_star_line_set_append_only": ["DELETE FROM assessments_starlineset WHERE id = {lines}"],
    "star_line_once": ["INSERT INTO assessments_starline (line_set_id, stars, lower) VALUES ({spare_lines}, 3, 12)"],
    "star_line_bound_once": ["INSERT INTO assessments_starline (line_set_id, stars, lower) VALUES ({spare_lines}, 4, 85)"],
    "star_line_stars": ["INSERT INTO assessments_starline (line_set_id, stars, lower) VALUES ({spare_lines}, 6, 12)"],
    "star_line_lower": ["INSERT INTO assessments_starline (line_set_id, stars, lower) VALUES ({spare_lines}, 5, 100.5)"],
    "assessments_star_line_append_only": ["UPDATE assessments_starline SET lower = 10 WHERE line_set_id = {lines}"],
    "assessments_aspect_whole": [ASPECT + "({rubric}, 'Z', 'x', 'x', 1, '', 9)"],
    "assessments_criterion_whole": [CRITERION + "({aspect}, 'Z.9', 'x', 'x', 'x', 'x', 1, '{{}}', '', 99)"],
    "assessments_level_whole": [LEVEL + "({criterion}, 2.5, 'x', 'x')"],
    "assessments_star_line_whole": ["INSERT INTO assessments_starline (line_set_id, stars, lower) VALUES ({lines}, 4, 95)"],
    "assessments_plan_kept": ["UPDATE assessments_assessmentplan SET rubric_id = {spare} WHERE edition_id = {edition}"],
    "plan_caps_of_holders_known": ["UPDATE assessments_assessmentplan SET caps_of_holders = 'some' WHERE edition_id = {coming}"],
    "tally_caps_of_holders_known": [RUNNING.replace(") VALUES", ", caps_of_holders) VALUES").replace("'')", "'', 'some')")],
    "tally_format_known": [RUNNING.replace(") VALUES", ", format) VALUES").replace("'')", "'', 4)")],
    "plan_combine_known": ["UPDATE assessments_assessmentplan SET combine = 'best' WHERE edition_id = {coming}"],
    "plan_jurors_plausible": ["UPDATE assessments_assessmentplan SET jurors_per_entry = 0 WHERE edition_id = {coming}"],
    "plan_trimmed_leaves_one": ["UPDATE assessments_assessmentplan SET combine = 'trimmed_mean_drop_high_low', jurors_per_entry = 2 WHERE edition_id = {coming}"],
    "assessments_plan_frozen": ["UPDATE assessments_assessmentplan SET divergence_points = 1 WHERE edition_id = {past}"],
    "juror_origin_once": ["INSERT INTO assessments_jurororigin (juror_id, province_id) SELECT {juror}, '51'", "INSERT INTO assessments_jurororigin (juror_id, province_id) SELECT {juror}, '51'"],
    "assessments_jurororigin_append_only": ["INSERT INTO assessments_jurororigin (juror_id, province_id) SELECT {juror}, '51'", "DELETE FROM assessments_jurororigin"],
    # Screening
    "reading_turn_once": [READING + "({rejected}, {submission}, 1, {second}, 'pass', '', now())"],
    "reading_by_another_person": [READING + "({rejected}, {submission}, 2, {screener}, 'fail', 'x', now())"],
    "reading_turn": [SECOND, READING + "({rejected}, {submission}, 3, {third}, 'pass', '', now())",
                     READING + "({rejected}, {submission}, 4, {fourth}, 'pass', '', now())"],
    "reading_day_for_a_return": [READING.replace(") VALUES", ", answer_by) VALUES") + "({rejected}, {submission}, 2, {second}, 'pass', '', now(), now())"],
    "assessments_reading_in_turn": [READING + "({rejected}, {submission}, 3, {second}, 'pass', '', now())"],
    "assessments_file_settled": ["UPDATE awards_nomination SET state = 'passed' WHERE id = {rejected}"],
    "assessments_reading_untied": [READING + "({rejected}, {submission}, 2, {operator}, 'pass', '', now())"],
    "assessments_file_ended_by_another": ["SET CONSTRAINTS ALL IMMEDIATE", "UPDATE awards_nomination SET state = 'failed', reason = 'x' WHERE id = {returned}"],
    "reading_outcome_known": [READING + "({rejected}, {submission}, 2, {second}, 'maybe', 'x', now())"],
    "reading_rejection_has_note": [READING + "({rejected}, {submission}, 2, {second}, 'fail', '', now())"],
    "assessments_reading_append_only": ["UPDATE assessments_reading SET outcome = 'pass' WHERE id = {reading}"],
    "gate_verdict_once": [VERDICT + "({reading}, {gate}, 'met', '')"],
    "gate_verdict_known": [SECOND, "INSERT INTO assessments_gateverdict (reading_id, gate_id, verdict, reason) SELECT max(id), {gate}, 'x', '' FROM assessments_reading"],
    "gate_verdict_has_reason": [SECOND, "INSERT INTO assessments_gateverdict (reading_id, gate_id, verdict, reason) SELECT max(id), {gate}, 'unmet', '' FROM assessments_reading"],
    "assessments_gate_verdict_append_only": ["UPDATE assessments_gateverdict SET verdict = 'met' WHERE reading_id = {reading}"],
    # Entries and sheets
    "assessments_entry_moves": ["UPDATE assessments_entry SET state = 'decided' WHERE id = {entry}"],
    "entry_state_known": ["UPDATE assessments_entry SET state = 'x' WHERE id = {entry}"],
    "assessments_entry_no_delete": ["DELETE FROM assessments_entry WHERE id = {entry}"],
    "assessments_entry_fixed": ["UPDATE assessments_entry SET submission_id = {submission} WHERE id = {decided_entry}"],
    "sheet_once": [SHEET + "({entry}, {juror}, 1, 'draft', 0, now(), '')"],
    "sheet_open_once": [SHEET + "({entry}, {juror}, 2, 'draft', 0, now(), 'x')"],
    "sheet_state_known": ["UPDATE assessments_scoresheet SET state = 'x' WHERE id = {draft}"],
    "sheet_lock_whole": ["UPDATE assessments_scoresheet SET total = 50 WHERE id = {sent}"],
    "sheet_locked_means_total": ["UPDATE assessments_scoresheet SET state = 'locked' WHERE id = {sent}"],
    "sheet_total_means_locked": ["UPDATE assessments_scoresheet SET locked_at = now(), total = 50, digest = " + HASH + " WHERE id = {sent}"],
    "sheet_sent_has_hour": ["UPDATE assessments_scoresheet SET state = 'sent' WHERE id = {draft}"],
    "sheet_reopened_has_reason": [SHEET + "({entry}, {juror}, 2, 'draft', 0, now(), '')"],
    "sheet_withdrawn_has_hour": ["UPDATE assessments_scoresheet SET state = 'withdrawn' WHERE id = {draft}"],
    "sheet_hour_means_withdrawn": ["UPDATE assessments_scoresheet SET withdrawn_at = now(), withdrawn_because = 'x' WHERE id = {draft}"],
    "sheet_withdrawn_has_reason": ["UPDATE assessments_scoresheet SET state = 'withdrawn', withdrawn_at = now() WHERE id = {draft}"],
    "sheet_total_plausible": ["UPDATE assessments_scoresheet SET state = 'locked', locked_at = now(), total = 100.001, digest = " + HASH + " WHERE id = {sent}"],
    "assessments_scoresheet_moves": ["UPDATE assessments_scoresheet SET state = 'locked', locked_at = now(), total = 50, digest = " + HASH + " WHERE id = {draft}"],
    "assessments_scoresheet_no_delete": ["DELETE FROM assessments_scoresheet WHERE id = {draft}"],
    "assessments_scoresheet_locked": ["UPDATE assessments_scoresheet SET version = 99 WHERE id = {locked}"],
    "assessments_scoresheet_no_conflict": ["UPDATE assessments_scoresheet SET state = 'recused' WHERE id = {draft}", CONFLICT + "({juror}, {nomination}, 'firm', '', 'x', now())", SHEET + "({entry}, {juror}, 1, 'draft', 0, now(), '')"],
    "assessments_scoresheet_of_open_entry": [SHEET + "({decided_entry}, {juror}, 2, 'draft', 0, now(), 'x')"],
    "assessments_conflict_no_open_sheet": [CONFLICT + "({juror}, {nomination}, 'firm', '', 'x', now())"],
    "assessments_entry_frozen": ["INSERT INTO assessments_entry (nomination_id, submission_id, panel_id, state, sample_waybill) "
                                 "SELECT nomination_id, submission_id, panel_id, 'open', '' FROM assessments_entry WHERE id = {past_entry}"],
    "assessments_scoresheet_fixed": ["UPDATE assessments_scoresheet SET juror_id = 0 WHERE id = {draft}"],
    "score_once": ["INSERT INTO assessments_score (sheet_id, criterion_id, cannot_assess, note, version) SELECT sheet_id, criterion_id, false, '', 1 FROM assessments_score WHERE id = {answered}"],
    "score_cannot_has_reason": [SCORE + "({draft}, {criterion}, NULL, true, '', 1)"],
    "score_points_are_a_level": [SCORE + "({draft}, {criterion}, 2.5, false, '', 1)"],
    "assessments_score_open_sheet": ["UPDATE assessments_score SET points = NULL WHERE id = {of_locked}"],
    "score_event_numbered_once": [EVENT + "({newest}, 1, gen_random_uuid(), 0, '[]', 'user:x')"],
    "score_event_operation_once": ["INSERT INTO assessments_scoreevent (sheet_id, version, op_id, base_version, cells, saved_by) "
                                   "SELECT sheet_id, 99, op_id, 0, '[]', 'user:x' FROM assessments_scoreevent WHERE sheet_id = {newest}"],
    "score_event_from_one": [EVENT + "({draft}, 0, gen_random_uuid(), 0, '[]', 'user:x')"],
    "score_event_saved_by_actor": [EVENT + "({draft}, 1, gen_random_uuid(), 0, '[]', 'Sari')"],
    "assessments_score_event_append_only": ["UPDATE assessments_scoreevent SET cells = '[]' WHERE sheet_id = {newest}"],
    "assessments_score_event_open_sheet": [EVENT + "({locked}, 9, gen_random_uuid(), 0, '[]', 'user:x')"],
    # Requests to open a sheet again
    "reopening_has_reason": [ASKED.replace("'x'", "''")],
    "reopening_waits_once": [ASKED, ASKED],
    "reopening_granted_once": [ASKED, GRANTED, ASKED, GRANTED],
    "reopening_answer_whole": [ASKED, "UPDATE assessments_reopeningrequest SET is_granted = true"],
    "reopening_answer_has_words": [ASKED, GRANTED.replace("answer = 'x'", "answer = ''")],
    "reopening_dates_in_order": [ASKED, GRANTED.replace("now()", "now() - interval '1 day'")],
    "reopening_answered_by_actor": [ASKED, GRANTED.replace("user:x", "Sari")],
    "assessments_reopening_answered": [ASKED, GRANTED, "UPDATE assessments_reopeningrequest SET answer = 'y'"],
    "assessments_reopening_fixed": [ASKED, "UPDATE assessments_reopeningrequest SET reason = 'y'"],
    "assessments_reopening_no_delete": [ASKED, "DELETE FROM assessments_reopeningrequest"],
    # Tally and plenary
    "tally_numbered_once": [TALLY + "({edition}, 1, 'running', {rubric}, {lines}, 'mean', 'x', now(), '')"],
    "tally_one_at_a_time": [RUNNING, TALLY + "({edition}, 3, 'running', {rubric}, {lines}, 'mean', 'x', now(), '')"],
    "tally_state_known": [TALLY + "({edition}, 2, 'x', {rubric}, {lines}, 'mean', 'x', now(), '')"],
    "tally_combine_known": [TALLY + "({edition}, 2, 'running', {rubric}, {lines}, 'best', 'x', now(), '')"],
    "tally_seal_whole": [RUNNING, "UPDATE assessments_tally SET sealed_at = now() WHERE edition_id = {edition} AND n = 2"],
    "tally_sealed_means_seal": [RUNNING, "UPDATE assessments_tally SET state = 'sealed' WHERE edition_id = {edition} AND n = 2"],
    "tally_refused_has_reason": [RUNNING, "UPDATE assessments_tally SET state = 'refused' WHERE edition_id = {edition} AND n = 2"],
    "tally_attempts_few": [RUNNING, "UPDATE assessments_tally SET attempts = 6 WHERE edition_id = {edition} AND n = 2"],
    "tally_parked_has_error": [RUNNING, "UPDATE assessments_tally SET parked_at = now() WHERE edition_id = {edition} AND n = 2"],
    "assessments_tally_moves": [TALLY + "({edition}, 2, 'refused', {rubric}, {lines}, 'mean', 'x', now(), 'x')"],
    "assessments_tally_no_delete": [RUNNING, "DELETE FROM assessments_tally WHERE edition_id = {edition} AND n = 2"],
    "assessments_tally_locked": ["UPDATE assessments_tally SET results_sha256 = " + HASH + " WHERE id = {tally}"],
    "assessments_tally_fixed": [RUNNING, "UPDATE assessments_tally SET combine = 'median' WHERE edition_id = {edition} AND n = 2"],
    "assessments_tally_frozen": [TALLY + "({past}, 9, 'running', {rubric}, {lines}, 'mean', 'x', now(), '')"],
    "tally_row_once": [RUNNING, ROW_OF_RUNNING + "{entry}, 5, 50, 50, 50, 1, false" + FROM_RUNNING, ROW_OF_RUNNING + "{entry}, 5, 60, 60, 60, 1, false" + FROM_RUNNING],
    "tally_row_official": [RUNNING, ROW_OF_RUNNING + "{entry}, 5, 100.01, 50, 50, 1, false" + FROM_RUNNING],
    "tally_row_stars": [RUNNING, ROW_OF_RUNNING + "{entry}, 5, 50, 50, 50, 6, false" + FROM_RUNNING],
    "assessments_tally_row_while_running": [ROW + "({tally}, {entry}, 5, 50, 50, 50, 1, false)"],
    "assessments_tally_row_append_only": ["UPDATE assessments_tallyrow SET stars = 3 WHERE id = {row}"],
    "plenary_stars": [DECISION + "({decided_entry}, {row}, 6, (SELECT stars FROM assessments_tallyrow WHERE id = {row}), 'x', 'x', now())"],
    "plenary_departure_has_reason": ["INSERT INTO assessments_plenarydecision (entry_id, tally_row_id, stars, rule_stars, reason, decided_by, decided_at) "
                                    "SELECT entry_id, id, 3 - stars, stars, '', 'x', now() FROM assessments_tallyrow WHERE id = {row}"],
    "assessments_plenary_decision_of_its_row": [DECISION + "({entry}, {row}, 0, (SELECT stars FROM assessments_tallyrow WHERE id = {row}), 'x', 'x', now())"],
    "assessments_plenary_decision_append_only": ["DELETE FROM assessments_plenarydecision"],
}  # fmt: skip
# Where the guard of the moves speaks before the list of known states can.
SPOKEN_FOR = {
    "entry_state_known": "assessments_entry_moves",
    # Where the guard of the turns speaks before the index can.
    "reading_turn_once": "assessments_reading_in_turn",
    "sheet_state_known": "assessments_scoresheet_moves",
    "tally_state_known": "assessments_tally_moves",
}


def promises() -> set[str]:
    """Every constraint and trigger of the room's tables, but those against TRUNCATE, which are tried for all tables at once."""
    found = set()
    for model in apps.get_app_config("assessments").get_models():
        found |= {constraint.name for constraint in model._meta.constraints}
        found |= {trigger.name for trigger in getattr(model._meta, "triggers", [])}
    return {name for name in found if not name.endswith("_no_truncate")}


def run(statements: list[str], world: SimpleNamespace) -> None:
    """By the full names of the tables, which no temporary table can take."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(full_names(statement.format(**vars(world))))


def test_every_promise_of_the_room_is_tried():
    assert promises() - set(TRIES) == {"assessments_plan_whole_versions"}, "it only waits: test_guards.py"
    assert set(TRIES) - promises() == {"score_points_are_a_level"}, "made in a migration: a foreign key of two columns"


@pytest.mark.parametrize("name", sorted(TRIES))
def test_raw_sql_cannot_break(name: str, world: SimpleNamespace) -> None:
    assert refused_by(name, world) == SPOKEN_FOR.get(name, name)


GUARDS = {trigger.name for model in apps.get_app_config("assessments").get_models() for trigger in getattr(model._meta, "triggers", [])}  # fmt: skip


@pytest.mark.parametrize("name", sorted(GUARDS & set(TRIES)))
def test_an_empty_temporary_table_of_the_same_name_switches_no_guard_off(name: str, world: SimpleNamespace) -> None:
    with shadows("assessments", "awards"):
        assert refused_by(name, world) == name


def refused_by(name: str, world: SimpleNamespace) -> str:
    *taken, refused = TRIES[name]
    with transaction.atomic():
        run(taken, world)
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            run([refused], world)
        transaction.set_rollback(True)

    return str(caught.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


@pytest.mark.parametrize("model", [model.__name__ for model in apps.get_app_config("assessments").get_models()])
def test_the_application_cannot_empty_a_table(model: str, world: SimpleNamespace) -> None:
    table = apps.get_model("assessments", model)._meta.db_table

    with pytest.raises(DatabaseError), transaction.atomic():
        run([f"TRUNCATE {table} CASCADE"], world)


def test_a_session_that_calls_itself_a_replica_is_refused_as_well(world: SimpleNamespace) -> None:
    """Guards fire in every role of replication; switching it needs a right that the application does not have."""
    with pytest.raises(DatabaseError), transaction.atomic():
        run(["SET session_replication_role = replica", TRIES["assessments_tally_locked"][0]], world)
