"""Making a backup while the portal goes on.

The files first, which takes long, then the database, then the files that have come in between. So every row of the dump has its file: a file lies on the
storage before its row is written, and what nothing holds any more waits for days before it goes (`documents/letting_go.py`), so that what the first round
could not find yet is still there in the second.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from ovop_portal.backup import parts, programs
from ovop_portal.backup.keys import Key
from ovop_portal.backup.manifest import DUMP, Manifest
from ovop_portal.backup.parts import Content
from ovop_portal.backup.problems import Problem
from ovop_portal.documents import files
from ovop_portal.documents.models import Blob

UNFINISHED = "belum-selesai"
LOCK = ".sedang-dicadangkan"
# Tables that live for hours: a session would let in whoever reads the backup, and the files that wait for their form are not part of it.
NOT_KEPT = ("django_session", "accounts_opensession", "documents_keptupload")
Say = Callable[[str], None]


def silent(words: str) -> None:
    """Report nothing."""


def make(destination: Path, key: Key | None, *, now: datetime, say: Say = silent) -> tuple[Path, Manifest]:
    """Make a backup in a new folder of `destination`: the folder, and what it holds.

    What a run that was cut off has written is taken over by the next one. Files that lie in the newest whole backup there are linked, not copied. Raises
    `Problem`.
    """
    if not destination.is_dir():
        raise Problem(f"{destination} is no folder: make it first, on another disk than the portal's.")
    finished = destination / f"ovop-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    with _alone(destination):
        if finished.exists():
            raise Problem(f"{finished} is there already: a backup is never written over.")
        draft = _Draft(destination / UNFINISHED, key, _newest(destination, key), say)
        draft.copy(_stored())
        with _snapshot() as snapshot:
            draft.dump(snapshot)
            stored = _stored()
        draft.copy(stored)
        manifest = draft.finish(stored, now)
        draft.folder.rename(finished)
        parts.flush_names(destination)
    return finished, manifest


@dataclass
class _Draft:
    """The folder of a backup that is being made."""

    folder: Path
    key: Key | None
    before: Path | None
    say: Say
    contents: dict[str, Content] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts.make_room(self.folder)

    def copy(self, stored: dict[str, int]) -> None:
        """The files of these bytes, as far as they are not here already."""
        waiting = [sha256 for sha256 in stored if files.blob_path(sha256) not in self.contents]
        for done, sha256 in enumerate(waiting, 1):
            name, content = files.blob_path(sha256), Content(stored[sha256], sha256)
            if self._is_here(name, content) or self._is_linked(name, content) or self._is_copied(name, content):
                self.contents[name] = content
            if done % 1000 == 0:
                self.say(f"{done} of {len(waiting)} files")

    def dump(self, snapshot: str) -> None:
        """The database as of `snapshot`."""
        options = [f"--exclude-table-data=public.{table}" for table in NOT_KEPT]
        with programs.output_of(
            "pg_dump", "--format=custom", "--schema=public", f"--snapshot={snapshot}", *options
        ) as told:
            self.contents[DUMP] = parts.write(self.folder / DUMP, told, self.key)

    def finish(self, stored: Iterable[str], now: datetime) -> Manifest:
        """Write the manifest, over what the database of the dump knows and nothing else."""
        wanted = {DUMP, *map(files.blob_path, stored)}
        harmed = sorted(Path(name).name for name in wanted - self.contents.keys())
        manifest = Manifest(
            now.astimezone(UTC).isoformat(timespec="seconds"),
            {name: self.contents[name] for name in sorted(wanted & self.contents.keys())},
            harmed,
        )
        for path in self._strangers(manifest):
            path.unlink()
        for folder, _folders, _names in os.walk(self.folder):
            parts.flush_names(Path(folder))
        manifest.write(self.folder, self.key)
        parts.flush_names(self.folder)
        return manifest

    def _is_here(self, name: str, content: Content) -> bool:
        """Take the file from a run that was cut off."""
        path = self.folder / name
        try:
            return parts.content_of(path, self.key) == content
        except (FileNotFoundError, Problem):
            return False

    def _is_linked(self, name: str, content: Content) -> bool:
        """Link the file from the backup before, if it is still whole there. That takes no room on the disk, and each backup can still be removed by itself."""
        if self.before is None:
            return False
        path = self.folder / name
        parts.make_room(path.parent)
        try:
            path.unlink(missing_ok=True)
            os.link(self.before / name, path)
        except OSError:  # The file is not there, or the disk knows no links.
            return False
        return self._is_here(name, content)

    def _is_copied(self, name: str, content: Content) -> bool:
        """From the storage. What is not there, or is not what was uploaded, is left out: the portal's own pages tell of it."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        try:
            with files.open_file(name) as source:
                found = parts.write(path, _Readable(source), self.key)
        except (FileNotFoundError, _Unreadable):
            return False
        if found != content:
            path.unlink()
        return found == content

    def _strangers(self, manifest: Manifest) -> list[Path]:
        """Remove what a run that was cut off left here and the database no longer knows."""
        found = [path for path in self.folder.rglob("*") if path.is_file()]
        return [path for path in found if str(path.relative_to(self.folder)) not in manifest.contents]


class _Unreadable(Exception):
    """The storage does not give a file."""


@dataclass(frozen=True)
class _Readable:
    """Open a file of the storage. Failing to read it is told apart from failing to write the backup."""

    source: Any

    def read(self, size: int, /) -> bytes:
        try:
            data: bytes = self.source.read(size)
        except OSError as problem:
            raise _Unreadable from problem
        return data


def _stored() -> dict[str, int]:
    """The uploads whose file belongs on the storage, with their sizes."""
    return dict(Blob.objects.with_file().order_by("pk").values_list("sha256", "size"))


@contextmanager
def _snapshot() -> Iterator[str]:
    """A moment of the database that another session may look at, too; queries inside see the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


@contextmanager
def _alone(destination: Path) -> Iterator[None]:
    """Two backups at once would write into one draft. The lock goes with its process, however that ends."""
    with os.fdopen(os.open(destination / LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Problem(f"Another backup is being made in {destination}.") from None
        yield


def _newest(destination: Path, key: Key | None) -> Path | None:
    """The newest backup there that was made with the same key."""
    for folder in sorted(destination.glob("ovop-*"), reverse=True):
        with suppress(Problem):
            Manifest.read(folder, key)
            return folder
    return None
