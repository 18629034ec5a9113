"""Scans and letters inside a PDF of which a part is lost: readers show what is left, without a word, so they are refused. What readers show whole is taken."""

from __future__ import annotations

import base64
import io
import zlib

import pikepdf
import pytest
from PIL import Image

from ovop_portal.documents.looking import PDF_LIMITS
from ovop_portal.documents.sandbox.child import pdf
from tests.documents import made

SCENE = made.drawing()
INK = SCENE.convert("1", dither=Image.Dither.NONE)
GREY = b"/BitsPerComponent 8/ColorSpace/DeviceGray"
COLOUR = b"/BitsPerComponent 8/ColorSpace/DeviceRGB"
BLACK = b"/BitsPerComponent 1/ColorSpace/DeviceGray"

ROWS = SCENE.convert("L").tobytes()
FLAT = zlib.compress(ROWS)
JPEG, PROGRESSIVE = made.encoded(SCENE, "JPEG", quality=85), made.encoded(SCENE, "JPEG", quality=85, progressive=True)
NEW_JPEG = made.encoded(SCENE, "JPEG2000")
G4, G3 = made.fax(INK), made.fax(INK, "group3")
# A maker that counts the rows and writes no end; it is padded to a byte.
G4_OPEN = G4[:-3]
JBIG2 = made.jbig2(INK)
FOUR = b"/DecodeParms<</K -1/Columns 300/Rows 330>>"


def flate(data: bytes = FLAT, how: bytes = b"") -> bytes:
    return made.scan(GREY + b"/Filter/FlateDecode" + how, data)


def dct(data: bytes = JPEG) -> bytes:
    return made.scan(COLOUR + b"/Filter/DCTDecode", data)


def g4(data: bytes = G4) -> bytes:
    return made.scan(BLACK + b"/Filter/CCITTFaxDecode" + FOUR, data)


def half(data: bytes, part: float = 0.5) -> bytes:
    return data[: int(len(data) * part)]


def zeroed(data: bytes, part: float = 0.25) -> bytes:
    """As a disc returns a file of which it lost the rest."""
    return half(data, part).ljust(len(data), b"\0")


def with_predictor(rows: bytes = ROWS) -> bytes:
    drawn = zlib.compress(b"".join(b"\0" + rows[at : at + 300] for at in range(0, len(rows), 300)))
    return flate(drawn, b"/DecodeParms<</Predictor 15/Columns 300>>")


def form(data: bytes, resources: bytes = b"") -> bytes:
    """A page that draws a form."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Filter/FlateDecode" + resources
    drawn = b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), head, data)
    return made.pdf_of(made.sheet(resources=b"/XObject<</F 6 0 R>>", contents=made.stream(b"/F Do"), more={6: drawn}))


def sheet_without(*numbers: int, **sheet: bytes) -> bytes:
    return made.pdf_of({number: text for number, text in made.sheet(**sheet).items() if number not in numbers})


def packed(data: bytes) -> bytes:
    """The PDF with its objects in streams, and those that are lost still named."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return made.encoded_pdf(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pages(*contents: bytes, page: bytes = b"") -> bytes:
    """A document of several pages, each with its own drawing."""
    return made.pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[%s]/Count %d>>"
            % (b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(len(contents))), len(contents)),
            **{
                10 + 2 * n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R%s>>" % (11 + 2 * n, page)
                for n in range(len(contents))
            },
            **{11 + 2 * n: made.stream(text) for n, text in enumerate(contents) if text != b"lost"},
        }
    )


WHOLE = {
    "flate": flate(),
    "flate with a wrong sum": flate(FLAT[:-4] + b"\0\0\0\0"),
    "flate without its sum": flate(FLAT[:-4]),
    "flate that was flushed": flate((lambda m: m.compress(ROWS) + m.flush(zlib.Z_SYNC_FLUSH))(zlib.compressobj())),
    "flate with rows to spare": flate(zlib.compress(ROWS * 2)),
    "flate without its last byte": flate(zlib.compress(ROWS[:-1])),
    "flate with predictor": with_predictor(),
    "plain": made.scan(GREY, ROWS),
    "run lengths": made.scan(GREY + b"/Filter/RunLengthDecode", b"\x81\xff" * 774 + b"\x80"),
    "palette": made.scan(b"/BitsPerComponent 1/ColorSpace[/Indexed/DeviceRGB 1<000000ffffff>]", INK.tobytes()),
    "profile": made.scan(
        b"/BitsPerComponent 8/ColorSpace[/ICCBased 7 0 R]", ROWS, more={7: made.stream(b"x", b"/N 1")}
    ),
    "stencil": made.scan(b"/ImageMask true", INK.tobytes()),
    "jpeg": dct(),
    "jpeg without its end": dct(JPEG[:-2]),
    "jpeg and a tail": dct(JPEG + b"\r\n"),
    "progressive": dct(PROGRESSIVE),
    "cmyk": made.scan(
        b"/BitsPerComponent 8/ColorSpace/DeviceCMYK/Filter/DCTDecode", made.encoded(SCENE.convert("CMYK"), "JPEG")
    ),
    "jpeg packed again": made.scan(COLOUR + b"/Filter[/FlateDecode/DCTDecode]", zlib.compress(JPEG)),
    "jpeg in letters": made.scan(COLOUR + b"/Filter[/ASCII85Decode/DCTDecode]", base64.a85encode(JPEG) + b"~>"),
    "fax": g4(),
    "fax and padding": g4(G4 + b"\0" * 9),
    "fax without its end": g4(G4_OPEN),
    "fax of the third group": made.scan(
        BLACK + b"/Filter/CCITTFaxDecode/DecodeParms<</Columns 300/EndOfLine true>>", G3
    ),
    "jpeg 2000": made.scan(b"/Filter/JPXDecode", NEW_JPEG),
    "jbig2": made.scan(BLACK + b"/Filter/JBIG2Decode", JBIG2),
    "form": form(zlib.compress(b"0 0 9 9 re f")),
    "form in itself": form(zlib.compress(b"0 0 9 9 re f /F Do"), b"/Resources<</XObject<</F 6 0 R>>>>"),
    "name in disguise": made.scan(GREY, ROWS).replace(b"/I 6 0 R", b"/#49 6 0 R"),
    "picture that nobody draws is lost": made.pdf_of(made.sheet(resources=b"/XObject<</I 77 0 R>>")),
    "name that was never given": made.pdf_of(made.sheet(contents=made.stream(b"0 0 9 9 re f /I Do"))),
    "stamp alone": made.pdf_of(
        made.sheet(
            contents=made.stream(b""),
            page=b"/Annots[<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>]",
            more={6: made.stream(b"0 0 9 9 re f", b"/Subtype/Form/BBox[0 0 9 9]")},
        )
    ),
    "size of nothing": made.pdf_of(made.sheet(page=b"/MediaBox[0 0 0 0]")),
    "cut to nothing": made.pdf_of(made.sheet(page=b"/CropBox[0 0 0 0]")),
    "upside down": made.pdf_of(made.sheet(page=b"/CropBox[595 842 0 0]")),
}
TORN = {
    "flate cut": flate(half(FLAT)),
    "flate zeroed": flate(zeroed(FLAT)),
    "flate of zeros": flate(b"\0" * len(FLAT)),
    "flate of fewer rows": flate(zlib.compress(half(ROWS))),
    "flate of nothing": flate(b""),
    "flate with predictor and fewer rows": with_predictor(half(ROWS)),
    "plain of fewer rows": made.scan(GREY, half(ROWS)),
    "colours where greys came": made.scan(COLOUR + b"/Filter/FlateDecode", FLAT),
    "run lengths cut": made.scan(GREY + b"/Filter/RunLengthDecode", b"\x81\xff" * 300 + b"\x80"),
    "jpeg cut": dct(half(JPEG)),
    "jpeg cut, with its end": dct(half(JPEG) + b"\xff\xd9"),
    "jpeg zeroed": dct(zeroed(JPEG)),
    "jpeg of zeros": dct(b"\0" * len(JPEG)),
    "progressive cut": dct(half(PROGRESSIVE)),
    "jpeg packed again, cut": made.scan(COLOUR + b"/Filter[/FlateDecode/DCTDecode]", zlib.compress(half(JPEG))),
    "fax cut": g4(half(G4)),
    "fax zeroed": g4(zeroed(G4)),
    "fax of zeros": g4(b"\0" * len(G4)),
    "fax of which the last rows are cut": g4(G4_OPEN[:-12]),
    "fax of the third group, cut": made.scan(
        BLACK + b"/Filter/CCITTFaxDecode/DecodeParms<</Columns 300/EndOfLine true>>", half(G3)
    ),
    "jpeg 2000 cut": made.scan(b"/Filter/JPXDecode", half(NEW_JPEG)),
    "jpeg 2000 of zeros": made.scan(b"/Filter/JPXDecode", b"\0" * 900),
    "jbig2 cut": made.scan(BLACK + b"/Filter/JBIG2Decode", half(JBIG2)),
    "jbig2 of zeros": made.scan(BLACK + b"/Filter/JBIG2Decode", b"\0" * len(JBIG2)),
    "mask cut": made.scan(GREY + b"/SMask 7 0 R", ROWS, more={7: made.scan_alone(GREY, half(ROWS))}),
    "picture lost": made.scan(GREY, ROWS).replace(b"/I 6 0 R", b"/I 9 0 R"),
    "drawing lost": sheet_without(4),
    "part of the drawing lost": sheet_without(page=b"/Contents[4 0 R 9 0 R]"),
    "drawing of one page of two lost": pages(b"0 0 9 9 re f", b"lost"),
    "form of noise": form(b"not packed" * 9),
    "form cut": form(zlib.compress(b"0 0 9 9 re f " * 50)[:-9]),
    "drawing cut": made.pdf_of(made.sheet(contents=made.stream_of(zlib.compress(b"0 0 9 9 re f " * 50)[:-9]))),
    "stamp of noise": made.pdf_of(
        made.sheet(
            page=b"/Annots[<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>]",
            more={6: made.stream_of(b"not packed" * 9)},
        )
    ),
}
BLANK = {
    "no drawing": made.pdf_of(made.sheet(more={3: b"<</Type/Page/Parent 2 0 R>>"})),
    "empty drawing": made.pdf_of(made.sheet(contents=made.stream(b"q 1 0 0 1 0 0 cm BT /F1 9 Tf ET Q"))),
    "seen through a hole beside the page": made.pdf_of(made.sheet(page=b"/CropBox[2000 2000 2500 2800]")),
    "page of two points": made.pdf_of(
        made.sheet(more={3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2 2]/Contents 4 0 R>>"})
    ),
    "two pages": pages(b"", b"q Q"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_readers_show_whole_is_taken(name: str) -> None:
    assert pdf.look(WHOLE[name], **PDF_LIMITS)[0] == {"pages": 1}


@pytest.mark.parametrize("name", TORN)
def test_a_pdf_of_which_something_that_it_draws_is_lost_is_refused_as_not_whole(name: str) -> None:
    assert pdf.look(TORN[name], **PDF_LIMITS)[0]["refused"] == "broken"


@pytest.mark.parametrize("name", BLANK)
def test_a_document_that_shows_nothing_at_all_is_refused_as_empty(name: str) -> None:
    assert pdf.look(BLANK[name], **PDF_LIMITS)[0] == {"refused": "blank"}


def test_an_empty_page_among_others_is_taken() -> None:
    assert pdf.look(pages(b"0 0 9 9 re f", b""), **PDF_LIMITS)[0] == {"pages": 2}


def test_a_lost_drawing_is_found_where_objects_are_packed_into_a_stream() -> None:
    """The library does not tell a page whose drawing is lost from an empty one: it is read as it was written."""
    lost = made.packed_objects(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/Contents 9 0 R>>",
        }
    )
    assert pdf.look(lost, **PDF_LIMITS)[0]["refused"] == "broken"
    assert pdf.look(packed(WHOLE["flate"]), **PDF_LIMITS)[0] == {"pages": 1}


def test_of_a_gigantic_scan_the_beginning_is_looked_at_and_the_rest_believed() -> None:
    limits = PDF_LIMITS | {"max_unpacked": 25_000}
    assert pdf.look(flate(half(FLAT, 0.95)), **limits)[0] == pdf.look(dct(), **limits)[0] == {"pages": 1}
    assert pdf.look(flate(b"\0" * len(FLAT)), **limits)[0]["refused"] == "broken"
