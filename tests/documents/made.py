"""Small made files, good and bad (reliability.md, group F). Nothing here was downloaded."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image, ImageDraw

pillow_heif.register_heif_opener()

GPS = 34853


def pdf(pages: int = 1, **save: Any) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        _add_a_page(document)
    return saved(document, **save)


def _add_a_page(document: pikepdf.Pdf) -> None:
    page = document.add_blank_page(page_size=(595, 842))
    page.Contents = document.make_stream(b"1 w 72 740 m 523 740 l S")


def saved(document: pikepdf.Pdf, **save: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=not save, **save)
    return out.getvalue()


def pdf_with(change: Any) -> bytes:
    """A PDF of one page after `change(document)`."""
    document = pikepdf.new()
    _add_a_page(document)
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


def opens_an_address(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://contoh.id/?baca=1")


def opens_another_file_when_a_page_is_turned(document: pikepdf.Pdf) -> None:
    action = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.GoToR, F="\\\\server\\berkas.pdf"))
    document.pages[0].obj.AA = document.make_indirect(pikepdf.Dictionary(O=action))


def opens_an_address_after_a_jump(document: pikepdf.Pdf) -> None:
    after = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://contoh.id"))
    document.Root.OpenAction = document.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([0]), Next=pikepdf.Array([after]))
    )


def a_link_to_a_program(document: pikepdf.Pdf) -> None:
    a_link(document)
    document.pages[0].Annots[0].A.URI = " Java\tScript:alert(1)"


def empty_names(document: pikepdf.Pdf) -> None:
    nothing = pikepdf.Dictionary(Names=pikepdf.Array([]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=nothing, EmbeddedFiles=nothing)


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


# --- What costs more than it weighs ------------------------------------------------------------------------------------


def jpeg_of_many_scans(scans: int = 3_000, side: int = 2_000) -> bytes:
    """A progressive JPEG whose last pass is there thousands of times: small, and each pass is a walk over all pixels."""
    data = picture(side, side, progressive=True, quality=10)
    starts = [at for at in range(len(data) - 1) if data[at : at + 2] == b"\xff\xda"]
    return data[:-2] + data[starts[-1] : -2] * scans + b"\xff\xd9"


def png_strip(width: int = 1, height: int = 49_000_000) -> bytes:
    """A PNG one pixel wide: each of its rows costs memory of its own."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (1 + (width + 7) // 8) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def pdf_of(objects: dict[int, bytes], *, version: bytes = b"1.5", trailer: bytes = b"") -> bytes:
    """A PDF written by hand from numbered objects, with a table of contents that is right."""
    body, places = bytearray(b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version), {}
    for number, text in sorted(objects.items()):
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    size, start = max(objects) + 1, len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % size
    body += b"".join(
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, size)
    )
    return bytes(body) + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def sheet(
    *,
    root: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    contents: bytes = b"",
    more: dict[int, bytes] = {},  # noqa: B006
) -> dict[int, bytes]:
    """The objects of a PDF of one page: 1 its root, 2 its pages, 3 the page, 4 what is drawn, 5 a font; `more` may replace or add."""
    return {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>%s>>/Contents 4 0 R%s>>"
        % (resources, page),
        4: contents or stream(b"BT /F1 20 Tf 72 740 Td (Surat usulan) Tj ET"),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **more,
    }


def stream(data: bytes, extra: bytes = b"/Filter/FlateDecode", *, length: int | None = None) -> bytes:
    """A stream; packed by what `extra` says, where that is the usual way."""
    packed = zlib.compress(data, 9) if b"FlateDecode" in extra else data
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(packed) if length is None else length, extra, packed)


def scan(how: bytes, data: bytes, size: tuple[int, int] = (300, 330), more: dict[int, bytes] = {}) -> bytes:  # noqa: B006
    """A PDF of one page that is a scan: object 6, packed as `how` says."""
    contents = stream(b"q 500 0 0 700 40 40 cm /I Do Q")
    return pdf_of(
        sheet(resources=b"/XObject<</I 6 0 R>>", contents=contents, more={6: scan_alone(how, data, size), **more})
    )


def scan_alone(how: bytes, data: bytes, size: tuple[int, int] = (300, 330)) -> bytes:
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d%s/Length %d" % (*size, how, len(data))
    return b"<<%s>>stream\n%s\nendstream" % (head, data)


def stream_of(packed: bytes) -> bytes:
    """A stream that says it is packed the usual way, whatever is in it."""
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)


def packed_objects(objects: dict[int, bytes]) -> bytes:
    """A PDF whose objects stand in a stream."""
    last, head, texts = max(objects) + 1, b"", b""
    for number, text in objects.items():
        head += b"%d %d " % (number, len(texts))
        texts += text + b" "
    body = b"%PDF-1.5\n"
    place = len(body)
    body += b"%d 0 obj\n%s\nendobj\n" % (
        last,
        stream(head + texts, b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(objects), len(head))),
    )
    table = struct.pack(">BIH", 0, 0, 65_535)
    table += b"".join(struct.pack(">BIH", 2, last, list(objects).index(n)) for n in sorted(objects))
    table += struct.pack(">BIH", 1, place, 0) + struct.pack(">BIH", 1, len(body), 0)
    head = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % (last + 2)
    return body + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last + 1, stream(table, head), len(body))


def fax(image: Image.Image, kind: str = "group4") -> bytes:
    """A picture of two colours as a fax sends it, from the file in which Pillow packs it."""
    file = encoded(image.convert("1", dither=Image.Dither.NONE), "TIFF", compression=kind, strip_size=1 << 30)
    tags = Image.open(io.BytesIO(file)).tag_v2  # type: ignore[attr-defined]
    return file[tags[273][0] :][: tags[279][0]]


def jbig2(image: Image.Image) -> bytes:
    """Two parts as they stand in a PDF: what the page is, and all of it as a fax."""
    region = struct.pack(">IIIIB", *image.size, 0, 0, 0) + b"\1" + fax(image)
    page = struct.pack(">IIIIBH", *image.size, 0, 0, 0, 0)
    return (
        struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page + struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region
    )


def pdf_of_many_objects(count: int = 200_000) -> bytes:
    return pdf_of(sheet(more=dict.fromkeys(range(6, count), b"<<>>")))


def pdf_that_unpacks_to(megabytes: int) -> bytes:
    """A page whose drawing is small and unpacks to hundreds of megabytes of blanks."""
    return pdf_of(sheet(contents=stream(b" " * (megabytes * 1_000_000))))


# --- Drawn, to be compared -----------------------------------------------------------------------------------------------


def drawing(width: int = 300, height: int = 330) -> Image.Image:
    """Bars, a disc and colours: no side is like another, so that a turned or blank copy is told from it."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for y in range(0, height, 20):
        pen.rectangle([10, y, 20 + y * 3 % (width // 2), y + 9], fill=(y % 256, 40, 90))
    pen.ellipse([width // 2, height // 4, width - 10, height - 10], fill="#b02010")
    return image


def encoded(image: Image.Image, format: str, **save: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **save)
    return out.getvalue()


def encoded_pdf(document: pikepdf.Pdf, **save: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, **save)
    return out.getvalue()


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """How a photo that says this orientation is to be seen, by the table of the Exif standard: which corner the first row and column are."""
    turns = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.ROTATE_270, Image.Transpose.FLIP_LEFT_RIGHT],
        6: [Image.Transpose.ROTATE_270],
        7: [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT],
        8: [Image.Transpose.ROTATE_90],
    }
    for turn in turns.get(orientation, []):
        image = image.transpose(turn)
    return image


def png(size: tuple[int, int], bits: int, colour: int, samples: bytes) -> bytes:
    """A PNG of rows as they are given; there may be fewer than `size` says."""
    row = size[0] * bits // 8 * {2: 3, 4: 2, 6: 4}.get(colour, 1)
    rows = b"".join(b"\0" + samples[at : at + row] for at in range(0, len(samples), row))
    header = struct.pack(">IIBBBBB", *size, bits, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def without_segment(data: bytes, marker: int) -> bytes:
    """A JPEG without its first segment of this kind."""
    at = data.index(bytes([0xFF, marker]))
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]


# Light of red, green and blue in a colour profile, as profiles write it.
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
# With red and green changed over: whoever does not read it sees red leaves.
SWAPPED = (ADOBE[1], ADOBE[0], ADOBE[2])


def profile(*lights: tuple[float, float, float], gamma: float = 2.2) -> bytes:
    """A colour profile of three lights; of none, one of greys."""

    def numbers(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65_536)) for value in values)

    white = numbers(0.9642, 1, 0.8249)
    curve = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(gamma * 256))
    tags = {b"desc": b"desc\0\0\0\0\0\0\0\2p\0".ljust(92, b"\0"), b"wtpt": b"XYZ \0\0\0\0" + white}
    if lights:
        for name, light in zip((b"r", b"g", b"b"), lights, strict=True):
            tags |= {name + b"XYZ": b"XYZ \0\0\0\0" + numbers(*light), name + b"TRC": curve}
    else:
        tags[b"kTRC"] = curve
    head, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, text in tags.items():
        head += name + struct.pack(">II", start + len(body), len(text))
        body += text
    kind = b"mntrRGB XYZ " if lights else b"mntrGRAYXYZ "
    first = (
        struct.pack(">I4sI", start + len(body), b"lcms", 0x02100000) + kind + struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    )
    return (first + b"acspAPPL".ljust(32, b"\0") + white).ljust(128, b"\0") + head + body


def with_chunk(png: bytes, kind: bytes, data: bytes) -> bytes:
    """The PNG with one more chunk behind its header."""
    return png[:33] + _chunk(kind, data) + png[33:]


def of_an_iphone(png: bytes) -> bytes:
    """A PNG as the tools for programs of an iPhone pack it: marked first, its pixels without the frame of zlib."""
    return png[:8] + _chunk(b"CgBI", b"\x50\0\x20\2") + png[8:]
