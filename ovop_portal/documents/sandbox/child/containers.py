"""How JPEG and PNG files are put together, read without decoding them."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

JPEG_START = b"\xff\xd8"
PNG_START = b"\x89PNG\r\n\x1a\n"
# A PNG that begins with this chunk is packed for the programs of an iPhone alone.
OF_A_PROGRAM = b"CgBI"
# What is needed to draw a PNG in its colours and upright; all else are words, times and other pictures.
PNG_PIXELS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
PNG_COLOURS = {b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"eXIf"}
# Where each of the seven passes of an interlaced PNG begins, and its steps.
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_SCAN, _ADOBE = 0xDA, 0xEE
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
# Baseline, extended and progressive, with either way of coding; the others are lossless or of several sizes, and nobody reads them.
_COMMON = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}
# Neither a byte of pixels that looks like a marker, nor a restart among them.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
# Markers without a length: start and end, TEM.
_ALONE = {0x01, 0xD8, 0xD9}


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The marker of each segment of a JPEG, and where it begins and ends; the pixels behind the header of a scan belong to no segment."""
    at = 2
    while (found := _MARKER.search(data, at)) and (at := found.start()) + 4 <= len(data):
        marker = data[at + 1]
        if marker == 0xD9:
            return
        if marker in _ALONE:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        yield marker, at, end
        at = end


@dataclass(frozen=True)
class Frame:
    """What a JPEG says of its pixels. `is_common` when it is of a kind that decoders read: eight bits, and not lossless."""

    width: int
    height: int
    is_common: bool


def frame(data: bytes) -> Frame | None:
    for marker, start, end in segments(data):
        if marker in _FRAMES and end - start >= 9 and len(data) >= start + 9:
            bits, height, width = struct.unpack(">BHH", data[start + 4 : start + 9])
            return Frame(width, height, bits == 8 and marker in _COMMON)
    return None


def scans(data: bytes, most: int) -> tuple[int, bool]:
    """How many scans a JPEG has (counted up to one more than `most`), and whether each coefficient of each colour came to its last bit."""
    count, named = 0, set[int]()
    bits: dict[tuple[int, int], int] = {}
    for marker, start, end in segments(data):
        if marker in _FRAMES:
            named = set(data[start + 10 : end : 3])
        if marker != _SCAN:
            continue
        count += 1
        if count > most:
            return count, False
        colours, header = data[start + 4], data[start + 5 : end]
        first, last, shift = (header[-3], header[-2], header[-1] & 15) if len(header) >= 3 else (0, 63, 0)
        for number in range(colours):
            for coefficient in range(first, min(last, 63) + 1):
                bits[header[2 * number], coefficient] = shift
    # A colour whose finer coefficients never came is a picture that stopped on its way.
    return count, bool(named) and not any(bits.get((colour, n), 1) for colour in named for n in range(64))


def with_noise_at_its_end(data: bytes) -> bytes:
    """The JPEG with bits behind its last pixel that mean nothing: a decoder that has all pixels does not read them."""
    end = data.rfind(b"\xff\xd9")
    return data[: end if end >= 0 else None] + b"\xa5" * 4_096 + b"\xff\xd9"


def bare_jpeg(data: bytes) -> bytes:
    """Without the application's segments and comments, but for the one that tells how colours were written."""
    out, copied = bytearray(), 0
    for marker, start, end in segments(data):
        if marker == _SCAN:
            break
        if (0xE1 <= marker <= 0xEF and marker != _ADOBE) or marker == 0xFE:
            out += data[copied:start]
            copied = end
    return bytes(out + data[copied:])


def chosen_png(data: bytes, kinds: set[bytes]) -> bytes:
    """The PNG with the chunks of these kinds alone, and nothing behind its end."""
    out, at = bytearray(PNG_START), len(PNG_START)
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind in kinds:
            out += data[at : at + 12 + length]
        at += 12 + length
        if kind == b"IEND":
            return bytes(out)
    # The last chunk is cut: the decoder shall find it so.
    return bytes(out + data[at:]) if at < len(data) else bytes(out)


def png_is_short(data: bytes) -> bool:
    """Are there fewer bytes of pixels in a PNG than its header says? A decoder leaves the rest black, without a word."""
    width, height, bits, colour, _pressed, _filtered, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    depth = bits * {2: 3, 4: 2, 6: 4}.get(colour, 1)
    left = 0
    for x, y, by_x, by_y in ADAM7 if interlaced else ((0, 0, 1, 1),):
        columns, rows = -(-(width - x) // by_x), -(-(height - y) // by_y)
        left += rows * (1 + -(-columns * depth // 8)) if columns > 0 and rows > 0 else 0
    machine, at = zlib.decompressobj(), len(PNG_START)
    try:
        while at + 12 <= len(data) and left > 0:
            length, kind = struct.unpack(">I4s", data[at : at + 8])
            rest = data[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
            while rest and left > 0 and not machine.eof:
                left -= len(machine.decompress(rest, 1 << 20))
                rest = machine.unconsumed_tail
            at += 12 + length
        return left - len(machine.flush()) > 0
    except zlib.error:
        return left > 0


def jpeg2000_is_short(data: bytes) -> bool:
    """Do the parts of a JPEG 2000 reach beyond its end?"""
    at = 0
    while not data.startswith(b"\xff\x4f", at):
        if at + 16 > len(data):
            return True
        size, kind, longer = struct.unpack(">I4sQ", data[at : at + 16])
        head, size = (16, longer) if size == 1 else (8, size)
        at = at + head if kind == b"jp2c" else at + size if size >= head else len(data)
    at += 2
    while at + 4 <= len(data):
        marker, length = struct.unpack(">HH", data[at : at + 4])
        if marker == 0xFFD9:
            return False
        if marker == 0xFF90:  # A part of its tiles, with the length of all of it; none where it is the last.
            length = int.from_bytes(data[at + 6 : at + 10], "big") - 2
            if length == -2:
                return False
        elif marker < 0xFF00:
            return True
        at += 2 + max(length, 2)
    return at > len(data)


def jbig2_is_short(data: bytes) -> bool:
    """Do the parts of a JBIG2 reach beyond its end, or does it end in nothing?"""
    at = 0
    while at + 11 <= len(data):
        if not any(data[at : at + 11]):
            return bool(at == 0 or len(data) - at > 64)
        number, flags, count = struct.unpack(">IBB", data[at : at + 6])
        refers, head = count >> 5, 6
        if refers == 7:
            refers = int.from_bytes(data[at + 5 : at + 9], "big") & 0x1FFFFFFF
            head = 9 + (refers + 8) // 8
        head += refers * (1 if number <= 256 else 2 if number <= 65_536 else 4) + (4 if flags & 0x40 else 1)
        length = int.from_bytes(data[at + head : at + head + 4], "big")
        if length == 0xFFFFFFFF:
            return False  # It says itself where it ends.
        at += head + 4 + length
    return at == 0 or at > len(data)
