"""The dinas at its desk, from the first candidate to the receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from awards.models import Nomination, Window
from awards.operations import candidates
from awards.states import NominationState as S
from ikm.models import Ikm, Product
from ovop_portal.common.clock import now
from tests.scene import Scene
from tests.screenshots.conftest import Shot, Visit

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
ROLE = "dinas"


@pytest.fixture
def scene() -> Scene:
    scene = Scene.begin(now())
    scene.names = iter(
        [
            "Tenun Gringsing Wayan",
            "Tenun Endek Sidemen",
            "Tenun Rangrang Nusa",
            "Tenun Songket Karang",
            "Tenun Bebali Asak",
            "Tenun Cepuk Tanglad",
        ]
    )
    return scene


def at(scene: Scene, state: str) -> Nomination:
    return scene.at(state, next(scene.names))


def bare(scene: Scene) -> Nomination:
    """A candidate of whom only the least is known."""
    firm = {
        "name": "Tenun Ikat Bu Komang",
        "owner_name": "Ni Komang Ayu",
        "phone": "+6281234500000",
        "regency": scene.regency,
    }
    return candidates.add_candidate(
        firm | {"product_name": "Tenun ikat warna alam", "commodity_group": scene.commodity},
        scene.edition,
        by=scene.dinas_operator,
        now=scene.now,
    )


def test_the_desk(scene: Scene, visit: Visit, shot: Shot) -> None:
    shot(visit(scene.dinas_operator, "/dinas/"), ROLE, "D2", "kosong")
    for state in (S.WITH_OFFICE, S.READY, S.RETURNED_TO_OFFICE, S.RETURNED_TO_OWNER, S.PASSED):
        at(scene, state)
    bare(scene)
    shot(visit(scene.dinas_operator, "/dinas/"), ROLE, "D2")
    shot(visit(scene.dinas_operator, "/dinas/?bagian=berhenti"), ROLE, "D2", "bagian-kosong", widths=(1280,))
    Window.objects.filter(kind="nomination").update(closes_at=scene.now - timedelta(hours=1))
    shot(visit(scene.dinas_operator, "/dinas/"), ROLE, "D2", "tutup")
    shot(visit(scene.dinas_operator, "/dinas/calon/baru/"), ROLE, "D6.tutup")


def test_a_new_candidate(scene: Scene, visit: Visit, shot: Shot) -> None:
    at(scene, S.WITH_OFFICE)
    Ikm.objects.filter(pk=scene.product("Tenun Lama").ikm_id).update(name="Tenun Lama Jaya")
    page = visit(scene.dinas_operator, "/dinas/calon/baru/")
    shot(page, ROLE, "D3.1")
    page.fill("#q", "tenun")
    page.click("main .search button")
    shot(page, ROLE, "D3.1", "ditemukan")
    page.click("text=Tambah usaha baru")
    shot(page, ROLE, "D3.2")
    page.click("text=Simpan calon")
    shot(page, ROLE, "D3.2", "kesalahan")
    shot(visit(scene.dinas_operator, "/dinas/sentra/baru/"), ROLE, "D3.4")
    shot(visit(scene.dinas_operator, f"/dinas/berkas/{bare(scene).number}/"), ROLE, "D5.1", "diisi-dinas")


def test_the_file(scene: Scene, visit: Visit, shot: Shot) -> None:
    waiting = at(scene, S.WITH_OFFICE)
    page = visit(scene.dinas_signer, f"/dinas/berkas/{waiting.number}/")
    shot(page, ROLE, "D5.1")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("summary", has_text="Beri catatan").nth(6).click()
    page.select_option("#id_alasan_foto", "foto")
    page.fill("#id_foto", "Foto detail diambil ulang di tempat terang")
    shot(page, ROLE, "D5.1", "catatan")
    page.click("text=Siap diusulkan")
    shot(page, ROLE, "D5.1", "kesalahan")
    shot(
        visit(scene.dinas_signer, f"/dinas/berkas/{at(scene, S.RETURNED_TO_OFFICE).number}/"),
        ROLE,
        "D5.1",
        "diminta-panitia",
    )
    shot(visit(scene.dinas_signer, f"/dinas/berkas/{at(scene, S.READY).number}/"), ROLE, "D5.1", "siap")
    shot(visit(scene.dinas_signer, f"/dinas/berkas/{at(scene, S.SUBMITTED).number}/"), ROLE, "D5.1", "terkirim")
    shot(
        visit(scene.dinas_signer, f"/dinas/berkas/{at(scene, S.NOT_NOMINATED).number}/"),
        ROLE,
        "D5.1",
        "tidak-diusulkan",
        widths=(1280,),
    )


def test_the_act_and_the_sending(scene: Scene, visit: Visit, shot: Shot) -> None:
    shot(visit(scene.dinas_signer, "/dinas/surat/"), ROLE, "D6.0", "kosong")
    for _ in range(3):
        at(scene, S.READY)
    Product.objects.filter(nominations__in=Nomination.objects.filter(state=S.READY)[:1]).update(story="")
    shot(visit(scene.dinas_signer, "/dinas/surat/baru/"), ROLE, "D6.3")
    act = scene.endorsement()
    shot(visit(scene.dinas_operator, f"/dinas/surat/{act.uuid}/kirim/"), ROLE, "D6.4", "operator")
    page = visit(scene.dinas_signer, f"/dinas/surat/{act.uuid}/kirim/")
    page.locator("[name=candidates]").nth(1).check()
    page.fill("#id_in_letter", "3")
    shot(page, ROLE, "D6.4")
    page.click("text=Kirim usulan >> nth=-1")
    shot(page, ROLE, "D6.4", "kesalahan")
    page.check("#id_partly")
    page.check("#id_matched")
    page.click("text=Kirim usulan >> nth=-1")
    shot(page, ROLE, "D6.5")
    shot(visit(scene.dinas_signer, "/dinas/surat/"), ROLE, "D6.0")


def test_the_last_result(scene: Scene, visit: Visit, shot: Shot) -> None:
    scene.award()
    shot(visit(scene.dinas_operator, "/dinas/"), ROLE, "D2", "diumumkan")
