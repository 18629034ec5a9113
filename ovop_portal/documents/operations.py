"""Storing files and looking at them."""

from __future__ import annotations

import hashlib
import logging
import uuid as uuids
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils.functional import Promise

from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Missing, Refused
from ovop_portal.common.waking import wake
from ovop_portal.documents import daily, files, images, signatures
from ovop_portal.documents.examining import FILE, NO_ROOM, Examined, examine
from ovop_portal.documents.letting_go import lock_number
from ovop_portal.documents.models import (
    Blob,
    Condition,
    Document,
    FileCheck,
    Inspection,
    Release,
    Verdict,
)
from ovop_portal.documents.naming import clean_name
from ovop_portal.documents.types import ANY, PDF_TYPE

logger = logging.getLogger(__name__)

INSPECT = "ovop_portal.documents.tasks.inspect_signature"
MAKE_SMALL = "ovop_portal.documents.tasks.make_thumbnails"
BATCH = 2_000
# A file without a row may belong to a transaction that is still open; after a day it does not.
ORPHAN_AGE = timedelta(hours=24)
CHECKED_AT_ONCE = 200
# A little less than a day, so that a file looked at late in one night is looked at in the next.
CHECK_EVERY = timedelta(hours=20)

# The bytes that the current request has put on the storage.
_put: ContextVar[list[str] | None] = ContextVar("put_on_the_storage", default=None)


@dataclass(frozen=True)
class Entry:
    """One more document for bytes that are there already."""

    kind: str
    name: str
    uuid: UUID | None = None


def store(
    upload: Any,
    *,
    kind: str,
    by: User | str,
    now: datetime,
    label: str | Promise = FILE,
    accept: frozenset[str] = ANY,
    uuid: UUID | None = None,
) -> Document:
    """Let an upload in, or raise `ValidationError` with the sentence for its field. Takes what `UploadField` gives, too.

    Raises `Refused` where the storage takes nothing now, or the account has stored enough for this day: forms show it at their field `document`.

    The file is on the storage, whole and hashed, before its row is written; the file of a row that is rolled back goes with the request
    (`nothing_left_behind`), and elsewhere within a day (`remove_orphans`).
    """
    examined = upload if isinstance(upload, Examined) else examine(upload, label=label, accept=accept)
    daily.demand_room(examined.size, by=by, now=now)
    with transaction.atomic():
        blob = _blob(examined, now)
        document = _document(blob, Entry(kind, examined.name, uuid), examined.pages, by, now)
        document.save(force_insert=True)
    wake(INSPECT if examined.content_type == PDF_TYPE else MAKE_SMALL, blob.sha256)
    return document


def keep(data: bytes, *, kind: str, name: str, pages: int, by: User | str, now: datetime) -> Document:
    """Store a PDF that the portal made itself: nothing to examine, and no signature to look for."""
    made = Examined(name, PDF_TYPE, data, hashlib.sha256(data).hexdigest(), pages)
    with transaction.atomic():
        blob = _blob(made, now)
        document = _document(blob, Entry(kind, name), pages, by, now)
        document.save(force_insert=True)
        if not blob.inspections.exists():
            Inspection.objects.create(blob=blob, at=now, verdict=Verdict.UNSIGNED, report={"made_here": True})
    return document


def store_again(original: Document, entries: Iterable[Entry], *, by: User | str, now: datetime) -> list[Document]:
    """More documents with the bytes of `original`, in one statement for each 2,000: the bulk door."""
    rows = [_document(original.blob, entry, original.pages, by, now) for entry in entries]
    return Document.objects.bulk_create(rows, batch_size=BATCH)


def thumbnail(document: Document, width: int) -> bytes:
    """The small picture of a photo: made when it is first asked for, then kept.

    Raises `FileNotFoundError` with the photo itself; `images.Unfit` or `patience.Busy` where it cannot be made, or not now.
    """
    try:
        return files.read(files.thumbnail_path(document.sha256, width))
    except OSError:
        return make_thumbnails(document.sha256)[width]


def make_thumbnails(sha256: str) -> dict[int, bytes]:
    """The small pictures of a photo by their width, made together and kept where there is room. Raises what `thumbnail` does."""
    small = images.thumbnails(files.read(files.blob_path(sha256)))
    for width, data in small.items():
        try:
            files.put(files.thumbnail_path(sha256, width), data)
        except OSError as problem:
            logger.error("could not store a small picture: %s", problem)
            break
    return small


def inspect_signature(sha256: str, *, now: datetime, again: bool = False) -> Inspection | None:
    """Look at the signatures of a PDF and keep what was found. Once, unless somebody asks again."""
    blob = Blob.objects.filter(sha256=sha256, content_type=PDF_TYPE).first()
    if blob is None or (not again and blob.inspections.exists()):
        return None
    try:
        verdict, report = signatures.inspect(files.read(blob.path))
    except FileNotFoundError:
        logger.error("file %s is not on the storage", sha256)
        return None
    return Inspection.objects.create(blob=blob, at=now, verdict=verdict, report=report)


def inspect_waiting(*, now: datetime, limit: int = 20) -> int:
    """Look at PDFs that nobody has looked at, because a broker lost the message. Returns how many."""
    waiting = Blob.objects.never_inspected().filter(stored_at__lt=now - timedelta(minutes=1)).order_by("stored_at")
    return sum(
        inspect_signature(sha256, now=now) is not None for sha256 in waiting.values_list("sha256", flat=True)[:limit]
    )


def check_files(*, now: datetime, limit: int = CHECKED_AT_ONCE) -> int:
    """Compare the next files on the storage with their hashes, those that waited longest first. Returns how many. None is compared twice within `CHECK_EVERY`.

    What is damaged or missing is kept in `FileCheck` and said in the log; the same bytes uploaded again mend it.
    """
    waiting = list(Blob.objects.not_checked_since(now - CHECK_EVERY).select_related("check_row")[:limit])
    rows = [_look_again(blob, now) for blob in waiting]
    FileCheck.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["blob"], update_fields=["checked_at", "condition", "since"]
    )
    return len(rows)


def _look_again(blob: Blob, now: datetime) -> FileCheck:
    condition = _condition_of(blob)
    before: FileCheck | None = getattr(blob, "check_row", None)
    same = before is not None and before.condition == condition
    if condition != Condition.WHOLE and not same:
        logger.error("file %s on the storage is %s", blob.sha256, condition.value)
    return FileCheck(blob=blob, checked_at=now, condition=condition, since=before.since if before and same else now)


def _condition_of(blob: Blob) -> Condition:
    try:
        return Condition.WHOLE if files.hash_of(blob.path) == blob.sha256 else Condition.DAMAGED
    except FileNotFoundError:
        return Condition.MISSING
    except OSError as problem:
        logger.error("file %s cannot be read: %s", blob.sha256, problem)
        return Condition.DAMAGED


def remove_orphans(*, now: datetime) -> int:
    """Remove files that have been on the storage for a day without a row. Returns how many. What rows have let go is removed by `letting_go.let_go`."""
    return sum(_remove_orphan(path) for path in files.stored_before(now - ORPHAN_AGE))


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Remove at once whatever was put on the storage inside this context and has no row in the end: its transaction was rolled back, so no daily limit counts
    it.
    """
    put: list[str] = []
    token = _put.set(put)
    try:
        yield
    finally:
        _put.reset(token)
        try:
            stays = (
                set(Blob.objects.with_file().filter(sha256__in=put).values_list("sha256", flat=True)) if put else set()
            )
            for sha256 in set(put) - stays:
                _remove_orphan(files.blob_path(sha256))
        except (DatabaseError, OSError) as problem:  # The nightly check finds it.
            logger.error("could not look for files without a row: %s", problem)


def _blob(examined: Examined, now: datetime) -> Blob:
    """The row of these bytes, with the file on the storage."""
    _keep_from_removal(examined.sha256)
    blob = Blob(sha256=examined.sha256, size=examined.size, content_type=examined.content_type, stored_at=now)
    # None for new bytes, else the finding of the last look at them.
    known = list(Blob.objects.filter(sha256=blob.sha256).values_list("check_row__condition", flat=True))
    harmed = known not in ([], [None], [Condition.WHOLE])
    if not known or harmed or not files.whole(blob.path, blob.size):
        if (put := _put.get()) is not None:
            put.append(blob.sha256)
        try:
            files.put(blob.path, examined.data)
        except OSError as problem:
            logger.error("could not store a file: %s", problem)
            raise Refused(Missing("storage", str(NO_ROOM), "document")) from problem
    if harmed:
        FileCheck.objects.filter(blob=blob).update(condition=Condition.WHOLE, checked_at=now, since=now)
    if not known:
        # A twin with the same bytes may have come first.
        Blob.objects.bulk_create([blob], ignore_conflicts=True)
    else:
        # What is only noted is left to the night, which then finds a young document: nobody waits for anybody.
        Release.objects.filter(blob=blob, removed_at__isnull=False).delete()
    return blob


def _document(blob: Blob, entry: Entry, pages: int | None, by: User | str, now: datetime) -> Document:
    return Document(
        uuid=entry.uuid or uuids.uuid4(),
        kind=entry.kind,
        name=clean_name(entry.name, blob.content_type),
        blob=blob,
        content_type=blob.content_type,
        size=blob.size,
        pages=pages,
        uploaded_by=None if isinstance(by, str) else by,
        uploaded_at=now,
    )


def _keep_from_removal(sha256: str) -> None:
    """Keep the file of these bytes from being removed until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock_number(sha256)])


def _remove_orphan(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    if not name.startswith("."):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(name)])
            if not cursor.fetchone()[0] or Blob.objects.with_file().filter(sha256=name).exists():
                return False
            files.delete(path)
            return True
    files.delete(path)
    return True
