"""Pictures inside a PDF: do they come out to their last row? Readers draw what there is, and leave the rest of a torn scan blank."""

from __future__ import annotations

import io
import struct
from typing import Any

import pikepdf

from . import containers, streams
from .streams import FLATE, OLD, Damaged, TooMuch

JPEG, FAX = {"/DCTDecode", "/DCT"}, {"/CCITTFaxDecode", "/CCF"}
_COLOURS = {"/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4, "/RGB": 3, "/CMYK": 4}
# Two marks of the end of a line, one behind the other, are the end of a fax: 24 bits, or 26 with a sign in each.
_END_OF_FAX = ((0x001001, 24), (0x0003 << 13 | 0x0003, 26))
_MARK_WITHIN = 32
# More bits than any code of a fax of the fourth group, and the gaps between its rows.
_NOTHING = b"\0\0\0\0"


class Rasters:
    """Looks at the pictures of one PDF. Ordinary files are looked at whole; of gigantic ones the rest is believed."""

    def __init__(self, pdf: Any, *, max_scans: int, pixels: int, unpacked: int) -> None:
        self.pdf, self.max_scans, self.pixels, self.unpacked = pdf, max_scans, pixels, unpacked

    def look(self, picture: Any) -> None:
        """Raises `Damaged` where rows are missing."""
        names = streams.filters(picture)
        leading, last = (names[:-1], names[-1]) if names and names[-1] not in FLATE | OLD else (names, "")
        if not set(leading) <= FLATE | OLD:
            return  # Packed by nobody knows what.
        if not last:
            self._rows(picture, names)
        elif last in JPEG:
            self._jpeg(self._packed(picture, leading))
        elif last in FAX:
            self._fax(picture, self._packed(picture, leading))
        elif last == "/JPXDecode":
            if containers.jpeg2000_is_short(self._packed(picture, leading)):
                raise Damaged("a picture breaks off")
        elif last == "/JBIG2Decode" and containers.jbig2_is_short(self._packed(picture, leading)):
            raise Damaged("a picture breaks off")

    def _packed(self, picture: Any, leading: list[str]) -> bytes:
        """What the last way of packing made, free of those around it."""
        data: bytes = picture.read_raw_bytes()
        if not leading:
            return data
        outer = pikepdf.Stream(self.pdf, data)
        outer.Filter = pikepdf.Array([pikepdf.Name(name) for name in leading])
        pieces = []
        for piece in streams.unpacked(outer, strict=True):
            pieces.append(piece)
            self.unpacked -= len(piece)
            if self.unpacked < 0:
                raise TooMuch
        return b"".join(pieces)

    def _rows(self, picture: Any, names: list[str]) -> None:
        width, height, row = _shape(picture)
        if height == 0 or row == 0:
            return
        if not set(names) <= FLATE:
            size = sum(map(len, streams.unpacked(picture, strict=True)))
        else:
            row += _is_predicted(picture)
            size = self._size(picture, len(names), height * row)
        # Makers round, and save the last byte; a row that is missing is torn off.
        if size <= (height - 1) * row:
            raise Damaged("rows of a picture are missing")

    def _size(self, picture: Any, times: int, wanted: int) -> int:
        """How many bytes come out of a picture that is packed so many times. Zeros instead of its end make it longer, and never come to an end."""
        size = 0
        try:
            for piece in streams.inflated(picture.read_raw_bytes(), times, strict=True):
                size += len(piece)
                self.unpacked -= len(piece)
                if self.unpacked < 0:
                    return max(size, wanted)  # It begins at least.
        except Damaged:
            if size > wanted:
                raise
        return size

    def _jpeg(self, data: bytes) -> None:
        from . import jpegs

        start = data[:1024].find(containers.JPEG_START)
        if start < 0:
            raise Damaged("a picture does not begin")
        data = data[start:]
        frame = containers.frame(data)
        if frame is None:
            raise Damaged("a picture does not begin")
        if not frame.is_common or not frame.height:
            return  # Readers open it or not; nothing here does.
        count, complete = containers.scans(data, self.max_scans)
        if count > self.max_scans:
            raise TooMuch
        self.pixels -= frame.width * frame.height * count
        if not complete or (self.pixels >= 0 and not jpegs.comes_to_its_end(data)):
            raise Damaged("a picture breaks off")

    def _fax(self, picture: Any, data: bytes) -> None:
        parms = _parms(picture)
        kind, columns = int(parms.get("/K", 0)), int(parms.get("/Columns", 1728))
        height = int(picture.get("/Height", 0))
        if not data.strip(b"\0\r\n"):
            raise Damaged("a picture does not begin")
        kept = data[: data.find(_NOTHING)] if kind < 0 and _NOTHING in data else data
        if _ends_as_fax(kept) or _ends_as_fax(data.rstrip(b"\0\r\n") if kind >= 0 else kept):
            return
        self.pixels -= columns * height
        if (
            self.pixels < 0
            or bool(parms.get("/EncodedByteAlign", False))
            or (kind >= 0 and not _begins_with_mark(data))
        ):
            return  # Rows that are not counted here.
        if _fax_is_short(kept, kind, columns, height):
            raise Damaged("rows of a picture are missing")


def _shape(picture: Any) -> tuple[int, int, int]:
    """Width and height in pixels, and the bytes of a row."""
    width, height = int(picture.get("/Width", 0)), int(picture.get("/Height", 0))
    if bool(picture.get("/ImageMask", False)):
        return width, height, -(-width // 8)
    bits = int(picture.get("/BitsPerComponent", 8))
    return width, height, -(-width * bits * _colours(picture.get("/ColorSpace")) // 8)


def _colours(space: Any) -> int:
    """Numbers of a pixel: as few as there may be, where that is not said plainly."""
    if isinstance(space, pikepdf.Array) and len(space) > 1:
        kind = str(space[0])
        if kind == "/ICCBased":
            return int(space[1].get("/N", 1))
        if kind == "/DeviceN":
            return len(space[1])
        return _COLOURS.get(kind, 1)
    if isinstance(space, pikepdf.Array) and len(space) == 1:
        space = space[0]
    return _COLOURS.get(str(space), 1)


def _parms(picture: Any) -> Any:
    """The parameters of the innermost way of packing."""
    found = picture.get("/DecodeParms", picture.get("/DP"))
    if isinstance(found, pikepdf.Array):
        found = found[-1] if len(found) else None
    return found if isinstance(found, pikepdf.Dictionary) else {}


def _is_predicted(picture: Any) -> bool:
    """Does each row begin with a byte that says how it is meant?"""
    return int(_parms(picture).get("/Predictor", 1)) >= 10


def _ends_as_fax(data: bytes) -> bool:
    tail = int.from_bytes(data[-_MARK_WITHIN:], "big")
    return any(
        (tail >> shift) & ((1 << length) - 1) == mark
        for mark, length in _END_OF_FAX
        for shift in range(8 * min(len(data), _MARK_WITHIN) - length + 1)
    )


def _begins_with_mark(data: bytes) -> bool:
    """A fax of the third group whose rows are marked: the others are packed in a way of their own."""
    return int.from_bytes(data[:3].ljust(3, b"\0"), "big") >> 4 in range(1, 1 << 9)


def _fax_is_short(data: bytes, kind: int, columns: int, height: int) -> bool:
    """A decoder that has all rows reads no further: so two endings that draw different rows show whether it needed them."""
    from PIL import Image, ImageChops

    drawn = []
    for tail in (b"\xff", b"\xa5"):
        file = _as_tiff(data + tail * 4_096, kind, columns, height)
        try:
            image = Image.open(io.BytesIO(file), formats=("TIFF",))
            image.load()
        except (OSError, SyntaxError, ValueError):
            return True
        drawn.append(image)
    return ImageChops.difference(drawn[0].convert("L"), drawn[1].convert("L")).getbbox() is not None


def _as_tiff(data: bytes, kind: int, columns: int, height: int) -> bytes:
    entries = (
        (256, 4, columns),
        (257, 4, height),
        (258, 3, 1),
        (259, 3, 4 if kind < 0 else 3),
        (262, 3, 0),
        (273, 4, 0),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, len(data)),
        (292 if kind >= 0 else 293, 4, 1 if kind > 0 else 0),
    )
    start = 8 + 2 + 12 * len(entries) + 4
    rows = b"".join(struct.pack("<HHII", tag, form, 1, start if tag == 273 else value) for tag, form, value in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + rows + b"\0\0\0\0" + data
