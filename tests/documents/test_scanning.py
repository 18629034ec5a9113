from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from ovop_portal.documents import scanning
from ovop_portal.documents.examining import examine
from ovop_portal.documents.scanning import ScannerAway, virus_in
from tests.documents import made

VIRUS = b"made up for this test"


def look() -> str:
    with pytest.raises(ValidationError) as caught:
        examine(SimpleUploadedFile("surat.pdf", made.pdf() + VIRUS))
    return f"{caught.value.code}: {caught.value.messages[0]}"


@pytest.fixture
def scanner(tmp_path: Path, settings: Any) -> Iterator[list[bytes]]:
    """A scanner that speaks the protocol of clamd and knows one virus."""
    seen: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "clamd"))
        server.listen()
        settings.CLAMD_URL = f"unix://{tmp_path}/clamd"
        thread = threading.Thread(target=_serve, args=(server, seen))
        thread.start()
        yield seen
        thread.join(5)


def _serve(server: socket.socket, seen: list[bytes]) -> None:
    client, _address = server.accept()
    with client, client.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        data = b""
        while head := stream.read(4):
            (size,) = struct.unpack(">I", head)
            if not size:
                break
            data += stream.read(size)
        seen.append(data)
        client.sendall(b"stream: Test.Made.Up FOUND\0" if VIRUS in data else b"stream: OK\0")


def test_without_a_scanner_nothing_is_asked(settings: Any) -> None:
    assert (settings.CLAMD_URL, virus_in(VIRUS)) == ("", "")


def test_a_file_with_a_virus_is_refused_in_words(scanner: list[bytes]) -> None:
    assert look() == "E-UP-7: Berkas ini mengandung virus dan tidak disimpan"
    assert scanner == [made.pdf() + VIRUS]


def test_a_clean_file_is_let_in_after_every_byte_was_seen(
    scanner: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "CHUNK", 7)
    assert examine(SimpleUploadedFile("surat.pdf", made.pdf())).pages == 1
    assert scanner == [made.pdf()]


@pytest.mark.parametrize("url", ["unix:///nowhere/clamd.ctl", "tcp://127.0.0.1:1"])
def test_while_the_scanner_is_away_nothing_comes_in_unseen(settings: Any, url: str) -> None:
    settings.CLAMD_URL = url
    assert look() == "scanner: Berkas belum bisa diperiksa. Coba lagi beberapa saat lagi"


def test_an_answer_that_is_none_counts_as_away(settings: Any, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "clamd"))
        server.listen()
        settings.CLAMD_URL = f"unix://{tmp_path}/clamd"

        def size_limit() -> None:
            client, _address = server.accept()
            with client:
                client.recv(1 << 16)
                client.sendall(b"INSTREAM size limit exceeded. ERROR\0")

        thread = threading.Thread(target=size_limit)
        thread.start()
        with pytest.raises(ScannerAway):
            virus_in(b"x")
        thread.join()
