"""Assignment, monitoring, tally and plenary in the officers' browser, one way through the season."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import PlenaryDecision, Tally
from assessments.operations import tally as tallies
from awards.states import NominationState as S
from ovop_portal.common import clock
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene.begin(clock.now())


@pytest.fixture
def officer(client: Client, scene: Scene) -> Client:
    client.force_login(scene.secretariat)
    return client


def get(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(f"assessments:{name}", args=[2026, *args]), query)


def send(client: Client, name: str, *args: Any, query: str = "", **data: Any) -> Any:
    return client.post(reverse(f"assessments:{name}", args=[2026, *args]) + query, {"kunci": str(uuid4())} | data)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_an_edition_goes_from_its_panels_to_decided_stars_in_the_officers_browser(officer, scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.at(S.PASSED)
    code = nomination.blind_code
    for name, args, query in [
        ("assignment", (), {}),
        ("assignment", (), {"panel": "kain_batik"}),
        ("assignment", (), {"bagian": "pembagian"}),
        ("assignment", (), {"bagian": "pembagian", "benih": 5}),
        ("assignment", (), {"bagian": "benturan"}),
        ("samples", (), {}),
        ("monitor", (), {}),
        ("entry", (code,), {}),
        ("recap", (), {}),
        ("plenary", (), {}),
    ]:
        assert get(officer, name, *args, **query).status_code == 200, name
    scene.score(nomination)
    assert get(officer, "entry", code).status_code == 200
    assert get(officer, "reopen", code, scene.juror1.uuid).status_code == 200
    r = send(officer, "recap")
    assert r.status_code == 302
    assert get(officer, "recap").status_code == 200
    [run] = Tally.objects.all()
    tallies.seal_tally(run, now=scene.now)
    assert get(officer, "recap").status_code == 200
    r = get(officer, "plenary")
    assert r.status_code == 200
    r = send(officer, "plenary", langkah="garis")
    assert r.status_code == 200
    r = send(officer, "plenary", langkah="tetapkan", putus=code, **{f"bintang_{code}": "3"})
    assert r.status_code == 302
    assert PlenaryDecision.objects.count() == 1
