"""Files that gave way: bytes that nothing holds any more are removed, so that nobody fills the storage by replacing one paper again and again.

A document is held by every row that points to it, found along the foreign keys, and by every row whose text names it (`names_documents`): a snapshot is
text. What is being frozen at this moment names only what a live row held when it began, so bytes that nobody holds are first noted, and go when nobody has
held them for `UPLOAD_GRACE_DAYS`: no transaction is that long. The rows of the document and of its bytes stay: the journal names them, and they say what
was uploaded, when and by whom. The same bytes uploaded again lie there again (`operations.store`).
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Q

from ovop_portal.documents import files
from ovop_portal.documents.images import THUMBNAIL_BYTES
from ovop_portal.documents.models import Blob, BlobQuerySet, Document, Release

logger = logging.getLogger(__name__)

# What was uploaded a moment ago finds its place in the same transaction, or in the next step of a command.
YOUNG = timedelta(days=1)
UUID_IN_TEXT = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

_texts: list[tuple[type[Model], str]] = []


def names_documents(model: type[Model], field: str) -> None:
    """The text (JSON, or a list of ids) in `field` of `model` may name documents, which its rows hold thereby."""
    if (model, field) not in _texts:
        _texts.append((model, field))


def texts() -> list[tuple[type[Model], str]]:
    """The fields whose text holds documents."""
    return list(_texts)


def let_go(*, now: datetime) -> int:
    """Note the bytes that nothing holds, drop the notes of bytes that are held again, and remove the files that waited long enough. Returns how many."""
    waiting = Release.objects.filter(removed_at__isnull=True)
    loose = _loose(Blob.objects.filter(Q(release__isnull=True) | Q(release__removed_at__isnull=True)), now)
    waiting.exclude(blob__in=loose).delete()
    over = now - timedelta(days=settings.UPLOAD_GRACE_DAYS)
    due = list(waiting.filter(since__lte=over).order_by("since", "blob").values_list("blob", flat=True))
    Release.objects.bulk_create([Release(blob_id=sha256, since=now) for sha256 in loose], ignore_conflicts=True)
    gone = sum(_remove(sha256, now) for sha256 in due)
    if gone:
        logger.info("%s files that nothing holds were removed", gone)
    return gone


def removed_though_held(_now: datetime) -> Iterator[str]:
    """The documents that a row points to, or names in its text, though their file was removed."""
    gone = dict(Document.objects.filter(blob__release__removed_at__isnull=False).values_list("pk", "blob_id"))
    if not gone:
        return
    held = {uuid for model, field in _texts for uuid in _named_in(model, field, gone)}
    for model, name in _pointers():
        held |= set(model._base_manager.filter(**{f"{name}__in": gone}).values_list(name, flat=True))
    yield from sorted(map(str, held))


def lock_number(sha256: str) -> int:
    """The number of the lock by which writing and removing the file of these bytes exclude each other."""
    return int(sha256[:15], 16)


def _loose(blobs: BlobQuerySet, now: datetime) -> list[str]:
    """Those of `blobs` that nothing holds, in words or otherwise."""
    free = dict(Document.objects.filter(blob__in=_unpointed(blobs, now)).values_list("pk", "blob_id"))
    named = {free[uuid] for model, field in _texts for uuid in _named_in(model, field, free)} if free else set()
    return sorted(set(free.values()) - named)


def _unpointed(blobs: BlobQuerySet, now: datetime) -> BlobQuerySet:
    """Those of `blobs` whose documents are all at least a day old and have no row pointing to them."""
    mine = Document.objects.filter(blob=OuterRef("pk"))
    blobs = blobs.filter(Exists(mine)).exclude(Exists(mine.filter(uploaded_at__gt=now - YOUNG)))
    for model, name in _pointers():
        blobs = blobs.exclude(Exists(model._base_manager.filter(**{f"{name}__blob": OuterRef("pk")})))
    return blobs


def _pointers() -> Iterator[tuple[Any, str]]:
    """Every table that points to documents, with the field by which it does. A new table is found by itself."""
    for relation in Document._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            yield relation.related_model, relation.field.name  # type: ignore[union-attr]


def _named_in(model: type[Model], field: str, uuids: Collection[UUID]) -> set[UUID]:
    quote = connection.ops.quote_name
    column = quote(str(model._meta.get_field(field).column))  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT found[1] FROM {quote(model._meta.db_table)}, regexp_matches({column}::text, %s, 'g') found"  # noqa: S608
            " WHERE found[1]::uuid = ANY(%s)",
            [f"({UUID_IN_TEXT})", list(uuids)],
        )
        return {UUID(text) for (text,) in cursor.fetchall()}


def _remove(sha256: str, now: datetime) -> bool:
    """Whoever stores the same bytes at this moment is not disturbed: the next night finds their document."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(sha256)])
        if not cursor.fetchone()[0] or not _unpointed(Blob.objects.filter(pk=sha256), now).exists():
            return False
        Release.objects.filter(blob=sha256, removed_at__isnull=True).update(removed_at=now)
        for path in (files.blob_path(sha256), *(files.thumbnail_path(sha256, width) for width in THUMBNAIL_BYTES)):
            files.delete(path)
    return True
