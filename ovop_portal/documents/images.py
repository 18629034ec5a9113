"""Pictures, written anew and made small by the child that decodes them (`sandbox/child/pictures.py`): here only its limits and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from ovop_portal.documents import patience, sandbox
from ovop_portal.documents.types import JPEG_TYPE, PNG_TYPE

MAX_PIXELS = 50_000_000
# Beyond this a picture is a strip that no screen shows, and each of its rows costs memory.
MAX_SIDE = 20_000
# The most scans of a progressive JPEG: programs write ten, and each is a pass over all pixels.
MAX_SCANS = 60
STORED_SIDE = 4_000
# Width in pixels, and the bytes that a page can afford for it (ux 5.3).
THUMBNAIL_BYTES = {320: 12_000, 640: 35_000, 1280: 90_000}


@dataclass(frozen=True)
class Rewritten:
    """A picture as it will be stored, and the size in pixels with which it came."""

    data: bytes
    content_type: str
    width: int
    height: int


class Unfit(Exception):
    """The picture is not taken; `reason` is the child's: kind, pixels, side, too_complex, unlike, broken."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason} {detail}".strip())


def rewritten(data: bytes, content_type: str) -> Rewritten:
    """The picture written anew: PNG stays PNG, all else becomes JPEG. Raises `Unfit`, or `patience.Busy`."""
    answer, made = _asked(
        "picture",
        data,
        keep_png=content_type == PNG_TYPE,
        max_pixels=MAX_PIXELS,
        max_side=MAX_SIDE,
        max_scans=MAX_SCANS,
        stored_side=STORED_SIDE,
        max_bytes=settings.UPLOAD_MAX_FILE_BYTES,
    )
    kind = PNG_TYPE if answer["kind"] == "PNG" else JPEG_TYPE
    return Rewritten(made[0], kind, answer["width"], answer["height"])


def thumbnails(data: bytes) -> dict[int, bytes]:
    """WebPs of a stored picture by their width, which is never larger than the picture's own. Raises `Unfit`, or `patience.Busy`."""
    with patience.a_place():
        answer, made = _asked("small", data, widths=THUMBNAIL_BYTES)
    return dict(zip(answer["widths"], made, strict=True))


def _asked(task: str, data: bytes, **options: Any) -> tuple[dict[str, Any], list[bytes]]:
    try:
        answer, made = sandbox.run(task, data, **options)
    except sandbox.ChildDied as problem:
        raise Unfit("too_complex", str(problem)) from problem
    if "refused" in answer:
        raise Unfit(answer["refused"], answer.get("detail", ""))
    return answer, made
