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
from ovop_portal.documents.types import ANY, PDF_TYPE, PHOTO, promises, type_of, words_for

logger = logging.getLogger(__name__)

MAX_PAGES = 500
MAX_POINTS = 14_400  # The largest page PDF readers agree on: 5 metres.
FILE = gettext_lazy("Berkas")


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


def examine(upload: Any, *, label: str | Promise = FILE, accept: frozenset[str] = ANY) -> Examined:
    """Look at an upload and make it fit to be stored. Raises `ValidationError` with the sentence for the field."""
    if not upload:
        raise refusal("E-UP-1", _("Unggah {label}").format(label=inner(label)))
    data = _bytes_of(upload)
    content_type = type_of(data[:32])
    if content_type not in accept:
        raise refusal("E-UP-2", _of_another_kind(upload.name or "", label, accept))
    _scan(data)
    if content_type == PDF_TYPE:
        return Examined(clean_name(upload.name or "", PDF_TYPE), PDF_TYPE, data, sha256(data).hexdigest(), _pages(data))
    data, content_type = _picture(data, content_type)
    return Examined(clean_name(upload.name or "", content_type), content_type, data, sha256(data).hexdigest())


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
    if upload.size == 0:
        raise refusal("E-UP-4", _("Berkas ini kosong. Pilih berkas lain"))
    if upload.size > limit:
        raise refusal(
            "E-UP-3",
            _("Ukuran berkas harus kurang dari {limit}. Berkas ini {size}").format(
                limit=formats.ukuran(limit), size=formats.ukuran(upload.size)
            ),
        )
    upload.seek(0)
    data = upload.read(limit + 1)
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


def _picture(data: bytes, content_type: str) -> tuple[bytes, str]:
    try:
        return images.rewritten(data, content_type)
    except images.TooLarge as problem:
        raise refusal(
            "picture_size",
            _("Gambar harus paling banyak {limit} juta piksel. Perkecil gambar ini lalu unggah lagi").format(
                limit=formats.angka(images.MAX_PIXELS // 1_000_000)
            ),
        ) from problem
    except images.Unreadable as problem:
        raise _broken() from problem


def _pages(data: bytes) -> int:
    try:
        answer = sandbox.run("look", data, MAX_PAGES, MAX_POINTS)
    except sandbox.ChildDied as problem:
        raise refusal(
            "too_complex", _("PDF ini terlalu rumit untuk dibuka. Simpan ulang sebagai PDF biasa lalu unggah lagi")
        ) from problem
    reason = answer.get("refused")
    if not reason:
        return int(answer["pages"])
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


def _broken() -> ValidationError:
    return refusal("broken", _("Berkas ini tidak lengkap atau tidak bisa dibuka. Simpan ulang lalu unggah lagi"))
