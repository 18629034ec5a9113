"""May this upload come in? Everything that can be refused is refused here, in words a person can act on (ux 3.2, E-UP), before anything is stored."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ovop_portal.common import formats
from ovop_portal.common.words import inner
from ovop_portal.documents import images, sandbox, scanning
from ovop_portal.documents.naming import clean_name
from ovop_portal.documents.types import ANY, HEAD, PDF_TYPE, PHOTO, promises, type_of, words_for
from ovop_portal.documents.uploading import Lost

logger = logging.getLogger(__name__)

MAX_PAGES = 500
PDF_LIMITS = {
    "max_pages": MAX_PAGES,
    "max_points": 14_400,  # The largest page PDF readers agree on: 5 metres.
    # What a reader's computer may have to take apart and to unpack, pictures aside.
    "max_objects": 30_000,
    "max_unpacked": 100_000_000,
}
FILE = gettext_lazy("Berkas")
NO_ROOM = gettext_lazy("Berkas belum bisa disimpan. Coba lagi beberapa saat lagi")
# Why an upload did not come in, though its form did.
LOST_WORDS = {
    "storage": NO_ROOM,
    "rate": gettext_lazy("Anda sudah mengirim banyak berkas. Tunggu beberapa menit, lalu pilih berkas ini lagi"),
    "stranger": gettext_lazy("Masuk dahulu, lalu pilih berkasnya lagi"),
    "gone": gettext_lazy("Berkas ini sudah tidak tersimpan. Pilih berkasnya lagi"),
    "wait": gettext_lazy("Anda sudah mengirim banyak berkas. Tunggu beberapa menit, lalu kirim lagi"),
}
# Refusals that say nothing about the file: the same one may be taken a little later.
PASSING = {"scanner", "busy", "storage", "wait"}


@dataclass(frozen=True)
class Examined:
    """A file that may be stored: its final bytes, and what they are."""

    name: str
    content_type: str
    data: bytes
    sha256: str
    pages: int | None = None

    @property
    def size(self) -> int:
        return len(self.data)


def examine(upload: Any, *, label: str | Promise = FILE, accept: frozenset[str] = ANY, least_side: int = 0) -> Examined:
    """Look at an upload and make it fit to be stored; `least_side` is what the longer side of a picture must have, in pixels.

    Raises `ValidationError` with the sentence for the field.
    """
    if not upload:
        raise refusal("E-UP-1", _("Unggah {label}").format(label=inner(label)))
    data = _bytes_of(upload)
    content_type = type_of(data[:HEAD])
    if content_type not in accept:
        raise refusal("E-UP-2", _of_another_kind(upload.name or "", label, accept))
    _scan(data)
    if content_type == PDF_TYPE:
        return Examined(clean_name(upload.name or "", PDF_TYPE), PDF_TYPE, data, sha256(data).hexdigest(), _pages(data))
    picture = _picture(data, content_type)
    if max(picture.width, picture.height) < least_side:
        raise _too_small(picture, label, least_side)
    name = clean_name(upload.name or "", picture.content_type)
    return Examined(name, picture.content_type, picture.data, sha256(picture.data).hexdigest())


def _of_another_kind(name: str, label: str | Promise, accept: frozenset[str]) -> str:
    """Whose name promises a type that is taken would look for the fault in the name: then the content is spoken of."""
    if not promises(name, accept):
        return _("{label} harus berupa {types}").format(label=label, types=words_for(accept))
    if accept <= PHOTO:
        return _("Isi berkas ini bukan foto {types}. Pilih foto yang lain").format(types=words_for(accept))
    return _("Isi berkas ini bukan {types}. Pilih berkas yang lain").format(types=words_for(accept))


def refusal(code: str, message: str) -> ValidationError:
    """An error of an upload, under the code of ux 3.2."""
    return ValidationError(message, code=code)


def _bytes_of(upload: Any) -> bytes:
    limit = settings.UPLOAD_MAX_FILE_BYTES
    if isinstance(upload, Lost):
        raise refusal(upload.reason, str(LOST_WORDS[upload.reason]))
    if upload.size == 0:
        raise refusal("E-UP-4", _("Berkas ini kosong. Pilih berkas lain"))
    if upload.size > limit:
        raise refusal(
            "E-UP-3",
            _("Ukuran berkas harus kurang dari {limit}. Berkas ini {size}").format(
                limit=formats.ukuran(limit), size=formats.ukuran(upload.size)
            ),
        )
    try:
        upload.seek(0)
        data = upload.read(limit + 1)
    except OSError as problem:
        logger.error("could not read an upload: %s", problem)
        raise refusal("storage", str(NO_ROOM)) from problem
    if len(data) != upload.size:
        raise refusal(
            "E-UP-6", _("Unggahan terputus di {percent}%. Coba lagi").format(percent=len(data) * 100 // upload.size)
        )
    return data


def _scan(data: bytes) -> None:
    try:
        virus = scanning.virus_in(data)
    except scanning.ScannerAway as problem:
        logger.error("the virus scanner does not answer: %s", problem)
        raise refusal("scanner", _("Berkas belum bisa diperiksa. Coba lagi beberapa saat lagi")) from problem
    if virus:
        logger.warning("an upload was refused: %s", virus)
        raise refusal("E-UP-7", _("Berkas ini mengandung virus dan tidak disimpan"))


def _picture(data: bytes, content_type: str) -> images.Rewritten:
    try:
        return images.rewritten(data, content_type)
    except sandbox.Busy as problem:
        raise _busy() from problem
    except images.Unfit as problem:
        logger.info("a picture was refused: %s", problem)
        raise _unfit(problem.reason) from problem


def _unfit(reason: str) -> ValidationError:
    if reason == "pixels":
        limit = formats.angka(images.MAX_PIXELS // 1_000_000)
        words = _("Gambar harus paling banyak {limit} juta piksel. Perkecil gambar ini lalu unggah lagi")
        return refusal("picture_size", words.format(limit=limit))
    if reason == "side":
        words = _("Sisi gambar harus paling banyak {limit} piksel. Perkecil gambar ini lalu unggah lagi")
        return refusal("picture_size", words.format(limit=formats.angka(images.MAX_SIDE)))
    if reason == "too_complex":
        return refusal(
            reason, _("Gambar ini terlalu rumit untuk dibuka. Simpan ulang sebagai JPG biasa lalu unggah lagi")
        )
    if reason == "unlike":
        return refusal(
            reason,
            _("Gambar ini tidak bisa disimpan seperti aslinya. Simpan ulang sebagai JPG biasa lalu unggah lagi"),
        )
    return _broken()


def _too_small(picture: images.Rewritten, label: str | Promise, least: int) -> ValidationError:
    words = _(
        "{label} terlalu kecil ({width}×{height} piksel). Sisi panjangnya paling sedikit {least} piksel: pilih berkas aslinya atau foto ulang"
    )
    return refusal(
        "too_small",
        words.format(label=label, width=picture.width, height=picture.height, least=formats.angka(least)),
    )


def _pages(data: bytes) -> int:
    try:
        answer, _made = sandbox.run("pdf", data, **PDF_LIMITS)
    except sandbox.Busy as problem:
        raise _busy() from problem
    except sandbox.ChildDied as problem:
        logger.info("a PDF was refused: %s", problem)
        answer = {"refused": "too_complex"}
    reason = answer.get("refused")
    if not reason:
        return int(answer["pages"])
    if reason == "too_complex":
        raise refusal(reason, _("PDF ini terlalu rumit untuk dibuka. Simpan ulang sebagai PDF biasa lalu unggah lagi"))
    if reason == "password":
        raise refusal("E-UP-5", _("PDF ini memakai kata sandi. Simpan tanpa kata sandi lalu unggah lagi"))
    if reason == "active":
        raise refusal(
            "active", _("PDF ini memuat program atau lampiran di dalamnya. Cetak ke PDF lalu unggah hasilnya")
        )
    if reason == "pages":
        raise refusal(
            "pages",
            _("PDF harus paling banyak {limit} halaman. Berkas ini {pages} halaman").format(
                limit=formats.angka(MAX_PAGES), pages=formats.angka(answer["pages"])
            ),
        )
    if reason == "page_size":
        raise refusal("page_size", _("Halaman PDF ini terlalu besar. Simpan dengan ukuran A4 lalu unggah lagi"))
    raise _broken()


def _busy() -> ValidationError:
    return refusal("busy", _("Portal sedang memeriksa banyak berkas. Tunggu sebentar, lalu kirim lagi"))


def _broken() -> ValidationError:
    return refusal("broken", _("Berkas ini tidak lengkap atau tidak bisa dibuka. Simpan ulang lalu unggah lagi"))
