"""Small made files, good and bad (reliability.md, group F). Nothing here was downloaded."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image

GPS = 34853


def pdf(pages: int = 1, **save: Any) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    return saved(document, **save)


def saved(document: pikepdf.Pdf, **save: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=not save, **save)
    return out.getvalue()


def pdf_with(change: Any) -> bytes:
    """A PDF of one page after `change(document)`."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    change(document)
    return saved(document)


def javascript(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def javascript_in_names(document: pikepdf.Pdf) -> None:
    action = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", action])))


def launch_hidden_deep(document: pikepdf.Pdf) -> None:
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    document.pages[0].obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=pikepdf.Array([launch]))
    )


def embedded_file(document: pikepdf.Pdf) -> None:
    document.attachments["invoice.exe"] = b"MZ..."


def xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA="<x/>")


def submits(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://169.254.169.254/")


def nests_without_end(document: pikepdf.Pdf) -> None:
    inner = pikepdf.Array([])
    for _ in range(60):
        inner = pikepdf.Array([inner])
    document.Root.Deep = inner


def large_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 1_000_000, 842])


def a_link(document: pikepdf.Pdf) -> None:
    """Harmless: a web address and a jump to a page."""
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.GoTo, D=pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
    )
    document.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://contoh.id"),
            )
        ]
    )


def pdf_bomb(megabytes: int = 700) -> bytes:
    """An object stream that unpacks to hundreds of megabytes: deflated twice, it is small."""
    packed = zlib.compress(zlib.compress(b" " * megabytes * 1024 * 1024, 9), 9)
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[4 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(packed)
        + packed
        + b"\nendstream endobj\n",
    ]
    body, offsets = b"%PDF-1.5\n", []
    for item in objects:
        offsets.append(len(body))
        body += item
    start = len(body)
    rows = [struct.pack(">BIH", 0, 0, 65535)] + [struct.pack(">BIH", 1, offset, 0) for offset in offsets]
    rows += [struct.pack(">BIH", 2, 3, 0), struct.pack(">BIH", 1, start, 0)]
    table = b"".join(rows)
    return (
        body
        + b"5 0 obj<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
        + table
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % start
    )


def xref_loop() -> bytes:
    """Two cross-reference tables that each name the other as the one before."""
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    first = len(head)
    one = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n0\n%%%%EOF\n"
    second = first + len(one % 0) + 3
    body = head + one % second
    body = body.ljust(second)
    return body + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        first,
        second,
    )


def page_tree_loop() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Size 3/Root 1 0 R>>\n%%EOF\n"
    )


def picture(width: int = 64, height: int = 48, format: str = "JPEG", mode: str = "RGB", **save: Any) -> bytes:
    """A picture whose left half is one colour and whose right half another."""
    image = Image.new(mode, (width, height), "#a03020" if mode in ("RGB", "RGBA") else 80)
    image.paste(Image.new(mode, (width // 2, height), "#203a80" if mode in ("RGB", "RGBA") else 160), (width // 2, 0))
    out = io.BytesIO()
    image.save(out, format, **save)
    return out.getvalue()


def photo_with_place(format: str = "JPEG", orientation: int = 6) -> bytes:
    """A photo as a phone makes it: lying on its side, with the place, the maker and a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telepon Rahasia"
    exif.get_ifd(GPS)[1] = "S"
    exif.get_ifd(GPS)[2] = (8.0, 30.0, 15.0)
    return picture(64, 48, format, exif=exif, **({"comment": b"di rumah"} if format == "JPEG" else {}))


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds almost nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + _chunk(b"IEND", b"")
    )


def png_with_huge_text() -> bytes:
    """A small picture with a text of 300 MB in it."""
    text = b"Comment\0\0" + zlib.compress(b"a" * 300_000_000, 9)
    plain = picture(format="PNG")
    return plain[:33] + _chunk(b"zTXt", text) + plain[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("../../etc/passwd", "x")
    return out.getvalue()
