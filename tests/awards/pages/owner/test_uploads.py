"""The owner's photos and papers."""

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
from ovop_portal.documents.examining import examine
from ovop_portal.documents.models import Document
from tests.awards.owners import bare, path, words
from tests.scene import Scene, a_pdf, a_photo, document
from tests.support.forms import filled

pytestmark = pytest.mark.django_db


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


NO_ROOM = "Berkas belum bisa disimpan. Coba lagi beberapa saat lagi"


def test_a_full_disk_is_said_at_the_place_of_the_photo_and_at_the_copy_of_the_paper(
    scene: Scene, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was typed is still there."""
    nomination = bare(scene, commodity="makanan_minuman")

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ovop_portal.documents.files.put", full)
    photo = send_photos(owner, nomination, simpan="utuh", utuh=jpeg())
    form = {**filled(owner.get(papers(nomination, "?isi=halal"))), "number": "ID33110001234560921", "document": pdf()}
    paper = owner.post(papers(nomination, "?isi=halal"), form)

    assert (photo.status_code, photo.context["form"].errors) == (422, {"utuh": [NO_ROOM]})
    assert (paper.status_code, paper.context["form"].errors) == (422, {"document": [NO_ROOM]})
    assert 'value="ID33110001234560921"' in paper.content.decode()
    assert (slots(nomination), Document.objects.filter(kind__startswith="ikm.").count()) == (set(), 0)


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


# --- Two writers --------------------------------------------------------------------------------------------------------


def merek(scene: Scene, nomination: Nomination, number: str = "IDM000123", **changes: Any) -> Permit:
    values = {"issued_on": None, "valid_until": None, "document": document("ikm.permit", now=scene.now)}
    return firms.add_permit(nomination.ikm, "merek", number=number, **(values | changes), by=scene.owner, now=scene.now)


def test_the_later_of_two_writers_at_a_photo_is_told_and_sees_the_other_photo(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    send_photos(owner, nomination, simpan="utuh", utuh=jpeg())
    mine, theirs = (filled(owner.get(path(nomination, "foto"))) for _ in range(2))
    owner.post(path(nomination, "foto"), {**theirs, "utuh": jpeg("#26508F")})
    held = nomination.product.photos.get().document

    late = owner.post(path(nomination, "foto"), {**mine, "utuh": jpeg("#8F2A22"), "detail": jpeg("#8F2A22")})

    assert (late.status_code, list(late.context["form"].errors)) == (409, ["utuh"])
    assert "baru diganti dari perangkat lain" in words(late)
    assert held.url in late.content.decode()
    assert slots(nomination) == {"utuh", "detail"}  # what nobody else touched is kept
    assert nomination.product.photos.get(slot="utuh").document == held

    knowingly = owner.post(path(nomination, "foto"), filled(late, utuh=jpeg("#8F2A22")))
    assert knowingly.status_code == 302
    assert nomination.product.photos.get(slot="utuh").document != held


def test_two_writers_at_an_empty_place_do_not_overwrite_each_other(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    mine, theirs = (filled(owner.get(path(nomination, "foto"))) for _ in range(2))
    owner.post(path(nomination, "foto"), {**theirs, "utuh": jpeg("#26508F")})

    assert owner.post(path(nomination, "foto"), {**mine, "utuh": jpeg()}).status_code == 409


def test_a_photo_that_somebody_else_has_just_put_is_not_removed_unseen(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    send_photos(owner, nomination, simpan="utuh", utuh=jpeg())
    mine = filled(owner.get(path(nomination, "foto")), hapus="utuh")
    send_photos(owner, nomination, simpan="utuh", utuh=jpeg("#26508F"))

    late = owner.post(path(nomination, "foto"), mine)

    assert (late.status_code, slots(nomination)) == (409, {"utuh"})


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
