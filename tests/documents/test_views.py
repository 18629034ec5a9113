from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ovop_portal.accounts.models import User
from ovop_portal.documents import files, patience, readers
from ovop_portal.documents.models import Document
from ovop_portal.documents.operations import store
from tests.documents import made

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
PHOTO = made.picture(900, 600)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(name="Ni Wayan Sari", email="sari@contoh.id")


@pytest.fixture
def client(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def letter(owner: User) -> Document:
    return store(SimpleUploadedFile('surat "usulan" é.pdf', made.pdf()), kind="letter", by=owner, now=NOW)


@pytest.fixture
def photo(owner: User) -> Document:
    return store(SimpleUploadedFile("foto.jpg", PHOTO), kind="photo", by=owner, now=NOW)


def uploader_reads(kind: str) -> None:
    readers.register(kind, lambda user, document: user.is_authenticated and document.uploaded_by_id == user.pk)


def body(response: Any) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    # A server closes the response; here its signal would close the connection of the test as well.
    for close in response._resource_closers:
        close()
    return content


def get(client: Client, path: str, **options: Any) -> Any:
    """The response with its file read and closed."""
    response = client.get(path, **options)
    response.body = body(response)
    return response


class TestReaders:
    def test_without_a_reader_a_file_does_not_exist_even_for_who_uploaded_it(
        self, client: Client, letter: Document
    ) -> None:
        assert get(client, letter.url).status_code == 404

    def test_who_may_read_gets_the_bytes(self, client: Client, letter: Document) -> None:
        uploader_reads("letter")
        response = get(client, letter.url)
        assert (response.status_code, response.body) == (200, made.pdf())

    def test_a_reader_of_one_kind_opens_no_other(self, client: Client, letter: Document) -> None:
        uploader_reads("photo")
        assert get(client, letter.url).status_code == 404

    def test_one_yes_of_several_rooms_is_enough(self, client: Client, letter: Document) -> None:
        readers.register("letter", lambda user, document: False)
        uploader_reads("letter")
        assert get(client, letter.url).status_code == 200

    def test_a_forbidden_file_and_one_that_never_was_look_the_same(self, letter: Document, photo: Document) -> None:
        uploader_reads("letter")
        uploader_reads("photo")
        other = Client()
        other.force_login(User.objects.create_user(name="Made", email="made@contoh.id"))
        for stranger in (other, Client()):
            never = get(stranger, f"/berkas/{uuid4()}/")
            for path in (letter.url, photo.url, photo.thumbnail(320)):
                answer = get(stranger, path)
                assert (answer.status_code, _same(answer), sorted(answer.headers)) == (
                    404,
                    _same(never),
                    sorted(never.headers),
                )

    @pytest.mark.parametrize(
        "path",
        [
            "/berkas/{sha}/",
            "/media/berkas/{sha2}/{sha}",
            "/berkas/..%2f{uuid}/",
            "/berkas/{uuid}/..",
            "/berkas/{upper}",
            "/berkas/{uuid}.pdf",
        ],
    )
    def test_there_is_no_other_way_to_a_file(self, letter: Document, path: str) -> None:
        readers.register("letter", lambda user, document: True)
        path = path.format(sha=letter.sha256, sha2=letter.sha256[:2], uuid=letter.uuid, upper=str(letter.uuid).upper())
        assert get(Client(), path).status_code in (301, 404)
        assert get(Client(), path, follow=True).status_code == 404

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_a_file_can_only_be_read(self, client: Client, letter: Document, method: str) -> None:
        uploader_reads("letter")
        assert getattr(client, method)(letter.url).status_code == 405

    def test_a_published_photo_is_open_to_everybody(self, photo: Document) -> None:
        readers.register("photo", lambda user, document: True)
        response = get(Client(), photo.url)
        assert (response.status_code, response["Cache-Control"]) == (200, "public, max-age=300")


def _same(answer: Any) -> str:
    """The page without what differs for every request: its own address and its token."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"/berkas/[-0-9a-f]{36}/(\?lebar=\d+)?", "", page)


class TestHeaders:
    def test_a_private_file_may_be_shown_in_our_own_frame_and_do_nothing_there(
        self, client: Client, letter: Document
    ) -> None:
        uploader_reads("letter")
        response = get(client, letter.url)
        named = {"Content-Disposition": f'inline; filename="berkas-{str(letter.uuid)[:8]}.pdf"'}
        assert {name: response[name] for name in EXPECTED | named} == EXPECTED | named
        assert "Cookie" in response["Vary"]

    def test_the_browser_asks_again_each_time_and_is_told_that_nothing_changed(
        self, client: Client, letter: Document
    ) -> None:
        uploader_reads("letter")
        etag = get(client, letter.url)["ETag"]
        again = get(client, letter.url, headers={"if-none-match": etag})
        assert (again.status_code, again.body, again["Cache-Control"]) == (304, b"", "private, no-store")
        readers._readers.clear()
        assert get(client, letter.url, headers={"if-none-match": etag}).status_code == 404

    def test_a_file_is_handed_out_under_the_name_of_its_place_and_never_under_its_uploaders(
        self, client: Client, photo: Document, letter: Document
    ) -> None:
        uploader_reads("photo")
        uploader_reads("letter")
        readers.name_place("photo", "foto-produk")
        readers.name_place("letter", "")
        try:
            assert [get(client, one.url)["Content-Disposition"] for one in (photo, letter)] == [
                f'inline; filename="foto-produk-{str(photo.uuid)[:8]}.jpg"',
                "inline; filename*=utf-8''surat%20%22usulan%22%20%C3%A9.pdf",
            ]
        finally:
            readers._names.pop("photo")
            readers._names.pop("letter")

    @pytest.mark.parametrize("query", [{}, {"lebar": "320"}])
    def test_what_is_no_pdf_stays_in_a_sandbox(self, client: Client, photo: Document, query: dict[str, str]) -> None:
        uploader_reads("photo")
        response = get(client, photo.url, data=query)
        assert response["Content-Security-Policy"].split("; ")[-1] == "sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_a_head_request_says_the_size(self, client: Client, letter: Document) -> None:
        uploader_reads("letter")
        response = client.head(letter.url)
        assert (response.status_code, response["Content-Length"], body(response)) == (200, str(letter.size), b"")

    def test_a_file_lost_from_the_storage_is_404_and_logged(
        self, client: Client, letter: Document, storage: Path, caplog: Any
    ) -> None:
        uploader_reads("letter")
        (storage / files.blob_path(letter.sha256)).unlink()
        assert get(client, letter.url).status_code == 404
        assert f"file {letter.sha256} is not on the storage" in caplog.text


EXPECTED = {
    "Content-Type": "application/pdf",
    "Content-Length": str(len(made.pdf())),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
}


class TestSmallPictures:
    @pytest.mark.parametrize(("asked", "width"), [(320, 320), (640, 640), (1280, 900)])
    def test_a_photo_comes_in_three_widths_and_never_larger_than_it_is(
        self, client: Client, photo: Document, asked: int, width: int
    ) -> None:
        uploader_reads("photo")
        response = get(client, photo.thumbnail(asked))
        image = Image.open(BytesIO(response.body))
        assert (response["Content-Type"], image.format, image.size) == (
            "image/webp",
            "WEBP",
            (width, round(width * 2 / 3)),
        )

    @pytest.mark.parametrize("width", ["0", "321", "-320", "1e9", "320.0", "", "٣٢٠", " 320"])
    def test_no_other_width_is_made(self, client: Client, photo: Document, width: str, storage: Path) -> None:
        uploader_reads("photo")
        assert get(client, photo.url, data={"lebar": width}).status_code == 404
        assert not (storage / files.THUMBNAILS).exists()

    def test_a_letter_has_no_small_picture(self, client: Client, letter: Document) -> None:
        uploader_reads("letter")
        assert get(client, letter.thumbnail(320)).status_code == 404

    def test_a_small_picture_may_be_kept_by_the_readers_browser_alone(self, client: Client, photo: Document) -> None:
        uploader_reads("photo")
        assert get(client, photo.thumbnail(320))["Cache-Control"] == "private, no-cache"

    def test_where_no_small_picture_can_be_made_now_the_photo_itself_is_shown(
        self, client: Client, photo: Document, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        uploader_reads("photo")
        monkeypatch.setattr(patience, "_room", threading.BoundedSemaphore(1))
        with patience.a_place():
            response = get(client, photo.thumbnail(320))
        assert (response.status_code, response["Content-Type"], len(response.body)) == (200, "image/jpeg", photo.size)

    def test_a_disk_without_room_for_small_pictures_still_shows_them(
        self, client: Client, photo: Document, storage: Path
    ) -> None:
        uploader_reads("photo")
        (storage / files.THUMBNAILS).write_bytes(b"")  # no folder can be made here
        assert get(client, photo.thumbnail(320))["Content-Type"] == "image/webp"

    def test_each_width_has_its_own_tag(self, client: Client, photo: Document) -> None:
        uploader_reads("photo")
        assert len({get(client, path)["ETag"] for path in (photo.url, photo.thumbnail(320), photo.thumbnail(640))}) == 3


def test_serving_a_file_costs_a_query_beyond_signing_in(
    client: Client, letter: Document, django_assert_num_queries: Any
) -> None:
    uploader_reads("letter")
    with django_assert_num_queries(3):  # session, user, document
        get(client, letter.url)
