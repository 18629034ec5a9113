"""The bytes on the storage. A file's address is the hash of its bytes, so a name given by a person never becomes a path, and the same bytes lie there once.

A file appears whole or not at all: on a disk it is written beside, flushed, and renamed; object storage has no half-written objects.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

BLOBS = "berkas"
THUMBNAILS = "gambar-kecil"
KEPT = "titipan"
# A larger file is not held in memory on its way to an object storage.
SPOOLED = 10_000_000


def blob_path(sha256: str) -> str:
    """Where the bytes with this hash lie."""
    return f"{BLOBS}/{sha256[:2]}/{sha256}"


def thumbnail_path(sha256: str, width: int) -> str:
    """Where the small picture of these bytes lies, once it was made."""
    return f"{THUMBNAILS}/{sha256[:2]}/{sha256}-{width}.webp"


def kept_path(key: object) -> str:
    """Where a file lies that waits for its form."""
    return f"{KEPT}/{str(key)[:2]}/{key}"


def put(path: str, data: bytes | Iterable[bytes]) -> None:
    """Write `data`, all at once or block by block, under `path`, whole and flushed; over a file of the same name, if there is one."""
    blocks = [data] if isinstance(data, bytes) else data
    try:
        target = Path(default_storage.path(path))
    except NotImplementedError:
        if default_storage.exists(path):
            default_storage.delete(path)
        with tempfile.SpooledTemporaryFile(max_size=SPOOLED) as spooled:
            spooled.writelines(blocks)
            spooled.seek(0)
            default_storage.save(path, File(spooled))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".sedang-ditulis-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        if settings.FILE_UPLOAD_PERMISSIONS is not None:
            os.chmod(beside, settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(beside, target)
        _flush_names(target.parent)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _flush_names(folder: Path) -> None:
    """A name, too, is only safe once its folder is: without this a file could be gone after a power cut though its bytes had been flushed."""
    for level in (folder, folder.parent):
        handle = os.open(level, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def whole(path: str, size: int) -> bool:
    """Is there a file of `size` bytes?"""
    try:
        return default_storage.size(path) == size
    except FileNotFoundError:
        return False


def hash_of(path: str) -> str:
    """The hash of the bytes as they lie there now. Raises `FileNotFoundError`, or another `OSError` where they cannot be read."""
    with default_storage.open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: str) -> bytes:
    """The bytes, all at once: they are below the limit of an upload."""
    with default_storage.open(path) as file:
        data: bytes = file.read()
    return data


def open_file(path: str) -> Any:
    """The open file, to be streamed. Raises `FileNotFoundError`."""
    return default_storage.open(path)


def delete(path: str) -> None:
    default_storage.delete(path)


def all_below(folder: str) -> Iterator[str]:
    """The paths of all files of a folder such as `BLOBS`, half-written ones included."""
    try:
        folders = default_storage.listdir(folder)[0]
    except FileNotFoundError:
        return
    for inner in folders:
        for name in default_storage.listdir(f"{folder}/{inner}")[1]:
            yield f"{folder}/{inner}/{name}"


def stored_before(moment: datetime, under: str = BLOBS) -> Iterator[str]:
    """The paths of files under a folder (of uploads by default) written before `moment`, half-written ones included."""
    return (path for path in all_below(under) if default_storage.get_modified_time(path) < moment)
