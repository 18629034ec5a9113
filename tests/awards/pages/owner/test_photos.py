"""The owner's photos: each at its place, sent once, and never overwritten unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from awards.models import Nomination
from ovop_portal.documents.examining import examine
from ovop_portal.documents.models import Document
from tests.awards.owners import bare, papers, path, pdf, words
from tests.documents.factories import a_photo
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db


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


def test_a_photo_page_without_any_photo_shows_examples(scene: Scene, owner: Client) -> None:
    page = owner.get(path(bare(scene), "foto")).content.decode()

    assert sorted(re.findall(r"img/foto-(\w+)\.svg", page)) == ["detail", "kemasan", "proses", "tempat", "utuh"]


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
