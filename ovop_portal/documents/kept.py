"""A file that came with a form which cannot be taken yet: kept for its sender until the form comes again.

It lies as it was sent and is shown to nobody. It belongs to one account (`typed.owner_of`), gives way when that account keeps more than its share, and
is gone after `KEPT_FOR`. What comes after a session ended may come from whoever uses the browser next: it has a share of its own, and where that is used
up nothing gives way. When a file comes again it is examined; where no page could wait so long a worker looks at it beforehand, and what it found comes along.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.db.models import Sum
from django.http import HttpRequest

from ovop_portal.accounts import typed
from ovop_portal.common.attempts import claim, due, park_exhausted, record_fault
from ovop_portal.common.clock import now as read_clock
from ovop_portal.common.waking import wake
from ovop_portal.common.widgets import KEPT, LEFT_OUT
from ovop_portal.documents import files, looking
from ovop_portal.documents.models import KeptUpload
from ovop_portal.documents.types import HEAD, type_of
from ovop_portal.documents.uploading import Lost, may_send_one_more

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(hours=12)
MOST_FILES = 10
MOST_BYTES = 60_000_000
LOOK = "ovop_portal.documents.tasks.look_at_kept"
# By then a worker that was woken has begun.
WORD_LOST_AFTER = timedelta(seconds=20)
UUID_LENGTH = 36


class Returned(UploadedFile):
    """A kept file that has come back with its form. Its bytes are read when they are asked for: in a field that no form has they cost nothing."""

    _file: Any = None

    def __init__(self, row: KeptUpload) -> None:
        super().__init__(name=row.name, size=row.size)
        self.kept = row

    @property
    def file(self) -> Any:
        if self._file is None:
            self._file = files.open_file(self.kept.path)
        return self._file

    @file.setter
    def file(self, file: Any) -> None:
        self._file = file

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def look(self) -> looking.Look | None:
        """The finding of a worker; None where there is no lasting one."""
        found = self.kept.found
        if found is None or found.get("refused") == "scanner":
            return None
        try:
            return looking.Look(found, files.read(self.kept.made_path) if "content_type" in found else b"")
        except FileNotFoundError:
            return None


def keep(upload: UploadedFile, *, owner: str, now: datetime, signed_in: bool = True) -> KeptUpload | None:
    """Keep `upload` for `owner`; what they keep already is only kept longer. None where the share of whoever is not `signed_in` is used up, or what all
    of them may keep together.

    Raises `OSError` where the storage has no room.
    """
    upload.seek(0)
    data = upload.read()
    sha256, name = hashlib.sha256(data).hexdigest(), (upload.name or "")[:120]
    known = KeptUpload.objects.filter(owner=owner, sha256=sha256, name=name).first()
    if known is not None and _kept_longer(known, now=now, signed_in=signed_in):
        return known
    row = KeptUpload(owner=owner, name=name, size=len(data), sha256=sha256, kept_at=now, signed_in=signed_in)
    if not _has_room(row):
        return None
    files.put(row.path, data)
    row.save(force_insert=True)
    if signed_in:
        _make_room(row)
    return row


def keep_sent(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    """Keep every file of a request whose form is to be sent again: the fields that will bring them back, and the names of the files."""
    fields, names = [], []
    for field, uploads in request.FILES.lists():
        row = _kept(uploads[-1], request)
        if row is not None:
            fields.append((field + KEPT, str(row.pk)))
            names.append(row.name)
    return fields, names


def keep_one(upload: UploadedFile, request: HttpRequest, *, checked: bool) -> bool:
    """Keep one file of a form that is drawn again; could it be kept? The file knows its row then (`kept`). One that nobody had time for is left to a worker."""
    row = _kept(upload, request)
    if row is not None and not checked and not leave_to_worker(row, now=read_clock()):
        row = None
    upload.kept = row  # type: ignore[attr-defined]
    return row is not None


def leave_to_worker(row: KeptUpload, *, now: datetime) -> bool:
    """Have a worker look at a kept file, again if an earlier look failed. Returns false where the file has given way to others of its account meanwhile."""
    if row.is_being_checked:
        return True
    row.asked_at, row.found = now, None
    row.attempts, row.due_at, row.parked_at, row.error = 0, None, None, ""
    asked = {name: getattr(row, name) for name in ("asked_at", "found", "attempts", "due_at", "parked_at", "error")}
    if not KeptUpload.objects.filter(pk=row.pk).update(**asked):
        return False
    wake(LOOK, str(row.pk))
    return True


def look_at(key: UUID | str, *, now: datetime) -> bool:
    """Look at a kept file whose turn it is. Returns whether it was looked at; looking twice is harmless, because both find the same."""
    waiting = KeptUpload.objects.being_checked()
    row = claim(waiting, key, now=now)
    if row is None:
        return False
    try:
        data = files.read(row.path)
        look = looking.look(data, type_of(data[:HEAD]))
        if look.made:
            files.put(row.made_path, look.made)
    except Exception as problem:
        record_fault(waiting, row, problem, now=now)
        return False
    waiting.filter(pk=row.pk).update(found=look.facts)
    return True


def look_at_waiting(*, now: datetime, limit: int = 20) -> int:
    """Look at files whose worker died, or whose message a broker lost. Returns how many."""
    waiting = KeptUpload.objects.being_checked()
    park_exhausted(waiting, now=now)
    rows = due(waiting, now).filter(asked_at__lt=now - WORD_LOST_AFTER).order_by("asked_at")[:limit]
    return sum(look_at(key, now=now) for key in rows.values_list("pk", flat=True))


def bring_back(request: HttpRequest) -> None:
    """Put what the fields of a form name as kept among its files, unless another file was chosen in its place, or none is wanted.

    Files that come back are limited like those that come in (raises `TooManyFilesSent`), and counted like them: each once, whether it was looked at or not.
    """
    keys = {name.removesuffix(KEPT): request.POST[name] for name in request.POST if name.endswith(KEPT)}
    back = {
        field: key for field, key in keys.items() if field not in request.FILES and field + LEFT_OUT not in request.POST
    }
    if len(request.FILES) + len(back) > settings.DATA_UPLOAD_MAX_NUMBER_FILES:
        raise TooManyFilesSent
    found = {key: _found(key, request, read_clock()) for key in sorted(set(back.values()))}
    for field, key in back.items():
        request.FILES.setlist(field, [found[key]])


def forget(now: datetime) -> int:
    """Remove files that nobody came back for. Returns how many."""
    gone = list(KeptUpload.objects.filter(kept_at__lt=now - KEPT_FOR))
    for row in gone:
        _remove(row)
    for path in list(files.stored_before(now - KEPT_FOR, files.KEPT)):
        key = _uuid(path.rsplit("/", 1)[-1][:UUID_LENGTH])
        if key is None or not KeptUpload.objects.filter(pk=key).exists():
            files.delete(path)
    return len(gone)


def _kept(upload: Any, request: HttpRequest) -> KeptUpload | None:
    owner = typed.owner_of(request)
    row: KeptUpload | None = getattr(upload, "kept", None)
    if row is not None or not owner:
        return row
    if isinstance(upload, Lost) or not 0 < upload.size <= settings.UPLOAD_MAX_FILE_BYTES:
        return None
    try:
        return keep(upload, owner=owner, now=read_clock(), signed_in=_is_signed_in(request))
    except (OSError, DatabaseError) as fault:
        logger.error("a file could not be kept for its form: %s", type(fault).__name__)
        return None


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def find(key: UUID | str, request: HttpRequest, now: datetime) -> KeptUpload | None:
    """The kept file of whoever sends this request."""
    asked, owner = _uuid(str(key)), typed.owner_of(request)
    if asked is None:
        return None
    return KeptUpload.objects.filter(pk=asked, owner=owner, kept_at__gte=now - KEPT_FOR).first()


def _found(key: str, request: HttpRequest, now: datetime) -> UploadedFile:
    """The kept file, or one without content that says why."""
    row = find(key, request, now)
    if row is None or not files.whole(row.path, row.size):
        return Lost("berkas", "gone")
    if not may_send_one_more(request.user):
        lost = Lost(row.name, "wait")
        lost.kept = row  # type: ignore[attr-defined]
        return lost
    return Returned(row)


def _kept_longer(known: KeptUpload, *, now: datetime, signed_in: bool) -> bool:
    """Keep it longer; false where it gave way meanwhile. What comes again from the account itself counts as its own from then on."""
    rows, own = KeptUpload.objects.filter(pk=known.pk), known.signed_in or signed_in
    if not files.whole(known.path, known.size) or not rows.update(kept_at=now, signed_in=own):
        rows.delete()
        return False
    if own and not known.signed_in:
        _make_room(known)
    return True


def _has_room(new: KeptUpload) -> bool:
    """Is there room for `new` beside what came as it did: from all together, and without the account being signed in also from its browser?"""
    alike = KeptUpload.objects.filter(signed_in=new.signed_in)
    limit = settings.UPLOAD_MAX_KEPT_BYTES if new.signed_in else settings.UPLOAD_MAX_KEPT_BYTES_SIGNED_OUT
    if (alike.aggregate(sum=Sum("size"))["sum"] or 0) + new.size > limit:
        logger.error("as much as may be kept for forms is kept (%s bytes)", limit)
        return False
    sizes = [new.size, *alike.filter(owner=new.owner).values_list("size", flat=True)]
    return new.signed_in or (len(sizes) <= MOST_FILES and sum(sizes) <= MOST_BYTES)


def _make_room(new: KeptUpload) -> None:
    """Let the oldest files that the account itself sent give way."""
    held = 0
    mine = KeptUpload.objects.filter(owner=new.owner, signed_in=True)
    for place, row in enumerate(mine.order_by("-kept_at", "-pk")):
        held += row.size
        if place >= MOST_FILES or held > MOST_BYTES:
            _remove(row)


def _remove(row: KeptUpload) -> None:
    path, made_path = row.path, row.made_path
    row.delete()
    files.delete(path)
    files.delete(made_path)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
