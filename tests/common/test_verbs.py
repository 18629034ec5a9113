from __future__ import annotations

from collections.abc import Iterator

import pytest

from ovop_portal.common import verbs
from ovop_portal.common.verbs import IllegalMove, Machine, Missing, Refused, Stale, move, verb
from tests.common.sample import MACHINE, Paper, accept, accept_all, accept_what_was_sent, jump, send, send_back

pytestmark = pytest.mark.usefixtures("papers")


@pytest.fixture
def driven() -> Iterator[list[tuple[str, str, str]]]:
    """The moves that were made: verb, from, to."""
    seen: list[tuple[str, str, str]] = []

    def listener(_obj: object, name: str, came_from: str, to: str) -> None:
        seen.append((name, came_from, to))

    verbs.listeners.append(listener)
    yield seen
    verbs.listeners.remove(listener)


class TestMachine:
    def test_the_moves_are_the_pairs_of_all_verbs(self) -> None:
        assert MACHINE.moves == {("draft", "sent"), ("invited", "sent"), ("sent", "draft"), ("sent", "accepted")}

    def test_a_button_asks_whether_its_verb_starts_here(self) -> None:
        assert [MACHINE.may("send", state) for state in ("draft", "invited", "sent")] == [True, True, False]
        assert not MACHINE.may("unknown", "draft")

    def test_the_field_of_the_state_may_have_another_name(self) -> None:
        assert Machine(births={"a"}, verbs={}, field="standing").field == "standing"


class TestMove:
    def test_a_verb_writes_the_state_and_the_fields_it_names(self, driven: list[tuple[str, str, str]]) -> None:
        paper = Paper.objects.create()
        assert send(paper, note="by post") == "draft"
        stored = Paper.objects.get()
        assert (paper.state, stored.state, stored.note) == ("sent", "sent", "by post")
        assert driven == [("send", "draft", "sent")]

    def test_a_row_in_another_state_is_stale_and_says_where_it_stands(self) -> None:
        paper = Paper.objects.create()
        with pytest.raises(Stale) as caught:
            accept(paper)
        assert (caught.value.obj, caught.value.current, str(caught.value)) == (
            paper,
            "draft",
            "Data ini sudah berubah sejak halaman dibuka.",
        )

    def test_of_two_who_saw_the_same_row_one_moves_it_and_the_other_is_told(self) -> None:
        paper = Paper.objects.create()
        send(paper)
        first, second = Paper.objects.get(), Paper.objects.get()
        accept(first)
        with pytest.raises(Stale):
            send_back(second)
        assert Paper.objects.get().state == "accepted"

    def test_no_state_is_written_outside_a_verb(self) -> None:
        with pytest.raises(IllegalMove, match=r"verb \(none\) declares no move to sent"):
            move(Paper.objects.create(), "sent")

    def test_a_verb_makes_only_the_moves_it_declared(self) -> None:
        paper = Paper.objects.create()
        send(paper)
        with pytest.raises(IllegalMove, match="verb jump declares no move to accepted"):
            jump(paper)
        assert Paper.objects.get().state == "sent"

    def test_a_verb_within_a_verb_makes_its_own_moves(self, driven: list[tuple[str, str, str]]) -> None:
        accept_what_was_sent(Paper.objects.create())
        assert driven == [("send", "draft", "sent"), ("accept", "sent", "accepted")]

    def test_what_a_verb_wrote_before_it_was_refused_is_gone(self) -> None:
        paper = Paper.objects.create()

        @verb
        def send_and_refuse() -> None:
            send(paper, note="x")
            raise Refused(Missing("photo", "Unggah foto produk", field="photo"), Missing("nib", "Isi NIB"))

        with pytest.raises(Refused, match="Unggah foto produk; Isi NIB") as caught:
            send_and_refuse()
        assert [(item.code, item.field) for item in caught.value.missing] == [("photo", "photo"), ("nib", "")]
        assert (Paper.objects.get().state, Paper.objects.get().note) == ("draft", "")

    def test_a_model_without_a_machine_has_no_door(self) -> None:
        class Thing(Paper):
            machine = None

            class Meta:
                proxy = True
                apps = Paper._meta.apps
                app_label = "sample"

        with pytest.raises(IllegalMove, match="Thing has no machine"):
            move(Thing(), "sent")


class TestMoveAll:
    def test_the_bulk_door_moves_those_that_may_and_leaves_the_others(self, driven: list[tuple[str, str, str]]) -> None:
        sent = [Paper.objects.create() for _ in range(3)]
        for paper in sent:
            send(paper)
        left = Paper.objects.create()
        driven.clear()
        assert accept_all(Paper.objects.all(), note="batch") == 3
        assert dict(Paper.objects.values_list("pk", "note")) == {**{paper.pk: "batch" for paper in sent}, left.pk: ""}
        assert driven == [("accept_all", "sent", "accepted")]

    def test_it_costs_one_statement_whatever_the_number(self, django_assert_num_queries: object) -> None:
        for _ in range(5):
            send(Paper.objects.create())
        with django_assert_num_queries(3):  # type: ignore[operator]  # the savepoint, the update, the release
            assert accept_all(Paper.objects.all()) == 5

    def test_nothing_moved_is_nothing_driven(self, driven: list[tuple[str, str, str]]) -> None:
        assert (accept_all(Paper.objects.all()), driven) == (0, [])

    def test_it_is_closed_outside_a_verb(self) -> None:
        with pytest.raises(IllegalMove):
            verbs.move_all(Paper.objects.all(), "accepted")
