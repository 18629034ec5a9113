"""Names of uploaded files: shown to people and offered for saving, never a path on our side."""

from __future__ import annotations

import re
import unicodedata

from ovop_portal.common.text import spelled, without_piles
from ovop_portal.documents.types import EXTENSIONS

LONGEST = 120
# Extensions that we know and cut off, unlike the end of "Surat No.12".
_EXTENSION = re.compile(
    r"\.(bat|bmp|cmd|com|docx?|exe|gif|hei[cf]|html?|jpe?g?|js|msi|p7m|pdf|php|png|pptx?|ps1|rar|scr|sh|svg|tiff?|vbs|webp|xlsx?|xml|zip)$",
    re.IGNORECASE,
)


def clean_name(name: str, content_type: str) -> str:
    """`name` without folders, control or direction marks, in one spelling, at most 120 characters, with the extension of what the file is.

    >>> clean_name("C:\\\\fakepath\\\\NIB usaha.PDF.exe", "application/pdf")
    'NIB usaha.pdf'
    """
    base = spelled(without_piles(re.split(r"[/\\]", name)[-1]))
    base = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C")
    base = " ".join(base.split()).strip(". ")
    while (found := _EXTENSION.search(base)) and found.start():
        base = base[: found.start()].rstrip(". ")
    suffix = f".{EXTENSIONS[content_type][0]}"
    return (base[: LONGEST - len(suffix)].rstrip(". ") or "berkas") + suffix
