"""The owner's pages: home, task list, sections, checking, sending, taking back."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from awards.models import Nomination, Window
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Ikm, Product, Sentra, YearlyFigures
from ovop_portal.common import formats
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.documents.examining import examine
from ovop_portal.documents.models import Document
from tests.scene import Scene, a_pdf, a_photo, document, open_the_edition
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
SECTIONS = ["profil", "lokasi", "legalitas", "produk", "cerita", "bahan", "foto", "sertifikat", "usaha"]


@pytest.fixture
def scene() -> Scene:
    return Scene.begin(now())


@pytest.fixture
def owner(scene: Scene, client: Client) -> Client:
    client.force_login(scene.owner)
    return client


def bare(scene: Scene, name: str = "Tenun Ayu", commodity: str = "") -> Nomination:
    """A draft of which only what registration asks is known."""
    product = firms.register_ikm(
        name=name, owner_name="Ayu", regency=scene.regency, product_name=f"Selendang {name}", commodity_group=scene.commodity, phone="+6281234567890",
        owner=scene.owner, by=scene.owner, now=scene.now,
    )  # fmt: skip
    if commodity:
        Product.objects.filter(pk=product.pk).update(commodity_group=commodity)
    return candidates.open_drafts([product], scene.edition, by=scene.owner, now=scene.now)[0]


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def path(nomination: Nomination, code: str = "") -> str:
    return f"/usulan/{nomination.number}/" + (f"{code}/" if code else "")


def close_window(scene: Scene) -> None:
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=scene.now - timedelta(minutes=1))


# --- Home ---------------------------------------------------------------------------------------------------------------


def test_home_lists_one_s_own_files_with_what_they_ask(scene: Scene, owner: Client) -> None:
    other = scene.draft("Milik orang", owner=scene.other_owner)
    returned, sent = scene.at(S.RETURNED_TO_OWNER, "Selendang"), scene.at(S.SCREENING, "Kain")

    response = owner.get("/usulan/")

    rows = [(row.nomination.number, row.tag.code, row.asks, row.url) for row in response.context["home"].rows]
    assert rows == [
        (returned.number, "returned_by_agency", True, path(returned)),
        (sent.number, "in_screening", False, f"{path(sent)}status/"),
    ]
    assert other.number not in words(response)


def test_the_lists_of_owner_and_dinas_name_one_deadline_by_wib(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    scene.at(S.WITH_OFFICE)
    # 23.59 WIB, which is 00.59 WITA of the next day in Karangasem.
    closes = datetime.combine(day_in_wib(scene.now) + timedelta(days=30), time(23, 59), ZoneInfo("Asia/Jakarta"))
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=closes)
    until = f"30 hari lagi, sampai {formats.tanggal(closes)} pukul\u00a023.59\u00a0WIB"

    mine = owner.get("/usulan/").content.decode()
    owner.force_login(scene.dinas_operator)

    assert f"Lengkapi dan kirim ke dinas, {until}" in mine
    assert f'<span class="hint">{until}</span>' in owner.get("/dinas/").content.decode()
    assert nomination.number in mine


def test_home_without_anything_says_what_to_do(scene: Scene, owner: Client) -> None:
    assert "Belum ada usaha pada akun ini" in words(owner.get("/usulan/"))


def test_a_product_without_a_file_is_entered_once(scene: Scene, owner: Client) -> None:
    product = scene.product("Taplak")
    sent = filled(owner.get("/usulan/"))
    first, twin = owner.post("/usulan/", sent), owner.post("/usulan/", sent)

    nomination = Nomination.objects.get(product=product)
    assert (first["Location"], twin["Location"]) == (path(nomination), path(nomination))
    assert "Ajukan pada" not in words(owner.get("/usulan/"))


@pytest.mark.parametrize("asked", ["", "bukan-apa-apa", "6f9b1f7e-0000-4000-8000-000000000000"])
def test_a_product_that_is_not_one_s_own_cannot_be_entered(scene: Scene, owner: Client, asked: str) -> None:
    scene.product("Taplak")
    theirs = scene.product("Milik orang", owner=scene.other_owner)
    form = filled(owner.get("/usulan/"))

    assert owner.post("/usulan/", {**form, "produk": asked or str(theirs.uuid)}).status_code == 404
    assert not Nomination.objects.filter(product=theirs).exists()


def test_holders_of_the_last_edition_are_invited_and_do_not_enter_anew(scene: Scene, owner: Client) -> None:
    award = scene.award()
    following = open_the_edition(2028, scene.now, previous=scene.edition)
    assert owner.get("/usulan/").context["home"].products == []

    [invited] = candidates.invite_holders([award], following, by=scene.secretariat, now=scene.now)

    home = owner.get("/usulan/").context["home"]
    assert [(row.nomination, row.asks) for row in home.rows] == [(invited, True), (award.nomination, False)]


def test_home_costs_the_same_with_one_and_three_files(
    scene: Scene, owner: Client, django_assert_num_queries: Any
) -> None:
    scene.draft()
    with django_assert_num_queries(9):
        owner.get("/usulan/")
    scene.draft()
    scene.at(S.PASSED)
    with django_assert_num_queries(9):
        owner.get("/usulan/")


# --- Task list ----------------------------------------------------------------------------------------------------------


def test_the_task_list_counts_what_is_done(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    page = words(owner.get(path(nomination)))

    assert "0 dari 9 bagian selesai" in page
    assert "Lengkapi 9 bagian lagi, lalu kirim ke dinas." in page
    assert "Terbuka sesudah 9 bagian lagi selesai" in page
    assert "9 dari 9 bagian selesai" in words(owner.get(path(scene.draft())))


def test_the_task_list_costs_the_same_for_an_empty_and_a_whole_file(
    scene: Scene, owner: Client, django_assert_num_queries: Any
) -> None:
    for nomination in (bare(scene), scene.draft()):
        with django_assert_num_queries(8):
            owner.get(path(nomination))


@pytest.mark.parametrize("code", SECTIONS)
def test_a_section_costs_little(scene: Scene, owner: Client, django_assert_max_num_queries: Any, code: str) -> None:
    nomination = scene.draft()
    with django_assert_max_num_queries(12):
        assert owner.get(path(nomination, code)).status_code == 200


@pytest.mark.parametrize("leaf", ["periksa", "status", "terkirim", "tarik"])
@pytest.mark.parametrize("state", [S.DRAFT, S.RETURNED_TO_OWNER, S.WITH_OFFICE, S.SCREENING])
def test_every_page_of_a_file_costs_little(
    scene: Scene, owner: Client, django_assert_max_num_queries: Any, leaf: str, state: str
) -> None:
    nomination = scene.at(state)
    with django_assert_max_num_queries(12):
        assert owner.get(path(nomination, leaf)).status_code in (200, 302)


def test_what_was_sent_back_is_marked_with_the_note(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)

    assert "1 perbaikan diminta dinas." in words(owner.get(path(nomination)))
    assert "Foto detail masih gelap" in words(owner.get(path(nomination, "foto")))
    assert "Foto detail masih gelap" not in words(owner.get(path(nomination, "profil")))


def test_a_file_that_was_sent_back_does_not_call_itself_finished(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    whole = words(owner.get(path(nomination)))
    sending.send_to_office([nomination], by=scene.owner, now=scene.now)
    notes = [("foto", "Gelap"), ("foto", "Buram"), ("lokasi", "Alamat belum cocok")]
    sending.return_to_owner([nomination], notes, by=scene.dinas_operator, now=scene.now)

    page = words(owner.get(path(nomination)))

    assert ("9 dari 9 bagian selesai" in whole, "Siap dikirim" in whole) == (True, True)
    assert "9 dari 9 bagian terisi, 2 diminta diperbaiki" in page
    assert ("Siap dikirim" in page, "Sesudah diperbaiki" in page) == (False, True)


def test_foreign_files_and_made_up_sections_are_not_there(scene: Scene, owner: Client) -> None:
    theirs = scene.draft("Milik orang", owner=scene.other_owner)

    statuses = {
        page: owner.get(path(theirs, page)).status_code
        for page in ("", "profil", "periksa", "status", "terkirim", "tarik")
    }
    assert set(statuses.values()) == {404}
    assert owner.get(path(scene.draft(), "rahasia")).status_code == 404
    assert owner.get("/usulan/OVOP%00/").status_code == 400


# --- Sections of answers ------------------------------------------------------------------------------------------------


def test_saving_leads_to_the_next_section_that_lacks_something(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    form = filled(owner.get(path(nomination, "profil")), legal_form="ud", founded_in="1998")

    response = owner.post(path(nomination, "profil"), form)

    assert response["Location"] == path(nomination, "lokasi")
    ikm = Ikm.objects.get(pk=nomination.ikm_id)
    assert (ikm.legal_form, ikm.founded_in, ikm.version) == ("ud", 1998, 2)


def test_a_weaver_is_not_offered_a_sentra_of_potters(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    kilns = Sentra.objects.create(
        name="Sentra Gerabah", regency=scene.regency, commodity_group_id="gerabah", unit_count=9
    )
    none = words(owner.get(path(nomination, "lokasi")))
    looms = scene.sentra
    page = owner.get(path(nomination, "lokasi"))
    forged = filled(page, sentra=str(kilns.uuid), sentra_since="2005", address="Jl. Melati 3")

    assert "Belum ada sentra kain tenun yang tercatat di daerah ini." in none
    assert (looms.name in words(page), kilns.name in words(page)) == (True, False)
    assert owner.post(path(nomination, "lokasi"), forged).context["form"].errors == {
        "sentra": ["Pilih sentra tempat usaha berada dari daftar"]
    }


def test_saving_the_last_section_leads_to_checking(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    form = filled(owner.get(path(nomination, "cerita")), story="Cerita baru")

    assert owner.post(path(nomination, "cerita"), form)["Location"] == path(nomination, "periksa")


def test_who_came_from_checking_goes_back_there(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    address = path(nomination, "legalitas") + "?dari=periksa"
    form = filled(owner.get(address), nib="9120001234567")

    assert owner.post(address, form)["Location"] == path(nomination, "periksa") + "#legalitas"


def test_a_section_may_be_laid_aside_half_done(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    form = filled(owner.get(path(nomination, "bahan")), raw_material="Benang kapas", kembali="ya")

    response = owner.post(path(nomination, "bahan"), form)

    assert response["Location"] == path(nomination)
    assert Product.objects.get(pk=nomination.product_id).raw_material == "Benang kapas"
    page = words(owner.get(path(nomination)))
    assert "Tersimpan pukul" in page
    assert "0 dari 9 bagian selesai" in page


def test_an_incomplete_section_comes_back_with_what_was_typed(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    response = owner.post(
        path(nomination, "bahan"),
        filled(owner.get(path(nomination, "bahan")), raw_material="Kapas", value_added_pct="1,2 juta"),
    )

    assert response.status_code == 422
    assert "Kesalahan:" in response.content.decode().split("</title>")[0]
    assert 'value="Kapas"' in response.content.decode()
    assert Product.objects.get(pk=nomination.product_id).raw_material == ""


def test_a_taken_nib_is_said_at_the_field_and_leaks_nothing(scene: Scene, owner: Client) -> None:
    nomination, other = bare(scene), scene.draft("Rahasia")
    form = filled(owner.get(path(nomination, "legalitas")), nib=other.ikm.nib)

    response = owner.post(path(nomination, "legalitas"), form)

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "nib": ["NIB ini sudah terdaftar. Hubungi dinas Anda untuk memakai data yang ada"]
    }
    assert "Rahasia" not in words(response)


def test_figures_are_kept_for_the_year_asked_for(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    year = scene.now.year - 2
    address = f"{path(nomination, 'usaha')}?tahun={year}"
    form = filled(
        owner.get(address),
        workers_male="2",
        workers_female="3",
        workers_local="5",
        investment="Rp1.000.000",
        turnover="5000000",
    )

    assert owner.post(address, form).status_code == 302
    row = YearlyFigures.objects.get(ikm=nomination.ikm)
    assert (row.year, row.workers, row.turnover) == (year, 5, 5_000_000)


@pytest.mark.parametrize("asked", ["1998", "9999", "x", ""])
def test_a_year_out_of_reach_is_the_last_one(scene: Scene, owner: Client, asked: str) -> None:
    response = owner.get(f"{path(bare(scene), 'usaha')}?tahun={asked}")

    assert response.context["year"] == scene.now.year - 1


def test_an_untouched_year_may_be_laid_aside(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    form = filled(owner.get(path(nomination, "usaha")), kembali="ya")

    assert owner.post(path(nomination, "usaha"), form)["Location"] == path(nomination)
    assert not YearlyFigures.objects.exists()


YEAR = {
    "workers_male": "2", "workers_female": "3", "workers_local": "5", "investment": "Rp1.000.000", "turnover": "5.000.000",
}  # fmt: skip


def test_another_year_is_reached_by_laying_this_one_aside(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    last = scene.now.year - 1
    address = f"{path(nomination, 'usaha')}?dari=periksa"
    page = owner.get(address)

    response = owner.post(address, filled(page, pindah=str(last - 1), **YEAR))

    assert f"Cukup isi satu tahun, sebaiknya {last}. Tahun yang lain boleh dikosongkan." in words(page)
    assert response["Location"] == f"{path(nomination, 'usaha')}?dari=periksa&tahun={last - 1}"
    assert nomination.ikm.figures.get().year == last
    # Going on and coming back writes nothing where nothing was typed.
    untouched = owner.post(response["Location"], filled(owner.get(response["Location"]), pindah=str(last)))
    assert (untouched["Location"], nomination.ikm.figures.count()) == (f"{address}&tahun={last}", 1)


def test_half_a_year_stays_on_the_page_when_another_is_asked_for(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    page = owner.get(path(nomination, "usaha"))

    response = owner.post(path(nomination, "usaha"), filled(page, workers_male="7", pindah=str(scene.now.year - 2)))

    assert (response.status_code, response.context["form"]["workers_male"].value()) == (422, "7")
    assert f"Isian tahun {scene.now.year - 1} belum lengkap, jadi belum tersimpan." in words(response)
    assert not YearlyFigures.objects.exists()


def test_the_same_form_twice_writes_once(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    form = filled(owner.get(path(nomination, "cerita")), story="Cerita baru")
    answers = [owner.post(path(nomination, "cerita"), form)["Location"] for _time in range(2)]

    assert answers == [path(nomination, "periksa")] * 2
    assert Product.objects.get(pk=nomination.product_id).version == nomination.product.version + 1


def test_a_key_with_other_answers_is_refused(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    form = filled(owner.get(path(nomination, "cerita")), story="Cerita baru")
    owner.post(path(nomination, "cerita"), form)

    response = owner.post(path(nomination, "cerita"), {**form, "story": "Cerita lain"})

    assert response.status_code == 422
    assert Product.objects.get(pk=nomination.product_id).story == "Cerita baru"


# --- Two writers --------------------------------------------------------------------------------------------------------


def test_two_devices_with_different_answers_both_win(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    form = filled(owner.get(path(nomination, "bahan")), raw_material="Kapas Nusa Penida")
    firms.write(
        nomination.product,
        {"story": "Dari dinas"},
        seen=nomination.product.version,
        by=scene.dinas_operator,
        now=scene.now,
    )

    assert owner.post(path(nomination, "bahan"), form).status_code == 302
    product = Product.objects.get(pk=nomination.product_id)
    assert (product.raw_material, product.story) == ("Kapas Nusa Penida", "Dari dinas")


@pytest.mark.parametrize(("pick", "kept"), [("saya", "Kapas saya"), ("tersimpan", "Kapas dinas")])
def test_two_devices_with_one_answer_show_both_and_keep_the_chosen_one(
    scene: Scene, owner: Client, pick: str, kept: str
) -> None:
    nomination = scene.draft()
    form = filled(owner.get(path(nomination, "bahan")), raw_material="Kapas saya", capacity="60 helai")
    firms.write(
        nomination.product,
        {"raw_material": "Kapas dinas"},
        seen=nomination.product.version,
        by=scene.dinas_operator,
        now=scene.now,
    )

    conflict = owner.post(path(nomination, "bahan"), form)

    assert conflict.status_code == 409
    page = words(conflict)
    assert "Data ini sudah diubah oleh I Made Operator pukul" in page
    assert [(choice.label, choice.mine, choice.stored) for choice in conflict.context["choices"]] == [
        ("Bahan baku utama", "Kapas saya", "Kapas dinas")
    ]

    answer = owner.post(path(nomination, "bahan"), filled(conflict, **{"pakai-raw_material": pick}))

    product = Product.objects.get(pk=nomination.product_id)
    assert (answer.status_code, product.raw_material, product.capacity) == (302, kept, "60 helai")


def test_figures_of_two_devices_are_chosen_one_by_one(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    year = scene.now.year - 1
    held = nomination.ikm.figures.get(year=year)
    form = filled(owner.get(path(nomination, "usaha")), workers_male="6", turnover="1000000000")
    firms.record_figures(
        nomination.ikm,
        year,
        {**held.values, "turnover": 800_000_000, "workers_female": 8, "workers_local": 9},
        by=scene.dinas_operator,
        now=scene.now,
    )

    conflict = owner.post(path(nomination, "usaha"), form)
    assert conflict.status_code == 409
    assert [(choice.name, choice.mine, choice.stored) for choice in conflict.context["choices"]] == [
        ("workers_male", "6 orang", "4 orang"),
        ("workers_female", "9 orang", "8 orang"),
        ("workers_local", "10 orang", "9 orang"),
        ("turnover", "Rp1.000.000.000", "Rp800.000.000"),
    ]

    picks = {"pakai-turnover": "tersimpan", "pakai-workers_female": "tersimpan", "pakai-workers_local": "tersimpan"}
    assert owner.post(path(nomination, "usaha"), filled(conflict, **picks)).status_code == 302
    held.refresh_from_db()
    assert (held.workers_male, held.workers_female, held.turnover) == (6, 8, 800_000_000)


def test_a_third_writer_between_is_noticed_too(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    product = nomination.product
    form = filled(owner.get(path(nomination, "cerita")), story="Cerita saya")
    firms.write(product, {"story": "Cerita dinas"}, seen=product.version, by=scene.dinas_operator, now=scene.now)
    conflict = owner.post(path(nomination, "cerita"), form)
    firms.write(product, {"story": "Cerita ketiga"}, seen=product.version, by=scene.dinas_signer, now=scene.now)

    again = owner.post(path(nomination, "cerita"), filled(conflict))

    assert again.status_code == 409
    assert [choice.stored for choice in again.context["choices"]] == ["Cerita ketiga"]


# --- Photos -------------------------------------------------------------------------------------------------------------


def send_photos(client: Client, nomination: Nomination, **sent: Any) -> Any:
    """The page's form with these files and this button."""
    return client.post(path(nomination, "foto"), filled(client.get(path(nomination, "foto")), **sent))


def jpeg(colour: str = "#855428", name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_photo(colour), "image/jpeg")


def slots(nomination: Nomination) -> set[str]:
    return set(nomination.product.photos.values_list("slot", flat=True))


def test_a_photo_is_put_replaced_and_removed(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    response = send_photos(owner, nomination, simpan="utuh", utuh=jpeg())
    first = nomination.product.photos.get().document
    send_photos(owner, nomination, simpan="utuh", utuh=jpeg("#26508F"))

    assert response["Location"] == path(nomination, "foto") + "#foto-utuh"
    assert nomination.product.photos.get().document != first
    removed = send_photos(owner, nomination, hapus="utuh")
    assert (removed.status_code, slots(nomination)) == (302, set())
    assert send_photos(owner, nomination, hapus="utuh").status_code == 302


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [
        ({"simpan": "detail"}, "foto/#foto-detail"),
        ({"hapus": "kemasan"}, "foto/#foto-kemasan"),
        ({"kembali": "ya"}, ""),
        ({}, "sertifikat/"),
    ],
)
def test_any_button_keeps_every_photo_that_was_chosen(
    scene: Scene, owner: Client, button: dict[str, str], leads_to: str
) -> None:
    nomination = bare(scene)
    send_photos(owner, nomination, simpan="kemasan", kemasan=jpeg())
    chosen = {"utuh": jpeg("#855428"), "detail": jpeg("#26508F"), "proses": jpeg("#8F2A22")}

    response = send_photos(owner, nomination, **chosen, **button)

    assert response["Location"] == path(nomination) + leads_to
    assert slots(nomination) == {"utuh", "detail", "proses"} | ({"kemasan"} - set(button.values()))
    assert "Foto tersimpan: Produk utuh" in words(owner.get(path(nomination, "foto")))


def test_the_good_photos_are_kept_and_the_others_are_refused_at_their_places(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    empty = SimpleUploadedFile("b.jpg", b"", "image/jpeg")

    response = send_photos(owner, nomination, utuh=jpeg(), detail=empty, proses=jpeg("#8F2A22"))

    assert response.status_code == 422
    assert response.context["form"].errors == {"detail": ["Berkas ini kosong. Pilih berkas lain"]}
    assert slots(nomination) == {"utuh", "proses"}
    assert "Foto tersimpan: Produk utuh" in words(response)
    # The page that says so can be sent as it is, with the photo that was mended.
    again = owner.post(path(nomination, "foto"), filled(response, detail=jpeg("#26508F")))
    assert (again.status_code, slots(nomination)) == (302, {"utuh", "detail", "proses"})


def test_photos_sent_twice_are_kept_once(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    form = filled(owner.get(path(nomination, "foto")))
    answers = [owner.post(path(nomination, "foto"), {**form, "utuh": jpeg()})["Location"] for _tap in range(2)]

    assert answers == [path(nomination, "sertifikat")] * 2
    assert Document.objects.filter(kind="ikm.photo").count() == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Unggah foto produk utuh"),
        (SimpleUploadedFile("a.jpg", b"", "image/jpeg"), "Berkas ini kosong. Pilih berkas lain"),
        (
            SimpleUploadedFile("a.jpg", b"MZ program", "image/jpeg"),
            "Isi berkas ini bukan foto JPG atau PNG. Pilih foto yang lain",
        ),
    ],
)
def test_a_photo_that_is_none_is_refused_at_its_place(
    scene: Scene, owner: Client, file: SimpleUploadedFile | None, sentence: str
) -> None:
    nomination = bare(scene)
    response = send_photos(owner, nomination, simpan="utuh", **({"utuh": file} if file else {}))

    assert response.status_code == 422
    assert response.context["form"].errors == {"utuh": [sentence]}
    assert (slots(nomination), Document.objects.filter(kind="ikm.photo").count()) == (set(), 0)


def test_a_place_that_is_none_is_not_there(scene: Scene, owner: Client) -> None:
    assert owner.post(path(bare(scene), "foto"), {"simpan": "samping"}).status_code == 404


def test_too_many_files_are_said_at_the_place_and_the_rest_is_kept(scene: Scene, owner: Client, settings: Any) -> None:
    nomination = bare(scene)
    settings.UPLOAD_MAX_NOMINATION_BYTES = examine(jpeg()).size * 3 // 2

    response = send_photos(owner, nomination, utuh=jpeg(), detail=jpeg("#26508F"))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["detail"])
    assert "Hapus satu berkas" in words(response)
    assert (slots(nomination), Document.objects.filter(kind="ikm.photo").count()) == ({"utuh"}, 1)


# --- Papers -------------------------------------------------------------------------------------------------------------


def papers(nomination: Nomination, query: str = "") -> str:
    return path(nomination, "sertifikat") + query


def pdf(name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf(name), "application/pdf")


def test_required_papers_come_first_and_by_commodity(scene: Scene, owner: Client) -> None:
    food = owner.get(papers(bare(scene, commodity="makanan_minuman"))).context
    cloth = owner.get(papers(scene.draft())).context

    assert [(line.label, line.permit) for line in food["required"]] == [
        ("Sertifikat halal", None),
        ("Izin edar pangan (P-IRT atau BPOM RI MD)", None),
        ("Nomor Induk Berusaha (NIB)", None),
        ("Hasil uji laboratorium keamanan pangan", None),
    ]
    assert [line.permit.kind for line in cloth["required"]] == ["nib"]
    assert {line.permit.kind for line in cloth["others"]} == {"pirt", "halal", "lab"}


def test_a_halal_paper_wants_its_own_number(scene: Scene, owner: Client) -> None:
    nomination = bare(scene, commodity="makanan_minuman")
    form = filled(owner.get(papers(nomination, "?isi=halal")), number="KH-5561/2024")

    wrong = owner.post(papers(nomination, "?isi=halal"), {**form, "document": pdf()})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {
        "number": ["Nomor ini tampak seperti nomor ketetapan (KH). Isi nomor sertifikat halal yang diawali ID"]
    }

    right = owner.post(papers(nomination, "?isi=halal"), {**form, "number": "ID 33110001234560921", "document": pdf()})
    assert right["Location"] == papers(nomination)
    permit = nomination.ikm.permits.get()
    assert (permit.kind, permit.number, permit.document.kind) == ("halal", "ID33110001234560921", "ikm.permit")


def test_one_of_two_kinds_will_do(scene: Scene, owner: Client) -> None:
    nomination = bare(scene, commodity="makanan_minuman")
    form = filled(owner.get(papers(nomination, "?isi=izin_edar")), kind="bpom", number="MD 224510001234")

    assert owner.post(papers(nomination, "?isi=izin_edar"), {**form, "document": pdf()}).status_code == 302
    assert nomination.ikm.permits.get().kind == "bpom"


def test_a_mended_number_moves_the_paper_with_its_copy(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    permit = nomination.ikm.permits.get(kind="lab")
    address = papers(nomination, f"?jenis=lab&nomor={permit.number}")
    form = filled(owner.get(address), number="LHU-77")

    assert owner.post(address, form).status_code == 302
    assert [(held.number, held.document) for held in nomination.ikm.permits.filter(kind="lab")] == [
        ("LHU-77", permit.document)
    ]


def test_a_paper_is_removed_from_the_living_record(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    permit = nomination.ikm.permits.get(kind="lab")

    response = owner.post(papers(nomination, f"?jenis=lab&nomor={permit.number}"), {"hapus": "ya"})

    assert (response["Location"], nomination.ikm.permits.filter(kind="lab").exists()) == (papers(nomination), False)


@pytest.mark.parametrize("query", ["?isi=emas", "?jenis=lab&nomor=X", "?jenis=lab", "?isi=halal"])
def test_papers_that_nobody_asks_for_are_not_there(scene: Scene, owner: Client, query: str) -> None:
    assert owner.get(papers(scene.draft(), query)).status_code == 404


def test_an_ended_paper_says_so(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    nomination.ikm.permits.filter(kind="nib").update(issued_on=date(2020, 1, 1), valid_until=date(2021, 1, 1))

    assert "Sudah berakhir" in words(owner.get(papers(nomination)))


# --- Closed and open ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", SECTIONS)
def test_a_file_in_other_hands_is_read_and_not_written(scene: Scene, owner: Client, code: str) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    page = owner.get(path(nomination, code))

    assert page.status_code == 200
    assert "Berkas ini sedang tidak dapat diubah (Menunggu pemeriksaan dinas)." in words(page)
    assert "<textarea" not in page.content.decode()
    late = owner.post(path(nomination, code), {"kunci": "x"})
    assert late.status_code == 409
    assert "isian terakhir Anda belum disimpan" in words(late)


def test_an_answer_that_comes_after_sending_is_not_kept(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    form = filled(owner.get(path(nomination, "cerita")), story="Terlambat")
    sending.send_to_office([nomination], by=scene.owner, now=scene.now)

    assert owner.post(path(nomination, "cerita"), form).status_code == 409
    assert Product.objects.get(pk=nomination.product_id).story == "Ditenun tiga generasi."


def test_the_dinas_fills_in_for_the_owner(scene: Scene, client: Client) -> None:
    nomination = bare(scene)
    client.force_login(scene.dinas_operator)
    assert "Anda mengisi berkas ini untuk Ayu." in words(client.get(path(nomination)))
    form = filled(client.get(path(nomination, "legalitas")), nib="9120001234567")

    assert client.post(path(nomination, "legalitas"), form).status_code == 302
    assert Ikm.objects.get(pk=nomination.ikm_id).nib == "9120001234567"


def test_the_province_reads_along_and_writes_nothing(scene: Scene, client: Client) -> None:
    nomination = scene.draft()
    client.force_login(scene.province_officer)

    assert client.get(path(nomination, "profil")).status_code == 200
    assert client.post(path(nomination, "profil"), {"name": "X"}).status_code == 403
    assert client.post(path(nomination, "periksa"), {"pernyataan": "on"}).status_code == 403
    assert client.get(path(nomination, "tarik")).status_code == 403


# --- Checking and sending -----------------------------------------------------------------------------------------------


def test_checking_lists_what_is_missing_with_the_way_to_it(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    page = owner.get(path(nomination, "periksa")).content.decode()

    assert f'<a href="{path(nomination, "legalitas")}?dari=periksa">Isi NIB</a>' in page
    assert "Kirim berkas ke dinas" not in page


def test_sending_declares_and_hands_over_once(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    Nomination.objects.filter(pk=nomination.pk).update(declared_at=None, may_publish=False)
    form = filled(owner.get(path(nomination, "periksa")), pernyataan="on", tampilkan="on")
    answers = [owner.post(path(nomination, "periksa"), form)["Location"] for _tap in range(2)]

    nomination.refresh_from_db()
    assert answers == [path(nomination, "terkirim")] * 2
    assert (nomination.state, nomination.may_publish, nomination.declared_at is not None) == (S.WITH_OFFICE, True, True)
    assert list(nomination.milestones.values_list("code", flat=True)) == ["sent"]
    receipt = words(owner.get(path(nomination, "terkirim")))
    assert nomination.number in receipt
    assert "Dinas Perindustrian Kab. Karangasem" in receipt


def test_publication_is_consented_to_apart_and_not_by_default(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    whole = scene.draft()
    Nomination.objects.filter(pk=whole.pk).update(declared_at=None, may_publish=False)
    form = filled(owner.get(path(whole, "periksa")), pernyataan="on")

    assert "tampilkan" not in form
    owner.post(path(whole, "periksa"), form)
    whole.refresh_from_db()
    assert (whole.state, whole.may_publish, nomination.state) == (S.WITH_OFFICE, False, S.DRAFT)


def test_without_the_declaration_nothing_is_sent(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    response = owner.post(path(nomination, "periksa"), filled(owner.get(path(nomination, "periksa"))))

    assert response.status_code == 422
    assert response.context["form"].errors == {"pernyataan": ["Beri tanda centang pada pernyataan"]}
    nomination.refresh_from_db()
    assert nomination.state == S.DRAFT


def test_a_forged_sending_of_half_a_file_is_refused_and_declares_nothing(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    key = "6f9b1f7e-0000-4000-8000-000000000001"

    response = owner.post(path(nomination, "periksa"), {"kunci": key, "pernyataan": "on"})

    assert response.status_code == 422
    assert "Isi NIB" in words(response)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.declared_at) == (S.DRAFT, None)


def test_after_the_deadline_the_file_stays_and_is_not_sent(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    form = filled(owner.get(path(nomination, "periksa")), pernyataan="on")
    close_window(scene)

    late = owner.post(path(nomination, "periksa"), form)
    page = words(owner.get(path(nomination)))

    assert late.status_code == 422
    assert "Masa pengusulan sedang tidak dibuka" in words(late)
    assert "Masa pengusulan sudah berakhir" in page
    assert "Berkas Anda tersimpan dan bisa dipakai lagi." in page
    # What is typed is still kept.
    assert (
        owner.post(
            path(nomination, "cerita"), filled(owner.get(path(nomination, "cerita")), story="Masih tersimpan")
        ).status_code
        == 302
    )


def test_a_file_that_was_sent_back_is_sent_again(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)
    page = owner.get(path(nomination, "periksa"))
    assert "Kirim perbaikan" in words(page)

    owner.post(path(nomination, "periksa"), filled(page, pernyataan="on"))

    nomination.refresh_from_db()
    assert (nomination.state, nomination.remarks.filter(answered_at=None).exists()) == (S.WITH_OFFICE, False)


def test_a_holder_accepts_the_invitation(scene: Scene, owner: Client) -> None:
    award = scene.award()
    following = open_the_edition(2028, scene.now, previous=scene.edition)
    [invited] = candidates.invite_holders([award], following, by=scene.secretariat, now=scene.now)
    page = owner.get(path(invited, "periksa"))
    assert "Terima undangan" in words(page)
    assert "Kelompok komoditi" not in words(owner.get(path(invited, "produk")))

    response = owner.post(path(invited, "periksa"), filled(page, pernyataan="on"))

    invited.refresh_from_db()
    assert (response["Location"], invited.state) == (path(invited, "terkirim"), S.IN_ASSESSMENT)
    assert "Undangan diterima" in words(owner.get(response["Location"]))


def test_a_bookmark_of_the_receipt_shows_the_status_later(scene: Scene, owner: Client) -> None:
    for state in (S.DRAFT, S.RETURNED_TO_OWNER, S.SUBMITTED):
        nomination = scene.at(state)
        assert owner.get(path(nomination, "terkirim"))["Location"] == path(nomination, "status")


# --- Taking back --------------------------------------------------------------------------------------------------------


def test_a_file_is_taken_back_with_a_reason(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    page = owner.get(path(nomination, "tarik"))
    empty = owner.post(path(nomination, "tarik"), filled(page))
    form = filled(page, alasan="Pemilik sakit")
    answers = [owner.post(path(nomination, "tarik"), form)["Location"] for _tap in range(2)]

    nomination.refresh_from_db()
    assert (empty.status_code, empty.context["form"].errors) == (422, {"alasan": ["Isi alasan menarik pengajuan"]})
    assert answers == [path(nomination, "status")] * 2
    assert (nomination.state, nomination.reason) == (S.WITHDRAWN, "Pemilik sakit")


def test_what_is_before_the_jury_is_not_taken_back(scene: Scene, owner: Client) -> None:
    draft, before_the_jury = scene.draft(), scene.at(S.IN_ASSESSMENT)
    form = filled(owner.get(path(draft, "tarik")), alasan="Berubah pikiran")

    assert owner.get(path(before_the_jury, "tarik"))["Location"] == path(before_the_jury, "status")
    assert owner.post(path(before_the_jury, "tarik"), form).status_code == 409


def test_the_signer_may_take_back_and_the_operator_may_not(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    statuses = []
    for person in (scene.dinas_operator, scene.dinas_signer):
        client.force_login(person)
        statuses.append(client.get(path(nomination, "tarik")).status_code)

    assert statuses == [403, 200]


@pytest.mark.parametrize("verb", ["put", "patch", "delete"])
def test_pages_answer_only_what_they_are_asked(scene: Scene, owner: Client, verb: str) -> None:
    nomination = scene.draft()
    pages = ["", "profil", "periksa", "status", "terkirim", "tarik"]

    assert {getattr(owner, verb)(path(nomination, page)).status_code for page in pages} == {405}


def test_what_owners_write_is_shown_as_text(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    nasty = '<script>alert(1)</script>"><img onerror=x src=y>{{7*7}}'
    owner.post(path(nomination, "cerita"), filled(owner.get(path(nomination, "cerita")), story=nasty))

    page = owner.get(path(nomination, "periksa")).content.decode()
    assert "<script>alert" not in page
    assert "<img onerror" not in page
    assert "{{7*7}}" in page


def test_a_photo_page_without_any_photo_shows_examples(scene: Scene, owner: Client) -> None:
    page = owner.get(path(bare(scene), "foto")).content.decode()

    assert sorted(re.findall(r"img/foto-(\w+)\.svg", page)) == ["detail", "kemasan", "proses", "tempat", "utuh"]


def test_documents_of_a_file_open_for_its_owner(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    firms.add_permit(
        nomination.ikm,
        "sni",
        number="SNI-1",
        issued_on=None,
        valid_until=None,
        document=document("ikm.permit", now=scene.now),
        by=scene.owner,
        now=scene.now,
    )
    held = nomination.ikm.permits.get()
    page = owner.get(papers(nomination, "?jenis=sni&nomor=SNI-1")).content.decode()

    assert held.document.url in page
