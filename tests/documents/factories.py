"""Documents for tests: small files that pass every look, and what is stored of them."""

from __future__ import annotations

import io
from datetime import datetime
from functools import lru_cache

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ovop_portal.documents.examining import Examined, examine
from ovop_portal.documents.models import Document
from ovop_portal.documents.operations import Entry as Again
from ovop_portal.documents.operations import store, store_again
from tests.accounts.factories import NOW, SYSTEM


def a_pdf(words: str = "surat") -> bytes:
    """A small PDF of one page with a line on it; `words` make its bytes its own."""
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842)).Contents = pdf.make_stream(b"1 w 72 740 m 523 740 l S")
    pdf.docinfo["/Title"] = words
    pdf.save(out)
    return out.getvalue()


def a_photo(colour: str = "#855428") -> bytes:
    """A photo of one colour, no larger than it must be."""
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return out.getvalue()


@lru_cache
def _examined(photo: bool) -> Examined:
    """Examined once for all tests: looking into a file takes a process of its own."""
    if photo:
        return examine(SimpleUploadedFile("foto.jpg", a_photo(), "image/jpeg"))
    return examine(SimpleUploadedFile("surat.pdf", a_pdf(), "application/pdf"))


def document(kind: str, *, now: datetime = NOW, photo: bool = False) -> Document:
    """A stored document of `kind`."""
    return store(_examined(photo), kind=kind, by=SYSTEM, now=now)


def documents(kind: str, count: int, *, now: datetime = NOW, photo: bool = False) -> list[Document]:
    """`count` documents of `kind` with the same bytes."""
    first = document(kind, now=now, photo=photo)
    return [first, *store_again(first, [Again(kind, first.name)] * (count - 1), by=SYSTEM, now=now)]
