"""NIB and NPWP stand whole before their owner and before those who hold them against the papers; others read their last figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from awards.dossier.changes import changes_between
from awards.dossier.contents import Dossier, compose, gather
from awards.states import NominationState as S
from ikm.models import Permit, PermitKind
from ovop_portal.common.clock import now
from tests.scene import Scene
from tests.support.standing import standing_for_a_moment

pytestmark = pytest.mark.django_db

NIB, NPWP = "9120001234567", "091234567812345"
ENDS = ["4567", "2345"]


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


def numbered(scene: Scene, state: str) -> Any:
    """A file of a firm whose numbers are known, brought to `state`."""
    product = scene.product("Tenun Bernomor")
    ikm = product.ikm
    type(ikm).objects.filter(pk=ikm.pk).update(nib=NIB, npwp=NPWP)
    Permit.objects.filter(ikm=ikm, kind=PermitKind.NIB).update(number=NIB)
    scene.products = lambda names, owner=None: [product]  # type: ignore[method-assign]
    product.ikm.refresh_from_db()
    try:
        return scene.at(state)
    finally:
        del scene.products


def read(scene: Scene, who: str, path: str) -> str:
    """The page without its blanks, so that grouped figures stand together."""
    client = Client()
    client.force_login(scene.people[who])
    response = client.get(path)
    assert response.status_code == 200, (who, path)
    return "".join(strip_tags(response.content.decode()).split())


@pytest.mark.parametrize(
    ("who", "whole"),
    [
        ("owner", True),
        ("dinas_operator", True),
        ("dinas_signer", True),
        ("screener", True),
        ("province_officer", False),
        ("secretariat", False),
        ("curator", False),
    ],
)
def test_who_reads_the_sections_reads_the_numbers_whole_or_by_their_ends(scene: Scene, who: str, whole: bool) -> None:
    file = numbered(scene, S.SUBMITTED)

    page = read(scene, who, f"/usulan/{file.number}/legalitas/")

    assert [number in page for number in (NIB, NPWP)] == [whole, whole]
    assert [end in page for end in ENDS] == [True, True]


@pytest.mark.parametrize(("who", "whole"), [("screener", True), ("secretariat", False)])
def test_the_screening_desk_shows_them_whole_to_who_checks(scene: Scene, who: str, whole: bool) -> None:
    file = numbered(scene, S.SUBMITTED)

    page = read(scene, who, f"/panitia/seleksi/{file.number}/")

    assert (NIB in page, "4567" in page) == (whole, True)


def test_a_juror_of_an_open_edition_reads_the_end_of_the_nib(scene: Scene) -> None:
    scene.plan.is_blind = False
    scene.plan.save()
    file = numbered(scene, S.IN_ASSESSMENT)

    page = read(scene, "juror1", f"/juri/{file.blind_code}/")

    assert (NIB in page, "4567" in page) == (False, True)


def test_a_number_that_changed_in_its_hidden_part_is_a_change_all_the_same(scene: Scene) -> None:
    file = scene.draft()
    gather(file)
    said = compose(Dossier.of(file), scene.now.date())
    before, after = (replace(said, ikm=replace(said.ikm, npwp=npwp)) for npwp in ("091234567812345", "001234567812345"))

    [change] = changes_between(before, after, scene.commodity)

    ends = "".join(change.before.split())
    assert (change.label, ends, change.after) == ("NPWP", "•" * 11 + "2345", f"{change.before} (diganti)")
