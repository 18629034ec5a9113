"""A file that came with a form which cannot be taken yet: kept for its sender until the form comes again.

It lies as it was sent, is examined only when it comes again, and is shown to nobody. It belongs to one account (`typed.owner_of`), gives way when that
account keeps more than its share, and is gone after `KEPT_FOR`.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest

from ovop_portal.accounts import typed
from ovop_portal.common.clock import now as read_clock
from ovop_portal.common.widgets import KEPT
from ovop_portal.documents import files
from ovop_portal.documents.models import KeptUpload
from ovop_portal.documents.rates import within_rate
from ovop_portal.documents.uploading import Lost

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(hours=12)
MOST_FILES = 10
MOST_BYTES = 60_000_000


def keep(upload: UploadedFile, *, owner: str, now: datetime) -> KeptUpload:
    """Keep `upload` for `owner`; what they keep already is only kept longer. Raises `OSError` where there is no room."""
    upload.seek(0)
    data = upload.read()
    sha256, name = hashlib.sha256(data).hexdigest(), (upload.name or "")[:120]
    known = KeptUpload.objects.filter(owner=owner, sha256=sha256, name=name).first()
    if known is not None:
        KeptUpload.objects.filter(pk=known.pk).update(kept_at=now)
        return known
    row = KeptUpload(owner=owner, name=name, size=len(data), sha256=sha256, kept_at=now)
    files.put(row.path, data)
    row.save(force_insert=True)
    _make_room(owner)
    return row


def keep_sent(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    """Keep every file of a request whose form is to be sent again: the fields that will bring them back, and the names of the files."""
    owner = typed.owner_of(request)
    fields, names = [], []
    for field, uploads in request.FILES.lists():
        row = _kept(uploads[-1], owner) if owner else None
        if row is not None:
            fields.append((field + KEPT, str(row.pk)))
            names.append(row.name)
    return fields, names


def keep_one(upload: UploadedFile, request: HttpRequest) -> bool:
    """Keep one file of a form that is drawn again; could it be kept? The file knows its row then (`kept`)."""
    owner = typed.owner_of(request)
    row = _kept(upload, owner) if owner else None
    upload.kept = row  # type: ignore[attr-defined]
    return row is not None


def bring_back(request: HttpRequest) -> None:
    """Put what the fields of a form name as kept among its files, unless another file was chosen in its place."""
    for name in [name for name in request.POST if name.endswith(KEPT)][:MOST_FILES]:
        field = name.removesuffix(KEPT)
        if field not in request.FILES:
            request.FILES.setlist(field, [_found(request.POST[name], request, read_clock())])


def forget(now: datetime) -> int:
    """Remove what nobody came back for; how many."""
    gone = list(KeptUpload.objects.filter(kept_at__lt=now - KEPT_FOR))
    for row in gone:
        _remove(row)
    for path in list(files.stored_before(now - KEPT_FOR, files.KEPT)):
        if not KeptUpload.objects.filter(pk=path.rsplit("/", 1)[-1]).exists():
            files.delete(path)
    return len(gone)


def _kept(upload: Any, owner: str) -> KeptUpload | None:
    row: KeptUpload | None = getattr(upload, "kept", None)
    if row is not None:
        return row
    if isinstance(upload, Lost) or not 0 < upload.size <= settings.UPLOAD_MAX_FILE_BYTES:
        return None
    try:
        return keep(upload, owner=owner, now=read_clock())
    except (OSError, DatabaseError) as fault:
        logger.error("a file could not be kept for its form: %s", type(fault).__name__)
        return None


def _found(key: str, request: HttpRequest, now: datetime) -> UploadedFile:
    """The kept file, or one without content that says why. It is counted like a file that comes in, because looking into it costs the same."""
    asked, owner = _uuid(key), typed.owner_of(request)
    row = KeptUpload.objects.filter(pk=asked, owner=owner, kept_at__gte=now - KEPT_FOR).first() if asked else None
    try:
        data = files.read(row.path) if row else b""
    except OSError:
        row = None
    if row is None:
        return Lost("berkas", "gone")
    user: Any = request.user
    found = SimpleUploadedFile(row.name, data) if within_rate(user, now=now) else Lost(row.name, "wait")
    found.kept = row  # type: ignore[attr-defined]
    return found


def _make_room(owner: str) -> None:
    """The oldest give way."""
    held = 0
    for place, row in enumerate(KeptUpload.objects.filter(owner=owner).order_by("-kept_at", "-pk")):
        held += row.size
        if place >= MOST_FILES or held > MOST_BYTES:
            _remove(row)


def _remove(row: KeptUpload) -> None:
    path = row.path
    row.delete()
    files.delete(path)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
