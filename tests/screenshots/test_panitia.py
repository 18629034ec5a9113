"""The officers at their desks: screening, assignment, monitoring, tally and plenary."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.operations import screening
from awards.models import Nomination
from awards.states import NominationState as S
from ovop_portal.common.clock import now
from tests.scene import Scene
from tests.screenshots.conftest import Shot, Visit

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
SCREENER, SECRETARIAT = "pemeriksa", "sekretariat"
NAMES = [
    "Tenun Gringsing Wayan",
    "Tenun Endek Sidemen",
    "Tenun Rangrang Nusa",
    "Tenun Songket Karang",
    "Tenun Bebali Asak",
]


@pytest.fixture
def scene() -> Scene:
    scene = Scene.begin(now())
    scene.names = iter(NAMES * 9)
    return scene


def at(scene: Scene, state: str) -> Nomination:
    return scene.at(state, next(scene.names))


def test_the_screening_desk(scene: Scene, visit: Visit, shot: Shot) -> None:
    shot(visit(scene.screener, "/panitia/seleksi/"), SCREENER, "A2.1", "kosong")
    for state in (S.SUBMITTED, S.SUBMITTED, S.RETURNED_TO_OFFICE, S.PASSED, S.FAILED):
        at(scene, state)
    taken = at(scene, S.SCREENING)
    rejected = at(scene, S.SCREENING)
    scene.read(rejected, "fail")
    screening.take_up([taken], by=scene.second_screener, now=scene.now - timedelta(minutes=4))
    shot(visit(scene.screener, "/panitia/"), SCREENER, "A0")
    shot(visit(scene.screener, "/panitia/rubrik/"), SCREENER, "A1.3")
    shot(visit(scene.screener, "/panitia/seleksi/"), SCREENER, "A2.1")
    shot(visit(scene.screener, "/panitia/seleksi/?bagian=diperiksa"), SCREENER, "A2.1", "diperiksa", widths=(1280,))
    shot(visit(scene.screener, f"/panitia/seleksi/{taken.number}/"), SCREENER, "A2.2", "orang-lain", widths=(1280,))
    shot(
        visit(scene.screener, f"/panitia/seleksi/{rejected.number}/"),
        SCREENER,
        "A2.2",
        "pembaca-pertama",
        widths=(1280,),
    )
    page = visit(scene.screener, "/panitia/seleksi/")
    page.click("text=Periksa berkas berikutnya")
    shot(page, SCREENER, "A2.2")
    page.click("text=Simpan dan kembali ke antrean")
    shot(page, SCREENER, "A2.2", "kesalahan", widths=(1280,))
    page = visit(scene.second_screener, f"/panitia/seleksi/{rejected.number}/")
    shot(page, SCREENER, "A2.2", "kedua-ambil", widths=(1280,))
    page.click("text=Baca sebagai pembaca kedua")
    shot(page, SCREENER, "A2.2", "kedua")
