"""The guards, tried in every way that SQL and the ORM know, as the application's role and as the owner of the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ovop_portal.common.guards import FencedSql, HardSql, Moves
from ovop_portal.common.verbs import Machine
from tests.common.sample import MACHINE, TRIGGERS, Paper
from tests.support.owner import owner_connection

pytestmark = pytest.mark.usefixtures("papers")

FROZEN = {
    HardSql: "021e6a0fcdb2879c934bd950aee9cec562094e3990e2baf0da17471c3ace4b7e",
    FencedSql: "0ec45f4dc30eb4e927f52289c506c98ec446d1bb2e265ae02e905ad4917a121e",
}
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
# Every way in which stock pgtrigger triggers were seen to be switched off.
IGNORE = "SELECT set_config('pgtrigger.ignore', '{sample_paper:sample_paper_moves,sample_paper:sample_paper_no_delete,sample_paper:sample_paper_locked}', true);"


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(constraint: str, attempt: Callable[[], Any]) -> None:
    """The attempt ends as an IntegrityError that bears the guard's name."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        attempt()
    assert caught.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def at_state(state: str) -> Paper:
    paper = Paper.objects.create()
    for step in {"draft": [], "sent": ["sent"], "accepted": ["sent", "accepted"]}[state]:
        Paper.objects.filter(pk=paper.pk).update(state=step)
    paper.refresh_from_db()
    return paper


class TestMoves:
    @pytest.mark.parametrize("state", ["draft", "invited"])
    def test_a_row_may_be_born_in_each_of_the_first_states(self, state: str) -> None:
        assert Paper.objects.create(state=state).state == state

    @pytest.mark.parametrize("state", ["sent", "accepted", "unknown", ""])
    @pytest.mark.parametrize("switch", ["", IGNORE])
    def test_a_row_cannot_be_born_further_on(self, state: str, switch: str) -> None:
        born = f"INSERT INTO sample_paper (state, note) VALUES ('{state}', '')"
        refused("sample_paper_moves", lambda: sql(switch + born))
        refused("sample_paper_moves", lambda: Paper.objects.bulk_create([Paper(), Paper(state=state)]))
        assert not Paper.objects.exists()

    def test_the_legal_moves_are_exactly_those_of_the_machine(self) -> None:
        states = ["draft", "invited", "sent", "accepted"]
        legal = set()
        for start in ("draft", "sent", "accepted"):
            for to in states:
                paper = at_state(start)
                try:
                    with transaction.atomic():
                        sql(f"UPDATE sample_paper SET state = '{to}' WHERE id = {paper.pk}")
                except IntegrityError:
                    continue
                legal.add((start, to))
        assert legal == {pair for pair in MACHINE.moves if pair[0] != "invited"} | {
            (same, same) for same in ("draft", "sent", "accepted")
        }

    @pytest.mark.parametrize("switch", ["", IGNORE])
    def test_a_jump_is_refused_by_every_way_of_writing(self, switch: str) -> None:
        paper = at_state("draft")
        paper.state = "accepted"
        jump = f"UPDATE sample_paper SET state = 'accepted' WHERE id = {paper.pk}"
        upsert = (
            f"INSERT INTO sample_paper (id, state, note) VALUES ({paper.pk}, 'draft', '')"
            " ON CONFLICT (id) DO UPDATE SET state = 'accepted'"
        )
        for attempt in (
            lambda: sql(switch + jump),
            lambda: sql(switch + upsert),
            lambda: sql(
                switch
                + f"MERGE INTO sample_paper p USING (SELECT {paper.pk} AS id) s ON p.id = s.id WHEN MATCHED THEN UPDATE SET state = 'accepted'"
            ),
            paper.save,
            lambda: Paper.objects.update(state="accepted"),
            lambda: Paper.objects.bulk_update([paper], ["state"]),
        ):
            refused("sample_paper_moves", attempt)
        paper.refresh_from_db()
        assert paper.state == "draft"

    def test_one_bad_row_among_many_changes_nothing(self) -> None:
        good, bad = at_state("sent"), at_state("draft")
        good.state = bad.state = "accepted"
        refused("sample_paper_moves", lambda: Paper.objects.bulk_update([good, bad], ["state"]))
        assert set(Paper.objects.values_list("state", flat=True)) == {"sent", "draft"}

    def test_other_fields_change_without_a_move(self) -> None:
        paper = at_state("accepted")
        Paper.objects.filter(pk=paper.pk).update(note="x")
        assert Paper.objects.get().note == "x"


class TestNoDelete:
    def test_a_row_with_a_life_never_goes(self) -> None:
        paper = at_state("draft")
        for attempt in (
            paper.delete,
            lambda: Paper.objects.all().delete(),
            lambda: sql(IGNORE + "DELETE FROM sample_paper"),
        ):
            refused("sample_paper_no_delete", attempt)


class TestFixed:
    def test_a_fixed_column_keeps_its_value_and_the_others_change(self) -> None:
        paper = Paper.objects.create(number=7)
        for number in ("8", "NULL"):
            refused(
                "sample_paper_fixed", lambda number=number: sql(f"{IGNORE} UPDATE sample_paper SET number = {number}")
            )
        Paper.objects.update(note="x", number=7)
        paper.refresh_from_db()
        assert (paper.note, paper.number) == ("x", 7)

    def test_nothing_is_a_value_too(self) -> None:
        Paper.objects.create()
        refused("sample_paper_fixed", lambda: Paper.objects.update(number=1))


class TestLocked:
    @pytest.fixture
    def closed(self) -> Paper:
        return Paper.objects.create(locked_at=NOW)

    def test_a_locked_row_is_closed_for_good(self, closed: Paper) -> None:
        for change in ("note = 'x'", "note = note", "locked_at = NULL", "state = 'sent'"):
            refused("sample_paper_locked", lambda change=change: sql(f"{IGNORE} UPDATE sample_paper SET {change}"))
        refused("sample_paper_no_delete", closed.delete)

    def test_a_row_is_locked_by_the_write_that_sets_the_field(self) -> None:
        paper = Paper.objects.create()
        Paper.objects.update(locked_at=NOW, note="last")
        paper.refresh_from_db()
        assert (paper.note, paper.locked_at) == ("last", NOW)
        refused("sample_paper_locked", paper.save)

    def test_its_neighbours_stay_open(self, closed: Paper) -> None:
        neighbour = Paper.objects.create()
        Paper.objects.filter(pk=neighbour.pk).update(note="x")
        assert Paper.objects.get(pk=neighbour.pk).note == "x"


class TestNobodyGoesRound:
    @pytest.mark.parametrize(
        "statement",
        [
            "ALTER TABLE sample_paper DISABLE TRIGGER ALL",
            "SET LOCAL session_replication_role = replica",
            "CREATE OR REPLACE FUNCTION pgtrigger_x() RETURNS trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql",
            "DROP TRIGGER {trigger} ON sample_paper",
        ],
    )
    def test_the_application_has_no_right_to_switch_a_guard_off(self, statement: str) -> None:
        statement = statement.format(trigger=TRIGGERS[0].get_pgid(Paper))
        with pytest.raises(ProgrammingError, match="permission denied|must be owner"), transaction.atomic():
            sql(statement)

    @pytest.mark.parametrize(
        "statement", ["TRUNCATE sample_paper", "TRUNCATE sample_paper CASCADE", "DELETE FROM sample_paper WHERE false"]
    )
    def test_the_owner_is_refused_as_well(self, statement: str) -> None:
        refused_too = pytest.raises(IntegrityError, match="append-only")
        with owner_connection() as owner, owner.cursor() as cursor, refused_too:
            cursor.execute(statement)

    def test_truncating_is_refused_to_whoever_has_the_right(self) -> None:
        """The sample's table is granted in full: what stops the application here is the guard itself."""
        refused("sample_paper_no_truncate", lambda: sql("TRUNCATE sample_paper"))

    def test_every_guard_is_always_on(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'sample_paper'::regclass AND NOT tgisinternal"
            )
            assert dict(cursor.fetchall()) == {trigger.get_pgid(Paper): "A" for trigger in TRIGGERS}


class TestMigrations:
    def test_the_sql_of_a_guard_does_not_depend_on_the_order_of_the_table(self) -> None:
        other = Machine(births={"invited", "draft"}, verbs=dict(reversed(list(MACHINE.verbs.items()))))
        first, second = (Moves(name="m", machine=machine).compile(Paper) for machine in (MACHINE, other))
        assert first.sql.hash == second.sql.hash

    def test_a_move_that_was_added_is_seen(self) -> None:
        other = Machine(births=MACHINE.births, verbs={**MACHINE.verbs, "withdraw": [("sent", "withdrawn")]})
        first, second = (Moves(name="m", machine=machine).compile(Paper) for machine in (MACHINE, other))
        assert first.sql.hash != second.sql.hash

    @pytest.mark.parametrize("template", FROZEN)
    def test_the_templates_are_frozen(self, template: type[HardSql]) -> None:
        """Old migrations build their SQL from them: a guard that must change gets a new template under a new name."""
        sql_text = template(**Moves(name="m", machine=MACHINE).compile(Paper).sql.kwargs)
        assert sha256(" ".join(sql_text.get_template().split()).encode()).hexdigest() == FROZEN[template]

    def test_a_guard_is_made_from_the_newest_template(self) -> None:
        assert type(Moves(name="m", machine=MACHINE).compile(Paper).sql) is FencedSql
