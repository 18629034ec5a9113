"""The owner's pages in a browser: readable for everybody, usable without JavaScript, and photos that travel light."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page

from awards.models import Nomination
from awards.operations import candidates
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Product
from ovop_portal.common.clock import now
from ovop_portal.documents import kept
from ovop_portal.documents.models import Document, KeptUpload
from tests.documents.factories import a_photo
from tests.scene import Scene
from tests.support.accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Open:
    """A window for `user` (None: a stranger) at `path`."""

    def opened(user: Any, path: str, **context: Any) -> Page:
        window = browser.new_context(base_url=live_server.url, locale="id-ID", reduced_motion="reduce", **context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = window.new_page()
        page.goto(path)
        return page

    return opened


def bare(scene: Scene) -> Nomination:
    product = firms.register_ikm(
        name="Tenun Ayu",
        owner_name="Ayu",
        regency=scene.regency,
        product_name="Selendang",
        commodity_group=scene.commodity,
        phone="+6281234567890",
        owner=scene.owner,
        by=scene.owner,
        now=scene.now,
    )
    return candidates.open_drafts([product], scene.edition, by=scene.owner, now=scene.now)[0]


def faults_at(page: Page, *widths: int) -> list[str]:
    """What axe finds on the page: on a phone, and at other `widths` where the page is laid out differently."""
    found = set()
    for width in (360, *widths):
        page.set_viewport_size({"width": width, "height": 800})
        found |= set(faults(page))
    return sorted(found)


def test_axe_finds_nothing_on_the_way_to_an_account(scene: Scene, open_page: Open) -> None:
    answers = "?komoditi=kain_tenun&sentra=ya&provinsi=51&daerah=51.07&nib="
    page = open_page(None, "/daftar/")
    found = faults_at(page, 1280)
    for path in (
        "/daftar/kelayakan/?komoditi=",
        "/daftar/kelayakan/?komoditi=kain_tenun&sentra=ya",
        f"/daftar/kelayakan/{answers}belum",
        f"/daftar/akun/{answers}ya",
        "/status/",
    ):
        page.goto(path)
        found += faults_at(page)

    assert found == []


def test_axe_finds_nothing_on_the_pages_of_a_file(scene: Scene, open_page: Open) -> None:
    nomination, returned = bare(scene), scene.at(S.RETURNED_TO_OWNER)
    page = open_page(scene.owner, "/usulan/")
    found = faults_at(page, 1280)
    leaves = [
        "",
        "profil/",
        "lokasi/",
        "cerita/",
        "bahan/",
        "foto/",
        "sertifikat/",
        "sertifikat/?isi=nib",
        "usaha/",
        "periksa/",
        "tarik/",
    ]
    for path in [
        *(f"/usulan/{nomination.number}/{leaf}" for leaf in leaves),
        *(f"/usulan/{returned.number}/{leaf}" for leaf in ("", "status/", "periksa/", "foto/")),
    ]:
        page.goto(path)
        found += faults_at(page)

    assert found == []


def test_a_photo_is_made_small_before_it_travels(scene: Scene, open_page: Open, tmp_path: Any) -> None:
    nomination = bare(scene)
    big = tmp_path / "foto.jpg"
    picture = Image.effect_noise((4000, 3000), 90).convert("RGB")
    picture.save(big, "JPEG", quality=80)
    page = open_page(scene.owner, f"/usulan/{nomination.number}/foto/")
    place = page.locator("#foto-utuh")

    place.locator("input[type=file]").set_input_files(big)
    place.get_by_text(" menjadi ").wait_for()
    said = place.locator("[role=status]").last.inner_text()
    place.get_by_role("button", name="Simpan foto").click()
    page.get_by_text("Foto tersimpan: Produk utuh").wait_for()

    kept = Document.objects.get(kind="ikm.photo")
    width, height = Image.open(io.BytesIO(kept_bytes(kept))).size
    assert said.startswith(f"{big.stat().st_size / 1e6:.1f}".replace(".", ",").removesuffix(",0"))
    assert (width, height) == (1600, 1200)
    assert kept.size < big.stat().st_size / 3


def kept_bytes(document: Document) -> bytes:
    from ovop_portal.documents import files

    return files.read(files.blob_path(document.sha256))


def test_without_javascript_an_owner_registers_and_fills_in(scene: Scene, open_page: Open, tmp_path: Any) -> None:
    page = open_page(None, "/daftar/", java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.click("text=Cek kelayakan")
    for answer in ("Kain tenun", "Belum tahu, dinas yang mengisi"):
        page.get_by_label(answer).check()
        page.click("text=Lanjutkan")
    for answer in ("Bali", "Kab. Karangasem"):
        page.locator("main select").select_option(label=answer)
        page.click("text=Lanjutkan")
    page.get_by_label("Sedang diurus").check()
    page.click("text=Lanjutkan")
    for name, value in {
        "nama": "Ayu",
        "telepon": "081234500009",
        "usaha": "Tenun Ayu",
        "produk": "Selendang",
        "sandi": "benang emas kapas",
    }.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=setuju]")
    page.click("main button:has-text('Buat akun')")
    page.click("main button:has-text('Mulai mengisi')")
    assert "0 dari 9 bagian selesai" in page.inner_text("main")

    page.click("text=Cerita produk")
    page.fill("[name=story]", "Ditenun sejak nenek.")
    page.click("text=Simpan dan kembali ke daftar")
    page.click("main .tasks >> text=Foto")
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(a_photo())
    page.set_input_files("#foto-utuh input[type=file]", photo)
    page.set_input_files("#foto-detail input[type=file]", photo)
    page.click("#foto-utuh button:has-text('Simpan foto')")

    product = Product.objects.get(ikm__name="Tenun Ayu")
    assert (product.story, {photo.slot for photo in product.photos.all()}) == (
        "Ditenun sejak nenek.",
        {"utuh", "detail"},
    )
    assert "1 dari 9 bagian selesai" in page.goto(f"/usulan/{product.nominations.get().number}/").text()  # type: ignore[union-attr]


@pytest.mark.parametrize("script", [True, False], ids=["by itself", "without JavaScript by its button"])
def test_a_photo_that_is_still_being_checked_stands_in_its_place_once_that_is_done(
    scene: Scene, open_page: Open, settings: Any, script: bool
) -> None:
    settings.UPLOAD_PATIENCE = 0
    nomination = bare(scene)
    page = open_page(scene.owner, f"/usulan/{nomination.number}/foto/", java_script_enabled=script)
    photo = {"name": "utuh.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}
    page.set_input_files("input[name=utuh]", photo)  # type: ignore[arg-type]
    page.click("button[name=simpan][value=utuh]")
    page.wait_for_selector("text=utuh.jpg")
    assert "sedang diperiksa" in page.inner_text("#foto-utuh .file-now")
    assert nomination.product.photos.count() == 0

    kept.look_at(KeptUpload.objects.get().pk, now=now())
    if not script:
        page.click("button[name=simpan][value=utuh]")
    page.wait_for_url("**/foto/#foto-utuh")

    assert [photo.slot for photo in nomination.product.photos.all()] == ["utuh"]
    assert "Foto tersimpan: Produk utuh" in page.inner_text("main")
