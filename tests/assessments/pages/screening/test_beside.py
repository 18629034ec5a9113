"""The list beside a file in screening."""

from __future__ import annotations

import pytest
from django.test import Client

from awards.states import NominationState as S
from tests.assessments.officers import signed_in
from tests.assessments.pages.screening.asking import get
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def screener(client: Client, scene: Scene) -> Client:
    client.force_login(scene.screener)
    return client


def listed(client: Client, number: str) -> list[tuple[str, str, bool]]:
    worklist = get(client, "screening_file", number).context["worklist"]
    return [(line.note, line.tag.code, line.is_here) for line in worklist.lines]


def test_beside_a_file_stands_what_the_screener_has_taken_up_and_what_nobody_has(screener, scene):
    here, theirs, waiting = scene.bring(S.SCREENING, S.SCREENING, S.SUBMITTED)
    scene.read(theirs, outcome="fail")

    assert listed(screener, here.number) == [
        (here.number, "screening", True),
        (waiting.number, "submitted", False),
    ]
    page = get(screener, "screening_file", here.number).content.decode()
    assert f'href="/panitia/seleksi/{waiting.number}/" rel="next"' in page


def test_who_only_watches_the_screening_has_no_list_beside_a_file(scene):
    here, _waiting = scene.bring(S.SCREENING, S.SUBMITTED)

    assert listed(signed_in(scene, "auditor"), here.number) == []
