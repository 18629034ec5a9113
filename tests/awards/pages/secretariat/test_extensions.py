"""The pages of more time: given after a look at the effect, read by whom it touches, withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Extension
from awards.operations import extending
from awards.states import NominationState as S
from ovop_portal.common.clock import day_in_wib, now
from tests.assessments.officers import signed_in, words
from tests.awards.extensions import DAY, close, more_time
from tests.scene import Scene
from tests.support.forms import filled
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin(now())


@pytest.fixture
def officer(scene: Scene) -> Client:
    return signed_in(scene, "secretariat")


def path(name: str, *args: Any) -> str:
    return reverse(f"awards:{name}", args=args)


def day(name: str, value: Any) -> dict[str, str]:
    return {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}


def typed(scene: Scene, **values: Any) -> dict[str, str]:
    today = day_in_wib(scene.now)
    common = {
        "whom": "kabupaten",
        "regency": scene.regency.pk,
        "basis_kind": "decree",
        "basis": "KEP-7/IKMA/2026",
        "reason": "Banjir menutup kantor dinas",
    }
    return common | day("closes_on", today + 7 * DAY) | day("basis_date", today) | values


def test_the_effect_is_looked_at_before_anything_is_given(scene: Scene, officer: Client) -> None:
    draft = scene.at(S.DRAFT)
    close(scene)
    address = path("extension_new", 2026)

    sure = officer.post(address, filled(officer.get(address), **typed(scene), langkah="lihat"))
    assert sure.status_code == 200
    assert draft.number in words(sure)
    assert "Berkas yang belum dikirim 1" in words(sure)
    assert not Extension.objects.exists()

    back = officer.post(address, filled(sure, langkah="ubah"))
    assert "Banjir menutup kantor dinas" in words(back)
    done = officer.post(address, filled(sure, langkah="beri"), follow=True)
    [given] = Extension.objects.all()
    assert "diperpanjang" in words(done)
    assert done.redirect_chain == [(path("extensions", 2026), 302)]
    assert day_in_wib(given.closes_at) == day_in_wib(scene.now + 7 * DAY)
    officer.post(address, filled(sure, langkah="beri"))
    assert Extension.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"regency": ""}, "Pilih kabupaten/kota"),
        ({"whom": "berkas", "number": "OVOP-2026-9999"}, "Tidak ada berkas OVOP-2026-9999 pada penyelenggaraan ini"),
        ({"whom": "berkas"}, "Isi nomor pengajuan"),
        ({"whom": "provinsi", "province": "99"}, "Provinsi"),
        ({"whom": ""}, "Pilih penerima waktu tambahan"),
        ({"closes_on_0": "31", "closes_on_1": "2"}, "Hari terakhir"),
        ({"basis": ""}, "Nomor dokumen"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field_and_nothing_typed_is_lost(
    scene: Scene, officer: Client, values: dict[str, str], sentence: str
) -> None:
    close(scene)
    address = path("extension_new", 2026)

    page = officer.post(address, filled(officer.get(address), **typed(scene, **values), langkah="lihat"))

    assert page.status_code == 422
    assert sentence in words(page)
    assert "Banjir menutup kantor dinas" in words(page)
    assert not Extension.objects.exists()


def test_a_day_that_is_no_later_is_refused_before_the_effect_is_shown(scene: Scene, officer: Client) -> None:
    address = path("extension_new", 2026)

    page = officer.post(address, filled(officer.get(address), **typed(scene), langkah="lihat"))

    assert page.status_code == 422
    assert "Batas baru harus sesudah batas yang berlaku" in words(page)


def test_owner_dinas_and_province_see_it_where_they_work(scene: Scene, officer: Client) -> None:
    draft = scene.at(S.DRAFT)
    close(scene)
    given = more_time(scene)
    link = f'href="{path("extension", given.uuid)}"'

    for name, page in (
        ("owner", path("status", draft.number)),
        ("dinas_operator", path("dinas_home")),
        ("province_officer", reverse("front:province")),
    ):
        client = signed_in(scene, name)
        assert link in client.get(page).content.decode(), name
        shown = client.get(path("extension", given.uuid))
        assert "KEP-7/IKMA/2026" in words(shown)
        assert "Cabut" not in words(shown)
    assert signed_in(scene, "other_dinas").get(path("extension", given.uuid)).status_code == 404


def test_the_dinas_finds_its_doors_open_again(scene: Scene) -> None:
    close(scene)
    dinas = signed_in(scene, "dinas_operator")
    assert "Masa pengusulan berakhir" in words(dinas.get(path("dinas_home")))
    more_time(scene)

    assert "Batas pengusulan" in words(dinas.get(path("dinas_home")))
    assert "Masa pengusulan berakhir" not in words(dinas.get(path("dinas_home")))
    assert dinas.get(path("candidate_new")).templates[0].name == "awards/dinas/candidate_search.html"


def test_it_is_withdrawn_with_a_reason_and_only_once(scene: Scene, officer: Client) -> None:
    close(scene)
    given = more_time(scene)
    address = path("extension_withdraw", given.uuid)

    assert officer.post(address, filled(officer.get(address))).status_code == 422
    ready = filled(officer.get(address), reason="Keputusan dibatalkan")
    late = filled(officer.get(address), reason="Saya juga mencabut")
    done = officer.post(address, ready, follow=True)
    assert "Dicabut" in words(done)
    assert "Keputusan dibatalkan" in words(done)
    second = officer.post(address, late)
    assert second.status_code == 409
    assert "Saya juga mencabut" in words(second)
    assert officer.get(address).status_code == 409


def test_a_published_edition_offers_nothing(scene: Scene, officer: Client) -> None:
    scene.award()

    assert path("extension_new", 2026) not in officer.get(path("extensions", 2026)).content.decode()
    assert officer.get(path("extension_new", 2026)).status_code == 409


def test_the_list_costs_the_same_for_one_and_for_three(scene: Scene, officer: Client) -> None:
    close(scene)
    counts = []
    for number in (1, 2):
        for more in range(number):
            more_time(scene, regency=scene.regency, days=number * 5 + more)
        with CaptureQueriesContext(connection) as asked:
            page = officer.get(path("extensions", 2026))
        counts.append(len(asked))
        assert len(page.context["rows"]) == (1 if number == 1 else 3)

    assert counts[0] == counts[1] <= 12


def test_an_empty_list_says_so(scene: Scene, officer: Client) -> None:
    assert "Belum ada perpanjangan" in words(officer.get(path("extensions", 2026)))


def test_one_that_is_over_says_so_and_is_not_withdrawn(scene: Scene, officer: Client) -> None:
    close(scene, ago=3 * DAY)
    given = more_time(scene, days=-1, now=scene.now - 2 * DAY, basis_date=(scene.now - 2 * DAY).date())

    assert "Sudah berakhir" in words(officer.get(path("extension", given.uuid)))
    with pytest.raises(Exception, match="sudah berakhir"):
        extending.withdraw_extension(given, "Keliru", by=scene.secretariat, now=scene.now)
