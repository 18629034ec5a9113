"""The owner's pages in their main states, on a phone and on a desk."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from awards.models import Nomination, Window
from awards.operations import candidates, outcome, sending
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Ikm, PhotoSlot, Product
from ovop_portal.common.clock import now
from ovop_portal.documents.operations import store
from tests.documents.factories import document
from tests.regions.factories import DistrictFactory
from tests.scene import Scene, open_the_edition
from tests.screenshots.conftest import Shot, Visit

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
ROLE = "owner"
ANSWERS = "?komoditi=kain_tenun&sentra=ya&provinsi=51&daerah=51.07&nib=ya"


@pytest.fixture
def scene() -> Scene:
    scene = Scene.begin(now())
    for code in ("51.07.01", "51.07.05", "51.07.08"):
        DistrictFactory(code=code)
    return scene


def at(scene: Scene, state: str) -> Nomination:
    nomination = scene.at(state, "Tenun Gringsing Wayan")
    dress(scene, nomination)
    return nomination


def dress(scene: Scene, nomination: Nomination) -> None:
    """Photos that look like something, and a firm with a name of its own."""
    Ikm.objects.filter(pk=nomination.ikm_id).update(
        name="Tenun Gringsing Wayan", address="Banjar Kauh, Tenganan Pegringsingan", nib="9120001234567"
    )
    for slot, ground in zip(PhotoSlot, ("#855428", "#26508F", "#8F2A22", "#2E7040", "#4B3B82"), strict=True):
        upload = SimpleUploadedFile("foto.jpg", woven(ground), "image/jpeg")
        photo = store(upload, kind="ikm.photo", by=scene.owner, now=scene.now)
        firms.put_photo(nomination.product, slot, photo, by=scene.owner, now=scene.now)


def woven(ground: str) -> bytes:
    """A photo of a cloth, more or less."""
    picture = Image.new("RGB", (960, 720), ground)
    pen = ImageDraw.Draw(picture)
    for x in range(0, 960, 48):
        for y in range(0, 720, 48):
            if (x + y) // 48 % 2:
                pen.polygon(
                    [(x + 24, y), (x + 48, y + 24), (x + 24, y + 48), (x, y + 24)],
                    fill="#E3A21A" if (x * y) % 5 else "#FBF8F2",
                )
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def bare(scene: Scene) -> Nomination:
    """A draft as registration leaves it."""
    firm = {
        "name": "Tenun Ikat Bu Komang",
        "owner_name": "Ni Komang Ayu",
        "phone": "+6281234500000",
        "regency": scene.regency,
        "owner": scene.owner,
    }
    product = firms.register_ikm(
        product_name="Tenun ikat warna alam", commodity_group=scene.commodity, by=scene.owner, now=scene.now, **firm
    )
    return candidates.open_drafts([product], scene.edition, by=scene.owner, now=scene.now)[0]


def shift(scene: Scene, **changes: Any) -> None:
    Window.objects.filter(edition=scene.edition, kind="nomination").update(**changes)


def test_registration(scene: Scene, visit: Visit, shot: Shot) -> None:
    shot(visit(None, "/daftar/"), ROLE, "I1.1")
    shot(visit(scene.owner, "/daftar/"), ROLE, "I1.1", "sudah-masuk")
    shot(visit(None, "/daftar/kelayakan/"), ROLE, "I1.2")
    shot(visit(None, "/daftar/kelayakan/?komoditi="), ROLE, "I1.2", "galat")
    shot(visit(None, "/daftar/kelayakan/?komoditi=kain_tenun"), ROLE, "I1.3")
    shot(visit(None, "/daftar/kelayakan/?komoditi=kain_tenun&sentra=ya"), ROLE, "I1.4")
    shot(visit(None, "/daftar/kelayakan/?komoditi=kain_tenun&sentra=ya&provinsi=51"), ROLE, "I1.4", "daerah")
    shot(visit(None, "/daftar/kelayakan/?komoditi=kain_tenun&sentra=ya&provinsi=51&daerah=51.07"), ROLE, "I1.5")
    shot(
        visit(None, "/daftar/kelayakan/?komoditi=lainnya&sentra=tidak&provinsi=51&daerah=51.07&nib=belum"),
        ROLE,
        "I1.5",
        "belum",
    )
    page = visit(None, f"/daftar/akun/{ANSWERS}")
    shot(page, ROLE, "I1.6")
    page.fill("#id_nama", "Ni Komang Ayu")
    page.fill("#id_telepon", "0812")
    page.click("main form .button:not([type=button])")
    shot(page, ROLE, "I1.6", "galat")
    shift(scene, opens_at=scene.now + timedelta(days=20))
    shot(visit(None, "/daftar/"), ROLE, "I1.1", "belum-dibuka")
    shift(scene, opens_at=scene.now - timedelta(days=60), closes_at=scene.now - timedelta(days=1))
    shot(visit(None, "/daftar/"), ROLE, "I1.1", "ditutup")


def test_home(scene: Scene, visit: Visit, shot: Shot) -> None:
    shot(visit(scene.owner, "/usulan/"), ROLE, "I0", "kosong")
    at(scene, S.DRAFT)
    shot(visit(scene.owner, "/usulan/"), ROLE, "I0", "satu")
    scene.at(S.RETURNED_TO_OWNER, "Selendang Rangrang")
    scene.at(S.SCREENING, "Kain Cepuk")
    scene.product("Taplak Endek")
    shot(visit(scene.owner, "/usulan/"), ROLE, "I0")


def test_task_list(scene: Scene, visit: Visit, shot: Shot) -> None:
    nomination = bare(scene)
    shot(visit(scene.owner, f"/usulan/{nomination.number}/"), ROLE, "I2.1", "baru")
    whole = at(scene, S.DRAFT)
    shot(visit(scene.owner, f"/usulan/{whole.number}/"), ROLE, "I2.1", "lengkap")
    returned = scene.at(S.RETURNED_TO_OWNER, "Selendang Rangrang")
    shot(visit(scene.owner, f"/usulan/{returned.number}/"), ROLE, "I2.1", "dikembalikan")
    shot(visit(scene.dinas_operator, f"/usulan/{nomination.number}/"), ROLE, "I2.1", "oleh-dinas")
    shift(scene, closes_at=scene.now - timedelta(days=1))
    shot(visit(scene.owner, f"/usulan/{nomination.number}/"), ROLE, "I2.1", "ditutup")


@pytest.mark.parametrize(
    "code", ["profil", "lokasi", "legalitas", "produk", "cerita", "bahan", "usaha", "foto", "sertifikat"]
)
def test_sections(scene: Scene, visit: Visit, shot: Shot, code: str) -> None:
    empty, whole = bare(scene), at(scene, S.DRAFT)
    shot(visit(scene.owner, f"/usulan/{empty.number}/{code}/"), ROLE, f"I2.{code}", "kosong")
    shot(visit(scene.owner, f"/usulan/{whole.number}/{code}/"), ROLE, f"I2.{code}")
    page = visit(scene.owner, f"/usulan/{empty.number}/{code}/")
    if code not in ("foto", "sertifikat"):
        page.click("main form .button >> nth=0")
        shot(page, ROLE, f"I2.{code}", "galat", widths=(360,))
    closed = scene.at(S.WITH_OFFICE, "Kain Cepuk")
    shot(visit(scene.owner, f"/usulan/{closed.number}/{code}/"), ROLE, f"I2.{code}", "tertutup", widths=(360,))


def test_papers(scene: Scene, visit: Visit, shot: Shot) -> None:
    food = bare(scene)
    Product.objects.filter(pk=food.product_id).update(commodity_group="makanan_minuman")
    shot(visit(scene.owner, f"/usulan/{food.number}/sertifikat/"), ROLE, "I2.sertifikat", "makanan")
    page = visit(scene.owner, f"/usulan/{food.number}/sertifikat/?isi=halal")
    shot(page, ROLE, "I3.2")
    page.fill("#id_number", "KH-5561/2024")
    page.click("main form .button >> nth=0")
    shot(page, ROLE, "I3.2", "galat")
    shot(visit(scene.owner, f"/usulan/{food.number}/sertifikat/?isi=lain"), ROLE, "I3.2", "lain")
    firms.add_permit(food.ikm, "halal", number="ID33110001234560921", issued_on=None, valid_until=scene.now.date() - timedelta(days=3),
                     document=document("ikm.permit", now=scene.now), by=scene.owner, now=scene.now)  # fmt: skip
    shot(visit(scene.owner, f"/usulan/{food.number}/sertifikat/"), ROLE, "I2.sertifikat", "berakhir")
    shot(
        visit(scene.owner, f"/usulan/{food.number}/sertifikat/?jenis=halal&nomor=ID33110001234560921"),
        ROLE,
        "I3.2",
        "ada",
    )


def test_two_writers(scene: Scene, visit: Visit, shot: Shot) -> None:
    nomination = at(scene, S.DRAFT)
    page = visit(scene.owner, f"/usulan/{nomination.number}/bahan/")
    firms.write(
        nomination.product,
        {"raw_material": "Kapas Nusa Penida", "local_material_pct": 100},
        seen=nomination.product.version,
        by=scene.dinas_operator,
        now=scene.now,
    )
    page.fill("#id_raw_material", "Benang kapas dan pewarna alam")
    page.fill("#id_local_material_pct", "90")
    page.click("main form .button >> nth=0")
    shot(page, ROLE, "409")


def test_checking_and_sending(scene: Scene, visit: Visit, shot: Shot) -> None:
    empty, whole = bare(scene), at(scene, S.DRAFT)
    shot(visit(scene.owner, f"/usulan/{empty.number}/periksa/"), ROLE, "I2.9", "kurang")
    page = visit(scene.owner, f"/usulan/{whole.number}/periksa/")
    shot(page, ROLE, "I2.9")
    page.click("main form .button")
    shot(page, ROLE, "I2.9", "galat", widths=(360,))
    page.check("#id_pernyataan")
    page.fill("#id_tanda_tangan", whole.ikm.owner_name)
    page.click("main form .button")
    shot(page, ROLE, "I2.11")
    shot(visit(scene.owner, f"/usulan/{whole.number}/tarik/"), ROLE, "I2.tarik")
    late = bare(scene)
    shift(scene, closes_at=scene.now - timedelta(days=1))
    shot(visit(scene.owner, f"/usulan/{late.number}/periksa/"), ROLE, "I2.9", "ditutup", widths=(360,))


STATES = [
    S.DRAFT,
    S.WITH_OFFICE,
    S.RETURNED_TO_OWNER,
    S.NOT_NOMINATED,
    S.SUBMITTED,
    S.RETURNED_TO_OFFICE,
    S.PASSED,
    S.FAILED,
    S.IN_ASSESSMENT,
    S.WITHDRAWN,
]


@pytest.mark.parametrize("state", STATES)
def test_status(scene: Scene, visit: Visit, shot: Shot, state: str) -> None:
    nomination = scene.at(state, "Tenun Gringsing Wayan")
    shot(
        visit(scene.owner, f"/usulan/{nomination.number}/status/"),
        ROLE,
        "I4.1",
        str(state),
        widths=(360, 1280) if state in (S.RETURNED_TO_OWNER, S.SUBMITTED) else (360,),
    )


def test_results(scene: Scene, visit: Visit, shot: Shot) -> None:
    award = scene.award()
    path = f"/usulan/{award.nomination.number}/status/"
    shot(visit(scene.owner, path), ROLE, "I7.2", "piagam-sedang-dibuat")
    outcome.finish_certificate(
        award.in_force().certificate, document("awards.certificate", now=scene.now), by="system:tests", now=scene.now
    )
    shot(visit(scene.owner, path), ROLE, "I7.2")
    shot(visit(scene.owner, "/usulan/"), ROLE, "I0", "berbintang")
    page = visit(None, "/status/")
    page.fill("#id_nomor", award.nomination.number)
    page.fill("#id_angka", "7890")
    page.click("main form .button")
    shot(page, ROLE, "I4.0", "hasil")


def test_no_stars(scene: Scene, visit: Visit, shot: Shot) -> None:
    nomination = scene.at(S.IN_ASSESSMENT, "Tenun Gringsing Wayan")
    scene.score(nomination, level=0)
    scene.decide(scene.sealed_tally())
    scene.determine()
    scene.publish()
    shot(visit(scene.owner, f"/usulan/{nomination.number}/status/"), ROLE, "I7.3")


def test_invitation(scene: Scene, visit: Visit, shot: Shot) -> None:
    award = scene.award()
    following = open_the_edition(2028, scene.now, previous=scene.edition)
    [invited] = candidates.invite_holders([award], following, by=scene.secretariat, now=scene.now)
    shot(visit(scene.owner, "/usulan/"), ROLE, "I0", "undangan")
    shot(visit(scene.owner, f"/usulan/{invited.number}/"), ROLE, "I2.1", "undangan")
    sending.declare([invited], may_publish=True, by=scene.owner, now=scene.now)
    candidates.accept_invitation([invited], by=scene.owner, now=scene.now)
    shot(visit(scene.owner, f"/usulan/{invited.number}/terkirim/"), ROLE, "I2.11", "undangan")
    shot(visit(scene.owner, f"/usulan/{invited.number}/status/"), ROLE, "I4.1", "undangan")


def test_looking_up(scene: Scene, visit: Visit, shot: Shot) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    page = visit(None, "/status/")
    shot(page, ROLE, "I4.0")
    page.fill("#id_nomor", nomination.number)
    page.fill("#id_angka", "0000")
    page.click("main form .button")
    shot(page, ROLE, "I4.0", "galat")
    page.fill("#id_angka", "7890")
    page.click("main form .button")
    shot(page, ROLE, "I4.0", "berjalan")
