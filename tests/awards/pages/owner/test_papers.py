"""The owner's papers: what is asked for, its number, its dates and its copy."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from awards.models import Nomination
from ikm import operations as firms
from ikm.models import Permit
from ovop_portal.documents import files
from tests.awards.owners import bare, papers, pdf, words
from tests.documents.factories import a_pdf, document
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db


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


def merek(scene: Scene, nomination: Nomination, number: str = "IDM000123", **changes: Any) -> Permit:
    values = {"issued_on": None, "valid_until": None, "document": document("ikm.permit", now=scene.now)}
    return firms.add_permit(nomination.ikm, "merek", number=number, **(values | changes), by=scene.owner, now=scene.now)


def test_the_later_of_two_writers_at_a_paper_is_told_and_keeps_what_was_typed(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    merek(scene, nomination)
    address = papers(nomination, "?jenis=merek&nomor=IDM000123")
    mine, theirs = (filled(owner.get(address)) for _ in range(2))
    owner.post(address, theirs | {"valid_until_2": "2031", "valid_until_1": "5", "valid_until_0": "1"})

    late = owner.post(address, mine | {"document": pdf()})

    assert late.status_code == 409
    assert "Dokumen ini baru diubah dari perangkat lain" in words(late)
    permit = nomination.ikm.permits.get(kind="merek")
    assert permit.valid_until == date(2031, 5, 1)

    assert owner.post(address, filled(late) | {"document": pdf()}).status_code == 302
    permit.refresh_from_db()
    assert permit.valid_until is None  # knowingly now


def test_a_paper_that_two_people_add_at_once_is_not_overwritten_unseen(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    address = papers(nomination, "?isi=lain")
    form = filled(owner.get(address), kind="merek", number="IDM000123")
    there = merek(scene, nomination)

    assert owner.post(address, form | {"document": pdf()}).status_code == 409
    assert nomination.ikm.permits.get(kind="merek").document == there.document


def test_a_number_that_another_paper_has_is_refused_at_its_field(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    merek(scene, nomination), merek(scene, nomination, "IDM000999")
    address = papers(nomination, "?jenis=merek&nomor=IDM000123")

    refused = owner.post(address, filled(owner.get(address), number="IDM000999"))

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["number"])
    assert nomination.ikm.permits.filter(kind="merek").count() == 2


def test_a_second_tap_on_a_mended_number_gets_the_first_ones_answer_and_another_writer_is_told(
    scene: Scene, owner: Client
) -> None:
    nomination = bare(scene)
    merek(scene, nomination)
    address = papers(nomination, "?jenis=merek&nomor=IDM000123")
    other, mine = filled(owner.get(address)), filled(owner.get(address), number="IDM000999")

    taps = [owner.post(address, mine) for _ in range(2)]

    assert [tap.get("Location") for tap in taps] == [papers(nomination)] * 2
    assert nomination.ikm.permits.filter(kind="merek").count() == 1
    assert owner.post(address, other).status_code == 409


def test_the_file_of_a_form_that_is_refused_after_all_does_not_stay_on_the_storage(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    merek(scene, nomination)
    address, fresh = papers(nomination, "?jenis=merek&nomor=IDM000123"), a_pdf("Merek baru")
    stored = files.blob_path(hashlib.sha256(fresh).hexdigest())

    def send(**changed: Any) -> Any:
        document = SimpleUploadedFile("merek.pdf", fresh, "application/pdf")
        return owner.post(address, filled(owner.get(address), document=document, **changed))

    refused = send(dilihat="stale")
    assert (refused.status_code, default_storage.exists(stored)) == (409, False)
    assert (send().status_code, default_storage.exists(stored)) == (302, True)
    assert send(dilihat="stale").status_code == 409
    assert default_storage.exists(stored), "the bytes of another document stay"


def test_a_paper_that_somebody_else_has_just_mended_is_not_removed_unseen(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    merek(scene, nomination)
    address = papers(nomination, "?jenis=merek&nomor=IDM000123")
    forms = re.findall(r'name="dilihat" value="(\w+)"', owner.get(address).content.decode())
    merek(scene, nomination, valid_until=date(2031, 5, 1))

    assert owner.post(address, {"hapus": "ya", "dilihat": forms[-1]}).status_code == 409
    assert nomination.ikm.permits.filter(kind="merek").exists()
