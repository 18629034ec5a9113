"""Streams of a PDF, unpacked piece by piece within what a reader's computer should have to unpack."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

FLATE = {"/FlateDecode", "/Fl"}
# What qpdf unpacks, too; all else are pictures, or nobody knows what.
OLD = {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}
_PIECE = 1 << 20
# A maker that never closed its last block flushed it so.
_FLUSHED = b"\0\0\xff\xff"


class TooMuch(Exception):
    """More than a reader's computer should have to unpack."""


class Damaged(Exception):
    """A page cannot be shown whole."""


class Budget:
    """A budget of bytes for all streams together."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, size: int) -> None:
        """Raises `TooMuch`."""
        self.left -= size
        if self.left < 0:
            raise TooMuch


def filters(stream: Any) -> list[str]:
    """Names of the ways in which a stream is packed, the outermost first."""
    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(name) for name in (found if isinstance(found, pikepdf.Array) else [found])]


def unpacked(stream: Any, *, strict: bool) -> Iterator[bytes]:
    """The pieces that come out of a stream. Strictly: raises `Damaged` where it breaks off or ends in noise; else it ends there."""
    names = filters(stream)
    if not set(names) <= FLATE:
        # Packed by an old method: rare, and unpacked at once within the limit of memory.
        yield _read(stream, strict=strict and set(names) <= FLATE | OLD)
        return
    yield from inflated(stream.read_raw_bytes(), len(names), strict=strict)


def inflated(data: bytes, times: int, *, strict: bool) -> Iterator[bytes]:
    pieces: Iterator[bytes] = iter([data])
    for _time in range(times):
        pieces = _inflated(pieces, strict=strict)
    return pieces


def _inflated(pieces: Iterator[bytes], *, strict: bool) -> Iterator[bytes]:
    # Without the sum at the end: a wrong one harms nobody, everything was there before it.
    machine, head, last = zlib.decompressobj(-zlib.MAX_WBITS), b"", b""
    for piece in pieces:
        rest = piece
        if len(head) < 2:
            head, rest = (head + rest)[:2], (head + rest)[2:]
            if len(head) == 2 and (head[0] & 15 != 8 or int.from_bytes(head, "big") % 31):
                if strict:
                    raise Damaged("a stream does not begin")
                return
        last = (last + rest[-4:])[-4:]
        while rest and not machine.eof:
            try:
                yield machine.decompress(rest, _PIECE)
            except zlib.error as problem:
                if strict:
                    raise Damaged(str(problem)) from problem
                return
            rest = machine.unconsumed_tail
    if strict and head and not machine.eof and last != _FLUSHED:
        raise Damaged("a stream breaks off")


def _read(stream: Any, *, strict: bool) -> bytes:
    try:
        data: bytes = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except pikepdf.PdfError as problem:
        if strict:
            raise Damaged(str(problem)) from problem
        return b""  # Packed as a picture, or by nobody knows what: no reader unpacks it either.
    return data
