"""The owner's sections of answers: saving, two writers at once, and who may write when."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from awards.models import Nomination
from awards.operations import sending
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Ikm, Product, Sentra, YearlyFigures
from ovop_portal.common.verbs import Refused
from tests.awards.dinas import signed_in
from tests.awards.dinas import words as text
from tests.awards.owners import bare, path, words
from tests.scene import Scene
from tests.support.forms import filled
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
SECTIONS = ["profil", "lokasi", "legalitas", "produk", "cerita", "bahan", "foto", "sertifikat", "usaha"]


@standing
def nomination(scene: Scene) -> Nomination:
    return scene.draft()


# --- Sections of answers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("leaf", "place"), [("profil", 1), ("foto", 7), ("sertifikat", 8), ("usaha", 9)])
def test_a_section_says_which_of_how_many_it_is(nomination: Nomination, owner: Client, leaf: str, place: int) -> None:
    assert f"Bagian {place} dari 9" in words(owner.get(path(nomination, leaf)))


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


def test_who_does_not_know_the_sentra_is_done_and_may_send_and_the_dinas_has_the_task(
    scene: Scene, nomination: Nomination, owner: Client
) -> None:
    Ikm.objects.filter(pk=nomination.ikm_id).update(sentra=None, sentra_since=None)
    form = filled(owner.get(path(nomination, "lokasi")), sentra="dinas", sentra_since="", address="Jl. Melati 3")

    saved = owner.post(path(nomination, "lokasi"), form)

    assert saved["Location"] == f"/usulan/{nomination.number}/periksa/"
    assert Ikm.objects.get(pk=nomination.ikm_id).sentra_by_office
    check = owner.get(saved["Location"])
    assert "Belum tahu, dinas yang mengisi" in words(check)
    signed = filled(check, pernyataan="on", tanda_tangan=nomination.ikm.owner_name)
    assert owner.post(saved["Location"], signed).status_code == 302
    # On the desk of the dinas it is a task, in the file a step that is missing.
    operator = signed_in(scene.dinas_operator)
    desk, file = operator.get("/dinas/"), operator.get(f"/dinas/berkas/{nomination.number}/")
    assert "1 pemilik belum tahu sentranya; Anda yang mengisi" in text(desk)
    assert "Pilih sentranya untuk pemilik, yang belum tahu" in text(file)
    with pytest.raises(Refused) as unfinished:
        sending.mark_ready([nomination], by=scene.dinas_operator, now=scene.now)
    assert [(item.code, item.field) for item in unfinished.value.missing] == [("of_office", "lokasi")] * 2
    place = filled(operator.get(path(nomination, "lokasi")), sentra=str(scene.sentra.uuid), sentra_since="2001")
    assert operator.post(path(nomination, "lokasi"), place).status_code == 302
    ikm = Ikm.objects.get(pk=nomination.ikm_id)
    assert (ikm.sentra, ikm.sentra_since, ikm.sentra_by_office) == (scene.sentra, 2001, False)
    sending.mark_ready([nomination], by=scene.dinas_operator, now=scene.now)


@pytest.mark.parametrize(
    ("first", "code", "typed", "message"),
    [
        (
            {"founded_in": 1998},
            "lokasi",
            {"sentra_since": "1990"},
            "Tahun masuk sentra (1990) lebih awal daripada tahun berdiri (1998). Perbaiki di sini. Bila tahun berdiri "
            "yang salah, tekan “Simpan dan kembali ke daftar”, lalu perbaiki di bagian Profil usaha",
        ),
        (
            {"sentra_since": 1990},
            "profil",
            {"founded_in": "1998"},
            "Tahun masuk sentra (1990) lebih awal daripada tahun berdiri (1998). Perbaiki di sini. Bila tahun masuk sentra "
            "yang salah, tekan “Simpan dan kembali ke daftar”, lalu perbaiki di bagian Lokasi dan sentra",
        ),
    ],
)
def test_years_that_cannot_be_are_said_at_the_field_of_whichever_comes_second(
    owner: Client, first: dict[str, int], code: str, typed: dict[str, str], message: str, nomination: Nomination
) -> None:
    Ikm.objects.filter(pk=nomination.ikm_id).update(**{"founded_in": None, "sentra_since": None} | first)
    form = filled(owner.get(path(nomination, code)), **typed)

    refused = owner.post(path(nomination, code), form)
    laid_aside = owner.post(path(nomination, code), {**form, "kembali": "ya"})

    [field] = typed
    assert (refused.status_code, refused.context["form"].errors) == (422, {field: [message]})
    # Whoever goes to mend the other year loses nothing, and the file stays open until one of them is mended.
    assert laid_aside.status_code == 302
    assert str(getattr(Ikm.objects.get(pk=nomination.ikm_id), field)) == typed[field]
    assert "Tahun masuk sentra (1990) lebih awal daripada tahun berdiri (1998)" in words(
        owner.get(f"/usulan/{nomination.number}/periksa/")
    )


def test_what_is_older_than_the_firm_is_asked_about_at_once_and_hinders_nothing(
    scene: Scene, nomination: Nomination, owner: Client
) -> None:
    Ikm.objects.filter(pk=nomination.ikm_id).update(sentra_since=None)
    form = filled(owner.get(path(nomination, "profil")), founded_in=str(scene.now.year))

    page = owner.post(path(nomination, "profil"), form, follow=True)

    last = scene.now.year - 1
    assert f"Angka tahun {last} lebih awal daripada tahun berdiri ({scene.now.year}). Bila sudah sesuai" in words(page)
    assert Ikm.objects.get(pk=nomination.ikm_id).founded_in == scene.now.year


def test_a_browser_set_to_english_gets_whole_pages_and_saves_money_twice(scene: Scene, owner: Client) -> None:
    nomination, english = scene.draft(), {"accept-language": "en-GB,en;q=0.9"}

    for _time in range(2):
        page = owner.get(path(nomination, "usaha"), headers=english)
        assert '<html lang="id"' in page.content.decode()
        saved = owner.post(
            path(nomination, "usaha"), filled(page, turnover=page.context["form"]["turnover"].value()), headers=english
        )
        assert saved.status_code == 302


def test_the_owner_says_that_the_firm_pulls_its_sentra_along_and_the_dinas_reads_it(
    scene: Scene, nomination: Nomination, owner: Client
) -> None:
    page = owner.get(path(nomination, "lokasi"))
    assert "membimbing, memberi pekerjaan, atau memasarkan produk perajin lain" in words(page)
    assert filled(page)["is_anchor"] == ["tidak"]

    assert owner.post(path(nomination, "lokasi"), filled(page, is_anchor="ya")).status_code == 302

    assert Ikm.objects.get(pk=nomination.ikm_id).is_anchor
    sending.send_to_office([nomination], by=scene.owner, now=scene.now)
    operator = Client()
    operator.force_login(scene.dinas_operator)
    assert "Penghela sentra Ya" in words(operator.get(f"/dinas/berkas/{nomination.number}/"))


def test_saving_the_last_section_leads_to_checking(owner: Client, nomination: Nomination) -> None:
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
        "nib": ["NIB ini sudah terdaftar. Minta dinas Anda menghubungkan akun Anda dengan data yang ada"]
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


def test_the_same_form_twice_writes_once(owner: Client, nomination: Nomination) -> None:
    form = filled(owner.get(path(nomination, "cerita")), story="Cerita baru")
    answers = [owner.post(path(nomination, "cerita"), form)["Location"] for _time in range(2)]

    assert answers == [path(nomination, "periksa")] * 2
    assert Product.objects.get(pk=nomination.product_id).version == nomination.product.version + 1


def test_a_key_with_other_answers_is_refused(owner: Client, nomination: Nomination) -> None:
    form = filled(owner.get(path(nomination, "cerita")), story="Cerita baru")
    owner.post(path(nomination, "cerita"), form)

    response = owner.post(path(nomination, "cerita"), {**form, "story": "Cerita lain"})

    assert response.status_code == 422
    assert Product.objects.get(pk=nomination.product_id).story == "Cerita baru"


# --- Two writers --------------------------------------------------------------------------------------------------------


def test_two_devices_with_different_answers_both_win(scene: Scene, nomination: Nomination, owner: Client) -> None:
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
    scene: Scene, nomination: Nomination, owner: Client, pick: str, kept: str
) -> None:
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


def test_figures_of_two_devices_are_chosen_one_by_one(scene: Scene, nomination: Nomination, owner: Client) -> None:
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
    # Of the workers each wrote another figure: nobody is asked about those.
    assert [(choice.name, choice.mine, choice.stored) for choice in conflict.context["choices"]] == [
        ("turnover", "Rp1.000.000.000", "Rp800.000.000"),
    ]

    picks = {"pakai-turnover": "tersimpan"}
    assert owner.post(path(nomination, "usaha"), filled(conflict, **picks)).status_code == 302
    held.refresh_from_db()
    assert (held.workers_male, held.workers_female, held.turnover) == (6, 8, 800_000_000)


def test_two_tabs_with_different_figures_of_one_year_both_stand(scene: Scene, owner: Client) -> None:
    draft = scene.draft()
    first, second = (filled(owner.get(path(draft, "usaha")), kembali="ya") for _tab in range(2))
    owner.post(path(draft, "usaha"), first | {"turnover": "950000000"})

    answer = owner.post(path(draft, "usaha"), second | {"investment": "300000000"})

    assert answer.status_code == 302
    year = draft.ikm.figures.get(year=scene.now.year - 1)
    assert (year.turnover, year.investment, year.workers_female) == (950_000_000, 300_000_000, 9)


def test_figures_that_go_together_in_neither_tab_alone_are_refused_and_kept_as_typed(
    scene: Scene, owner: Client
) -> None:
    draft = scene.draft()
    first, second = (filled(owner.get(path(draft, "usaha")), kembali="ya") for _tab in range(2))
    owner.post(path(draft, "usaha"), first | {"workers_male": "1"})  # 1 + 9, 10 of them from nearby

    answer = owner.post(path(draft, "usaha"), second | {"workers_local": "11", "investment": "300000000"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["workers_local"])
    assert 'value="300000000"' in answer.content.decode()


def test_two_tabs_that_begin_a_year_choose_where_they_differ(scene: Scene, owner: Client) -> None:
    draft = bare(scene)
    both = {"workers_male": "2", "workers_female": "3", "workers_local": "4", "investment": "10", "turnover": "20"}
    first, second = (filled(owner.get(path(draft, "usaha")), kembali="ya", **both) for _tab in range(2))
    owner.post(path(draft, "usaha"), first | {"production_value": "7"})

    conflict = owner.post(path(draft, "usaha"), second | {"turnover": "30"})

    assert conflict.status_code == 409
    assert [(choice.name, choice.mine, choice.stored) for choice in conflict.context["choices"]] == [
        ("turnover", "Rp30", "Rp20")
    ]
    owner.post(path(draft, "usaha"), filled(conflict, **{"pakai-turnover": "saya"}))
    year = draft.ikm.figures.get()
    assert (year.turnover, year.production_value) == (30, 7)


def test_a_key_used_twice_with_other_figures_is_no_conflict_with_oneself(scene: Scene, owner: Client) -> None:
    draft = scene.draft()
    form = filled(owner.get(path(draft, "usaha")), kembali="ya")
    owner.post(path(draft, "usaha"), form | {"turnover": "950000000"})

    again = owner.post(path(draft, "usaha"), form | {"turnover": "960000000"})
    answer = owner.post(path(draft, "usaha"), filled(again, kembali="ya"))

    assert (again.status_code, answer.status_code) == (422, 302)
    assert draft.ikm.figures.get(year=scene.now.year - 1).turnover == 960_000_000


def test_a_third_writer_between_is_noticed_too(scene: Scene, nomination: Nomination, owner: Client) -> None:
    product = nomination.product
    form = filled(owner.get(path(nomination, "cerita")), story="Cerita saya")
    firms.write(product, {"story": "Cerita dinas"}, seen=product.version, by=scene.dinas_operator, now=scene.now)
    conflict = owner.post(path(nomination, "cerita"), form)
    firms.write(product, {"story": "Cerita ketiga"}, seen=product.version, by=scene.dinas_signer, now=scene.now)

    again = owner.post(path(nomination, "cerita"), filled(conflict))

    assert again.status_code == 409
    assert [choice.stored for choice in again.context["choices"]] == ["Cerita ketiga"]


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


def test_an_answer_that_comes_after_sending_is_not_kept(scene: Scene, nomination: Nomination, owner: Client) -> None:
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


def test_the_province_reads_along_and_writes_nothing(scene: Scene, nomination: Nomination, client: Client) -> None:
    client.force_login(scene.province_officer)

    assert client.get(path(nomination, "profil")).status_code == 200
    assert client.post(path(nomination, "profil"), {"name": "X"}).status_code == 403
    assert client.post(path(nomination, "periksa"), {"pernyataan": "on"}).status_code == 403
    assert client.get(path(nomination, "tarik")).status_code == 403


@pytest.mark.parametrize("code", SECTIONS)
def test_a_section_costs_little(
    owner: Client, django_assert_max_num_queries: Any, code: str, nomination: Nomination
) -> None:
    with django_assert_max_num_queries(12):
        assert owner.get(path(nomination, code)).status_code == 200


def test_only_answers_that_the_second_tab_changed_are_compared(scene: Scene, owner: Client) -> None:
    draft = bare(scene)
    first, second = (filled(owner.get(path(draft, "profil"))) for _tab in range(2))
    owner.post(path(draft, "profil"), first | {"name": "Tenun Ayu Lestari", "kembali": "ya"})

    answer = owner.post(path(draft, "profil"), second | {"owner_name": "Ni Wayan Ayu", "kembali": "ya"})

    assert answer.status_code == 302
    firm = Ikm.objects.get(pk=draft.ikm_id)
    assert (firm.name, firm.owner_name) == ("Tenun Ayu Lestari", "Ni Wayan Ayu")


def test_a_tab_that_changed_the_same_answer_chooses_about_that_one_alone(scene: Scene, owner: Client) -> None:
    draft = bare(scene)
    first, second = (filled(owner.get(path(draft, "profil")), kembali="ya") for _tab in range(2))
    owner.post(path(draft, "profil"), first | {"name": "Tenun Ayu Lestari", "owner_name": "Ni Wayan Ayu"})

    conflict = owner.post(path(draft, "profil"), second | {"owner_name": "Ayu Wayan"})

    assert conflict.status_code == 409
    assert [choice.name for choice in conflict.context["choices"]] == ["owner_name"]
    pick = {"pakai-owner_name": "saya", "kembali": "ya"}
    assert owner.post(path(draft, "profil"), filled(conflict, **pick)).status_code == 302
    firm = Ikm.objects.get(pk=draft.ikm_id)
    assert (firm.name, firm.owner_name) == ("Tenun Ayu Lestari", "Ayu Wayan")
