"""The certificate of an award as a PDF: PDF/A-2a for archives, PDF/UA-1 for screen readers, the same bytes whenever it is made again.

**Only worker children compile.** After a process has compiled with typst once, every process forked from it hangs at its next compile. So nothing here
touches typst at import, in an app's `ready()` or in the worker's parent: the compiler is made inside the task that first needs it, and stays with that child.
"""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from awards.certificates.codes import spaced
from awards.models import Edition, PublishedAward
from ovop_portal.common.canonical import digest
from ovop_portal.common.clock import WIB
from ovop_portal.common.formats import tanggal
from ovop_portal.common.text import printable

KIND = "awards.certificate"
SOURCE = Path(__file__).resolve().parent / "typst" / "piagam.typ"
STANDARDS = ["a-2a", "ua-1"]
PAGES = 1
ISSUER = "Kementerian Perindustrian Republik Indonesia"
INK = "#12233F"
REHEARSAL_WATERMARK = "LATIHAN"

# Longer than any word: only something that is no word is cut at the end of a line.
_ENDLESS = re.compile(r"[^\s/-]{28}(?=[^\s/-])")
_ZERO_WIDTH_SPACE = "\u200b"


class CertificateFault(RuntimeError):
    """The PDF of an award cannot be made as it should be."""


def make_pdf(award: PublishedAward) -> bytes:
    """The certificate of `award`. Raises `CertificateFault` rather than give out a doubtful one."""
    first_day = datetime(award.valid_from.year, award.valid_from.month, award.valid_from.day, tzinfo=WIB)
    pdf, warnings = _compiler().compile_with_warnings(
        sys_inputs={"data": json.dumps(words_on(award))},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=int(first_day.timestamp()),
    )
    if warnings:
        raise CertificateFault("; ".join(warning.message for warning in warnings))
    return bytes(pdf)


def ingredients(award: PublishedAward) -> dict[str, str]:
    """What decides the bytes of a certificate: the engine, the template, and the words on it. The journal keeps it, so that a difference has a name later."""
    return {
        "engine": f"typst {version('typst')}",
        "template": sha256(SOURCE.read_bytes()).hexdigest(),
        "content": digest(words_on(award)),
    }


def words_on(award: PublishedAward) -> dict[str, object]:
    """Everything that stands on the certificate of `award`."""
    address = verification_address(award.code)
    with override("id"):
        return {
            "title": f"{'Latihan: ' if award.is_rehearsal else ''}Piagam One Village One Product {award.year}",
            "issuer": ISSUER,
            "strip": str(settings.PORTAL_STRIP),
            "watermark": REHEARSAL_WATERMARK if award.is_rehearsal else "",
            "year": str(award.year),
            "firm": _named(award.firm),
            "product": _named(award.product_name),
            "commodity": award.group,
            "region": award.region,
            "stars": award.stars,
            "max_stars": award.max_stars,
            "decree": {"number": _named(award.decree_number), "date": tanggal(award.decree_date)},
            "signatory": {"name": _named(award.signatory_name), "title": _named(award.signatory_title)},
            "valid_from": tanggal(award.valid_from),
            "valid_until": tanggal(award.valid_until),
            "day": {"year": award.valid_from.year, "month": award.valid_from.month, "day": award.valid_from.day},
            "code": spaced(award.code),
            "address": cut(re.sub(r"^https?://", "", address).rstrip("/")),
            "qr": qr_code(address),
            "qr_alt": f"Kode QR ke halaman pemeriksaan piagam {spaced(award.code)}",
            # The first issue is printed as it always was.
            **({"issue": str(award.issue)} if award.issue > 1 else {}),
        }


def watermark_of(edition: Edition) -> str:
    """The watermark across every page of a rehearsal's paper; empty for all others."""
    return REHEARSAL_WATERMARK if edition.is_rehearsal else ""


def verification_address(code: str) -> str:
    """Where the QR code leads. Never taken from a request: the certificate outlives it."""
    return settings.PORTAL_URL + reverse("awards:verify", args=[code])


def qr_code(address: str) -> str:
    """A QR code as SVG, without a margin of its own: it stands on white."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(
        out, kind="svg", border=0, dark=INK, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue().decode()


def _named(text: str) -> str:
    shown = printable(text)
    if not shown:
        raise CertificateFault("a name holds nothing that can be printed")
    return cut(shown)


def cut(text: str) -> str:
    """Let a line end inside what is too long to be a word."""
    return _ENDLESS.sub(lambda found: found[0] + _ZERO_WIDTH_SPACE, text)


@cache
def _compiler() -> Any:
    """This process's compiler; see the module's docstring. Only the fonts of the wheel are used, so that every machine sets the same page."""
    import typst

    return typst.Compiler(
        input=str(SOURCE), root=str(SOURCE.parent), font_paths=typst.Fonts(include_system_fonts=False)
    )
