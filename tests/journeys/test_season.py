"""One nomination through a whole season, in a browser, with the processes of production: from an owner's registration to a certificate that anybody can verify."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from assessments.models import Scoresheet, Tally
from awards.models import Award, Nomination
from ikm.models import CommodityGroup
from ikm.sentras import add_sentra
from ovop_portal.accounts.models import User
from ovop_portal.common import clock
from ovop_portal.ledger.sealing import verify
from regions.models import Level, Office, Regency
from tests.accounts.factories import PASSWORD, person
from tests.assessments.factories import JurorFactory
from tests.documents.factories import a_pdf, a_photo
from tests.journeys.people import Visitor
from tests.scene import open_the_edition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

NUMBER = "0812-3456-7890"


@pytest.fixture
def season(tmp_path: Path) -> dict[str, User]:
    """The country, an edition that is open, offices and people; nothing else is there when the owner arrives."""
    now = clock.now()
    call_command("load_reference", verbosity=0)
    open_the_edition(now.year, now)
    office = Office.objects.create(
        name="Dinas Perindustrian", level=Level.REGENCY, regency=Regency.objects.get(pk="51.07")
    )
    people = {
        "operator": person("I Made Operator", "dinas_operator", office=office, now=now),
        "signer": person("I Ketut Penanda", "dinas_signer", office=office, now=now),
        "screener": person("Sari Pemeriksa", "screener", now=now),
        "secretariat": person("Rina Sekretariat", "secretariat", now=now),
        "curator": person("Tono Kurator", "curator", now=now),
    }
    weaving = CommodityGroup.objects.get(pk="kain_tenun")
    for number in range(1, 6):
        juror = people[f"juror{number}"] = person(f"Juri {number}", "juror", now=now)
        seat = JurorFactory(user=juror, institution__name=f"Lembaga {number}")
        seat.expertise.add(weaving)
    add_sentra(
        name="Sentra Tenun Gringsing",
        regency=office.regency,
        commodity_group=weaving,
        unit_count=12,
        number="188/12/2020",
        date=(now - timedelta(days=2000)).date(),
        document=None,
        by=people["operator"],
        now=now,
    )
    return people


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A photo and a letter on the visitor's device."""
    photo, letter = tmp_path / "foto.jpg", tmp_path / "surat.pdf"
    photo.write_bytes(a_photo())
    letter.write_bytes(a_pdf())
    return {"photo": photo, "letter": letter}


def test_a_nomination_walks_the_whole_season(
    browser: Browser, portal: str, season: dict[str, User], files: dict[str, Path]
) -> None:
    seen: set[str] = set()

    def visitor(role: str) -> Visitor:
        return Visitor.at(browser, portal, seen).sign_in(season[role].email or "", PASSWORD)

    owner = Visitor.at(browser, portal, seen)
    number = register(owner)
    fill_the_dossier(owner, number, files)
    owner.go(f"/usulan/{number}/status/").sees("Menunggu pemeriksaan dinas")

    operator, signer = visitor("operator"), visitor("signer")
    check_and_endorse(operator, number, files)
    send_nomination(signer)
    owner.go(f"/usulan/{number}/status/").sees("Sudah diusulkan")

    screen(visitor("screener"), number)
    owner.go(f"/usulan/{number}/status/").sees("Lolos administrasi")

    secretariat = visitor("secretariat")
    year = clock.now().year
    call_the_jury(secretariat, year)
    owner.go(f"/usulan/{number}/status/").sees("Dalam penilaian")
    code = Nomination.objects.get().blind_code
    for place in range(1, 6):
        score(visitor(f"juror{place}"), code, number)
    # Five minutes later, without waiting for them: beat then locks by itself.
    Scoresheet.objects.update(sent_at=clock.now() - timedelta(minutes=6))
    wait_until(lambda: Scoresheet.objects.filter(state="locked").count() == 5)

    secretariat.go(f"/panitia/rekap/{year}/").press("Hitung rekap")
    wait_until(lambda: Tally.objects.filter(state="sealed").exists())
    secretariat.go(f"/panitia/rekap/{year}/").sees("100,00")
    decide_and_determine(secretariat, year, files)
    for who in (owner, operator):
        who.go(f"/usulan/{number}/status/" if who is owner else "/dinas/").sees("Dalam penilaian").sees_not(
            "Penerima OVOP"
        )
    award = Award.objects.get()
    stranger = Visitor.at(browser, portal, seen)
    assert stranger.page.goto(f"{portal}/v/{award.code}/").status == 404

    publish(secretariat, year)
    owner.go(f"/usulan/{number}/status/").sees("Bintang 3 dari 3")
    wait_until(lambda: Award.objects.get().in_force().certificate.state == "ready")
    stranger.go("/katalog/").sees("Kain Gringsing Lubeng").follow("Kain Gringsing Lubeng")
    stranger.go(f"/v/{award.code}/").sees("Piagam asli dan berlaku", "Tenun Sari Gringsing")
    certificate = stranger.page.request.get(f"{portal}/piagam/{award.code}.pdf")
    assert certificate.headers["content-type"] == "application/pdf"
    assert certificate.body().startswith(b"%PDF-")
    curate(visitor("curator"), award.code)
    assert verify().breach == ""
    call_command("verify_results", year, verbosity=0)


def register(owner: Visitor) -> str:
    """I1: from the first page to the task list; the number of the file."""
    owner.go("/daftar/").follow("Cek kelayakan")
    owner.choose("komoditi", "kain_tenun").press("Lanjutkan")
    owner.choose("sentra", "ya").press("Lanjutkan")
    owner.page.locator("select[name='provinsi']").select_option("51")
    owner.press("Lanjutkan")
    owner.page.locator("select[name='daerah']").select_option("51.07")
    owner.press("Lanjutkan")
    owner.choose("nib", "ya").press("Lanjutkan")
    if owner.page.get_by_role("link", name="Buat akun").count():
        owner.follow("Buat akun")
    owner.page.get_by_label("Nama pemilik").fill("Ni Wayan Sari")
    owner.page.get_by_label("Nomor WhatsApp").fill(NUMBER)
    owner.page.get_by_label("Nama usaha").fill("Tenun Sari Gringsing")
    owner.page.get_by_label("Nama produk").fill("Kain Gringsing Lubeng")
    owner.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    owner.page.get_by_label(re.compile("Saya setuju")).check()
    owner.press("Buat akun").press("Mulai mengisi")
    nomination = Nomination.objects.get()
    owner.go(f"/usulan/{nomination.number}/").sees("dari 9 bagian selesai")
    return nomination.number


def fill_the_dossier(owner: Visitor, number: str, files: dict[str, Path]) -> None:
    """I2: the nine sections, one after the other, then the check and the sending."""

    def section(code: str) -> Visitor:
        return owner.go(f"/usulan/{number}/{code}/")

    section("profil").choose("legal_form", "ud").fill(founded_in="1998").press("Simpan dan lanjutkan")
    section("lokasi").page.locator("input[name='sentra'][type=radio]").first.check()
    owner.fill(sentra_since="2001", address="Jl. Melati 3, Banjar Tengah").press("Simpan dan lanjutkan")
    section("legalitas").fill(nib="1234567890123").press("Simpan dan lanjutkan")
    section("produk").fill(distinction="Tenun ikat ganda dengan benang yang diikat sebelum dicelup").press(
        "Simpan dan lanjutkan"
    )
    section("cerita").fill(story="Ditenun tiga generasi di desa tua.").press("Simpan dan lanjutkan")
    section("bahan").fill(
        raw_material="Benang kapas",
        local_material_pct="100",
        supply_years="4",
        value_added_pct="65",
        capacity="40 helai",
    ).choose("market_reach", "nasional").press("Simpan dan lanjutkan")
    section("foto")
    for slot in ("utuh", "detail", "proses"):
        owner.page.locator(f"#foto-{slot} input[type=file]").set_input_files(files["photo"])
    with owner.page.expect_navigation():
        owner.page.locator("#foto-utuh").get_by_role("button", name="Simpan foto").click()
    for slot in ("utuh", "detail", "proses"):
        expect(owner.page.locator(f"#foto-{slot}")).to_contain_text("Ganti atau hapus")
    section("sertifikat").page.locator("ul.tasks a.cover").first.click()
    owner.fill(number="9120001234567").page.locator("input[type=file]").set_input_files(files["letter"])
    owner.press("Simpan dokumen")
    section("usaha").fill(
        workers_male="4", workers_female="9", workers_local="10", investment="250.000.000", turnover="900000000"
    ).press("Simpan dan lanjutkan")
    owner.go(f"/usulan/{number}/periksa/").sees("Kain Gringsing Lubeng")
    for box in owner.page.locator("form input[type=checkbox]").all():
        box.check()
    owner.fill(tanda_tangan="ni wayan sari")
    owner.press("Kirim berkas ke dinas").sees(number)


def check_and_endorse(operator: Visitor, number: str, files: dict[str, Path]) -> None:
    """D2, D5, D6: the operator checks the file, makes it ready and records the act of the regional head."""
    operator.go("/dinas/").sees("Kain Gringsing Lubeng").go(f"/dinas/berkas/{number}/").press("Siap diusulkan")
    operator.go("/dinas/surat/baru/").fill(number="005/123/2026", signatory_name="I Gede Contoh")
    today = clock.day_in_wib(clock.now())
    operator.date("date", str(today.day), str(today.month), str(today.year))
    operator.page.locator("input[type=file]").set_input_files(files["letter"])
    operator.press("Simpan surat").sees("005/123/2026")


def send_nomination(signer: Visitor) -> None:
    """D6: the signer ticks the candidate and sends."""
    signer.go("/dinas/surat/").follow("005/123/2026").follow("Pilih dari 1 calon")
    signer.page.locator("input[name='candidates']").first.check()
    signer.fill(in_letter="1")
    signer.page.locator("input[name='matched']").check()
    signer.press("Kirim usulan").sees("Kain Gringsing Lubeng")


def screen(screener: Visitor, number: str) -> None:
    """A2: the screener takes the file up and finds every gate met."""
    screener.go("/panitia/seleksi/").sees(number).go(f"/panitia/seleksi/{number}/")
    with screener.page.expect_navigation():
        screener.page.locator("button[name='ambil']").click()
    for met in screener.page.locator("input[name^='gate_'][value='met']").all():
        met.check()
    screener.choose("outcome", "pass").press("Simpan dan kembali ke antrean")


def score(juror: Visitor, code: str, number: str) -> None:
    """P2, P3, P6: from the queue to a sent sheet; each answer is saved by itself, and the page says so."""
    juror.go("/juri/").sees(code).sees_not(number, "Tenun Sari Gringsing").follow("Lanjutkan menilai")
    page = juror.page
    for sheet in page.locator("[data-criterion]").all():
        sheet.locator("input[type=radio]:not([value=x])").last.check()
    expect(page.locator("[data-sync]")).to_have_attribute("data-state", "server", timeout=20_000)
    page.reload()
    expect(page.locator("[data-done]")).to_have_text("25")
    juror.go(f"/juri/{code}/kirim/").press("Kirim nilai").sees("Nilai terkirim")


def publish(secretariat: Visitor, year: int) -> None:
    """A6: the name of the edition is typed, then the results are out."""
    secretariat.go(f"/panitia/pengumuman/{year}/").fill(name=f"OVOP {year}").press("Umumkan hasil").sees(
        "Lihat katalog"
    )


def wait_until(is_true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what the worker and beat do by themselves."""
    until = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < until, "the worker did not do it in time"
        time.sleep(0.3)


def call_the_jury(secretariat: Visitor, year: int) -> None:
    """A3: a panel is seated, the assessment opened, the proposal applied, the sample received."""
    secretariat.go(f"/panitia/penugasan/{year}/?bagian=panel&panel=kain_tenun")
    for juror in secretariat.page.locator("input[name='jurors']").all():
        juror.check()
    secretariat.press("Dudukkan di panel")
    secretariat.go(f"/panitia/penugasan/{year}/").press("Buka penilaian")
    secretariat.go(f"/panitia/penugasan/{year}/?bagian=pembagian").press("Susun usulan").press("Terapkan pembagian")
    secretariat.go(f"/panitia/contoh/{year}/").page.locator("input[name='contoh']").first.check()
    secretariat.press("Catat contoh diterima")


def decide_and_determine(secretariat: Visitor, year: int, files: dict[str, Path]) -> None:
    """P8 and A5: the plenary follows the line, then the minister's decree is entered."""
    secretariat.go(f"/panitia/pleno/{year}/").press("Putuskan menurut garis").press("Tetapkan bintang")
    today = clock.day_in_wib(clock.now())
    secretariat.go(f"/panitia/penetapan/{year}/").follow("Catat keputusan menteri")
    secretariat.fill(number="3137 Tahun 2026", title="Penerima Penghargaan OVOP", signatory_name="Menteri Contoh")
    secretariat.date("date", str(today.day), str(today.month), str(today.year))
    secretariat.page.locator("input[type=file]").set_input_files(files["letter"])
    secretariat.page.locator("input[name='compared']").check()
    secretariat.press("Tetapkan bintang")


def curate(curator: Visitor, code: str) -> None:
    """Go Global: a cohort is opened and the holder taken into it, with a reason."""
    curator.go("/panitia/go-global/").sees("Kain Gringsing Lubeng").fill(name="Angkatan I", seats="10").press(
        "Buka angkatan"
    )
    curator.page.goto(f"{curator.page.url.split('?')[0]}?calon={code}")
    curator.looks_right().fill(reason="Siap ekspor, kapasitas cukup").press("Masukkan ke angkatan").sees(
        "Kain Gringsing Lubeng"
    )
