"""Files that wait for their form: for their sender alone, for some hours, and never too many; and the worker that looks at them meanwhile."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import TooManyFilesSent, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from ovop_portal.accounts import typed
from ovop_portal.accounts.models import TryCount, User
from ovop_portal.common.attempts import LOST, PAUSES, claim
from ovop_portal.common.clock import now as read_clock
from ovop_portal.documents import files, kept, uploading
from ovop_portal.documents.fields import UploadField
from ovop_portal.documents.models import KeptUpload
from tests.documents import made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
AYU, MADE = "a" * 64, "b" * 64


def keep(data: bytes = b"%PDF-1.7", name: str = "surat.pdf", owner: str = AYU, now: datetime = NOW) -> KeptUpload:
    row = kept.keep(SimpleUploadedFile(name, data), owner=owner, now=now)
    assert row is not None
    return row


def lying(storage: Path) -> set[str]:
    return {str(path.relative_to(storage)) for path in storage.rglob("*") if path.is_file()}


def test_what_is_kept_again_is_only_kept_longer(storage: Path) -> None:
    first = keep()
    again = keep(now=NOW + timedelta(hours=5))

    assert (first.pk, KeptUpload.objects.get().kept_at) == (again.pk, NOW + timedelta(hours=5))
    assert lying(storage) == {first.path}


def test_what_came_from_the_browser_and_then_from_the_account_itself_counts_as_its_own(
    storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 30)
    files_of = [SimpleUploadedFile(f"{n}.pdf", bytes([n]) * 10) for n in range(9)]
    for n, start in enumerate(range(0, 9, 3)):
        for upload in files_of[start : start + 3]:
            kept.keep(upload, owner=AYU, now=NOW + timedelta(minutes=n), signed_in=False)
        for upload in files_of[start : start + 3]:
            kept.keep(upload, owner=AYU, now=NOW + timedelta(minutes=n, seconds=1))

    assert sorted(KeptUpload.objects.values_list("name", "signed_in")) == [(f"{n}.pdf", True) for n in (6, 7, 8)]
    assert lying(storage) == {row.path for row in KeptUpload.objects.all()}


def test_a_file_whose_bytes_are_lost_is_kept_anew_when_it_comes_again(storage: Path) -> None:
    first = keep()
    files.delete(first.path)

    again = keep()

    assert [row.pk for row in KeptUpload.objects.all()] == [again.pk]
    assert files.read(again.path) == b"%PDF-1.7"


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


class TestComingBack:
    """Files that come back cost and count what files do that come in."""

    @pytest.fixture
    def request_of(self) -> Any:
        user = User.objects.create_user(name="Ni Wayan Sari", email="sari@contoh.id")

        def make(**fields: Any) -> Any:
            request = RequestFactory().post("/", {f"{name}-tersimpan": key for name, key in fields.items()})
            request.user = user
            return request

        return make

    def large(self, request: Any) -> KeptUpload:
        return keep(b"%PDF-1.7" + bytes(5_000_000), owner=typed.owner_of(request), now=read_clock())

    def test_a_file_that_no_field_asks_for_is_not_read_however_many_name_it(
        self, storage: Path, request_of: Any
    ) -> None:
        row = self.large(request_of())
        request = request_of(**{f"f{n}": row.pk for n in range(5)})
        request.POST  # noqa: B018
        tracemalloc.start()
        kept.bring_back(request)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert (len(request.FILES), most < row.size / 10) == (5, True)
        assert [upload.read() == files.read(row.path) for upload in set(request.FILES.values())] == [True]
        request.close()

    def test_no_more_come_back_than_may_come_in_those_that_come_in_included(
        self, storage: Path, request_of: Any
    ) -> None:
        row = self.large(request_of())
        with pytest.raises(TooManyFilesSent):
            kept.bring_back(request_of(**{f"f{n}": row.pk for n in range(6)}))
        request = request_of(**{f"f{n}": row.pk for n in range(5)})
        request.FILES["letter"] = SimpleUploadedFile("surat.pdf", b"%PDF-1.7")
        with pytest.raises(TooManyFilesSent):
            kept.bring_back(request)

    def test_each_counts_once_a_request_and_no_less_when_a_worker_has_looked_at_it(
        self, storage: Path, request_of: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(uploading, "BY_ACCOUNT", replace(uploading.BY_ACCOUNT, most=2))
        row = keep(made.pdf(), owner=typed.owner_of(request_of()), now=read_clock())
        kept.leave_to_worker(row, now=NOW)
        kept.look_at(row.pk, now=NOW)

        came = []
        for _ in range(3):
            request = request_of(letter=row.pk, copy=row.pk)
            kept.bring_back(request)
            came.append({type(upload).__name__ for upload in request.FILES.values()})

        assert came == [{"Returned"}, {"Returned"}, {"Lost"}]
        assert TryCount.objects.get().count == 3
        with pytest.raises(ValidationError, match="Anda sudah mengirim banyak berkas"):
            UploadField().clean(request.FILES["letter"])


@pytest.mark.parametrize("signed_in", [True, False])
def test_all_together_keep_so_much_and_no_more_whoever_they_are(storage: Path, settings: Any, signed_in: bool) -> None:
    settings.UPLOAD_MAX_KEPT_BYTES = 45 if signed_in else 1000
    settings.UPLOAD_MAX_KEPT_BYTES_SIGNED_OUT = 1000 if signed_in else 45

    def keep_of(n: int) -> KeptUpload | None:
        upload = SimpleUploadedFile("surat.pdf", bytes([n]) * 20)
        return kept.keep(upload, owner=f"{n:064}", now=NOW, signed_in=signed_in)

    first, second, third = (keep_of(n) for n in range(3))
    assert (first is None, second is None, third) == (False, False, None)
    assert len(lying(storage)) == 2
    assert keep_of(1) == second  # what lies there already needs no room


class TestFromASharedBrowser:
    """What comes while nobody is signed in may be anybody's: it takes nothing from the account whose browser it was."""

    def keep(self, n: int) -> KeptUpload | None:
        upload = SimpleUploadedFile("surat.pdf", bytes([n]) * 10)
        return kept.keep(upload, owner=AYU, now=NOW + timedelta(minutes=n), signed_in=False)

    def test_it_has_a_share_of_its_own_and_when_that_is_used_up_the_next_is_not_kept(
        self, storage: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mine = [keep(f"{n}".encode()) for n in range(kept.MOST_FILES)]
        came = [self.keep(n) for n in range(kept.MOST_FILES + 2)]

        assert [row is None for row in came] == [False] * kept.MOST_FILES + [True] * 2
        assert KeptUpload.objects.count() == 2 * kept.MOST_FILES == len(lying(storage))
        assert KeptUpload.objects.filter(pk__in=[row.pk for row in mine]).count() == kept.MOST_FILES

        KeptUpload.objects.filter(signed_in=False).delete()
        monkeypatch.setattr(kept, "MOST_BYTES", 25)
        assert [self.keep(n) is None for n in range(3)] == [False, False, True]

    def test_the_accounts_own_leave_it_alone_too(self, storage: Path) -> None:
        theirs = self.keep(0)
        assert theirs is not None
        for n in range(kept.MOST_FILES + 1):
            keep(f"{n}".encode(), now=NOW + timedelta(hours=1))

        assert KeptUpload.objects.filter(pk=theirs.pk).exists()
        assert KeptUpload.objects.filter(signed_in=True).count() == kept.MOST_FILES

    def test_what_the_account_sends_again_itself_is_its_own(self, storage: Path) -> None:
        row = self.keep(0)
        assert row is not None
        keep(bytes(10))
        assert KeptUpload.objects.get(pk=row.pk).signed_in is True


class TestLookedAtByAWorker:
    """What no page could wait for: left to a worker, looked at once, and taken up again when the worker died."""

    def left(self, data: bytes, name: str = "surat.pdf") -> KeptUpload:
        row = keep(data, name)
        kept.leave_to_worker(row, now=NOW)
        return row

    def test_what_it_found_is_kept_beside_the_file_as_it_came(self, storage: Path) -> None:
        letter, photo = self.left(made.pdf(pages=3)), self.left(made.picture(), "foto.jpg")
        assert [row.is_being_checked for row in (letter, photo)] == [True, True]

        assert [kept.look_at(row.pk, now=NOW) for row in (letter, photo)] == [True, True]

        for row in (letter, photo):
            row.refresh_from_db()
        assert (letter.is_being_checked, letter.found) == (False, {"pages": 3})
        assert photo.found == {"width": 64, "height": 48, "content_type": "image/jpeg"}
        assert lying(storage) == {letter.path, photo.path, photo.made_path}

    def test_a_file_that_has_given_way_to_others_of_its_account_is_said_to_be_gone(self, storage: Path) -> None:
        row = keep(made.pdf())
        KeptUpload.objects.all().delete()
        assert kept.leave_to_worker(row, now=NOW) is False

    def test_done_once_it_is_not_done_again(self, storage: Path) -> None:
        row = self.left(made.pdf())
        assert [kept.look_at(row.pk, now=NOW), kept.look_at(row.pk, now=NOW + timedelta(hours=1))] == [True, False]

    def test_a_file_that_nobody_left_to_it_is_not_looked_at(self, storage: Path) -> None:
        assert kept.look_at(keep(made.pdf()).pk, now=NOW) is False

    def test_the_sweep_takes_up_what_a_dead_worker_had_and_what_no_worker_heard_of(self, storage: Path) -> None:
        begun, unheard = self.left(made.pdf()), self.left(made.pdf(pages=2), "lain.pdf")
        assert claim(KeptUpload.objects.being_checked(), begun.pk, now=NOW) is not None

        soon, later = NOW + timedelta(seconds=21), NOW + timedelta(seconds=31)
        assert [kept.look_at_waiting(now=moment) for moment in (NOW, soon, later)] == [0, 1, 1]

        assert not KeptUpload.objects.being_checked().exists()
        assert KeptUpload.objects.get(pk=unheard.pk).found == {"pages": 2}

    def test_a_file_that_ends_each_of_its_workers_is_parked_and_its_page_waits_no_longer(self, storage: Path) -> None:
        row, moment = self.left(made.pdf()), NOW
        for pause in PAUSES:
            assert claim(KeptUpload.objects.being_checked(), row.pk, now=moment) is not None
            moment += pause
        kept.look_at_waiting(now=moment)

        row.refresh_from_db()
        assert (row.is_being_checked, row.error) == (False, LOST)

    def test_with_the_file_goes_what_was_made_of_it(self, storage: Path) -> None:
        row = self.left(made.picture(), "foto.jpg")
        kept.look_at(row.pk, now=NOW)

        assert kept.forget(NOW + kept.KEPT_FOR + timedelta(minutes=1)) == 1
        assert lying(storage) == set()
