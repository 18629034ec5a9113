"""The owner's home and the task list of a file."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from awards.models import Nomination, Window
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ovop_portal.common import formats
from ovop_portal.common.clock import day_in_wib
from regions.models import Office
from tests.awards.owners import bare, path, words
from tests.scene import Scene, mended, open_the_edition
from tests.support.forms import filled
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def nomination(scene: Scene) -> Nomination:
    return scene.draft()


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


def test_the_lists_of_owner_and_dinas_name_one_deadline_by_wib(
    scene: Scene, nomination: Nomination, owner: Client
) -> None:
    scene.at(S.WITH_OFFICE)
    # 23.59 WIB, which is 00.59 WITA of the next day in Karangasem.
    closes = datetime.combine(day_in_wib(scene.now) + timedelta(days=30), time(23, 59), ZoneInfo("Asia/Jakarta"))
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=closes)
    own = formats.tenggat(closes, scene.regency.zone).removeprefix(formats.tenggat(closes))
    until = f"30 hari lagi, sampai {formats.tanggal(closes)} pukul\u00a023.59\u00a0WIB{own}"

    mine = owner.get("/usulan/").content.decode()
    owner.force_login(scene.dinas_operator)

    assert " (00.59\u00a0WITA, " in own
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


def test_while_the_results_are_not_out_the_next_edition_offers_no_file_that_was_judged_starred_or_not(
    scene: Scene, owner: Client
) -> None:
    starred, plain = scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT)
    scene.score(starred)
    scene.score(plain, level=0)
    scene.decide(scene.sealed_tally())
    scene.determine()
    open_the_edition(2028, scene.now, previous=scene.edition)
    assert owner.get("/usulan/").context["home"].products == []

    scene.publish()

    assert owner.get("/usulan/").context["home"].products == [plain.product]


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


@pytest.mark.parametrize("leaf", ["periksa", "status", "terkirim", "tarik"])
@pytest.mark.parametrize("state", [S.DRAFT, S.RETURNED_TO_OWNER, S.WITH_OFFICE, S.SCREENING])
def test_every_page_of_a_file_costs_little(
    scene: Scene, owner: Client, django_assert_max_num_queries: Any, leaf: str, state: str
) -> None:
    nomination = scene.at(state)
    with django_assert_max_num_queries(12):
        assert owner.get(path(nomination, leaf)).status_code in (200, 302)


@pytest.mark.parametrize("leaf", ["status", "profil"])
def test_where_the_owner_is_to_ask_the_dinas_its_number_stands(scene: Scene, owner: Client, leaf: str) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    office = Office.objects.filter(regency=nomination.regency_id)

    office.update(address="Jl. Ahmad Yani 5", phone="+62363210012", email="")
    told = words(owner.get(path(nomination, leaf)))
    assert "Kantor dinas Anda" in told
    assert "Jl. Ahmad Yani 5 Telepon 0363-2100-12" in told

    office.update(address="", phone="")
    assert "Telepon kantor ini belum tercatat" in words(owner.get(path(nomination, leaf)))
    office.update(is_active=False)
    assert "Kantor dinas Anda Dinas perindustrian" in words(owner.get(path(nomination, leaf)))


def test_what_was_sent_back_is_marked_with_the_note(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)

    assert "1 perbaikan diminta dinas." in words(owner.get(path(nomination)))
    assert "Foto detail masih gelap" in words(owner.get(path(nomination, "foto")))
    assert "Foto detail masih gelap" not in words(owner.get(path(nomination, "profil")))


def test_a_file_that_was_sent_back_does_not_call_itself_finished(
    scene: Scene, nomination: Nomination, owner: Client
) -> None:
    whole = words(owner.get(path(nomination)))
    sending.send_to_office([nomination], mended(nomination), by=scene.owner, now=scene.now)
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


@pytest.mark.parametrize("verb", ["put", "patch", "delete"])
def test_pages_answer_only_what_they_are_asked(owner: Client, verb: str, nomination: Nomination) -> None:
    pages = ["", "profil", "periksa", "status", "terkirim", "tarik"]

    assert {getattr(owner, verb)(path(nomination, page)).status_code for page in pages} == {405}
