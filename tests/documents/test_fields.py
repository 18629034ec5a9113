from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from ovop_portal.accounts.models import User
from ovop_portal.common.forms import OvopForm
from ovop_portal.documents import uploading
from ovop_portal.documents.fields import UploadField
from ovop_portal.documents.types import PDF, PHOTO
from ovop_portal.documents.uploading import CappedUploadHandler
from tests.documents import made


class ActForm(OvopForm):
    act = UploadField(label="Surat usulan", accept=PDF)
    photo = UploadField(label="Foto produk", accept=PHOTO, required=False)


def sent(**files: tuple[str, bytes]) -> ActForm:
    return ActForm({}, MultiValueDict({name: [SimpleUploadedFile(*file)] for name, file in files.items()}))


def test_a_good_file_arrives_examined() -> None:
    form = sent(act=("../Surat.PDF", made.pdf()), photo=("foto.HEIC", made.photo_with_place("HEIF")))
    assert form.is_valid(), form.errors
    assert [(form.cleaned_data[name].name, form.cleaned_data[name].content_type) for name in ("act", "photo")] == [
        ("Surat.pdf", "application/pdf"),
        ("foto.jpg", "image/jpeg"),
    ]


def test_an_optional_file_may_be_left_out_and_a_demanded_one_not() -> None:
    form = sent()
    assert form.errors == {"act": ["Unggah surat usulan"]}


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (("surat.pdf", b""), "Berkas ini kosong. Pilih berkas lain"),
        (("surat.pdf", b"MZ"), "Isi berkas ini bukan PDF. Pilih berkas yang lain"),
        (("foto.jpg", made.picture()), "Surat usulan harus berupa PDF"),
    ],
)
def test_a_file_is_refused_at_its_field(file: tuple[str, bytes], message: str) -> None:
    assert sent(act=file).errors == {"act": [message]}


def test_the_control_offers_what_is_taken() -> None:
    widgets = {
        name: field.widget.attrs["accept"]
        for name, field in ActForm().fields.items()
        if isinstance(field, forms.FileField)
    }
    assert widgets == {"act": "application/pdf", "photo": "image/heic,image/jpeg,image/png,.heic,.heif"}


class TestCapped:
    """A file beyond the limit is not kept while it comes in, and the message still knows its size."""

    def send(self, size: int) -> Any:
        request = RequestFactory().post("/", {"act": SimpleUploadedFile("besar.pdf", b"%PDF-".ljust(size, b"x"))})
        request.upload_handlers.insert(0, CappedUploadHandler(request))
        return request.FILES["act"]

    def test_a_file_at_the_limit_comes_in_whole(self, settings: Any) -> None:
        settings.UPLOAD_MAX_FILE_BYTES = 200_000
        file = self.send(200_000)
        assert (file.size, len(file.read())) == (200_000, 200_000)

    def test_one_byte_more_is_swallowed(self, settings: Any) -> None:
        settings.UPLOAD_MAX_FILE_BYTES = 200_000
        file = self.send(200_001)
        assert (file.name, file.size, len(file.read())) == ("besar.pdf", 200_001, 0)
        form = ActForm({}, MultiValueDict({"act": [file]}))
        assert form.errors["act"] == ["Ukuran berkas harus kurang dari 200\u00a0KB. Berkas ini 200\u00a0KB"]

    def test_it_stands_first_among_the_handlers(self, settings: Any) -> None:
        assert settings.FILE_UPLOAD_HANDLERS[0] == "ovop_portal.documents.uploading.CappedUploadHandler"


class TestFullFolder:
    """The temporary folder has no room: the form comes in, its words too, and the field says what happened to the file."""

    def send(self, monkeypatch: pytest.MonkeyPatch, place: str) -> Any:
        class Full(io.BytesIO):
            name = ""

            def write(self, data: Any) -> int:
                raise OSError(28, "No space left on device")

        def make(*args: Any, **kwargs: Any) -> Any:
            if place == "opening":
                raise OSError(28, "No space left on device")
            return Full()

        monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", make)
        file = SimpleUploadedFile("surat.pdf", b"%PDF-".ljust(3_000_000, b"x"))
        return RequestFactory().post("/", {"number": "12/2026", "act": file})

    @pytest.mark.parametrize("place", ["opening", "writing"])
    def test_nothing_but_the_file_is_lost(self, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
        request = self.send(monkeypatch, place)
        assert request.POST["number"] == "12/2026"
        assert ActForm({}, request.FILES).errors["act"] == ["Berkas belum bisa disimpan. Coba lagi beberapa saat lagi"]


class TestRate:
    """One account cannot keep the portal busy with looking into files; whoever is stopped loses the file alone."""

    def send(self, user: Any) -> Any:
        request = RequestFactory().post("/", {"number": "12/2026", "act": SimpleUploadedFile("surat.pdf", b"MZ")})
        request.user = user
        return request

    @pytest.mark.django_db
    def test_the_file_after_the_last_is_not_looked_at_and_what_was_typed_is_there(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sari, made_ = (User.objects.create_user(name=name, email=f"{name}@contoh.id") for name in ("sari", "made"))
        monkeypatch.setattr(uploading, "BY_ACCOUNT", replace(uploading.BY_ACCOUNT, most=2))
        files = [self.send(user) for user in (sari, sari, made_, sari)]
        for request in files:
            uploading.count(request)
        errors = [ActForm({}, request.FILES).errors["act"] for request in files]
        taken = ["Isi berkas ini bukan PDF. Pilih berkas yang lain"]
        stopped = ["Anda sudah mengirim banyak berkas. Tunggu beberapa menit, lalu kirim lagi"]
        assert (errors, files[-1].POST["number"]) == ([taken, taken, taken, stopped], "12/2026")
