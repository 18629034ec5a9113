"""What a file is, told by its first bytes: never by its name, never by what the browser says."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

PDF_TYPE = "application/pdf"
JPEG_TYPE = "image/jpeg"
PNG_TYPE = "image/png"
HEIC_TYPE = "image/heic"  # Taken in, stored as JPEG.

# The first extension is the one we write.
EXTENSIONS = {PDF_TYPE: ("pdf",), JPEG_TYPE: ("jpg", "jpeg", "jpe"), PNG_TYPE: ("png",)}

_SAID = EXTENSIONS | {HEIC_TYPE: ("heic", "heif")}

PHOTO = frozenset({JPEG_TYPE, PNG_TYPE, HEIC_TYPE})
PDF = frozenset({PDF_TYPE})
ANY = PDF | PHOTO

_HEIC_BRANDS = re.compile(rb"heic|heix|hevc|heim|heis|mif1|msf1")


# As far into a file as readers of PDF look for its header (the standard's own note): servers and mail programs put lines before it.
HEAD = 1_024
# A file that begins like this is a program, an archive or a picture, whatever follows.
_NO_PDF = (
    b"MZ",
    b"PK\x03\x04",
    b"\x7fELF",
    b"GIF8",
    b"RIFF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"II*\0",
    b"MM\0*",
    b"%!PS",
    b"#!",
)


def type_of(head: bytes) -> str:
    """The type of a file that begins with `head` (`HEAD` bytes do); empty when it is none of ours."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG_TYPE
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG_TYPE
    if head[4:8] == b"ftyp":
        return HEIC_TYPE if _HEIC_BRANDS.search(head[8:32]) and not head.startswith(b"avi", 8) else ""
    if b"%PDF-" in head[:HEAD] and not head.startswith(_NO_PDF):
        return PDF_TYPE
    return ""


def unread_picture(head: bytes) -> str:
    """The name of a kind of picture that phones and browsers save, and that is not taken; else empty."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WebP"
    return "AVIF" if head[4:8] == b"ftyp" and head.startswith(b"avi", 8) else ""


def promises(name: str, accept: frozenset[str]) -> bool:
    """Does the ending of a name say that the file is of an accepted type? It is asked only to choose words."""
    _stem, dot, ending = name.lower().rpartition(".")
    return bool(dot) and any(ending in endings for kind, endings in _SAID.items() if kind in accept)


def words_for(accept: frozenset[str]) -> str:
    """The accepted types in words. HEIC is not named: phones convert it, or we do."""
    return str({ANY: _("PDF, JPG atau PNG"), PDF: _("PDF"), PHOTO: _("JPG atau PNG")}[accept])


def accept_attribute(accept: frozenset[str]) -> str:
    """The `accept` of a file input. HEIC by extension, too: some phones do not know its type."""
    return ",".join([*sorted(accept), *([".heic", ".heif"] if HEIC_TYPE in accept else [])])
