"""What is always true: it holds in a whole season, and whoever breaks it by the hand of the database's owner is named."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from health_check.exceptions import ServiceUnavailable

from ovop_portal.accounts.models import Membership
from ovop_portal.accounts.roles import Role
from ovop_portal.common import invariants
from ovop_portal.common.guards import lying_down
from ovop_portal.common.invariants import Invariant
from ovop_portal.front import proving
from ovop_portal.front.health import Invariants
from ovop_portal.ledger import sealing
from ovop_portal.notifications.models import Notice
from tests.front.seasons import whole_season
from tests.scene import NOW, Scene
from tests.support.owner import as_owner, as_owner_of_the_database

GUARDS = "guards_stand"


@dataclass(frozen=True)
class Break:
    """What the owner does, which invariant it breaks, and how the row is named."""

    code: str
    statements: tuple[str, ...]
    named: str

    def by(self, cursor: Any) -> None:
        for statement in self.statements:
            cursor.execute(statement)


def of(number: str) -> str:
    return f"(SELECT id FROM awards_nomination WHERE number = '{number}')"


FIRST, SECOND = "OVOP-2026-0001", "OVOP-2026-0002"
SHEET = f"(SELECT min(s.id) FROM assessments_scoresheet s JOIN assessments_entry e ON e.id = s.entry_id WHERE e.nomination_id = {of(FIRST)})"
BREAKS = [
    Break(
        "the_journal_is_whole",
        ("UPDATE ledger_event SET actor = 'system:other' WHERE id = (SELECT min(id) FROM ledger_event)",),
        "its content is not what was recorded",
    ),
    Break(
        "whoever_acted_is_known",
        ("UPDATE accounts_user SET uuid = gen_random_uuid() WHERE 'user:' || uuid IN (SELECT actor FROM ledger_event)",),
        "user:",
    ),
    Break(
        "whoever_judges_has_no_part",
        (
            "INSERT INTO accounts_membership (user_id, role, starts_at, granted_by)"
            " SELECT user_id, 'owner', starts_at, granted_by FROM accounts_membership WHERE role = 'juror' LIMIT 1",
        ),
        "user:",
    ),
    Break(
        "what_is_held_was_not_removed",
        ("INSERT INTO documents_release (blob_id, since, removed_at) SELECT sha256, now(), now() FROM documents_blob",),
        "-",
    ),
    Break("documents_are_what_was_uploaded", ("UPDATE documents_document SET size = size + 1",), "-"),
    Break(
        "letters_are_sent_or_their_turn_comes",
        ("UPDATE notifications_outbox SET due_at = due_at - interval '2 days' WHERE sent_at IS NULL",),
        "-",
    ),
    Break(
        "one_live_nomination",
        (
            "DROP INDEX nomination_one_live",
            f"UPDATE awards_nomination SET product_id = (SELECT product_id FROM awards_nomination WHERE number = '{FIRST}') WHERE number = '{SECOND}'",
        ),
        f"{FIRST}, {SECOND}",
    ),
    Break(
        "nominations_stand_in_the_journal",
        (f"UPDATE ledger_event SET subject = 'nomination:other' WHERE subject = 'nomination:{FIRST}'",),
        FIRST,
    ),
    Break(
        "sent_with_every_required_paper",
        (f"UPDATE awards_submission SET dossier = jsonb_set(dossier, '{{permits}}', '[]') WHERE nomination_id = {of(FIRST)}",),
        f"{FIRST}/1 ",
    ),
    Break(
        "what_was_sent_is_known",
        (f"UPDATE awards_submission SET documents = array_append(documents, gen_random_uuid()) WHERE nomination_id = {of(FIRST)}",),
        f"{FIRST}/1",
    ),
    Break(
        "acts_are_of_their_region",
        (f"UPDATE awards_endorsement SET regency_id = '33.75' WHERE id = (SELECT endorsement_id FROM awards_nomination WHERE number = '{FIRST}')",),
        FIRST,
    ),
    Break("nothing_is_told_before_the_publication", ("DELETE FROM awards_publication", "DELETE FROM awards_milestone", "DELETE FROM notifications_notice"), FIRST),
    Break("nothing_is_told_before_the_publication", ("UPDATE awards_milestone SET at = at - interval '1 hour' WHERE code = 'awarded'",), FIRST),
    Break(
        "nothing_is_told_before_the_publication",
        ("UPDATE notifications_notice SET created_at = created_at - interval '1 hour' WHERE kind = 'awards.awarded'",),
        "notice ",
    ),
    Break(
        "nothing_joins_a_published_result",
        ("UPDATE awards_determination SET entered_at = entered_at + interval '1 hour'",),
        "edition 2026 decree 3137 Tahun 2026",
    ),
    Break("nothing_joins_a_published_result", ("UPDATE awards_recommendation SET made_at = made_at + interval '1 hour'",), FIRST),
    Break("nothing_joins_a_published_result", ("UPDATE awards_submission SET sent_at = sent_at + interval '1 hour'",), FIRST),
    Break("each_award_has_its_own_certificate", ("DELETE FROM awards_certificate",), "AWARD"),
    Break(
        "each_award_has_its_own_certificate",
        (f"UPDATE awards_certificate SET sha256 = '{'0' * 64}' WHERE document_id IS NOT NULL",),
        "AWARD",
    ),
    Break("each_award_has_its_own_certificate", ("DELETE FROM awards_certificate", "DELETE FROM awards_publishedaward"), "AWARD"),
    Break("issues_are_numbered_without_a_gap", ("UPDATE awards_publishedaward SET issue = issue + 7",), "AWARD"),
    Break(
        "awards_keep_what_they_were_given_for",
        (f"UPDATE awards_nomination SET state = 'in_assessment' WHERE number = '{FIRST}'",),
        "AWARD",
    ),
    Break("awards_keep_what_they_were_given_for", ("UPDATE awards_recommendation SET stars = 1",), "AWARD"),
    Break(
        "screened_by_as_many_as_the_rule_asks",
        (f"UPDATE assessments_reading SET outcome = 'fail', note = 'x' WHERE nomination_id = {of(FIRST)}",),
        FIRST,
    ),
    Break("screened_by_as_many_as_the_rule_asks", ("UPDATE awards_edition SET screening_rule = 'all_by_two'",), FIRST),
    Break(
        "screened_by_as_many_as_the_rule_asks",
        ("DELETE FROM assessments_gateverdict", "DELETE FROM assessments_reading"),
        FIRST,
    ),
    Break(
        "no_sheet_against_a_conflict",
        (f"UPDATE assessments_conflict SET nomination_id = {of(FIRST)}, declared_at = declared_at - interval '1 hour'",),
        f"{FIRST} user:",
    ),
    Break("only_who_sits_in_the_panel_judges", ("DELETE FROM assessments_panelmember",), f"{FIRST} user:"),
    Break(
        "points_are_levels_of_the_rubric",
        ("FREE THE POINTS", "UPDATE assessments_score SET points = 77.777"),
        f"{FIRST} user:",
    ),
    Break(
        "points_are_levels_of_the_rubric",
        ("UPDATE assessments_aspect SET commodity_group_id = 'gerabah' WHERE commodity_group_id IS NULL",),
        f"{FIRST} user:",
    ),
    Break("saves_are_numbered_without_a_gap", (f"DELETE FROM assessments_scoreevent WHERE sheet_id = {SHEET}",), f"{FIRST} user:"),
    Break("saves_are_numbered_without_a_gap", (f"UPDATE assessments_scoresheet SET version = version + 1 WHERE id = {SHEET}",), f"{FIRST} user:"),
    Break("saves_are_numbered_without_a_gap", (f"UPDATE assessments_score SET version = 9 WHERE sheet_id = {SHEET}",), f"{FIRST} user:"),
    Break("sheets_stand_in_the_journal", ("UPDATE ledger_event SET subject = 'other' WHERE starts_with(subject, 'sheet:')",), f"{FIRST} user:"),
    Break(
        "complete_files_have_locked_sheets",
        (f"UPDATE assessments_scoresheet SET state = 'sent', locked_at = NULL, total = NULL, digest = NULL WHERE id = {SHEET}",),
        FIRST,
    ),
    Break(
        "complete_files_have_locked_sheets",
        ("UPDATE assessments_scoresheet SET state = 'recused', locked_at = NULL, total = NULL, digest = NULL",),
        FIRST,
    ),
    Break("results_count_every_locked_sheet", ("UPDATE assessments_tallyrow SET jurors = 4",), f"{FIRST} tally 1"),
    Break("results_count_every_locked_sheet", ("UPDATE assessments_tally SET sealed_at = sealed_at + interval '1 hour'",), "edition 2026 tally 1"),
    Break(
        "weights_sum_to_the_whole",
        ("UPDATE assessments_aspect SET max_points = max_points + 1 WHERE id = (SELECT min(id) FROM assessments_aspect)",),
        " ",
    ),
    Break("stars_follow_the_line", ("UPDATE assessments_tallyrow SET stars = 1",), f"{FIRST} tally 1"),
    Break("stars_follow_the_line", ("UPDATE assessments_tallyrow SET is_capped = true",), f"{FIRST} tally 1"),
    Break("stars_follow_the_line", ("DELETE FROM assessments_starline",), f"{FIRST} tally 1"),
]  # fmt: skip
FREE_THE_POINTS = """
    SELECT 'ALTER TABLE assessments_score DROP CONSTRAINT ' || quote_ident(conname) FROM pg_constraint
     WHERE conrelid = 'assessments_score'::regclass AND confrelid = 'assessments_level'::regclass
"""


def test_every_invariant_has_somebody_who_breaks_it() -> None:
    assert {one.code for one in invariants.catalogue()} == {breach.code for breach in BREAKS} | {GUARDS}


def test_every_promise_is_a_sentence_of_its_own() -> None:
    promises = [str(invariant.promise) for invariant in invariants.catalogue()]
    assert len(set(promises)) == len(promises)
    assert all(promise[0].isupper() and not promise.endswith(".") for promise in promises)


@pytest.mark.django_db(transaction=True)
def test_whoever_breaks_an_invariant_by_the_hand_of_the_owner_is_named() -> None:
    whole_season()
    held = {breach.invariant.code for breach in invariants.check(NOW)}
    assert held <= {GUARDS}, "the season itself breaks something"
    catalogue = {invariant.code: invariant for invariant in invariants.catalogue()}

    found = []
    with as_owner_of_the_database() as cursor:
        cursor.execute(FREE_THE_POINTS)
        (free_the_points,) = cursor.fetchone()
        cursor.execute(f"SELECT code FROM awards_award WHERE nomination_id = {of(FIRST)}")
        (award,) = cursor.fetchone()
        for broken in BREAKS:
            with transaction.atomic():
                for statement in broken.statements:
                    cursor.execute(free_the_points if statement == "FREE THE POINTS" else statement)
                found.append(list(catalogue[broken.code].breaches(NOW)))
                transaction.set_rollback(True)

    named = {"AWARD": award}
    missed = [
        (broken, rows)
        for broken, rows in zip(BREAKS, found, strict=True)
        if not any(named.get(broken.named, broken.named) in row for row in rows)
    ]
    assert missed == []
    assert {breach.invariant.code for breach in invariants.check(NOW)} <= {GUARDS}


# --- The guards themselves, the task, the page, the command -----------------------------------------------------------------


@pytest.fixture
def guarded(transactional_db: None) -> Iterator[Any]:
    """As the owner, with every guard standing; in the end nothing of it has happened."""
    with as_owner() as cursor:
        yield cursor


WAYS = [
    "ALTER TABLE awards_award DISABLE TRIGGER {name}",
    # It would sleep while rows are written as a replica writes them.
    "ALTER TABLE awards_award ENABLE TRIGGER {name}",
    "DROP TRIGGER {name} ON awards_award",
    "COMMENT ON TRIGGER {name} ON awards_award IS 'of another text'",
]


def test_a_guard_that_does_not_stand_as_it_is_written_is_named(guarded: Any) -> None:
    assert list(lying_down()) == []
    guarded.execute("SELECT tgname FROM pg_trigger WHERE starts_with(tgname, 'pgtrigger_awards_award_append_only')")
    (name,) = guarded.fetchone()
    for statement in WAYS:
        with transaction.atomic():
            guarded.execute(statement.format(name=name))
            assert list(lying_down()) == ["awards_award awards_award_append_only"]
            transaction.set_rollback(True)


def test_each_night_it_is_looked_once_and_what_is_broken_is_told_and_shown(guarded: Any, client: Client) -> None:
    scene = Scene.begin()
    sealing.seal_all(NOW)
    count = len(invariants.catalogue())
    client.force_login(scene.auditor)
    assert "Aturan tetap" not in client.get("/panitia/jejak/").content.decode()

    first = proving.check_due(now=NOW)

    assert first is not None
    assert (first.subject, first.rows, first.differences) == ("invariants", count, [])
    assert proving.check_due(now=NOW + timedelta(hours=3)) is None
    assert f"{count} aturan diperiksa" in client.get("/panitia/jejak/").content.decode()
    Invariants().look()
    out = io.StringIO()
    call_command("check_invariants", stdout=out)
    assert f"{count} invariants hold" in out.getvalue()

    Membership.objects.create(user=scene.juror1, role=Role.OWNER, starts_at=NOW, granted_by="system:tests")
    second = proving.check_due(now=NOW + timedelta(days=1))

    line = f"Tidak seorang pun sekaligus menilai dan dinilai [whoever_judges_has_no_part]: {scene.juror1.actor}"
    assert second is not None
    assert second.differences == [line]
    told = Notice.objects.filter(kind="front.broken").values_list("recipient", flat=True)
    assert set(told) == {scene.auditor.pk, scene.secretariat.pk}
    page = client.get("/panitia/jejak/").content.decode()
    assert "1 aturan tetap dilanggar" in page
    assert line in page
    with pytest.raises(ServiceUnavailable, match="1 rows break an invariant"):
        Invariants().look()
    with pytest.raises(CommandError) as refused:
        call_command("check_invariants")
    # By the clock of today the letters of that day are late, too.
    assert line in str(refused.value).splitlines()
    assert refused.value.returncode == 1


def test_the_catalogue_can_be_read() -> None:
    out = io.StringIO()
    call_command("check_invariants", list=True, stdout=out)
    assert "one_live_nomination: Satu produk paling banyak" in out.getvalue()
    assert len(out.getvalue().splitlines()) == len(invariants.catalogue())


def test_of_one_invariant_no_more_rows_are_named_than_somebody_reads() -> None:
    many = Invariant("many", "Tidak ada satu pun", lambda now: map(str, range(1_000)))
    assert list(many.breaches(NOW)) == [str(n) for n in range(50)]


@pytest.mark.django_db
def test_sql_of_an_invariant_names_rows_in_their_order() -> None:
    found = Invariant("some", "Tidak ada", "SELECT n FROM generate_series(1, 60) AS n WHERE %(now)s > '2026-01-01'")
    assert list(found.breaches(NOW))[:3] == ["1", "2", "3"]
    assert len(list(found.breaches(NOW))) == 50


def test_two_invariants_never_share_a_name() -> None:
    with pytest.raises(ValueError, match="two invariants are called one_live_nomination"):
        invariants.register(Invariant("one_live_nomination", "Lain", "SELECT 1"))
