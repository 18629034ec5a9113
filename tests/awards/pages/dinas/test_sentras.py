"""Sentras of a region: the list, a page, and what its dinas changes there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from awards.dossier.contents import Dossier, compose, with_dossier
from awards.dossier.gate_hints import hints
from awards.models import Nomination, Verdict
from ikm import sentras
from ikm.models import Sentra, SentraDecree
from ovop_portal.common.clock import now
from tests.awards.dinas import errors, send, signed_in, words
from tests.documents.factories import a_pdf
from tests.scene import Scene
from tests.support.standing import standing_for_a_moment

pytestmark = pytest.mark.django_db


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


@pytest.fixture
def operator(scene: Scene) -> Client:
    return signed_in(scene.dinas_operator)


def add(scene: Scene, name: str = "Sentra Ata", **changes: Any) -> Sentra:
    values: dict[str, Any] = {
        "name": name,
        "regency": scene.regency,
        "commodity_group": scene.commodity,
        "unit_count": 9,
        "number": "7/2019",
        "date": date(2019, 5, 6),
        "document": None,
        "by": scene.dinas_operator,
        "now": scene.now,
    }
    return sentras.add_sentra(**(values | changes))


def gate_of_the_sentra(scene: Scene, nomination: Nomination) -> str:
    [held] = with_dossier(Nomination.objects.filter(pk=nomination.pk))
    composed = compose(Dossier.of(held), scene.now.date())
    gates = list(scene.edition.gates.filter(code="G02"))
    found = hints(gates, composed, [], act=None, group="kain tenun", today=scene.now.date())
    return found["G02"].verdict


COPY = {"number": "7/2019", "date_0": "6", "date_1": "Mei", "date_2": "2019"}


def test_a_firm_passes_the_gate_once_the_copy_of_the_decree_was_added_on_the_page(scene, operator):
    sentra, nomination = add(scene), scene.draft()
    type(nomination.ikm).objects.filter(pk=nomination.ikm_id).update(sentra=sentra)
    [decree] = sentra.decrees.all()
    assert gate_of_the_sentra(scene, nomination) == Verdict.MISSING

    page = operator.get(f"/dinas/sentra/{sentra.uuid}/")
    upload = SimpleUploadedFile("sk.pdf", a_pdf("sk sentra"), "application/pdf")
    response = send(operator, f"/dinas/sentra/{sentra.uuid}/keputusan/{decree.uuid}/", **COPY, document=upload)

    assert "Salinannya belum diunggah" in words(page)
    assert response.url == f"/dinas/sentra/{sentra.uuid}/"
    assert gate_of_the_sentra(scene, nomination) == Verdict.MET
    assert "sk.pdf" in words(operator.get(response.url))


def test_a_further_decree_stands_beside_the_first(scene, operator):
    sentra = add(scene)

    taken = send(operator, f"/dinas/sentra/{sentra.uuid}/keputusan/baru/", **COPY)
    response = send(operator, f"/dinas/sentra/{sentra.uuid}/keputusan/baru/", **(COPY | {"number": "9/2023"}))

    assert (taken.status_code, errors(taken)) == (422, ["Keputusan dengan nomor ini sudah dicatat untuk sentra ini"])
    assert response.status_code == 302
    assert set(SentraDecree.objects.filter(sentra=sentra).values_list("number", flat=True)) == {"7/2019", "9/2023"}


def test_who_saves_second_sees_what_the_first_wrote_and_may_go_over_it(scene, operator):
    sentra = add(scene)
    sentras.write_sentra(sentra, {"unit_count": 20}, seen=1, by=scene.dinas_operator, now=scene.now)
    typed = {"name": "Sentra Anyaman Ata", "commodity_group": scene.commodity.pk, "unit_count": "14"}

    told = send(operator, f"/dinas/sentra/{sentra.uuid}/ubah/", **typed, versi="1")
    again = send(operator, f"/dinas/sentra/{sentra.uuid}/ubah/", **typed, versi=told.context["form"]["versi"].value())

    assert errors(told) == [
        "Petugas lain baru saja mengubah sentra ini menjadi Sentra Ata, Kain tenun, 20 unit usaha. "
        "Periksa isian Anda, lalu simpan lagi"
    ]
    assert told.context["form"]["name"].value() == "Sentra Anyaman Ata"
    sentra.refresh_from_db()
    assert (again.status_code, sentra.name, sentra.unit_count) == (302, "Sentra Anyaman Ata", 14)


def test_a_mistake_of_ones_own_is_no_look_at_what_another_wrote(scene, operator):
    sentra = add(scene)
    sentras.write_sentra(sentra, {"unit_count": 20}, seen=1, by=scene.dinas_operator, now=scene.now)
    typed = {"name": "Sentra Anyaman Ata", "commodity_group": scene.commodity.pk}
    path = f"/dinas/sentra/{sentra.uuid}/ubah/"

    mistaken = send(operator, path, **typed, unit_count="banyak", versi="1")
    told = send(operator, path, **typed, unit_count="14", versi=mistaken.context["form"]["versi"].value())

    sentra.refresh_from_db()
    assert ([mistaken.status_code, told.status_code], sentra.unit_count) == ([422, 422], 20)


def test_the_list_names_what_lacks_a_copy_and_shows_only_those_when_asked(scene, operator):
    assert "Belum ada sentra" in words(operator.get("/dinas/sentra/"))
    add(scene), scene.sentra

    whole, lacking = operator.get("/dinas/sentra/"), operator.get("/dinas/sentra/?tampil=tanpa-salinan")

    assert "1 sentra belum memiliki salinan keputusan" in words(whole)
    assert [row.name for row in whole.context["page"]] == ["Sentra Ata", "Sentra Tenun Gringsing"]
    assert [row.name for row in lacking.context["page"]] == ["Sentra Ata"]


def test_the_province_reads_its_sentras_and_changes_none(scene):
    sentra, reader = scene.sentra, signed_in(scene.people["province_officer"])
    foreign = add(scene, "Sentra Lain", regency=scene.other_regency)

    assert [row.name for row in reader.get("/dinas/sentra/").context["page"]] == [
        row.name for row in Sentra.objects.filter(regency__province=scene.regency.province).order_by("regency")
    ]
    page = reader.get(f"/dinas/sentra/{sentra.uuid}/")
    assert "Ubah data sentra" not in words(page)
    assert reader.get(f"/dinas/sentra/{sentra.uuid}/ubah/").status_code == 403
    assert signed_in(scene.dinas_operator).get(f"/dinas/sentra/{foreign.uuid}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_page_cost_the_same_for_one_and_for_three(
    scene, operator, count, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(count):
        sentra = add(scene, f"Sentra Ata {number}")
        ikm = scene.draft().ikm
        type(ikm).objects.filter(pk=ikm.pk).update(sentra=scene.sentra)
    page = f"/dinas/sentra/{scene.sentra.uuid}/"
    sentra.decrees.exists()

    with django_assert_num_queries(9):
        operator.get("/dinas/sentra/")
    with django_assert_num_queries(8):
        operator.get(page)
