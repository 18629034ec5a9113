"""Does a JPEG come to its last pixel? One test for a photo that was sent alone and for a scan inside a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageChops

from . import containers

# The caller has counted pixels and scans against the limits of the portal.
Image.MAX_IMAGE_PIXELS = None

FORMATS = ("JPEG",)
# Enough to see what a picture shows; a decoder takes a fraction of its time for it.
LOOK = 200
CORNER = 4
PROBLEMS = (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, EOFError)


def attempts(data: bytes) -> Iterator[bytes]:
    """The JPEG as it came, and as it might be read still: what describes it may be damaged, the mark of its end alone missing."""
    yield data
    yield containers.bare_jpeg(data)
    yield data + b"\xff\xd9"


def stopped_early(image: Image.Image, data: bytes) -> bool:
    """Did a JPEG end before its last pixel? The decoder draws the rest in plain grey, without a word; grey that was sent stays what it is."""
    if min(image.size) < CORNER:
        return False
    corner = image.crop((image.width - CORNER, image.height - CORNER, *image.size)).convert("RGB")
    if not all(low == high == 128 for low, high in corner.getextrema()):  # type: ignore[misc]
        return False
    again = Image.open(io.BytesIO(containers.with_noise_at_its_end(data)), formats=FORMATS)
    again.draft(None, image.size)
    return ImageChops.difference(image, again).getbbox() is not None


def comes_to_its_end(data: bytes) -> bool:
    """Is every row there? Looked at small; whoever asks has counted its pixels and its scans."""
    for attempt in attempts(data):
        try:
            image: Image.Image = Image.open(io.BytesIO(attempt), formats=FORMATS)
            image.draft(None, (LOOK, LOOK))
            image.load()
        except PROBLEMS:
            continue
        return not stopped_early(image, data)
    return False
