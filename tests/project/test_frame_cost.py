"""What pages cost, in counts: the frame that every page has, and the busiest pages by the goals of the bench (CPU is left to `make bench`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse

from awards.states import NominationState as S
from bench import report
from bench.asking import Portal, noting
from bench.goals import GOALS, MOST_QUERIES
from bench.pages import VISITS
from ovop_portal.accounts.roles import Role
from ovop_portal.common import clock
from tests.accounts.factories import person
from tests.scene import Scene, open_the_edition

pytestmark = pytest.mark.django_db

AFTER_THE_TALLY = {"recap", "plenary"}


def test_the_frame_costs_a_stranger_no_query(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get(reverse("front:accessibility"))


@pytest.mark.parametrize("role", Role.values)
def test_the_frame_costs_the_signed_in_their_session_name_and_roles(
    client: Client, django_assert_num_queries: Any, role: str
) -> None:
    national = role not in {Role.DINAS_OPERATOR, Role.DINAS_SIGNER, Role.PROVINCE_OFFICER}
    client.force_login(person("Sari", role) if national else person("Sari"))

    with django_assert_num_queries(3):
        client.get(reverse("front:accessibility"))


@pytest.fixture
def portal() -> Iterator[Portal]:
    """The bench's own caller. As for Django's test client, a request does not close the connection of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Portal(get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_busiest_pages_keep_to_their_goals_with_few_rows_and_with_more(portal: Portal) -> None:
    scene = Scene.begin(clock.now())
    last_season(scene).award()

    few, more = costs(portal, scene, files=1), costs(portal, scene, files=3)

    assert few == more
    assert {key: n for key, n in few.items() if n > GOALS[key].queries} == {}
    assert few.keys() == GOALS.keys() == VISITS.keys()


def costs(portal: Portal, scene: Scene, *, files: int) -> dict[str, int]:
    """Queries of each page after `files` more nominations at each desk, and a tally over those before the jury."""
    judged = scene.bring(*[S.IN_ASSESSMENT] * files)
    scene.bring(*[S.WITH_OFFICE, S.SUBMITTED] * files)
    counted = {key: queries(portal, key) for key in GOALS if key not in AFTER_THE_TALLY}
    scene.score(*judged)
    scene.sealed_tally()
    return counted | {key: queries(portal, key) for key in AFTER_THE_TALLY}


def queries(portal: Portal, key: str) -> int:
    """Queries of the second visit: the first reads what is read once."""
    visit, statements = VISITS[key](), []
    assert portal.ask(visit, 0).status == visit.status
    with connection.execute_wrapper(noting(statements)):
        assert portal.ask(visit, 1).status == visit.status
    return len(statements)


def last_season(scene: Scene) -> Scene:
    """The same people and places in an edition before."""
    past = Scene(
        scene.now,
        open_the_edition(2024, scene.now),
        scene.regency,
        scene.other_regency,
        scene.commodity,
        scene.people,
    )
    past.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    return past


# --- The report ---


def row(queries: int = 3, repeated: int = 0) -> dict[str, Any]:
    return {"queries": queries, "repeated": repeated}


def test_counts_beyond_a_goal_fail_the_bench() -> None:
    pages = {"catalogue": row(5), "queue": row(8, repeated=1), "home": row(MOST_QUERIES, repeated=2)}

    assert report.missed_counts({"2024": pages}) == [
        "catalogue (2024): 5 queries, 0 repeated",
        "jury queue (2024): 8 queries, 1 repeated",
    ]


def test_queries_that_grow_with_the_season_and_pages_that_do_not_answer_fail_it_too() -> None:
    missed = report.missed_counts({"2024": {"home": row(4), "recap": {"problem": "404"}}, "5000": {"home": row(5)}})

    assert missed == ["recap, all rows (2024): 404", "home: 4 queries, and 5 in the large season"]
