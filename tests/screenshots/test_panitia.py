"""The officers at their desks: screening, assignment, monitoring, tally and plenary."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.models import Tally
from assessments.operations import assigning, screening
from assessments.operations import tally as tallies
from awards.models import Nomination
from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from tests.accounts.factories import person
from tests.scene import Scene
from tests.screenshots.conftest import Shot, Visit, season

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
    scene.read(rejected, outcome="fail")
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
    # Two who differ, side by side, and the third who knows nothing of it yet.
    third = person("Tuti Pemeriksa", Role.SCREENER, now=scene.now)
    scene.read(rejected, outcome="return", by="second_screener")
    shot(visit(scene.second_screener, f"/panitia/seleksi/{rejected.number}/"), SCREENER, "A2.2", "berbeda")
    shot(visit(third, f"/panitia/seleksi/{rejected.number}/"), SCREENER, "A2.2", "ketiga-ambil")
    shot(visit(third, "/panitia/seleksi/?bagian=ketiga"), SCREENER, "A2.1", "ketiga")
    shot(visit(third, "/panitia/"), SCREENER, "A0", "ketiga")


def officer(role: str) -> User:
    return User.objects.holding(role).earliest("pk")


def test_the_jury_is_put_together_and_watched(visit: Visit, shot: Shot) -> None:
    edition = season("scoring")
    who, year = officer(Role.SECRETARIAT), edition.year
    shot(visit(who, "/panitia/"), SECRETARIAT, "A0")
    shot(visit(who, f"/panitia/penugasan/{year}/"), SECRETARIAT, "A3", "panel")
    shot(
        visit(who, f"/panitia/penugasan/{year}/?bagian=panel&panel=anyaman"),
        SECRETARIAT,
        "A3",
        "dudukkan",
        widths=(1280,),
    )
    shot(visit(who, f"/panitia/penugasan/{year}/?bagian=pembagian"), SECRETARIAT, "A3", "pembagian")
    shot(visit(who, f"/panitia/penugasan/{year}/?bagian=benturan"), SECRETARIAT, "A3", "benturan")
    shot(visit(who, f"/panitia/contoh/{year}/"), SECRETARIAT, "A3.5")
    shot(visit(who, f"/panitia/penilaian/{year}/"), SECRETARIAT, "A4")
    page = visit(who, f"/panitia/penilaian/{year}/?bagian=berjalan")
    page.click(".tabel-kartu th a >> nth=0")
    shot(page, SECRETARIAT, "A4.1", "berjalan")


def test_files_are_opened_and_divided(scene: Scene, visit: Visit, shot: Shot) -> None:
    year = scene.edition.year
    shot(visit(scene.secretariat, f"/panitia/penugasan/{year}/"), SECRETARIAT, "A3", "kosong", widths=(1280,))
    for _more in range(6):
        at(scene, S.PASSED)
    assigning.seat_panel(scene.edition, scene.commodity.pk, scene.jurors, by=scene.secretariat, now=scene.now)
    page = visit(scene.secretariat, f"/panitia/penugasan/{year}/")
    shot(page, SECRETARIAT, "A3", "menunggu")
    page.click("text=Buka penilaian")
    shot(visit(scene.secretariat, f"/panitia/penugasan/{year}/?bagian=pembagian"), SECRETARIAT, "A3", "belum-dibagi")
    page.click("text=Susun usulan")
    page.click("text=Mengapa? >> nth=0")
    shot(page, SECRETARIAT, "A3", "usulan")
    page.click("text=Terapkan pembagian")
    shot(page, SECRETARIAT, "A3", "diterapkan", widths=(1280,))


def test_the_tally_and_the_plenary(visit: Visit, shot: Shot) -> None:
    edition = season("scored")
    who, year = officer(Role.SECRETARIAT), edition.year
    shot(visit(who, f"/panitia/rekap/{year}/"), SECRETARIAT, "A5.1", "siap")
    page = visit(who, f"/panitia/rekap/{year}/")
    page.click("text=Hitung rekap")
    shot(page, SECRETARIAT, "A5.1", "sedang-dihitung", widths=(1280,))
    [run] = Tally.objects.filter(edition=edition)
    tallies.seal_tally(run, now=now())
    shot(visit(who, f"/panitia/rekap/{year}/"), SECRETARIAT, "A5.1")
    page = visit(who, f"/panitia/rekap/{year}/")
    page.click(".tabel-kartu th a >> nth=0")
    shot(page, SECRETARIAT, "A4.1")
    page.click("text=Buka kembali >> nth=0")
    page.click("text=Buka kembali lembar >> nth=-1")
    shot(page, SECRETARIAT, "A4.2", "kesalahan")
    page = visit(who, f"/panitia/pleno/{year}/")
    shot(page, SECRETARIAT, "P8.1", widths=(360, 820, 1280))
    page.click("text=Putuskan menurut garis")
    shot(page, SECRETARIAT, "A5.4")
    page.click("text=Tetapkan bintang >> nth=-1")
    shot(page, SECRETARIAT, "P8.1", "diputuskan")
    if page.locator("select >> nth=0").count():
        page.select_option("select >> nth=0", "0")
        page.check("[name=putus] >> nth=0")
        page.click("text=Periksa keputusan yang dicentang")
        shot(page, SECRETARIAT, "P8.1", "kesalahan", widths=(1280,))
