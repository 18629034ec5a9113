"""Odd files of many makers, given to the child's own functions: each is taken and shown right, or refused for a reason that is true.

What the portal says about a reason stands in `test_examining.py`; there a process of its own is started for each file, which would be too slow for so many.
"""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from ovop_portal.documents import images
from ovop_portal.documents.looking import PDF_LIMITS
from ovop_portal.documents.sandbox.child import pdf, pictures
from ovop_portal.documents.types import HEIC_TYPE, PDF_TYPE, type_of
from tests.documents import made

SCENE = made.drawing()
SENT = SCENE.tobytes()
GREYS = SCENE.convert("L").tobytes()


def jpeg(image: Image.Image = SCENE, **save: Any) -> bytes:
    return made.encoded(image, "JPEG", **{"quality": 90, **save})


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def rewrite(data: bytes) -> tuple[dict[str, Any], Image.Image | None]:
    answer, written = pictures.rewrite(
        data,
        keep_png=data.startswith(b"\x89PNG"),
        max_pixels=images.MAX_PIXELS,
        max_side=images.MAX_SIDE,
        max_scans=images.MAX_SCANS,
        stored_side=images.STORED_SIDE,
        max_bytes=10_000_000,
    )
    return answer, Image.open(io.BytesIO(written[0])) if written else None


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, in steps of 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


JPEG, PROGRESSIVE, PNG, HEIC = jpeg(), jpeg(progressive=True), made.encoded(SCENE, "PNG"), made.encoded(SCENE, "HEIF")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
CMYK = jpeg(SCENE.convert("CMYK"))


def wide(data: bytes, step: int = 257) -> bytes:
    return b"".join(struct.pack(">H", value * step) for value in data)


GREY = {
    "1 bit": made.encoded(SCENE.convert("1", dither=Image.Dither.NONE), "PNG"),
    "8 bit": made.encoded(SCENE.convert("L"), "PNG"),
    "grey and alpha": made.encoded(SCENE.convert("LA"), "PNG"),
    "16 bit": made.png(SCENE.size, 16, 0, wide(GREYS)),
    "16 bit and alpha": made.png(SCENE.size, 16, 4, b"".join(struct.pack(">HH", v * 257, 65_535) for v in GREYS)),
    "jpeg": jpeg(SCENE.convert("L")),
    "jpeg with a profile of colours": jpeg(SCENE.convert("L"), icc_profile=SRGB),
}
COLOUR = {
    "palette": made.encoded(SCENE.quantize(64), "PNG"),
    "rgba": made.encoded(SCENE.convert("RGBA"), "PNG"),
    "16 bit": made.png(SCENE.size, 16, 2, wide(SENT)),
    "animated": made.encoded(SCENE, "PNG", save_all=True, append_images=[SCENE.rotate(180)]),
    "text with a wrong sum": PNG[:33] + struct.pack(">I", 9) + b"tEXtHello\0wor\0\0\0\0" + PNG[33:],
    "profile with a wrong sum": PNG[:33] + struct.pack(">I", 9) + b"iCCPHello\0\0wo\0\0\0\0" + PNG[33:],
    "profile of noise": made.encoded(SCENE, "PNG", icc_profile=b"junk" * 50),
    "png without its end": PNG[:-12],
    "png and a tail": PNG + b"x" * 999,
    "jpeg": JPEG,
    "progressive": PROGRESSIVE,
    "rgb without ycc": jpeg(keep_rgb=True),
    "cmyk": CMYK,
    "cmyk without adobe's mark": made.without_segment(CMYK, 0xEE),
    "jpeg with a profile": jpeg(icc_profile=SRGB),
    "jpeg with a profile of noise": jpeg(icc_profile=b"junk" * 500),
    "jpeg with a profile that is not of its kind": jpeg(icc_profile=LAB),
    "jpeg and a tail": JPEG + b"garbage" * 1000,
    "jpeg without its end": JPEG[:-2],
    "jpeg with a huge description": jpeg(exif=b"Exif\0\0MM\0*" + b"x" * 60_000),
    "description cut": jpeg(exif=b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0"),
    "description beyond its end": jpeg(
        exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0f\x01\x02\0\x40\0\0\0\x28\x23\0\0\0\0\0\0"
    ),
    "two pictures of a phone": made.encoded(SCENE, "MPO", save_all=True, append_images=[SCENE.rotate(180)]),
    "heic": HEIC,
}


@pytest.mark.parametrize("name", GREY)
def test_greys_are_shown_as_they_were_sent(name: str) -> None:
    answer, stored = rewrite(GREY[name])
    right = SCENE.convert("1", dither=Image.Dither.NONE) if name == "1 bit" else SCENE.convert("L")
    assert stored is not None, answer
    assert (answer["width"], answer["height"], difference(stored, right) < 3) == (*SCENE.size, True)


@pytest.mark.parametrize("name", COLOUR)
def test_colours_are_shown_as_they_were_sent(name: str) -> None:
    answer, stored = rewrite(COLOUR[name])
    assert stored is not None, answer
    # The palette and CMYK of the makers are coarser.
    assert (stored.size, difference(stored, SCENE) < 8) == (SCENE.size, True)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_of_a_camera_that_lay_on_its_side_stands_upright(orientation: int) -> None:
    answer, stored = rewrite(jpeg(exif=turned(orientation)))
    right = made.upright(SCENE, orientation)
    assert stored is not None
    assert (stored.size, (answer["width"], answer["height"]), difference(stored, right) < 3) == (right.size,) * 2 + (
        True,
    )


@pytest.mark.parametrize(
    "data",
    [source[: len(source) * part // 100] for source in (JPEG, PNG, HEIC) for part in (1, 50, 95)]
    + [JPEG[: len(JPEG) * part // 100] + b"\xff\xd9" for part in (1, 50, 99)]
    + [PROGRESSIVE[: len(PROGRESSIVE) * part // 100] + end for part in (1, 50) for end in (b"", b"\xff\xd9")]
    + [made.png(SCENE.size, 8, 2, SENT[: len(SENT) // 2])],
)
def test_a_picture_that_is_not_whole_is_refused_whatever_stands_at_its_end(data: bytes) -> None:
    assert rewrite(data)[0]["refused"] == "broken"


def test_grey_that_was_sent_at_the_lower_edge_is_not_taken_for_missing_pixels() -> None:
    framed = SCENE.copy()
    framed.paste((128, 128, 128), (0, 300, *SCENE.size))
    assert rewrite(jpeg(framed))[0]["kind"] == "JPEG"


def through_glass(image: Image.Image, glass: Image.Image) -> Image.Image:
    clear = image.copy()
    clear.putalpha(glass)
    return clear


def on_white(image: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")


def written_for(profile: bytes, image: Image.Image = SCENE) -> Image.Image:
    """The scene in numbers that mean its colours by this profile."""
    srgb, theirs = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profile))
    written = ImageCms.profileToProfile(
        image, srgb, theirs, outputMode="L" if theirs.profile.xcolor_space == "GRAY" else "RGB"
    )
    assert written is not None
    return written


GLASS = Image.linear_gradient("L").resize(SCENE.size)
ADOBE, SWAPPED, GREY_PROFILE = made.profile(*made.ADOBE), made.profile(*made.SWAPPED), made.profile(gamma=1)
LIGHT = [round(255 * ((step / 255) ** 2.2)) for step in range(256)]
CLEAR_PALETTE = written_for(SWAPPED).quantize(64)
MEANT = {
    "jpeg": (jpeg(written_for(SWAPPED), icc_profile=SWAPPED), SCENE),
    "png": (made.encoded(written_for(ADOBE), "PNG", icc_profile=ADOBE), SCENE),
    "heic": (made.encoded(written_for(SWAPPED), "HEIF", icc_profile=SWAPPED), SCENE),
    "png with transparency": (
        made.encoded(through_glass(written_for(ADOBE), GLASS), "PNG", icc_profile=ADOBE),
        on_white(through_glass(SCENE, GLASS)),
    ),
    "png with transparency, red for green": (
        made.encoded(through_glass(written_for(SWAPPED), GLASS), "PNG", icc_profile=SWAPPED),
        on_white(through_glass(SCENE, GLASS)),
    ),
    "palette": (made.encoded(CLEAR_PALETTE, "PNG", icc_profile=SWAPPED), SCENE),
    "palette with transparency": (
        made.encoded(CLEAR_PALETTE, "PNG", icc_profile=SWAPPED, transparency=bytes([128] * 64)),
        on_white(through_glass(SCENE, Image.new("L", SCENE.size, 128))),
    ),
    "greys": (
        made.encoded(written_for(GREY_PROFILE), "PNG", icc_profile=GREY_PROFILE),
        SCENE.convert("L"),
    ),
    "greys with transparency": (
        made.encoded(through_glass(written_for(GREY_PROFILE), GLASS), "PNG", icc_profile=GREY_PROFILE),
        on_white(through_glass(SCENE.convert("L"), GLASS)),
    ),
    "gamma": (made.with_chunk(made.encoded(SCENE.point(LIGHT * 3), "PNG"), b"gAMA", struct.pack(">I", 100_000)), SCENE),
    "gamma and transparency": (
        made.with_chunk(
            made.encoded(through_glass(SCENE.point(LIGHT * 3), GLASS), "PNG"), b"gAMA", struct.pack(">I", 100_000)
        ),
        on_white(through_glass(SCENE, GLASS)),
    ),
    "gamma of greys": (
        made.with_chunk(made.encoded(SCENE.convert("L").point(LIGHT), "PNG"), b"gAMA", struct.pack(">I", 100_000)),
        SCENE.convert("L"),
    ),
    "gamma that is the usual one": (made.with_chunk(PNG, b"gAMA", struct.pack(">I", 45_455)), SCENE),
    "gamma of nothing": (made.with_chunk(PNG, b"gAMA", struct.pack(">I", 0)), SCENE),
    "gamma beside the mark of sRGB": (
        made.with_chunk(made.with_chunk(PNG, b"gAMA", struct.pack(">I", 100_000)), b"sRGB", b"\0"),
        SCENE,
    ),
}


@pytest.mark.parametrize("name", MEANT)
def test_colours_are_those_that_the_numbers_mean(name: str) -> None:
    data, right = MEANT[name]
    answer, stored = rewrite(data)
    assert stored is not None, answer
    assert ("icc_profile" in stored.info, difference(on_white(stored), right) < 8) == (False, True)


def test_transparency_outlives_the_change_of_colours() -> None:
    _answer, stored = rewrite(MEANT["png with transparency"][0])
    assert stored is not None
    assert stored.getchannel("A").tobytes() == GLASS.tobytes()


@pytest.mark.parametrize("name", ["png", "png with transparency", "palette with transparency", "greys", "gamma"])
def test_numbers_that_were_stored_without_their_meaning_are_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stored is compared with what came in sRGB, by a way of its own."""
    monkeypatch.setattr(pictures, "_in_srgb", lambda image, grey: image)
    assert rewrite(MEANT[name][0])[0] == {"refused": "unlike"}


def test_a_noisy_photo_of_a_wall_is_not_taken_for_a_blank_area() -> None:
    wall = Image.effect_noise((2_400, 1_800), 20).convert("RGB")
    assert rewrite(jpeg(wall))[0]["kind"] == rewrite(jpeg(wall, icc_profile=ADOBE))[0]["kind"] == "JPEG"


def test_stripes_of_one_pixel_stay_what_they_are() -> None:
    stripes = Image.new("RGB", (2_000, 1_500), "white")
    stripes.paste("black", mask=Image.frombytes("1", stripes.size, b"\x55" * 375_000))
    assert rewrite(made.encoded(stripes, "PNG", icc_profile=ADOBE))[0]["kind"] == "PNG"


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
XMP += b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'


@pytest.mark.parametrize("exif", [Image.Exif(), turned(1)])
def test_a_photo_is_turned_by_its_exif_alone_as_browsers_do(exif: Image.Exif) -> None:
    _answer, stored = rewrite(jpeg(exif=exif, xmp=XMP))
    assert stored is not None
    assert (stored.size, difference(stored, SCENE) < 3) == (SCENE.size, True)


FRAME = JPEG.index(b"\xff\xc0")


@pytest.mark.parametrize(
    "data",
    [
        JPEG[: FRAME + 4] + b"\x0c" + JPEG[FRAME + 5 :],
        JPEG[: FRAME + 1] + b"\xc3" + JPEG[FRAME + 2 :],
        made.of_an_iphone(PNG),
    ],
)
def test_a_kind_that_is_not_read_here_is_not_called_damaged(data: bytes) -> None:
    assert rewrite(data)[0] == {"refused": "kind"}


def test_a_page_that_would_become_blank_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a decoder or its settings do: what is stored is compared with what came."""
    monkeypatch.setattr(pictures, "_plain", lambda image: Image.new("L", image.size, 255))
    assert rewrite(GREY["16 bit"])[0] == rewrite(COLOUR["jpeg"])[0] == {"refused": "unlike"}


def test_a_blank_page_that_was_sent_stays_blank() -> None:
    assert rewrite(made.encoded(Image.new("RGB", (900, 600), "white"), "PNG"))[0]["kind"] == "PNG"


def test_a_photo_that_would_grow_beyond_the_limit_as_png_becomes_a_jpeg() -> None:
    noise = made.encoded(Image.effect_noise((300, 200), 90).convert("RGB"), "PNG")
    answer, _made = pictures.rewrite(noise, True, 10**6, 10**4, 60, 4000, max_bytes=20_000)
    assert answer["kind"] == "JPEG"


def test_a_film_picture_of_another_kind_is_not_called_a_damaged_heic() -> None:
    assert (type_of(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"), type_of(HEIC[:32])) == ("", HEIC_TYPE)


# --- PDF ------------------------------------------------------------------------------------------------------------------

PLAIN = made.pdf_of(made.sheet())


def again(**save: Any) -> bytes:
    """The plain PDF as another program would save it."""
    with pikepdf.open(io.BytesIO(PLAIN)) as document:
        return made.encoded_pdf(document, **save)


LINEAR = again(linearize=True)
PACKED = again(object_stream_mode=pikepdf.ObjectStreamMode.generate)
ADDED = (
    PLAIN
    + b"6 0 obj\n<</A 1>>\nendobj\nxref\n6 1\n%010d 00000 n \ntrailer\n<</Size 7/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    % (
        len(PLAIN),
        PLAIN.rfind(b"xref\n0"),
        len(PLAIN) + 26,
    )
)
CHECKED = made.stream(b"BT /F1 20 Tf 72 740 Td (Surat) Tj ET")
LINK = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://contoh.id/)>>>>"
TAKEN = {
    "plain": PLAIN,
    "read while it loads": LINEAR,
    "packed objects": PACKED,
    "added to": ADDED,
    "no table of contents": PLAIN[: PLAIN.rfind(b"xref\n0")] + b"trailer\n<</Root 1 0 R>>\n%%EOF\n",
    "no end mark": PLAIN[:-6],
    "wrong length": made.pdf_of(made.sheet(contents=made.stream(b"BT (Surat) Tj ET", b"", length=3))),
    "wrong length of a packed stream": made.pdf_of(made.sheet(contents=made.stream(b"BT (Surat) Tj ET", length=9))),
    "header far below": b"x" * 1_000 + PLAIN,
    "notice of a server": b"<br />\n<b>Notice</b>: tcpdf<br />\n" + PLAIN,
    "tail of a web page": PLAIN + b"</body></html>" * 200,
    "tail of zeros": PLAIN + b"\0" * 5_000,
    "locked against printing": again(encryption=pikepdf.Encryption(user="", owner="x")),
    "locked the old way": again(encryption=pikepdf.Encryption(user="", owner="x", R=3, aes=False, metadata=False)),
    "lying on its side": made.pdf_of(made.sheet(page=b"/Rotate 90")),
    "page without a size": made.pdf_of(made.sheet(more={3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>"})),
    "page with half a size": made.pdf_of(
        made.sheet(more={3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 null]/Contents 4 0 R>>"})
    ),
    "5,000 links": made.pdf_of(made.sheet(page=b"/Annots[" + LINK * 5_000 + b"]")),
    "form": made.pdf_of(
        made.sheet(root=b"/AcroForm<</Fields[6 0 R]>>", more={6: b"<</FT/Tx/T(nama)/V(Sari)/Rect[0 0 9 9]>>"})
    ),
    "prints when opened": made.pdf_of(made.sheet(root=b"/OpenAction<</S/Named/N/Print>>")),
    "jumps when opened": made.pdf_of(made.sheet(root=b"/OpenAction[3 0 R/Fit]")),
    "text that speaks of JavaScript": made.pdf_of(made.sheet(root=b"/Lang(/JavaScript /Launch)")),
    "wrong count of pages": made.pdf_of(made.sheet(more={2: b"<</Type/Pages/Kids[3 0 R]/Count 7>>"})),
    "new version": made.pdf_of(made.sheet(), version=b"2.0"),
    "old packing": made.pdf_of(
        made.sheet(contents=made.stream(base64.a85encode(b"0 0 9 9 re f") + b"~>", b"/Filter/ASCII85Decode"))
    ),
    "drawing with a wrong sum": made.pdf_of(made.sheet(contents=CHECKED[:-15] + b"\0\0\0\0" + CHECKED[-11:])),
    "remark behind its end": PLAIN + b"<!-- 12 0 obj -->\n% printed by 7 0 obj printer\n",
    "tree of pages that hangs on the document": made.pdf_of(
        made.sheet(more={2: b"<</Type/Pages/Parent 1 0 R/Kids[3 0 R]/Count 1>>"})
    ),
    "tree of pages 59 deep": made.pdf_of(
        made.sheet(
            more={
                2: b"<</Type/Pages/Kids[60 0 R]/Count 1>>",
                **{n: b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1) for n in range(61, 118)},
                60: b"<</Type/Pages/Parent 2 0 R/Kids[61 0 R]/Count 1>>",
                118: b"<</Type/Pages/Parent 117 0 R/Kids[3 0 R]/Count 1>>",
            }
        )
    ),
    "names in empty branches": made.pdf_of(
        made.sheet(
            root=b"/Names<</EmbeddedFiles<</Kids[6 0 R]>>/JavaScript<</Kids[6 0 R]>>>>",
            more={6: b"<</Kids[7 0 R 6 0 R]>>", 7: b"<</Names[]/Limits[()()]>>"},
        )
    ),
}
TWICE = zlib.compress(zlib.compress(b" " * 200_000_000, 1), 9)
REFUSED = {
    "cut at 1 %": (PLAIN[: len(PLAIN) // 100], "broken"),
    "cut at 50 %": (PLAIN[: len(PLAIN) // 2], "broken"),
    "cut at 90 %": (PLAIN[: len(PLAIN) * 9 // 10], "broken"),
    "read while it loads, cut": (LINEAR[: len(LINEAR) * 8 // 10], "broken"),
    "packed objects, cut": (PACKED[: len(PACKED) * 9 // 10], "broken"),
    "added to, cut": (ADDED[: len(PLAIN) + 15], "broken"),
    "a page is not there": (made.pdf_of(made.sheet(more={2: b"<</Type/Pages/Kids[3 0 R 77 0 R]/Count 2>>"})), "broken"),
    "zeros in the middle": (PLAIN[: len(PLAIN) // 3] + b"\0" * 60 + PLAIN[len(PLAIN) // 3 + 60 :], "broken"),
    "drawing of noise": (made.pdf_of(made.sheet(contents=made.stream(b"not packed " * 9, b"/Filter/Fl"))), "broken"),
    "blanks": (b"%PDF-1.4" + b" " * 3_000, "broken"),
    "password": (again(encryption=pikepdf.Encryption(user="a", owner="x")), "password"),
    "program in a branch of names": (
        made.pdf_of(
            made.sheet(
                root=b"/Names<</JavaScript<</Kids[6 0 R]>>>>", more={6: b"<</Kids[7 0 R]>>", 7: b"<</Names[(x)<<>>]>>"}
            )
        ),
        "active",
    ),
    "added to, cut behind the word": (ADDED[: len(PLAIN) + 8], "broken"),
    "xfa": (made.pdf_of(made.sheet(root=b"/AcroForm<</Fields[]/XFA(x)>>")), "active"),
    "field with a program": (
        made.pdf_of(made.sheet(page=b"/Annots[<</Subtype/Widget/AA<</K<</S/JavaScript/JS(AFNumber)>>>>>>]")),
        "active",
    ),
    "name in disguise": (made.pdf_of(made.sheet(root=b"/OpenAction<</S/J#61vaScript/J#53(x)>>")), "active"),
    "address in disguise": (
        made.pdf_of(made.sheet(page=b"/Annots[<</A<</S/URI/URI<6A6176617363726970743A78>>>>>]")),
        "active",
    ),
    "archive first": (made.archive() + PLAIN, "active"),
    "picture of 3.6 billion pixels": (
        made.pdf_of(
            made.sheet(more={6: made.stream(b"\0" * 99, b"/Subtype/Image/Width 60000/Height 60000/Filter/FlateDecode")})
        ),
        "too_complex",
    ),
    "drawing that calls itself a picture": (
        made.pdf_of(
            made.sheet(contents=made.stream(b" " * 120_000_000, b"/Subtype/Image/Width 1/Height 1/Filter/FlateDecode"))
        ),
        "too_complex",
    ),
    "packed twice": (
        made.pdf_of(
            made.sheet(
                contents=b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(TWICE), TWICE)
            )
        ),
        "too_complex",
    ),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_pdf_that_readers_open_is_taken(name: str) -> None:
    assert (type_of(TAKEN[name][:1_024]), pdf.look(TAKEN[name], **PDF_LIMITS)) == (PDF_TYPE, ({"pages": 1}, []))


@pytest.mark.parametrize("name", REFUSED)
def test_a_pdf_that_is_not_whole_or_not_quiet_is_refused_for_the_true_reason(name: str) -> None:
    data, reason = REFUSED[name]
    assert pdf.look(data, **PDF_LIMITS)[0]["refused"] == reason
