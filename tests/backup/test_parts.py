"""One part on the disk: whole or not at all, closed to others, and sealed so that nothing in it can be changed."""

from __future__ import annotations

import io
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from ovop_portal.backup import parts
from ovop_portal.backup.keys import Key
from ovop_portal.backup.parts import BEGINNING, BLOCK, SALT, TAG, Content
from ovop_portal.backup.problems import Problem

SIZES = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK]


def data(size: int) -> bytes:
    return os.urandom(size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sealed", [False, True])
def test_what_was_written_is_read_again(tmp_path: Path, key: Key, size: int, sealed: bool) -> None:
    said, used = data(size), key if sealed else None

    content = parts.write(tmp_path / "berkas" / "ab" / "part", io.BytesIO(said), used)

    assert content == Content(size, sha256(said).hexdigest())
    assert b"".join(parts.read(tmp_path / "berkas" / "ab" / "part", used)) == said
    assert parts.content_of(tmp_path / "berkas" / "ab" / "part", used) == content


def test_nobody_else_may_read_a_part_or_enter_its_folder_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        parts.write(tmp_path / "berkas" / "part", io.BytesIO(b"surat"), None)
    finally:
        os.umask(before)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "berkas", tmp_path / "berkas" / "part")]
    assert modes == [0o700, 0o600]


def test_a_part_that_cannot_be_written_to_its_end_is_not_there(tmp_path: Path) -> None:
    class Broken:
        def read(self, size: int, /) -> bytes:
            raise OSError("disk gone")

    (tmp_path / "part").write_bytes(b"the one before")
    with pytest.raises(OSError, match="disk gone"):
        parts.write(tmp_path / "part", Broken(), None)

    assert [path.name for path in tmp_path.iterdir()] == ["part"]
    assert (tmp_path / "part").read_bytes() == b"the one before"


def blocks_of(sealed: bytes) -> list[bytes]:
    body = sealed[len(BEGINNING) + SALT :]
    return [body[start : start + BLOCK + TAG] for start in range(0, len(body), BLOCK + TAG)]


def changed(sealed: bytes, blocks: list[bytes]) -> bytes:
    return sealed[: len(BEGINNING) + SALT] + b"".join(blocks)


FORGERIES = {
    "a bit": lambda sealed, blocks: changed(sealed, [blocks[0][:-1] + bytes([blocks[0][-1] ^ 1]), *blocks[1:]]),
    "the last block": lambda sealed, blocks: changed(sealed, blocks[:-1]),
    "half of the last block": lambda sealed, blocks: sealed[: -len(blocks[-1]) // 2],
    "a block in the middle": lambda sealed, blocks: changed(sealed, [blocks[0], blocks[2]]),
    "the order of blocks": lambda sealed, blocks: changed(sealed, [blocks[1], blocks[0], blocks[2]]),
    "something behind it": lambda sealed, blocks: sealed + b"more",
    "all blocks": lambda sealed, blocks: changed(sealed, []),
    "its salt": lambda sealed, blocks: sealed[: len(BEGINNING)] + bytes(SALT) + b"".join(blocks),
    "its beginning": lambda sealed, blocks: b"%PDF-1.7 surat" + sealed,
    "everything": lambda sealed, blocks: b"",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_sealed_part_with_something_changed_is_refused_by_its_name(tmp_path: Path, key: Key, forgery: object) -> None:
    path = tmp_path / "part"
    parts.write(path, io.BytesIO(data(2 * BLOCK + 5)), key)
    sealed = path.read_bytes()

    path.write_bytes(forgery(sealed, blocks_of(sealed)))  # type: ignore[operator]

    with pytest.raises(Problem, match=f"^{path} is damaged: "):
        parts.content_of(path, key)


def test_another_key_opens_nothing_and_the_same_bytes_are_never_sealed_alike(tmp_path: Path, key: Key) -> None:
    for name in ("one", "two"):
        parts.write(tmp_path / name, io.BytesIO(b"surat yang sama"), key)

    assert (tmp_path / "one").read_bytes() != (tmp_path / "two").read_bytes()
    assert b"surat" not in (tmp_path / "one").read_bytes()
    with pytest.raises(Problem, match="it is not what was written under this key"):
        parts.content_of(tmp_path / "one", Key(bytes(32)))
