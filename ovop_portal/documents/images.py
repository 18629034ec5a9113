"""Pictures are never stored as they come: they are decoded and written anew, upright, in sRGB, without a word about camera, place or owner.

That ends hidden programs, GPS and gigantic sizes at once. Sizes are read from the header before anything is decoded.
"""

from __future__ import annotations

import io
import warnings

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from ovop_portal.documents.types import JPEG_TYPE, PNG_TYPE

pillow_heif.register_heif_opener()

MAX_PIXELS = 50_000_000
MAX_SIDE = 4_000
JPEG_QUALITY = 86
# Width in pixels, and the bytes that a page can afford for it (ux 5.3).
THUMBNAIL_BYTES = {320: 12_000, 640: 35_000, 1280: 90_000}
THUMBNAIL_QUALITIES = (60, 50, 40, 30, 20)

_FORMATS = ("JPEG", "PNG", "HEIF")


class TooLarge(Exception):
    """More pixels than anybody needs, by the header."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        super().__init__(f"{width} x {height}")


class Unreadable(Exception):
    """Not a whole picture."""


def rewritten(data: bytes, content_type: str) -> tuple[bytes, str]:
    """The picture written anew, and its type: PNG stays PNG, all else becomes JPEG. Raises `TooLarge` or `Unreadable`."""
    target = PNG_TYPE if content_type == PNG_TYPE else JPEG_TYPE
    image = _upright(data)
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if target == PNG_TYPE:
        image.save(out, "PNG")
    else:
        _without_transparency(image).save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue(), target


def thumbnail(data: bytes, width: int) -> bytes:
    """A WebP of at most `width` pixels across, within the bytes a page can afford where quality allows."""
    image = _upright(data, draft=width)
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    encoded = b""
    for quality in THUMBNAIL_QUALITIES:
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=4)
        encoded = out.getvalue()
        if len(encoded) <= THUMBNAIL_BYTES[width]:
            break
    return encoded


def _upright(data: bytes, draft: int = MAX_SIDE) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise TooLarge(image.width, image.height)
        # JPEG can be decoded at a half or a quarter: a large photo then costs a part of its memory.
        image.draft(None, (draft, draft))
        image.load()
        return _bare(_in_srgb(ImageOps.exif_transpose(image)))
    except TooLarge:
        raise
    except Image.DecompressionBombError as problem:
        raise TooLarge(0, 0) from problem
    except Exception as problem:  # Decoders raise whatever they like on broken bytes.
        raise Unreadable(str(problem)) from problem


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return changed or image


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone, in a mode every reader knows."""
    clear = "A" in image.getbands() or "transparency" in image.info
    plain = image.convert("RGBA" if clear else "L" if image.mode in ("1", "L") else "RGB")
    plain.info = {}
    return plain


def _without_transparency(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
