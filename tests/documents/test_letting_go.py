"""What gave way is removed from the storage after some days, and nothing that anybody holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from awards.models import Nomination, OfficeCheck, Submission
from ikm import operations as firms
from ikm.models import Ikm, Joining, Permit, Product
from ovop_portal.common.canonical import digest
from ovop_portal.documents import files
from ovop_portal.documents.letting_go import let_go
from ovop_portal.documents.models import Blob, Document, Release
from ovop_portal.documents.operations import check_files, nothing_left_behind, store
from tests.documents import made
from tests.scene import NOW, Scene

pytestmark = pytest.mark.django_db


def after(days: int) -> Any:
    return NOW + timedelta(days=days)


@pytest.fixture
def scene() -> Scene:
    return Scene.begin(NOW)


@pytest.fixture
def product(scene: Scene) -> Product:
    return scene.at("draft").product


def uploaded(data: bytes, name: str = "izin.pdf") -> Document:
    return store(SimpleUploadedFile(name, data), kind="ikm.permit", by="system:test", now=NOW)


def put(scene: Scene, ikm: Ikm, document: Document) -> Permit:
    day = {"issued_on": date(2026, 1, 5), "valid_until": None}
    return firms.add_permit(ikm, "merek", number="IDM000000001", document=document, by=scene.owner, now=NOW, **day)


def is_there(document: Document, storage: Path) -> bool:
    return (storage / files.blob_path(document.sha256)).exists()


def test_a_paper_that_was_replaced_goes_after_the_grace_and_its_rows_stay(
    scene: Scene, product: Product, storage: Path
) -> None:
    papers = [uploaded(made.pdf(pages)) for pages in (1, 2, 3)]
    for paper in papers:
        put(scene, product.ikm, paper)

    assert [let_go(now=after(days)) for days in (0, 2, 4, 5, 6)] == [0, 0, 0, 2, 0]

    assert [is_there(paper, storage) for paper in papers] == [False, False, True]
    assert Document.objects.filter(pk__in=[paper.pk for paper in papers]).count() == 3
    released = Release.objects.filter(blob__in=[paper.sha256 for paper in papers]).order_by("blob")
    assert {(row.blob_id, row.since, row.removed_at) for row in released} == {
        (paper.sha256, after(2), after(5)) for paper in papers[:2]
    }


def test_small_pictures_go_with_their_photo(storage: Path) -> None:
    photo = uploaded(made.picture(), "foto.jpg")
    files.put(files.thumbnail_path(photo.sha256, 320), b"small")
    assert [let_go(now=after(days)) for days in (2, 5)] == [0, 1]
    assert [str(path) for path in storage.rglob("*") if path.is_file()] == []


def test_what_is_removed_or_held_by_nobody_is_kept_as_long_as_another_document_with_its_bytes_is_held(
    scene: Scene, product: Product, storage: Path
) -> None:
    _nobodys, held = uploaded(made.pdf()), uploaded(made.pdf())
    put(scene, product.ikm, held)
    assert [let_go(now=after(days)) for days in (2, 5, 9)] == [0, 0, 0]
    assert is_there(held, storage)


def _by_a_submission(nomination: Nomination, names: Any) -> None:
    Submission.objects.create(
        nomination=nomination, n=1, dossier={}, documents=[names], sha256=digest({}), sent_at=NOW, sent_by="system:test"
    )


def _by_its_dossier(nomination: Nomination, names: Any) -> None:
    dossier = {"permits": [{"document": str(names)}]}
    Submission.objects.create(
        nomination=nomination, n=1, dossier=dossier, sha256=digest(dossier), sent_at=NOW, sent_by="system:test"
    )


def _by_what_the_dinas_checked(nomination: Nomination, names: Any) -> None:
    dossier = {"photos": [{"document": str(names)}]}
    OfficeCheck.objects.create(
        nomination=nomination, dossier=dossier, sha256=digest(dossier), checked_at=NOW, checked_by="system:test"
    )


def _by_what_was_joined(nomination: Nomination, names: Any) -> None:
    ikm = nomination.ikm
    gone = Ikm.objects.create(name="Kembaran", owner_name="Ni Wayan Kembar", regency=ikm.regency, created_at=NOW)
    before = {"gone": {"permits": [{"document": names}]}}
    Joining.objects.create(kept=ikm, gone=gone, before=before, joined_by="system:test", joined_at=NOW)


@pytest.mark.parametrize("hold", [_by_a_submission, _by_its_dossier, _by_what_the_dinas_checked, _by_what_was_joined])
def test_what_a_snapshot_names_stays(scene: Scene, storage: Path, hold: Callable[[Nomination, Any], None]) -> None:
    nomination = scene.at("draft")
    first, second = uploaded(made.pdf(1)), uploaded(made.pdf(2))
    put(scene, nomination.ikm, first)
    hold(nomination, first.pk)
    put(scene, nomination.ikm, second)

    assert [let_go(now=after(days)) for days in (2, 5, 9)] == [0, 0, 0]
    assert (is_there(first, storage), Release.objects.filter(blob=first.blob).exists()) == (True, False)


def test_what_is_held_again_meanwhile_begins_its_days_anew(scene: Scene, product: Product, storage: Path) -> None:
    paper = uploaded(made.pdf())
    let_go(now=after(2))
    permit = put(scene, product.ikm, paper)
    let_go(now=after(4))
    firms.remove_permit(permit, by=scene.owner, now=NOW)

    assert [let_go(now=after(days)) for days in (6, 8, 9)] == [0, 0, 1]


def test_what_has_just_been_uploaded_is_not_even_noted() -> None:
    uploaded(made.pdf())
    let_go(now=after(0) + timedelta(hours=23))
    assert not Release.objects.exists()


def test_the_same_bytes_uploaded_again_lie_there_again(storage: Path) -> None:
    paper = uploaded(made.pdf())
    assert [let_go(now=after(days)) for days in (2, 5)] == [0, 1]

    again = uploaded(made.pdf())

    assert (again.sha256, is_there(again, storage), Release.objects.exists()) == (paper.sha256, True, False)


def test_bytes_that_were_let_go_do_not_come_back_by_a_form_that_is_refused(storage: Path) -> None:
    data = made.pdf(4)
    document = uploaded(data)
    let_go(now=after(2))
    let_go(now=after(6))

    with nothing_left_behind():
        with pytest.raises(RuntimeError), transaction.atomic():
            uploaded(data)
            assert is_there(document, storage)
            raise RuntimeError("refused after all")
        assert is_there(document, storage)

    assert not is_there(document, storage)


def test_nobody_looks_for_a_file_that_was_let_go(caplog: Any) -> None:
    uploaded(made.pdf())
    assert (Blob.objects.never_inspected().count(), [let_go(now=after(days)) for days in (2, 5)]) == (1, [0, 1])
    assert (check_files(now=after(6)), Blob.objects.never_inspected().count()) == (0, 0)
    assert "missing" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_file_that_somebody_stores_at_this_moment_is_left_alone(storage: Path) -> None:
    paper = uploaded(made.pdf())
    let_go(now=after(2))
    removed: list[int] = []

    def night() -> None:
        try:
            removed.append(let_go(now=after(5)))
        finally:
            connection.close()

    with transaction.atomic():
        uploaded(made.pdf())
        thread = threading.Thread(target=night)
        thread.start()
        thread.join()

    assert (removed, is_there(paper, storage)) == ([0], True)
