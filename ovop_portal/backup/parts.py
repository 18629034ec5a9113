"""One part of a backup as it lies on its disk: written beside and renamed when it is whole, closed to other accounts, in the clear or sealed with a key.

Nothing is held in memory but a block. A sealed part is made as `age` makes its files (STREAM, Hoang and others 2015): blocks of 64 KB under
ChaCha20-Poly1305, numbered in their nonces, the last one marked, under a key of its own. So no block can be changed, left out, exchanged or cut off unseen.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag

from ovop_portal.backup.keys import Key
from ovop_portal.backup.problems import Problem

BLOCK = 64 * 1024
TAG = 16
SALT = 32
BEGINNING = b"OVOP-CADANGAN 1\n"
DRAFT = ".sedang-ditulis"


class Source(Protocol):
    """An open file, or the end of a pipe: gives fewer bytes than asked for at its end only."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Content:
    """The size and hash of a part before it was sealed."""

    size: int
    sha256: str


def write(path: Path, source: Source, key: Key | None) -> Content:
    """Write what `source` gives to `path`, which appears whole or not at all."""
    make_room(path.parent)
    draft = path.with_name(path.name + DRAFT)
    draft.unlink(missing_ok=True)
    hashed, size = sha256(), 0
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            box = _Box.begin(key, file) if key else None
            for block, is_last in _blocks(source, BLOCK):
                hashed.update(block)
                size += len(block)
                file.write(box.seal(block, is_last) if box else block)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return Content(size, hashed.hexdigest())


def read(path: Path, key: Key | None) -> Iterator[bytes]:
    """The bytes as they were before they were sealed, block by block. Raises `Problem` where a sealed part is not as it was written."""
    with path.open("rb") as file:
        if key is None:
            yield from iter(lambda: file.read(BLOCK), b"")
            return
        box = _Box.found(key, file, path)
        for block, is_last in _blocks(file, BLOCK + TAG):
            try:
                opened = box.open(block, is_last)
            except InvalidTag:
                raise Problem(f"{path} is damaged: it is not what was written under this key.") from None
            yield opened


def content_of(path: Path, key: Key | None) -> Content:
    """What a part holds, read to its end. Raises `Problem` and `FileNotFoundError`."""
    return content(read(path, key))


def content(blocks: Iterable[bytes]) -> Content:
    """The size and hash of all blocks together."""
    hashed, size = sha256(), 0
    for block in blocks:
        hashed.update(block)
        size += len(block)
    return Content(size, hashed.hexdigest())


def make_room(folder: Path) -> None:
    """Make a folder, and those above it that are not there, closed to other accounts."""
    if not folder.is_dir():
        make_room(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def flush_names(folder: Path) -> None:
    """A name is safe once its folder is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Box:
    """Seals the blocks of one part, or opens them, in their order."""

    def __init__(self, key: Key, salt: bytes) -> None:
        self.cipher = key.cipher(salt)
        self.number = 0

    @classmethod
    def begin(cls, key: Key, file: IO[bytes]) -> _Box:
        """For a part that is being written."""
        salt = secrets.token_bytes(SALT)
        file.write(BEGINNING + salt)
        return cls(key, salt)

    @classmethod
    def found(cls, key: Key, file: IO[bytes], path: Path) -> _Box:
        """For a part that is being read."""
        if file.read(len(BEGINNING)) != BEGINNING or len(salt := file.read(SALT)) != SALT:
            raise Problem(f"{path} is damaged: it does not begin as a sealed part of a backup.")
        return cls(key, salt)

    def seal(self, block: bytes, is_last: bool) -> bytes:
        return self.cipher.encrypt(self._nonce(is_last), block, None)

    def open(self, block: bytes, is_last: bool) -> bytes:
        return self.cipher.decrypt(self._nonce(is_last), block, None)

    def _nonce(self, is_last: bool) -> bytes:
        self.number += 1
        return self.number.to_bytes(11, "big") + bytes([is_last])


def _blocks(source: Source, size: int) -> Iterator[tuple[bytes, bool]]:
    """The blocks of a source, and whether each is the last; an empty one has a last block without bytes."""
    block = source.read(size)
    while following := source.read(size):
        yield block, False
        block = following
    yield block, True
