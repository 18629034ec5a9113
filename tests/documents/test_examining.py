"""The catalogue of bad files: each is refused in words a person can act on, or let in in a stated way. Never an exception, never for long."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import threading
import time
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ovop_portal.documents import images, patience
from ovop_portal.documents.examining import Examined, examine
from ovop_portal.documents.types import ANY, PDF, PHOTO
from tests.documents import made

NBSP = "\u00a0"


def upload(data: bytes, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def look(data: bytes, name: str = "surat.pdf", **options: Any) -> Examined:
    return examine(upload(data, name), label="Surat usulan", **options)


def refusal(data: bytes, name: str = "surat.pdf", **options: Any) -> tuple[str, str]:
    """The code and the sentence with which the file is refused."""
    with pytest.raises(ValidationError) as caught:
        look(data, name, **options)
    return caught.value.code, caught.value.messages[0]


class TestWords:
    """ux 3.2, E-UP-1 to E-UP-6: the exact sentences."""

    def test_nothing_was_chosen(self) -> None:
        with pytest.raises(ValidationError) as caught:
            examine(None, label="Surat usulan")
        assert (caught.value.code, caught.value.messages) == ("E-UP-1", ["Unggah surat usulan"])

    @pytest.mark.parametrize(
        ("accept", "kinds"),
        [(ANY, "PDF, JPG atau PNG"), (PDF, "PDF"), (PHOTO, "JPG atau PNG")],
        ids=["any", "pdf", "photo"],
    )
    def test_a_file_of_another_kind(self, accept: frozenset[str], kinds: str) -> None:
        assert refusal(b"MZ\x90\x00", "surat.docx", accept=accept) == ("E-UP-2", f"Surat usulan harus berupa {kinds}")

    @pytest.mark.parametrize(
        ("accept", "name", "sentence"),
        [
            (PHOTO, "motif.JPG", "Isi berkas ini bukan foto JPG atau PNG. Pilih foto yang lain"),
            (PHOTO, "motif.heic", "Isi berkas ini bukan foto JPG atau PNG. Pilih foto yang lain"),
            (PDF, "surat.pdf", "Isi berkas ini bukan PDF. Pilih berkas yang lain"),
            (ANY, "izin.png", "Isi berkas ini bukan PDF, JPG atau PNG. Pilih berkas yang lain"),
            (PDF, "surat.jpg", "Surat usulan harus berupa PDF"),
            (PHOTO, "jpg", "Surat usulan harus berupa JPG atau PNG"),
        ],
    )
    def test_a_name_that_promises_what_the_content_is_not(
        self, accept: frozenset[str], name: str, sentence: str
    ) -> None:
        assert refusal(b"hanya tulisan", name, accept=accept) == ("E-UP-2", sentence)

    def test_a_file_one_byte_too_large(self, settings: Any) -> None:
        settings.UPLOAD_MAX_FILE_BYTES = 1_000_000
        assert refusal(made.pdf().ljust(1_000_001, b" ")) == (
            "E-UP-3",
            f"Ukuran berkas harus kurang dari 1{NBSP}MB. Berkas ini 1{NBSP}MB",
        )
        settings.UPLOAD_MAX_FILE_BYTES = 10_000_000
        assert refusal(b"%PDF-".ljust(12_345_678)) == (
            "E-UP-3",
            f"Ukuran berkas harus kurang dari 10{NBSP}MB. Berkas ini 12,3{NBSP}MB",
        )

    def test_an_empty_file(self) -> None:
        assert refusal(b"") == ("E-UP-4", "Berkas ini kosong. Pilih berkas lain")

    def test_a_pdf_with_a_password(self) -> None:
        locked = made.pdf(encryption=pikepdf.Encryption(user="rahasia", owner="x"))
        assert refusal(locked) == ("E-UP-5", "PDF ini memakai kata sandi. Simpan tanpa kata sandi lalu unggah lagi")

    def test_an_upload_that_was_cut(self) -> None:
        cut = upload(made.pdf())
        cut.size *= 2
        with pytest.raises(ValidationError) as caught:
            examine(cut)
        assert (caught.value.code, caught.value.messages) == ("E-UP-6", ["Unggahan terputus di 50%. Coba lagi"])


ACTIVE = ("active", "PDF ini memuat program atau lampiran di dalamnya. Cetak ke PDF lalu unggah hasilnya")
BROKEN = ("broken", "Berkas ini tidak lengkap atau tidak bisa dibuka. Simpan ulang lalu unggah lagi")
COMPLEX = ("too_complex", "PDF ini terlalu rumit untuk dibuka. Simpan ulang sebagai PDF biasa lalu unggah lagi")

PICTURE_COMPLEX = (
    "too_complex",
    "Gambar ini terlalu rumit untuk dibuka. Simpan ulang sebagai JPG biasa lalu unggah lagi",
)
WAITS = ("being_checked", "Berkas sedang diperiksa. Tunggu sebentar, lalu kirim lagi")


class TestPdf:
    def test_a_plain_pdf_is_let_in_byte_for_byte_with_the_number_of_its_pages(self) -> None:
        data = made.pdf(pages=3)
        examined = look(data)
        assert (examined.name, examined.content_type, examined.data, examined.pages) == (
            "surat.pdf",
            "application/pdf",
            data,
            3,
        )

    def test_links_and_jumps_do_no_harm(self) -> None:
        assert look(made.pdf_with(made.a_link)).pages == 1

    def test_trees_of_names_that_hold_nothing_do_no_harm(self) -> None:
        assert look(made.pdf_with(made.empty_names)).pages == 1

    def test_a_pdf_that_only_restricts_printing_opens_without_a_password(self) -> None:
        assert look(made.pdf(encryption=pikepdf.Encryption(user="", owner="x"))).pages == 1

    @pytest.mark.parametrize(
        "change",
        [
            made.javascript,
            made.javascript_in_names,
            made.launch_hidden_deep,
            made.embedded_file,
            made.xfa,
            made.submits,
            made.opens_an_address,
            made.opens_another_file_when_a_page_is_turned,
            made.opens_an_address_after_a_jump,
            made.a_link_to_a_program,
            made.nests_without_end,
        ],
    )
    def test_a_pdf_that_does_something_or_carries_something_is_refused(self, change: Any) -> None:
        assert refusal(made.pdf_with(change)) == ACTIVE

    def test_what_is_hidden_in_an_object_stream_is_found_as_well(self) -> None:
        with pikepdf.open(io.BytesIO(made.pdf_with(made.javascript_in_names))) as document:
            packed = made.saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        assert b"JavaScript" not in packed
        assert refusal(packed) == ACTIVE

    def test_a_document_that_shows_nothing_is_said_to_be_empty(self) -> None:
        blank = made.pdf_of(made.sheet(contents=made.stream(b"")))
        assert refusal(blank) == ("blank", "Halaman PDF ini kosong. Buka berkasnya, lalu unggah yang ada isinya")

    def test_more_pages_than_anybody_reads_are_refused(self) -> None:
        assert refusal(made.pdf(pages=501)) == ("pages", "PDF harus paling banyak 500 halaman. Berkas ini 501 halaman")
        assert look(made.pdf(pages=500)).pages == 500

    def test_a_page_as_large_as_a_field_is_refused(self) -> None:
        assert refusal(made.pdf_with(made.large_page)) == (
            "page_size",
            "Halaman PDF ini terlalu besar. Simpan dengan ukuran A4 lalu unggah lagi",
        )

    @pytest.mark.parametrize(
        ("data", "answers"),
        [
            (made.pdf_bomb(), {BROKEN, COMPLEX}),
            (made.xref_loop(), {BROKEN}),
            (made.page_tree_loop(), {BROKEN}),
            (b"%PDF-1.7\n", {BROKEN}),
            (b"%PDF-1.7\n" + b"\xff" * 5000, {BROKEN}),
            (made.pdf()[:200], {BROKEN}),
        ],
        ids=["bomb", "xref loop", "page tree loop", "head only", "noise", "cut"],
    )
    def test_a_hostile_or_broken_pdf_is_refused_soon(self, data: bytes, answers: set[tuple[str, str]]) -> None:
        begin = time.monotonic()
        assert refusal(data) in answers
        assert time.monotonic() - begin < 15

    def test_a_pdf_that_readers_can_mend_is_let_in(self) -> None:
        """The table of contents is wrong; the pages are all there."""
        data = made.pdf().replace(b"startxref\n", b"startxref\n9")
        assert look(data).pages == 1


class TestPictures:
    def test_a_photo_is_written_anew_upright_and_without_a_word_about_place_or_owner(self) -> None:
        examined = look(made.photo_with_place(), "IMG_0001.jpg")
        image = Image.open(io.BytesIO(examined.data))
        assert (examined.name, examined.content_type, image.size) == ("IMG_0001.jpg", "image/jpeg", (48, 64))
        assert (
            dict(image.getexif()),
            "comment" in image.info,
            b"Rahasia" in examined.data,
            b"rumah" in examined.data,
        ) == (
            {},
            False,
            False,
            False,
        )

    def test_a_heic_of_a_phone_becomes_a_jpeg_without_its_place(self) -> None:
        examined = look(made.photo_with_place("HEIF"), "IMG_0001.HEIC")
        image = Image.open(io.BytesIO(examined.data))
        assert (examined.name, examined.content_type, image.format, dict(image.getexif())) == (
            "IMG_0001.jpg",
            "image/jpeg",
            "JPEG",
            {},
        )
        assert b"Rahasia" not in examined.data

    def test_a_picture_of_the_web_is_named_and_a_way_is_told(self) -> None:
        words = "Berkas ini gambar {}. Buka gambarnya, ambil tangkapan layar, lalu unggah tangkapan layar itu"
        webp, avif = made.picture(format="WEBP"), b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"
        assert refusal(webp, "foto.webp") == refusal(webp, "foto.jpg", accept=PHOTO) == ("E-UP-2", words.format("WebP"))
        assert refusal(avif, "foto.avif") == ("E-UP-2", words.format("AVIF"))
        assert refusal(webp, "surat.pdf", accept=PDF) == ("E-UP-2", "Isi berkas ini bukan PDF. Pilih berkas yang lain")

    def test_a_kind_that_is_not_read_here_is_told_so(self) -> None:
        assert refusal(made.of_an_iphone(made.picture(format="PNG")), "ikon.png") == (
            "kind",
            "Jenis gambar ini tidak bisa dibuka di sini. Simpan ulang sebagai JPG biasa, atau unggah tangkapan layarnya",
        )

    def test_a_png_stays_a_png_and_loses_its_texts(self) -> None:
        from PIL.PngImagePlugin import PngInfo

        said = PngInfo()
        said.add_text("Author", "Rahasia")
        examined = look(made.picture(format="PNG", mode="RGBA", pnginfo=said), "tangkapan.png")
        assert (examined.content_type, Image.open(io.BytesIO(examined.data)).mode, b"Rahasia" in examined.data) == (
            "image/png",
            "RGB",  # Nothing in it was transparent.
            False,
        )

    @pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK"])
    def test_every_mode_of_a_picture_is_taken(self, mode: str) -> None:
        format = "JPEG" if mode in ("L", "CMYK") else "PNG"
        image = Image.new("RGB", (40, 30), "#a03020").convert(mode)
        out = io.BytesIO()
        image.save(out, format)
        assert Image.open(io.BytesIO(look(out.getvalue()).data)).size == (40, 30)

    def test_what_is_glued_to_the_end_of_a_picture_is_left_behind(self) -> None:
        examined = look(made.picture() + made.archive() + b"<script>alert(1)</script>", "foto.jpg")
        assert (b"passwd" in examined.data, b"script" in examined.data) == (False, False)

    def test_a_very_large_photo_becomes_one_of_4000_pixels(self) -> None:
        examined = look(made.picture(6000, 3000, quality=30), "foto.jpg")
        assert Image.open(io.BytesIO(examined.data)).size == (4000, 2000)

    def test_a_scan_of_49_million_pixels_with_transparency_is_taken(self) -> None:
        scan = look(made.picture(7_000, 7_000, "PNG", "RGBA", compress_level=1), "pindai.png")
        assert Image.open(io.BytesIO(scan.data)).size == (4_000, 4_000)

    def test_a_picture_with_too_many_pixels_is_refused_by_its_header(self) -> None:
        begin = time.process_time()
        answer = ("picture_size", "Gambar harus paling banyak 50 juta piksel. Perkecil gambar ini lalu unggah lagi")
        assert refusal(made.png_header(20_000, 20_000), "foto.png") == answer
        strip = ("picture_size", "Sisi gambar harus paling banyak 20.000 piksel. Perkecil gambar ini lalu unggah lagi")
        assert refusal(made.png_header(2**31 - 1, 2**31 - 1), "foto.png") == strip
        assert refusal(made.png_header(1, 20_001), "foto.png") == strip
        assert time.process_time() - begin < 1

    @pytest.mark.parametrize(
        "data",
        [
            made.picture()[:300],
            b"\xff\xd8\xff" + b"\0" * 500,
            made.png_header(100, 100),
            b"\0\0\0\x18ftypheic" + b"\0" * 100,
            made.photo_with_place("HEIF")[:-200],
        ],
        ids=["cut", "noise", "png without pixels", "heic without pixels", "heic cut"],
    )
    def test_a_broken_picture_is_refused(self, data: bytes) -> None:
        assert refusal(data, "foto.jpg") == BROKEN

    def test_a_text_that_unpacks_to_300_mb_is_left_behind(self) -> None:
        assert Image.open(io.BytesIO(look(made.png_with_huge_text(), "foto.png").data)).size == (64, 48)

    def test_a_photo_smaller_than_its_place_needs_is_refused_with_its_size(self) -> None:
        photo = made.picture(80, 60)
        assert refusal(photo, "foto.jpg", accept=PHOTO, least_side=800) == (
            "too_small",
            "Surat usulan terlalu kecil (80×60 piksel). Sisi panjangnya paling sedikit 800 piksel: pilih berkas aslinya atau foto ulang",
        )
        assert refusal(made.photo_with_place(), "foto.jpg", least_side=65)[1].startswith(
            "Surat usulan terlalu kecil (48×64 piksel)"
        )
        assert look(photo, "foto.jpg", least_side=80).content_type == "image/jpeg"

    def test_the_same_picture_gives_the_same_bytes(self) -> None:
        data = made.photo_with_place()
        assert look(data).sha256 == look(data).sha256

    @pytest.mark.parametrize("width", [320, 640, 1280])
    def test_a_small_picture_keeps_within_the_bytes_a_page_can_afford(self, width: int) -> None:
        noise = Image.effect_noise((1600, 1200), 60).convert("RGB")
        out = io.BytesIO()
        noise.save(out, "JPEG")
        small = images.thumbnails(out.getvalue())[width]
        image = Image.open(io.BytesIO(small))
        assert (image.format, image.size) == ("WEBP", (width, width * 3 // 4))

    def test_a_small_picture_is_never_larger_than_the_photo(self) -> None:
        assert Image.open(io.BytesIO(images.thumbnails(made.picture(64, 48))[320])).size == (64, 48)


class TestKinds:
    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (b"MZ\x90\x00" + b"\0" * 100, "surat.pdf"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "foto.png"),
            (b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)", "foto.jpg"),
            (made.archive(), "surat.pdf"),
            (b"MZ\x90\x00" + made.pdf(), "surat.pdf"),
            (b"GIF89a" + made.pdf(), "surat.pdf"),
            (b"x" * 1024 + made.pdf(), "surat.pdf"),
            (b"\0\0\0\x18ftypmp42" + b"\0" * 100, "foto.heic"),
            (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "surat.pdf"),
        ],
        ids=[
            "program",
            "svg",
            "gif",
            "zip",
            "program before pdf",
            "gif before pdf",
            "pdf too far below",
            "film",
            "test virus",
        ],
    )
    def test_only_what_a_file_is_counts_not_its_name(self, data: bytes, name: str) -> None:
        assert refusal(data, name)[0] == "E-UP-2"

    def test_a_file_with_the_wrong_name_gets_the_right_one(self) -> None:
        assert look(made.picture(), "foto.pdf").name == "foto.jpg"
        assert look(made.pdf(), "surat.docx").name == "surat.pdf"

    def test_a_pdf_is_no_photo_and_a_photo_no_pdf(self) -> None:
        assert refusal(made.pdf(), accept=PHOTO)[0] == refusal(made.picture(), accept=PDF)[0] == "E-UP-2"

    def test_a_pdf_that_is_an_archive_as_well_is_refused(self) -> None:
        assert refusal(made.pdf() + made.archive()) == ACTIVE


class TestCost:
    """What a file may cost is small, whoever sends it: a child with limits decodes it, and the web process does not."""

    @pytest.mark.parametrize(
        ("data", "answer"),
        [
            (made.jpeg_of_many_scans(200, 400), PICTURE_COMPLEX),
            (made.pdf_of_many_objects(30_001), COMPLEX),
            (made.pdf_that_unpacks_to(101), COMPLEX),
        ],
        ids=["scans", "objects", "drawing"],
    )
    def test_what_costs_more_than_it_weighs_is_refused_soon(self, data: bytes, answer: tuple[str, str]) -> None:
        own, children = _seconds()
        assert refusal(data) == answer
        assert [
            now - before < limit for now, before, limit in zip(_seconds(), (own, children), (0.5, 2), strict=True)
        ] == [
            True,
            True,
        ]

    def test_no_decoder_of_pictures_is_ever_loaded_where_pages_are_made(self) -> None:
        """A web process holds the files of all: whatever a decoder can be led to do must not happen there."""
        script = (
            "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'ovop_portal.settings.test'; django.setup();"
            "import ovop_portal.urls; print({'PIL.Image', 'pikepdf', 'pillow_heif', 'pyhanko'} & set(sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"

    def test_more_files_than_a_process_has_room_for_are_left_to_a_worker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patience, "_room", threading.BoundedSemaphore(1))
        with patience.a_place():
            assert refusal(made.picture(), "foto.jpg") == refusal(made.pdf()) == WAITS
        assert look(made.pdf()).pages == 1

    def test_what_takes_longer_than_a_page_waits_is_left_to_a_worker_and_is_no_fault_of_the_file(self) -> None:
        for seconds in (0.0, 0.01):
            with patience.at_most(seconds):
                assert refusal(made.picture(), "foto.jpg") == refusal(made.pdf()) == WAITS
        with patience.at_most(60):
            assert look(made.pdf()).pages == 1

    def test_a_page_with_five_slow_files_waits_no_longer_than_one_with_one(self) -> None:
        began = time.monotonic()
        with patience.at_most(0.05):
            assert [refusal(made.pdf()) for _ in range(5)] == [WAITS] * 5
        assert time.monotonic() - began < 1


def _seconds() -> tuple[float, float]:
    return tuple(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
