from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Missing, Refused
from ovop_portal.documents import files, operations
from ovop_portal.documents.examining import examine
from ovop_portal.documents.models import Blob, Document, FileCheck, Inspection, Verdict
from ovop_portal.documents.operations import (
    INSPECT,
    MAKE_SMALL,
    Entry,
    check_files,
    inspect_signature,
    inspect_waiting,
    remove_orphans,
    store,
    store_again,
)
from tests.documents import made, signing

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def upload(data: bytes, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def keep(data: bytes | None = None, name: str = "surat.pdf", by: Any = "system:test") -> Document:
    return store(upload(data or made.pdf(), name), kind="letter", by=by, now=NOW)


def lying(storage: Path) -> dict[str, bytes]:
    """Every file on the storage."""
    return {str(path.relative_to(storage)): path.read_bytes() for path in storage.rglob("*") if path.is_file()}


class TestStore:
    def test_a_file_gets_a_row_and_lies_under_the_hash_of_its_bytes(self, storage: Path) -> None:
        owner = User.objects.create_user(name="Ni Wayan Sari", email="sari@contoh.id")
        data = made.pdf(pages=2)
        keep(data, "../../Surat usulan.PDF", by=owner)
        document = Document.objects.get()
        digest = sha256(data).hexdigest()
        assert (
            document.kind,
            document.name,
            document.content_type,
            document.size,
            document.sha256,
            document.pages,
            document.uploaded_by,
            document.uploaded_at,
            document.url,
        ) == (
            "letter",
            "Surat usulan.pdf",
            "application/pdf",
            len(data),
            digest,
            2,
            owner,
            NOW,
            f"/berkas/{document.uuid}/",
        )
        assert lying(storage) == {f"berkas/{digest[:2]}/{digest}": data}

    def test_a_refused_file_leaves_nothing(self, storage: Path) -> None:
        with pytest.raises(ValidationError):
            keep(b"MZ")
        assert (Document.objects.count(), Blob.objects.count(), lying(storage)) == (0, 0, {})

    def test_what_the_form_has_examined_is_not_examined_again(self) -> None:
        examined = examine(upload(made.pdf()))
        with patch("ovop_portal.documents.sandbox.run") as run:
            assert store(examined, kind="letter", by="system:test", now=NOW).pages == 1
        run.assert_not_called()

    def test_the_same_bytes_lie_there_once_however_many_documents_carry_them(self, storage: Path) -> None:
        first, second = keep(name="a.pdf"), keep(name="b.pdf")
        assert (
            first.uuid != second.uuid,
            first.sha256 == second.sha256,
            Blob.objects.count(),
            len(lying(storage)),
        ) == (True, True, 1, 1)

    def test_different_files_of_one_name_stay_two(self, storage: Path) -> None:
        assert keep(made.pdf(1)).sha256 != keep(made.pdf(2)).sha256
        assert len(lying(storage)) == 2

    def test_a_file_that_was_lost_or_cut_on_the_storage_is_healed_by_the_next_upload_of_its_bytes(
        self, storage: Path
    ) -> None:
        document = keep()
        whole = lying(storage)
        (path,) = (storage / name for name in whole)
        for damage in (path.unlink, lambda: path.write_bytes(b"%PDF-cut")):
            damage()
            keep()
            assert lying(storage) == whole
        assert Blob.objects.get() == document.blob

    def test_an_identity_can_be_given(self) -> None:
        uuid = UUID(int=7)
        assert store(upload(made.pdf()), kind="letter", by="system:test", now=NOW, uuid=uuid).uuid == uuid

    def test_the_bulk_door_makes_many_documents_of_one_file_in_one_statement(
        self, django_assert_num_queries: Any
    ) -> None:
        original = keep(made.picture(), "foto.jpg")
        entries = [Entry("photo", f"Foto {n}.png", UUID(int=n)) for n in range(1, 101)]
        with django_assert_num_queries(1):
            store_again(original, entries, by="system:test", now=NOW)
        copies = Document.objects.filter(kind="photo").order_by("uuid")
        assert [(copy.uuid, copy.name, copy.size) for copy in copies] == [
            (UUID(int=n), f"Foto {n}.jpg", original.size) for n in range(1, 101)
        ]

    @pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), PermissionError("read-only")])
    def test_a_full_or_closed_disk_is_said_in_words_and_leaves_no_row_and_no_half_file(
        self, storage: Path, problem: OSError
    ) -> None:
        with patch("os.fsync", side_effect=problem), pytest.raises(Refused) as caught:
            keep()
        assert caught.value.missing == [
            Missing("storage", "Berkas belum bisa disimpan. Coba lagi beberapa saat lagi", "document")
        ]
        assert (Document.objects.count(), Blob.objects.count(), lying(storage)) == (0, 0, {})

    def test_the_name_of_a_file_is_flushed_as_well_as_its_bytes(self, storage: Path) -> None:
        """Else a power cut leaves a row whose file has no name."""
        flushed: list[str] = []
        fsync = os.fsync

        def watch(handle: int) -> None:
            flushed.append(os.readlink(f"/proc/self/fd/{handle}"))
            fsync(handle)

        with patch("os.fsync", watch):
            path = storage / keep().blob.path
        assert flushed[1:] == [str(path.parent), str(path.parent.parent)]

    def test_a_process_that_dies_while_writing_leaves_no_row(self, storage: Path) -> None:
        class Killed(BaseException):
            pass

        with patch("os.replace", side_effect=Killed), pytest.raises(Killed), transaction.atomic():
            keep()
        assert (Document.objects.count(), Blob.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_ten_uploads_of_the_same_bytes_at_once_make_ten_documents_and_one_file(self, storage: Path) -> None:
        examined = examine(upload(made.pdf()))
        start = threading.Barrier(10)

        def send() -> None:
            start.wait()
            try:
                store(examined, kind="letter", by="system:test", now=NOW)
            finally:
                connection.close()

        threads = [threading.Thread(target=send) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (Document.objects.count(), Blob.objects.count(), len(lying(storage))) == (10, 1, 1)

    def test_a_pdf_wakes_the_look_at_its_signatures_and_a_photo_the_making_of_its_small_pictures(
        self, woken: list[Any]
    ) -> None:
        document = keep()
        photo = keep(made.picture(), "foto.jpg")
        assert woken == [(INSPECT, (document.sha256,)), (MAKE_SMALL, (photo.sha256,))]

    def test_the_sweep_leaves_alone_a_file_whose_row_is_just_being_written(self, storage: Path) -> None:
        """An old orphan, and the same bytes uploaded again at this very moment."""
        data = made.pdf()
        path = files.blob_path(sha256(data).hexdigest())
        orphan(storage, path, data)
        removed: list[int] = []

        def sweep() -> None:
            try:
                removed.append(remove_orphans(now=NOW + timedelta(days=3650)))
            finally:
                connection.close()

        with transaction.atomic():
            keep(data)
            thread = threading.Thread(target=sweep)
            thread.start()
            thread.join()
        assert (removed, list(lying(storage))) == ([0], [path])


def orphan(storage: Path, name: str, data: bytes = b"x", age: timedelta = timedelta(hours=25)) -> Path:
    path = storage / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    then = (NOW - age).timestamp()
    os.utime(path, (then, then))
    return path


class TestOrphans:
    def test_files_without_a_row_go_after_a_day_and_all_others_stay(self, storage: Path) -> None:
        document = keep()
        mine = storage / files.blob_path(document.sha256)
        os.utime(mine, (0, 0))
        orphan(storage, files.blob_path("a" * 64))
        orphan(storage, "berkas/aa/.sedang-ditulis-abc")
        young = orphan(storage, files.blob_path("b" * 64), age=timedelta(hours=23))
        small = orphan(storage, files.thumbnail_path("c" * 64, 320))
        assert remove_orphans(now=NOW) == 2
        assert {storage / name for name in lying(storage)} == {mine, young, small}

    def test_an_empty_storage_has_none(self) -> None:
        assert remove_orphans(now=NOW) == 0

    def test_a_row_that_was_rolled_back_leaves_a_file_for_the_sweep(self, storage: Path) -> None:
        with transaction.atomic():
            keep()
            transaction.set_rollback(True)
        assert (Document.objects.count(), len(lying(storage))) == (0, 1)
        for path in storage.rglob("*"):
            os.utime(path, (0, 0))
        assert (remove_orphans(now=NOW), lying(storage)) == (1, {})


class TestChecks:
    """What lies on the storage is compared with what was uploaded, and the same bytes uploaded again mend it."""

    def damage(self, storage: Path, document: Document) -> None:
        path = storage / document.blob.path
        path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])

    def found(self) -> list[tuple[str, str, datetime]]:
        rows = FileCheck.objects.order_by("blob__stored_at", "blob_id")
        return [(row.blob_id, row.condition, row.since) for row in rows]

    def test_one_changed_bit_and_a_lost_file_are_found_and_said_once(self, storage: Path, caplog: Any) -> None:
        hurt, lost, whole = (keep(made.pdf(pages)) for pages in (1, 2, 3))
        self.damage(storage, hurt)
        (storage / lost.blob.path).unlink()
        assert check_files(now=NOW) == 3
        assert check_files(now=NOW + timedelta(days=1)) == 3
        assert sorted(self.found()) == sorted(
            [(hurt.sha256, "damaged", NOW), (lost.sha256, "missing", NOW), (whole.sha256, "whole", NOW)]
        )
        assert {check.blob_id for check in FileCheck.objects.harmed()} == {hurt.sha256, lost.sha256}
        said = [record.getMessage() for record in caplog.records]
        assert sorted(said) == sorted(
            [f"file {hurt.sha256} on the storage is damaged", f"file {lost.sha256} on the storage is missing"]
        )

    def test_a_night_goes_through_all_files_batch_by_batch_and_through_none_twice(self) -> None:
        for pages in (1, 2, 3):
            keep(made.pdf(pages))
        assert [check_files(now=NOW, limit=2) for _ in range(3)] == [2, 1, 0]
        assert FileCheck.objects.filter(condition="whole").count() == 3

    def test_a_damaged_file_is_mended_by_the_same_upload(self, storage: Path) -> None:
        """Its size is right, so that nothing but the check tells it from a whole one."""
        document = keep()
        self.damage(storage, document)
        check_files(now=NOW)
        keep()
        assert (files.hash_of(document.blob.path), FileCheck.objects.harmed().count()) == (document.sha256, 0)

    def test_a_batch_costs_the_same_with_one_file_and_with_three(self, django_assert_num_queries: Any) -> None:
        for pages in (1, 3):
            keep(made.pdf(pages))
            with django_assert_num_queries(2):
                check_files(now=NOW + timedelta(days=pages))


class TestSignatures:
    @pytest.fixture(autouse=True)
    def _trusted(self, settings: Any, tmp_path: Path) -> None:
        folder = tmp_path / "roots"
        folder.mkdir()
        settings.OVOP_TRUST_DIR = str(signing.trust_folder(folder))

    def test_a_letter_is_looked_at_once_and_again_only_when_asked(self) -> None:
        letter = keep(signing.signed())
        assert letter.signature is None
        first = inspect_signature(letter.sha256, now=NOW)
        assert inspect_signature(letter.sha256, now=NOW) is None
        again = inspect_signature(letter.sha256, now=NOW + timedelta(days=1), again=True)
        assert [(look.verdict, look.at, look.signers) for look in (first, again)] == [
            (Verdict.INTACT, at, ["Drs. I Made Suarta"]) for at in (NOW, NOW + timedelta(days=1))
        ]
        assert Document.objects.get().signature == again
        assert str(again) == "utuh"

    def test_a_certificate_that_has_run_out_is_told_apart(self) -> None:
        letter = keep(signing.signed(by=signing.expired()))
        inspect_signature(letter.sha256, now=NOW)
        assert (letter.signature.verdict, letter.signature.is_expired) == (Verdict.UNKNOWN_ISSUER, True)

    def test_photos_and_unknown_files_are_not_looked_at(self) -> None:
        photo = keep(made.picture(), "foto.jpg")
        assert [inspect_signature(digest, now=NOW) for digest in (photo.sha256, "0" * 64)] == [None, None]

    def test_a_letter_that_is_not_on_the_storage_waits(self, storage: Path, caplog: Any) -> None:
        letter = keep()
        (storage / files.blob_path(letter.sha256)).unlink()
        assert inspect_signature(letter.sha256, now=NOW) is None
        assert [record.getMessage() for record in caplog.records] == [f"file {letter.sha256} is not on the storage"]

    def test_the_sweep_looks_at_what_the_broker_forgot_after_a_minute(self) -> None:
        letter = keep()
        keep(made.picture(), "foto.jpg")
        assert [inspect_waiting(now=NOW + timedelta(seconds=s)) for s in (30, 90, 150)] == [0, 1, 0]
        assert letter.signature.verdict == Verdict.UNSIGNED

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_list_with_signatures_costs_the_same_with_one_letter_and_with_three(
        self, count: int, django_assert_num_queries: Any
    ) -> None:
        for pages in range(1, count + 1):
            inspect_signature(keep(made.pdf(pages)).sha256, now=NOW)
        with django_assert_num_queries(3):
            assert {str(document.signature) for document in Document.objects.with_signature()} == {
                "tidak bertanda tangan"
            }


class TestPromises:
    @pytest.fixture
    def looked(self) -> Inspection:
        return inspect_signature(keep().sha256, now=NOW)

    @pytest.mark.parametrize("table", ["documents_document", "documents_blob", "documents_inspection"])
    @pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
    def test_what_was_uploaded_and_found_is_never_changed(self, looked: Inspection, table: str, statement: str) -> None:
        column = {"documents_document": "name", "documents_blob": "size", "documents_inspection": "verdict"}[table]
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table, column, column))

    @pytest.mark.parametrize(
        ("make", "promise"),
        [
            (
                lambda: Blob.objects.create(sha256="../x", size=1, content_type="application/pdf", stored_at=NOW),
                "blob_sha256_in_hex",
            ),
            (
                lambda: Blob.objects.create(sha256="a" * 64, size=0, content_type="application/pdf", stored_at=NOW),
                "blob_is_not_empty",
            ),
            (
                lambda: Blob.objects.create(sha256="a" * 64, size=1, content_type="text/html", stored_at=NOW),
                "blob_type_known",
            ),
            (
                lambda: Inspection.objects.create(blob=Blob.objects.get(), at=NOW, verdict="fine", report={}),
                "inspection_verdict_known",
            ),
            (
                lambda: Document.objects.create(kind="", name="x", blob=Blob.objects.get(), size=1, uploaded_at=NOW),
                "document_has_kind",
            ),
        ],
    )
    def test_rows_say_what_is_true(self, looked: Inspection, make: Callable[[], object], promise: str) -> None:
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            make()


def test_a_small_picture_is_made_once_and_then_kept(storage: Path) -> None:
    photo = keep(made.picture(900, 600), "foto.jpg")
    first = operations.thumbnail(photo, 320)
    with patch("ovop_portal.documents.images.thumbnails") as make:
        assert operations.thumbnail(photo, 320) == first
    make.assert_not_called()
    assert lying(storage)[files.thumbnail_path(photo.sha256, 320)] == first
