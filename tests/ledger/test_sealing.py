from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from ovop_portal.ledger import journal, sealing, tasks, tree
from ovop_portal.ledger.management.commands import verify_ledger
from ovop_portal.ledger.models import Event, Leaf, Seal
from ovop_portal.ledger.sealing import Head
from tests.support.owner import laid_aside

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


def write(count: int, kind: str = "submitted") -> list[Event]:
    return journal.record_many(kind, ((f"nomination:{n}", {"n": n}) for n in range(count)), by="system:test", now=NOW)


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db
class TestGrowing:
    def test_events_get_places_in_the_order_of_their_writing_and_a_root(self) -> None:
        events = write(3)
        assert sealing.seal(NOW) == 3
        assert list(Leaf.objects.values_list("position", "event_id")) == [
            (n, event.pk) for n, event in enumerate(events)
        ]
        assert str(sealing.head()) == f"3:{tree.root_of([event.leaf for event in events]).hex()}"

    def test_a_seal_over_nothing_new_is_not_written(self) -> None:
        write(1)
        assert [sealing.seal(NOW), sealing.seal(NOW), Seal.objects.count()] == [1, 0, 1]

    def test_the_tree_grows_on_from_its_frontier_whatever_the_portions(self) -> None:
        events = write(23)
        for portion in (1, 2, 3, 5, 12):
            assert sealing.seal(NOW, limit=portion) == portion
        leaves = [event.leaf for event in events]
        assert [(seal.size, bytes(seal.root)) for seal in Seal.objects.all()] == [
            (size, tree.root_of(leaves[:size])) for size in (1, 3, 6, 11, 23)
        ]

    def test_sealing_all_at_once_takes_the_callers_own_events_in(self) -> None:
        write(4)
        with transaction.atomic():
            journal.record("published", "edition:2026", by="system:test", now=NOW)
            head = sealing.seal_all(NOW)
        assert (head.size, head, Event.objects.unsealed().count()) == (5, sealing.head(), 0)

    def test_each_sealed_event_can_be_proved_to_be_in_the_printed_head(self) -> None:
        events = write(13)
        head = sealing.seal_all(NOW)
        position, proof = sealing.inclusion_proof(events[6])
        assert tree.includes(events[6].leaf, position, head.size, proof, bytes.fromhex(head.root))
        assert not tree.includes(events[7].leaf, position, head.size, proof, bytes.fromhex(head.root))

    def test_growth_between_two_printed_heads_can_be_proved(self) -> None:
        write(5)
        old = sealing.seal_all(NOW)
        write(8)
        new = sealing.seal_all(NOW)
        proof = sealing.consistency_proof(old.size)
        assert tree.grew(old.size, bytes.fromhex(old.root), new.size, bytes.fromhex(new.root), proof)

    def test_the_task_seals_until_nothing_is_left(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sealing, "BATCH", 4)
        monkeypatch.setattr(sealing.seal, "__defaults__", (4,))
        write(10)
        tasks.seal()
        assert [seal.size for seal in Seal.objects.all()] == [4, 8, 10]


@pytest.mark.django_db(transaction=True)
class TestRivals:
    def test_sealing_all_refuses_any_isolation_but_read_committed(self) -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            with pytest.raises(RuntimeError, match="repeatable read"):
                sealing.seal_all(NOW)

    def test_two_rival_sealers_beside_four_writers_seal_each_event_once_without_a_gap(self) -> None:
        done = threading.Event()
        writers = [in_thread(lambda: [write(5) for _ in range(20)]) for _ in range(4)]
        sealers = [in_thread(lambda: [sealing.seal(NOW, limit=7) for _ in iter(done.is_set, True)]) for _ in range(2)]
        for thread in writers:
            thread.join()
        done.set()
        for thread in sealers:
            thread.join()
        head = sealing.seal_all(NOW)
        verdict = sealing.verify()
        assert (verdict.breach, verdict.sealed, verdict.unsealed, verdict.head.size) == ("", 400, 0, 400)
        assert head == verdict.head

    def test_an_event_that_was_open_for_long_is_passed_by_each_seal_and_found_by_sealing_all(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sealing, "WINDOW", 3)
        rival = connection.copy()
        rival.set_autocommit(False)
        monkeypatch.setattr(journal, "connection", rival)
        [late] = write(1)
        monkeypatch.undo()
        monkeypatch.setattr(sealing, "WINDOW", 3)
        write(9)
        assert sealing.seal(NOW) == 9
        rival.commit()
        rival.close()
        assert (sealing.seal(NOW), sealing.verify().unsealed) == (0, 1)
        assert sealing.seal_all(NOW).size == 10
        assert list(Leaf.objects.filter(position=9).values_list("event_id", flat=True)) == [late.pk]

    def test_a_sealer_steps_back_while_another_holds_the_lock(self) -> None:
        write(2)
        with transaction.atomic():
            sealing.seal_all(NOW)
            rival: list[int] = []
            in_thread(lambda: rival.append(sealing.seal(NOW))).join()
        assert rival == [0]

    def test_the_events_of_a_refused_verb_leave_no_trace_in_the_tree(self) -> None:
        write(2)
        with transaction.atomic():
            journal.record("published", "edition:2026", by="system:test", now=NOW)
            sealing.seal_all(NOW)
            transaction.set_rollback(True)
        assert (sealing.head().size, sealing.seal_all(NOW).size, sealing.verify().breach) == (0, 2, "")

    def test_the_walk_reads_one_moment_while_sealers_go_on(self) -> None:
        write(50)
        sealing.seal_all(NOW)
        done = threading.Event()
        busy = in_thread(lambda: [(write(3), sealing.seal(NOW)) for _ in iter(done.is_set, True)])
        try:
            assert [sealing.verify().breach for _ in range(5)] == [""] * 5
        finally:
            done.set()
            busy.join()


@pytest.fixture
def sealed_twice(transactional_db: None) -> list[Event]:
    """Seven events under two seals, and one that waits."""
    events = write(3)
    sealing.seal(NOW)
    events += write(4, "returned")
    sealing.seal(NOW + timedelta(seconds=5))
    return events + write(1, "screened")


EVERY_GUARD = {
    "ledger_event": ["ledger_event_append_only"],
    "ledger_leaf": ["ledger_leaf_append_only"],
    "ledger_seal": ["ledger_seal_append_only"],
}


class TestVerify:
    """Somebody holds the database itself and switches a guard off: the walk still finds it."""

    def test_an_untouched_ledger_is_whole_and_says_what_waits(self, sealed_twice: list[Event]) -> None:
        verdict = sealing.verify()
        assert (verdict.sealed, verdict.unsealed, verdict.seals, verdict.breach) == (7, 1, 2, "")

    def test_an_empty_ledger_is_whole(self, db: None) -> None:
        verdict = sealing.verify()
        assert (verdict.sealed, verdict.breach, str(verdict.head)) == (0, "", f"0:{tree.EMPTY_ROOT.hex()}")

    @pytest.mark.parametrize(
        "change",
        [
            "body = '{\"n\": 9}'",
            "at = at + interval '1 microsecond'",
            "actor = 'system:other'",
            "subject = 'nomination:x'",
            "kind = 'passed'",
        ],
    )
    @pytest.mark.parametrize("index", [0, 4, 7])
    def test_an_event_that_was_edited_is_named(self, sealed_twice: list[Event], change: str, index: int) -> None:
        event = sealed_twice[index]
        with laid_aside("ledger_event", *EVERY_GUARD["ledger_event"]) as cursor:
            cursor.execute(f"UPDATE ledger_event SET {change} WHERE id = %s", [event.pk])
        assert sealing.verify().breach.startswith(f"event {event.pk} (")

    def test_an_event_edited_together_with_its_own_hash_is_named(self, sealed_twice: list[Event]) -> None:
        event = sealed_twice[4]
        event.body = {"n": 9}
        with laid_aside("ledger_event", *EVERY_GUARD["ledger_event"]) as cursor:
            cursor.execute(
                "UPDATE ledger_event SET body = %s, leaf = %s WHERE id = %s",
                ['{"n": 9}', journal.leaf_of(event), event.pk],
            )
        assert sealing.verify().breach == f"leaf 4: its hash is not that of event {event.pk} (returned nomination:1)"

    def test_an_event_edited_together_with_its_hash_and_its_leaf_breaks_the_next_seal(
        self, sealed_twice: list[Event]
    ) -> None:
        event = sealed_twice[4]
        event.body = {"n": 9}
        with laid_aside("ledger_event", *EVERY_GUARD["ledger_event"]) as cursor:
            cursor.execute(
                "UPDATE ledger_event SET body = %s, leaf = %s WHERE id = %s",
                ['{"n": 9}', journal.leaf_of(event), event.pk],
            )
        with laid_aside("ledger_leaf", *EVERY_GUARD["ledger_leaf"]) as cursor:
            cursor.execute("UPDATE ledger_leaf SET hash = %s WHERE position = 4", [journal.leaf_of(event)])
        assert sealing.verify().breach == "seal of 7: its root or frontier is not that of the leaves"

    @pytest.mark.parametrize("position", [0, 2, 5])
    def test_a_leaf_that_was_taken_out_is_named(self, sealed_twice: list[Event], position: int) -> None:
        with laid_aside("ledger_leaf", *EVERY_GUARD["ledger_leaf"]) as cursor:
            cursor.execute("DELETE FROM ledger_leaf WHERE position = %s", [position])
        assert sealing.verify().breach == f"leaf {position}: missing"

    def test_the_last_leaf_that_was_taken_out_is_missed_by_its_seal(self, sealed_twice: list[Event]) -> None:
        with laid_aside("ledger_leaf", *EVERY_GUARD["ledger_leaf"]) as cursor:
            cursor.execute("DELETE FROM ledger_leaf WHERE position = 6")
        assert sealing.verify().breach == "seal of 7: only 6 leaves are there"

    def test_two_events_that_changed_places_are_found(self, sealed_twice: list[Event]) -> None:
        first, second = sealed_twice[0], sealed_twice[1]
        with laid_aside("ledger_leaf", *EVERY_GUARD["ledger_leaf"]) as cursor:
            cursor.execute("UPDATE ledger_leaf SET hash = %s WHERE position = 0", [second.leaf])
            cursor.execute("UPDATE ledger_leaf SET hash = %s WHERE position = 1", [first.leaf])
        assert sealing.verify().breach == f"leaf 0: its hash is not that of event {first.pk} (submitted nomination:0)"

    def test_a_seal_with_another_root_or_frontier_is_named(self, sealed_twice: list[Event]) -> None:
        for column in ("root", "frontier"):
            with laid_aside("ledger_seal", *EVERY_GUARD["ledger_seal"]) as cursor:
                cursor.execute(
                    f"UPDATE ledger_seal SET {column} = set_byte({column}, 0, get_byte({column}, 0) # 1) WHERE size = 3"
                )
            assert sealing.verify().breach == "seal of 3: its root or frontier is not that of the leaves"
            with laid_aside("ledger_seal", *EVERY_GUARD["ledger_seal"]) as cursor:
                cursor.execute(
                    f"UPDATE ledger_seal SET {column} = set_byte({column}, 0, get_byte({column}, 0) # 1) WHERE size = 3"
                )
        assert sealing.verify().breach == ""

    def test_leaves_that_no_seal_covers_are_found(self, sealed_twice: list[Event]) -> None:
        with laid_aside("ledger_seal", *EVERY_GUARD["ledger_seal"]) as cursor:
            cursor.execute("DELETE FROM ledger_seal WHERE size = 7")
        assert sealing.verify().breach == "leaf 3: no seal covers it"

    def test_a_tree_cut_short_with_all_its_traces_is_caught_only_by_a_head_noted_outside(
        self, sealed_twice: list[Event]
    ) -> None:
        noted = sealing.head()
        with laid_aside("ledger_seal", *EVERY_GUARD["ledger_seal"]) as cursor:
            cursor.execute("DELETE FROM ledger_seal WHERE size = 7")
        with laid_aside("ledger_leaf", *EVERY_GUARD["ledger_leaf"]) as cursor:
            cursor.execute("DELETE FROM ledger_leaf WHERE position >= 3")
        assert sealing.verify().breach == ""
        assert sealing.verify(noted).breach == "only 3 events are there, and 7 were noted earlier"

    def test_a_head_noted_earlier_holds_as_the_tree_grows_and_a_false_one_does_not(
        self, sealed_twice: list[Event]
    ) -> None:
        noted = sealing.head()
        sealing.seal_all(NOW)
        assert sealing.verify(noted).breach == ""
        assert (
            sealing.verify(Head(7, "00" * 32)).breach
            == f"the tree of 7 events has not the root noted earlier ({'00' * 32})"
        )


class TestCommand:
    """Run a moment after the last event."""

    @pytest.fixture(autouse=True)
    def a_moment_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(verify_ledger, "now", lambda: NOW + timedelta(seconds=10))

    def test_it_prints_the_head_that_goes_into_the_minutes(self, sealed_twice: list[Event], capsys: Any) -> None:
        call_command("verify_ledger")
        assert capsys.readouterr().out == f"7 events sealed under 2 roots, 1 not sealed yet. Head {sealing.head()}\n"

    def test_it_ends_with_1_and_names_the_row(self, sealed_twice: list[Event]) -> None:
        with laid_aside("ledger_leaf", *EVERY_GUARD["ledger_leaf"]) as cursor:
            cursor.execute("DELETE FROM ledger_leaf WHERE position = 2")
        with pytest.raises(CommandError, match="^leaf 2: missing$") as caught:
            call_command("verify_ledger")
        assert caught.value.returncode == 1

    def test_it_takes_a_head_noted_earlier(self, sealed_twice: list[Event]) -> None:
        noted = sealing.head()
        call_command("verify_ledger", f"--head={noted}")
        with pytest.raises(CommandError, match="noted earlier"):
            call_command("verify_ledger", f"--head=7:{'0' * 64}")
        with pytest.raises(CommandError, match="SIZE:ROOT"):
            call_command("verify_ledger", "--head=seven")
