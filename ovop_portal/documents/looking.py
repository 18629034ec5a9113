"""What the bytes of a file are, as the virus scanner and the child say: the part of examining that takes seconds, and that a worker can do beforehand.

It knows nothing of a form, so its answer may be kept and read by the form that comes later.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

from ovop_portal.documents import images, patience, sandbox, scanning
from ovop_portal.documents.types import PDF_TYPE

logger = logging.getLogger(__name__)

MAX_PAGES = 500
PDF_LIMITS = {
    "max_pages": MAX_PAGES,
    "max_points": 14_400,  # The largest page PDF readers agree on: 5 metres.
    # What a reader's computer may have to take apart and to unpack, pictures aside.
    "max_objects": 30_000,
    "max_unpacked": 100_000_000,
    "max_scans": images.MAX_SCANS,
}


@dataclass(frozen=True)
class Look:
    """`facts` are plain values: `refused` with the reason, or `pages`, or `width`, `height` and `content_type` of a picture, whose new bytes are `made`."""

    facts: dict[str, Any] = field(default_factory=dict)
    made: bytes = b""


def look(data: bytes, content_type: str) -> Look:
    """Raises `patience.Busy` when there was no time or no room for it."""
    with patience.a_place():
        try:
            virus = scanning.virus_in(data)
        except scanning.ScannerAway as problem:
            # Too slow for a page that waits is not too slow for a worker.
            patience.left(1)
            logger.error("the virus scanner does not answer: %s", problem)
            return Look({"refused": "scanner"})
        if virus:
            logger.warning("an upload was refused: %s", virus)
            return Look({"refused": "virus"})
        return _look_into_pdf(data) if content_type == PDF_TYPE else _look_at_picture(data, content_type)


def _look_into_pdf(data: bytes) -> Look:
    try:
        answer, _made = sandbox.run("pdf", data, **PDF_LIMITS)
    except sandbox.ChildDied as problem:
        logger.info("a PDF was refused: %s", problem)
        return Look({"refused": "too_complex"})
    return Look(answer)


def _look_at_picture(data: bytes, content_type: str) -> Look:
    try:
        picture = images.rewritten(data, content_type)
    except images.Unfit as problem:
        logger.info("a picture was refused: %s", problem)
        return Look({"refused": problem.reason})
    facts = {"width": picture.width, "height": picture.height, "content_type": picture.content_type}
    return Look(facts, picture.data)
