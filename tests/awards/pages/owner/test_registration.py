"""An owner registers: one question after the other in the address, and no word about others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from awards.pages.owner.forms.registration import Answers
from ikm.models import Ikm
from regions.models import Office
from tests.awards.pages.owner.registering import ACCOUNT, ANSWERS, CHECK, GIVEN, words
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db


def test_belum_tahu_is_an_answer_that_leaves_the_sentra_to_the_dinas(scene: Scene, client: Client) -> None:
    page = client.get(ACCOUNT, ANSWERS | {"sentra": "tidak_tahu"})

    client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], filled(page, **GIVEN))

    assert Ikm.objects.get(name="Tenun Ayu").sentra_by_office


def test_the_questions_come_one_by_one_and_lead_to_the_account(scene: Scene, client: Client) -> None:
    given: dict[str, str] = {}
    titles = []
    for step, answer in ANSWERS.items():
        response = client.get(CHECK, given)
        titles.append(response.context["form"].fields[step].label)
        assert response.status_code == 200
        given[step] = answer
    last = client.get(CHECK, given)

    assert titles == [
        "Apa produk utama usaha Anda?",
        "Apakah usaha Anda berada di sentra IKM?",
        "Di provinsi mana usaha Anda?",
        "Di kabupaten atau kota mana?",
        "Apakah usaha Anda memiliki NIB?",
    ]
    assert last["Location"] == f"{ACCOUNT}?komoditi=kain_tenun&sentra=ya&provinsi=51&daerah=51.07&nib=ya"


def sent_again(page: Any, **changed: str) -> dict[str, str]:
    """What the browser sends from the page of a question: what stands in it, and what was changed."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    form = page.context["form"]
    [step] = form.fields
    return {name: value for name, value in hidden if value} | {step: form[step].value() or ""} | changed


def back(client: Client, page: Any) -> Any:
    [way] = re.findall(r'href="(?:/daftar/kelayakan/)?(\?[^"]*ubah=[^"]*)"', page.content.decode())[:1]
    return client.get(CHECK + way.replace("&amp;", "&"))


def test_going_back_finds_each_answer_and_loses_none(scene: Scene, client: Client) -> None:
    page = client.get(ACCOUNT, ANSWERS)
    for step in reversed(ANSWERS):
        page = back(client, page)
        form = page.context["form"]
        assert (page.status_code, list(form.fields), form[step].value()) == (200, [step], ANSWERS[step])
        assert "Kesalahan" not in words(page)

    assert client.get(CHECK, sent_again(page))["Location"] == f"{ACCOUNT}?" + "&".join(
        f"{step}={answer}" for step, answer in ANSWERS.items()
    )


def test_an_answer_that_no_longer_fits_is_asked_for_without_blame_and_the_ones_after_it_stay(
    scene: Scene, client: Client
) -> None:
    page = client.get(CHECK, ANSWERS | {"ubah": "provinsi"})
    moved = client.get(CHECK, sent_again(page, provinsi="33"))
    assert (moved.status_code, list(moved.context["form"].fields)) == (200, ["daerah"])

    unanswered = client.get(CHECK, sent_again(moved, daerah=""))
    assert unanswered.status_code == 422
    assert "Pilih kabupaten atau kota" in words(unanswered)

    last = client.get(CHECK, sent_again(unanswered, daerah="33.75"))
    assert last["Location"] == f"{ACCOUNT}?komoditi=kain_tenun&sentra=ya&provinsi=33&daerah=33.75&nib=ya"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"komoditi": ""}, "Pilih produk utama usaha Anda"),
        ({"komoditi": "emas"}, "Pilih produk utama usaha Anda"),
        ({"komoditi": "kain_tenun", "sentra": ""}, "Pilih Ya, Belum tahu, atau Tidak"),
        ({**ANSWERS, "provinsi": "99"}, "Pilih provinsi"),
        ({**ANSWERS, "daerah": "33.75"}, "Pilih kabupaten atau kota"),
        ({**ANSWERS, "nib": "mungkin"}, "Pilih Ya, Sedang diurus, atau Belum"),
    ],
)
def test_a_question_without_a_proper_answer_comes_back(
    scene: Scene, client: Client, query: dict[str, str], sentence: str
) -> None:
    response = client.get(CHECK, query)

    assert response.status_code == 422
    assert sentence in words(response)


def test_not_knowing_hinders_nobody() -> None:
    assert Answers({**ANSWERS, "sentra": "tidak_tahu", "nib": "diurus"}).hindrances == []
    assert Answers({**ANSWERS, "komoditi": "lainnya", "sentra": "tidak", "nib": "belum"}).hindrances == [
        "komoditi",
        "sentra",
        "nib",
    ]


def test_not_yet_is_a_page_that_says_what_is_missing_and_whom_to_ask(scene: Scene, client: Client) -> None:
    response = client.get(CHECK, {**ANSWERS, "sentra": "tidak", "nib": "belum"})

    page = words(response)
    assert response.status_code == 200
    assert all(
        part in page
        for part in (
            "Usaha Anda belum bisa diusulkan",
            "Usaha di dalam sentra",
            "oss.go.id",
            "Dinas Perindustrian Kab. Karangasem",
        )
    )
    assert "Produk dari salah satu kelompok komoditi" not in page
    assert "Buat akun" not in page


def test_the_place_to_ask_never_lacks_a_contact(scene: Scene, client: Client) -> None:
    def asked(code: str = "") -> str:
        given = {**ANSWERS, "sentra": "tidak"} | ({"daerah": code} if code else {})
        return client.get(CHECK, given).content.decode().split("Tempat bertanya")[1]

    office = Office.objects.get(regency=scene.regency)
    Office.objects.filter(pk=office.pk).update(phone="", email="")
    assert f"mailto:{settings.CONTACT_EMAIL}" in asked()
    Office.objects.filter(pk=office.pk).update(phone="+62363211234", email="dinas@contoh.test")
    assert ("tel:+62363211234" in asked(), "mailto:dinas@contoh.test" in asked()) == (True, True)
    assert settings.CONTACT_EMAIL not in asked()
    Office.objects.filter(pk=office.pk).update(is_active=False)
    assert f"mailto:{settings.CONTACT_EMAIL}" in asked()


def test_who_only_lacks_a_nib_may_begin(scene: Scene, client: Client) -> None:
    query = {**ANSWERS, "nib": "belum"}

    assert "Buat akun dan siapkan berkas" in words(client.get(CHECK, query))
    assert client.get(ACCOUNT, query).status_code == 200
    assert client.get(ACCOUNT, {**ANSWERS, "sentra": "tidak"})["Location"].startswith(CHECK)
    assert client.get(ACCOUNT)["Location"].startswith(CHECK)


def test_a_question_costs_little(scene: Scene, client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        client.get(CHECK, {name: ANSWERS[name] for name in ("komoditi", "sentra", "provinsi", "daerah")})
