"""The status of a file for whoever has its number and four digits, without signing in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from awards.states import NominationState as S
from ikm.models import Ikm
from ovop_portal.accounts.models import User
from tests.awards.owners import look_up, words
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db


def test_number_and_digits_open_the_status_without_names(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER, "Selendang Rahasia")
    Ikm.objects.filter(pk=nomination.ikm_id).update(name="Usaha Rahasia", owner_name="Nyonya Rahasia")

    response = look_up(client, nomination.number, "7890")

    page = words(response)
    assert response.status_code == 200
    assert "Perlu diperbaiki" in page
    assert "Menunggu pemilik usaha" in page
    assert "Rahasia" not in page
    assert "Foto detail masih gelap" not in page


@pytest.mark.parametrize("typed", ["ovop-2026-0001", "OVOP 2026 0001", "ovop2026-1", " OVOP–2026–0001 "])
def test_a_number_is_read_as_people_write_it(scene: Scene, client: Client, typed: str) -> None:
    scene.at(S.WITH_OFFICE)

    assert look_up(client, typed.replace("2026", str(scene.edition.year)), "7890").status_code == 200


def test_the_number_is_where_the_form_says_it_is(scene: Scene, client: Client) -> None:
    nomination = scene.draft()
    hint = client.get("/status/").context["form"]["nomor"].help_text
    client.force_login(scene.owner)

    assert "di bawah nama produk pada halaman Usaha saya" in hint
    assert nomination.number in client.get("/usulan/").content.decode()


def test_the_owner_s_own_number_will_do_too(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    User.objects.filter(pk=scene.owner.pk).update(phone="+6281355551234")

    assert look_up(client, nomination.number, "1234").status_code == 200
    assert (
        look_up(
            client, nomination.number, scene.dinas_operator.phone[-4:] if scene.dinas_operator.phone else "0000"
        ).status_code
        == 422
    )


def test_unknown_numbers_and_other_digits_get_the_same_words(
    scene: Scene, client: Client, django_assert_num_queries: Any
) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    answers = []
    for number, digits in ((nomination.number, "0000"), ("OVOP-2026-9999", "7890"), ("apa saja", "7890")):
        form = filled(client.get("/status/"), with_name="nomor", nomor=number, angka=digits)
        response = client.post("/status/", form)
        answers.append((response.status_code, response.context["form"].errors.get("__all__")))

    assert answers == [(422, ["Nomor dan 4 angka ini belum cocok. Periksa keduanya, lalu coba lagi"])] * 3


@pytest.mark.parametrize("digits", ["789", "78901", "abcd", "٧٨٩٠", ""])
def test_the_digits_are_four(scene: Scene, client: Client, digits: str) -> None:
    response = look_up(client, "OVOP-2026-0001", digits)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["angka"]


def test_trying_many_endings_for_one_file_must_wait(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    statuses = [look_up(client, nomination.number, f"{guess:04}").status_code for guess in range(6)]

    assert statuses == [422] * 5 + [429]
    # Another file from the same address is not locked out.
    assert look_up(client, scene.at(S.WITH_OFFICE).number, "7890").status_code == 200


def test_looking_up_costs_little(scene: Scene, client: Client, django_assert_max_num_queries: Any) -> None:
    nomination = scene.at(S.IN_ASSESSMENT)
    form = filled(client.get("/status/"), with_name="nomor", nomor=nomination.number, angka="7890")
    with django_assert_max_num_queries(8):
        assert client.post("/status/", form).status_code == 200
