"""Pictures are never stored as they come: they are decoded and written anew, upright, in sRGB, without a word about camera, place or owner.

That ends hidden programs, GPS and gigantic sizes at once. Sizes are read from the header before anything is decoded. What only describes a picture may be
damaged: it is dropped. The pixels must all be there, and what is written is looked at once more beside what came.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image

from . import colours, containers, jpegs
from .glances import Glance, glance, glances_at_meaning, is_rather, resembles

JPEG_QUALITY = 86
# A page can afford so many bytes for a picture of a width; noise finds its way below them by quality.
SMALL_QUALITIES = (60, 50, 40, 30, 20)
FORMATS = ("JPEG", "PNG")
WHITE = (255, 255, 255)
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class _No(Exception):
    """Why a picture is not taken."""

    def __init__(self, reason: str, **facts: Any) -> None:
        self.answer = {"refused": reason, **facts}
        super().__init__(reason)


def rewrite(
    data: bytes, keep_png: bool, max_pixels: int, max_side: int, max_scans: int, stored_side: int, max_bytes: int
) -> tuple[dict[str, Any], list[bytes]]:
    """The picture written anew, as PNG where that is asked and small enough, else as JPEG; `width` and `height` are those it came with, upright.

    Or why it is refused: kind, pixels, side, too_complex, unlike, broken.
    """
    # Damaged descriptions do no harm.
    warnings.simplefilter("ignore")
    try:
        _refuse_unread_kinds(data, max_scans)
        image: Image.Image = _decoded(data, max_pixels, max_side, stored_side)
        turn = TURNS.get(_orientation(image))
        grey = image.getbands()[0] in ("1", "L", "I")
        came, meaning = glance(image), glances_at_meaning(image)
        if data.startswith(containers.JPEG_START) and jpegs.stopped_early(image, data):
            raise _No("broken", detail="the lower part never came")
        width, height = image.info["came_as"]
        image = _plain(image)
        image.thumbnail((stored_side, stored_side), Image.Resampling.LANCZOS)
        if meaning is not None and not resembles(*meaning, strict=False):
            meaning = None  # Words that do not fit the picture.
        right = image if meaning is None else _in_srgb(image, grey)
        kind, written = _encoded(_bare(right), turn, keep_png, max_bytes)
        if not _is_shown(written, image, turn, came, meaning):
            raise _No("unlike")
        if turn in (TURNS[5], TURNS[6], TURNS[7], TURNS[8]):
            width, height = height, width
        return {"kind": kind, "width": width, "height": height}, [written]
    except _No as no:
        return no.answer, []
    except MemoryError:
        return {"refused": "too_complex"}, []
    except Exception as problem:  # Decoders raise whatever they like on broken bytes.
        return {"refused": "broken", "detail": f"{type(problem).__name__}: {problem}"[:300]}, []


def small(data: bytes, widths: dict[str, int]) -> tuple[dict[str, Any], list[bytes]]:
    """WebPs of a stored picture, for each width (in pixels, as a string) within its bytes where quality allows; widest first."""
    opened = Image.open(io.BytesIO(data), formats=FORMATS)
    ordered = sorted(((int(width), most) for width, most in widths.items()), reverse=True)
    # JPEG can be decoded at a half or a quarter: a large photo then costs a part of its memory.
    opened.draft(None, (ordered[0][0], ordered[0][0]))
    image = _plain(opened)
    shape = image.height / image.width
    made = []
    for width, most in ordered:
        if image.width > width:
            image = image.resize((width, max(1, round(width * shape))), Image.Resampling.LANCZOS)
        made.append(_webp(image, most))
    return {"widths": [width for width, _most in ordered]}, made


def _webp(image: Image.Image, most: int) -> bytes:
    encoded = b""
    for quality in SMALL_QUALITIES:
        encoded = _saved(image, "WEBP", quality=quality, method=4)
        if len(encoded) <= most:
            break
    return encoded


def _refuse_unread_kinds(data: bytes, most: int) -> None:
    if data[12:16] == containers.OF_A_PROGRAM:
        raise _No("kind")
    if not data.startswith(containers.JPEG_START):
        return
    frame = containers.frame(data)
    if frame is not None and not frame.is_common:
        raise _No("kind")
    count, complete = containers.scans(data, most)
    if count > most:
        raise _No("too_complex")
    if not complete:
        raise _No("broken", detail="scans are missing")


def _decoded(data: bytes, max_pixels: int, max_side: int, stored_side: int) -> Image.Image:
    """All pixels. What describes them is believed as far as it can be read, at worst not at all."""
    problem: Exception | None = None
    for attempt in _attempts(data):
        try:
            image = _opened(attempt)
            came_as = image.size
            if max(came_as) > max_side:
                raise _No("side")
            if came_as[0] * came_as[1] > max_pixels:
                raise _No("pixels")
            if image.format == "PNG" and containers.png_is_short(attempt):
                raise _No("broken", detail="rows are missing")
            image.draft(None, (stored_side, stored_side))
            image.load()
        except jpegs.PROBLEMS as found:
            problem = found
        else:
            image.info["came_as"] = came_as
            return image
    raise _No("broken", detail=str(problem)[:300])


def _opened(data: bytes) -> Image.Image:
    """By the reader that the first bytes ask for. That of HEIC is loaded for HEIC alone: it takes longer than all other libraries of this process."""
    if data[4:8] != b"ftyp" or data.startswith(containers.JPEG_START):
        return Image.open(io.BytesIO(data), formats=FORMATS)
    import pillow_heif

    pillow_heif.register_heif_opener()
    pillow_heif.options.DECODE_THREADS = 1
    return Image.open(io.BytesIO(data), formats=("HEIF",))


def _attempts(data: bytes) -> Iterator[bytes]:
    if data.startswith(containers.PNG_START):
        yield containers.chosen_png(data, containers.PNG_PIXELS | containers.PNG_COLOURS)
        yield containers.chosen_png(data, containers.PNG_PIXELS)
    elif data.startswith(containers.JPEG_START):
        yield from jpegs.attempts(data)
    else:
        yield data


def _orientation(image: Image.Image) -> int:
    try:
        # As browsers do: Pillow's own way goes on to look into other descriptions.
        exif = Image.Exif()
        exif.load(image.info.get("exif", b""))
        return int(exif.get(ORIENTATION, 1))
    except Exception:  # A damaged description says nothing.
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be shrunk and written: L, RGB, RGBA or CMYK."""
    if image.mode.startswith("I"):
        # Sixteen bits of grey; a plain conversion would cut off at 255.
        return image.convert("I").point([step >> 8 for step in range(65_536)], "L")
    if image.mode == "RGBA":
        # Scans come with a transparency in which nothing is transparent; with it each change of size takes the picture's memory three times.
        return image if image.getchannel("A").getextrema() != (255, 255) else image.convert("RGB")
    if "A" in image.getbands() or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image if image.mode in ("RGB", "CMYK") else image.convert("RGB")


def _is_shown(
    written: bytes,
    image: Image.Image,
    turn: Image.Transpose | None,
    came: Glance,
    meaning: tuple[Glance, Glance] | None,
) -> bool:
    """Does what was written show what came? Looked at small first, and then, as noise and fine stripes change on the way, in full."""
    for small in (True, False):
        if meaning is not None and not small:
            meaning = glances_at_meaning(image, max(image.size)) or meaning
        opened = Image.open(io.BytesIO(written))
        if small:
            opened.draft(None, (jpegs.LOOK, jpegs.LOOK))
        back: Image.Image = opened if turn is None else opened.transpose(BACK.get(turn, turn))
        stored = glance(back)
        if meaning is None and resembles(came, stored, strict=True):
            return True
        if meaning is not None and resembles(meaning[1], stored, strict=True) and not is_rather(stored, *meaning):
            return True
    return False


BACK = {TURNS[6]: TURNS[8], TURNS[8]: TURNS[6]}


def _encoded(image: Image.Image, turn: Image.Transpose | None, keep_png: bool, max_bytes: int) -> tuple[str, bytes]:
    if turn is not None:
        image = image.transpose(turn)
    if keep_png:
        written = _saved(image, "PNG", compress_level=4)
        # A photo as PNG can grow beyond what may be uploaded.
        if len(written) <= max_bytes:
            return "PNG", written
    return "JPEG", _saved(_on_white(image), "JPEG", quality=JPEG_QUALITY, optimize=True)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _in_srgb(image: Image.Image, grey: bool) -> Image.Image:
    """The picture by what its numbers mean, with its transparency; `grey` when it came in greys, whatever its mode is now."""
    if image.mode != "RGBA":
        return colours.in_srgb(image) or image
    opaque = image.getchannel("R") if grey else image.convert("RGB")
    opaque.info = image.info
    meant = (colours.in_srgb(opaque) or opaque).convert("RGB")
    meant.putalpha(image.getchannel("A"))
    return meant


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone, in a mode every reader knows."""
    plain = image.convert("RGB") if image.mode == "CMYK" else image.copy()
    plain.info = {}
    return plain


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground
