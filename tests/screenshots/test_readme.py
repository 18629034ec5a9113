"""The pictures of the README that no other sheet holds: a file that was sent back, as its owner and its dinas see it, and a catalogue with something in it."""

from __future__ import annotations

import pytest

from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from tests.scene import Scene
from tests.screenshots.conftest import README_SHOTS, Shot, Visit, season

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]


def test_a_file_that_was_sent_back(visit: Visit, shot: Shot) -> None:
    scene = Scene.begin(now())
    nomination = scene.at(S.RETURNED_TO_OWNER, "Kain Gringsing Lubeng")
    for state, name in (
        (S.WITH_OFFICE, "Kain Endek Sidemen"),
        (S.READY, "Selendang Rangrang Nusa"),
        (S.DRAFT, "Songket Karang"),
        (S.RETURNED_TO_OFFICE, "Kain Bebali Asak"),
    ):
        scene.at(state, name)
    shot(
        visit(scene.owner, f"/usulan/{nomination.number}/status/"),
        "owner",
        "I4.1",
        "dikembalikan",
        readme=README_SHOTS["status"],
    )
    shot(visit(scene.dinas_operator, "/dinas/"), "dinas", "D2", "penuh", readme=README_SHOTS["dinas"])


def test_a_desk_in_the_midst_of_a_season(visit: Visit, shot: Shot) -> None:
    season("scoring")
    secretariat = User.objects.holding(Role.SECRETARIAT).earliest("pk")
    shot(visit(secretariat, "/panitia/"), "sekretariat", "A0", "penilaian", readme=README_SHOTS["desk"])


def test_a_catalogue_with_something_in_it(visit: Visit, shot: Shot) -> None:
    season("published")
    shot(visit(None, "/"), "publik", "B1", "penuh", readme=README_SHOTS["home"])
    shot(visit(None, "/katalog/"), "publik", "B2", "penuh", readme=README_SHOTS["catalogue"])
