"""Papers and photos as forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from ikm.forms.papers import PermitForm, PhotosForm
from ikm.models import Ikm, PermitKind, Product
from tests.documents.factories import a_photo
from tests.ikm.sending import errors, sent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def paper(ikm: Ikm, kinds: list[str], files: Any = None, **values: Any) -> PermitForm:
    data = {
        "number": "ID33110001234560921",
        "issued_on_0": "",
        "issued_on_1": "",
        "issued_on_2": "",
        "valid_until_0": "",
        "valid_until_1": "",
        "valid_until_2": "",
    }
    return PermitForm(sent(**(data | values)), files, ikm=ikm, kinds=kinds, today=TODAY)


def test_a_paper_of_one_kind_asks_for_its_own_number(product: Product) -> None:
    form = PermitForm(ikm=product.ikm, kinds=["halal"], today=TODAY)

    assert (list(form.fields), form.fields["number"].label) == (
        ["number", "issued_on", "valid_until", "document", "dilihat", "kunci"],
        "Nomor sertifikat halal",
    )
    assert PermitForm(ikm=product.ikm, kinds=["nib"], today=TODAY)["number"].value() == product.ikm.nib


def test_a_paper_of_two_kinds_asks_which(product: Product) -> None:
    form = paper(product.ikm, ["pirt", "bpom"], number="MD 224510001234", kind="bpom")

    assert errors(form) == {"document": ["Unggah foto atau PDF dokumen"]}
    assert (form.chosen_kind, form.cleaned_data["number"]) == ("bpom", "MD224510001234")


def test_dates_of_a_paper_are_held_against_today_and_each_other(product: Product) -> None:
    ahead = paper(product.ikm, ["halal"], issued_on_0="2", issued_on_1="Juni", issued_on_2="2026")
    behind = paper(
        product.ikm,
        ["halal"],
        issued_on_0="1",
        issued_on_1="5",
        issued_on_2="2025",
        valid_until_0="1",
        valid_until_1="4",
        valid_until_2="2025",
    )

    assert errors(ahead)["issued_on"] == ["Tanggal terbit tidak boleh sesudah hari ini"]
    assert errors(behind)["valid_until"] == ["Tanggal berlaku sampai harus sesudah tanggal terbit"]


def test_the_copy_of_a_paper_that_is_there_may_stay(product: Product) -> None:
    permit = product.ikm.permits.get(kind=PermitKind.LAB)
    form = PermitForm(sent(number="LHU-1"), None, ikm=product.ikm, kinds=["lab"], today=TODAY, permit=permit)

    assert form.is_valid(), errors(form)
    assert form.answers["document"] is None


def photos(asked: str = "", **uploads: SimpleUploadedFile) -> PhotosForm:
    return PhotosForm(sent(), MultiValueDict({slot: [upload] for slot, upload in uploads.items()}), asked=asked)


def test_a_photo_is_a_photo_by_its_bytes() -> None:
    def said(data: bytes) -> dict[str, list[str]]:
        return errors(photos(utuh=SimpleUploadedFile("a.jpg", data, "image/jpeg")))

    assert said(a_photo()) == {}
    assert said(b"") == {"utuh": ["Berkas ini kosong. Pilih berkas lain"]}
    assert said(b"MZ\x90 program") == {"utuh": ["Isi berkas ini bukan foto JPG atau PNG. Pilih foto yang lain"]}
    assert said(b"%PDF-1.7 x") == {"utuh": ["Isi berkas ini bukan foto JPG atau PNG. Pilih foto yang lain"]}


def test_a_place_asks_for_a_photo_only_when_its_button_was_pressed_with_nothing_chosen() -> None:
    good = SimpleUploadedFile("a.jpg", a_photo(), "image/jpeg")

    assert errors(photos()) == {}
    assert errors(photos("utuh")) == {"utuh": ["Unggah foto produk utuh"]}
    assert errors(photos("utuh", detail=good)) == {}


def test_what_one_place_refuses_does_not_keep_the_others_out() -> None:
    form = photos(
        utuh=SimpleUploadedFile("a.jpg", a_photo(), "image/jpeg"), proses=SimpleUploadedFile("b.jpg", b"", "image/jpeg")
    )

    assert not form.is_valid()
    assert (list(form.chosen), list(form.errors)) == (["utuh"], ["proses"])
