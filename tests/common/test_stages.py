"""Where an edition stands, stage by stage, for a reader who has pages of them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ovop_portal.accounts.roles import Role
from ovop_portal.common.stages import rail, stages, state_of
from tests.accounts.factories import person


def an_edition(*begun: str) -> SimpleNamespace:
    """An edition as `standing()` reads it, in which something of these stages is done and nothing is left."""
    return SimpleNamespace(year=2026, **{f"{stage.name}_begun": stage.name in begun for stage in stages()})


@pytest.mark.parametrize(
    ("begun", "left", "state"),
    [(False, False, "later"), (False, True, "later"), (True, True, "now"), (True, False, "done")],
)
def test_a_stage_is_under_way_while_something_of_it_is_left(begun: bool, left: bool, state: str) -> None:
    assert state_of(begun, left) == state


def test_stages_stand_in_the_order_of_their_places() -> None:
    places = [stage.place for stage in stages()]

    assert places == sorted(set(places))


@pytest.mark.django_db
def test_what_settles_puts_everything_before_it_behind_the_season() -> None:
    names = [stage.name for stage in stages()]
    settling = next(stage.name for stage in stages() if stage.settles)
    reader = person("Sari", Role.SECRETARIAT)

    found = rail(an_edition(settling), reader)

    behind = names.index(settling) + 1
    assert [step.state for step in found] == ["done"] * behind + ["later"] * (len(names) - behind)


@pytest.mark.django_db
def test_the_stage_of_the_page_is_marked_and_who_has_no_page_of_one_sees_none() -> None:
    secretariat, owner = person("Sari", Role.SECRETARIAT), person("Ayu", Role.OWNER)
    here = stages()[0]

    found = rail(an_edition(), secretariat, here.name)

    assert [step.label for step in found if step.is_here] == [here.label]
    assert rail(an_edition(), owner, here.name) == []
