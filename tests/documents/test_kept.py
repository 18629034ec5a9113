"""Files that wait for their form: for their sender alone, for some hours, and never too many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from ovop_portal.documents import files, kept
from ovop_portal.documents.fields import UploadField
from ovop_portal.documents.models import KeptUpload

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
AYU, MADE = "a" * 64, "b" * 64


def keep(data: bytes = b"%PDF-1.7", name: str = "surat.pdf", owner: str = AYU, now: datetime = NOW) -> KeptUpload:
    return kept.keep(SimpleUploadedFile(name, data), owner=owner, now=now)


def lying(storage: Path) -> set[str]:
    return {str(path.relative_to(storage)) for path in storage.rglob("*") if path.is_file()}


def test_what_is_kept_again_is_only_kept_longer(storage: Path) -> None:
    first = keep()
    again = keep(now=NOW + timedelta(hours=5))

    assert (first.pk, KeptUpload.objects.get().kept_at) == (again.pk, NOW + timedelta(hours=5))
    assert lying(storage) == {first.path}


def test_the_same_bytes_of_two_people_are_two_files(storage: Path) -> None:
    assert keep().pk != keep(owner=MADE).pk


def test_the_oldest_gives_way_when_there_are_too_many_or_they_are_too_large(
    storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [keep(bytes([n]) * 10, now=NOW + timedelta(minutes=n)) for n in range(kept.MOST_FILES + 2)]
    others = keep(owner=MADE)
    assert set(KeptUpload.objects.values_list("pk", flat=True)) == {row.pk for row in [*rows[2:], others]}

    monkeypatch.setattr(kept, "MOST_BYTES", 35)
    last = keep(b"x" * 15, now=NOW + timedelta(hours=1))

    left = KeptUpload.objects.filter(owner=AYU)
    assert [row.pk for row in left.order_by("kept_at")] == [rows[-2].pk, rows[-1].pk, last.pk]
    assert lying(storage) == {row.path for row in KeptUpload.objects.all()}


def test_nothing_is_left_of_what_nobody_came_back_for(storage: Path) -> None:
    old, young = keep(b"old"), keep(b"young", now=NOW + timedelta(hours=2))
    files.put(files.kept_path("00000000-0000-4000-8000-000000000000"), b"of a row that was never written")

    assert kept.forget(NOW + kept.KEPT_FOR + timedelta(minutes=1)) == 1
    assert [row.pk for row in KeptUpload.objects.all()] == [young.pk]
    assert old.path not in lying(storage)
    # The storage's own clock tells the age of a file without a row.
    assert kept.forget(datetime.now(UTC) + kept.KEPT_FOR + timedelta(hours=1)) == 1
    assert lying(storage) == set()


@pytest.mark.parametrize("key", ["", "x", "9" * 40, "\0", "00000000-0000-4000-8000-000000000000"])
def test_a_key_of_nothing_brings_an_empty_file_that_says_so(storage: Path, key: str) -> None:
    request = RequestFactory().post("/", {"surat-tersimpan": key})
    kept.bring_back(request)

    with pytest.raises(ValidationError, match="Berkas ini sudah tidak tersimpan. Pilih berkasnya lagi"):
        UploadField().clean(request.FILES["surat"])
