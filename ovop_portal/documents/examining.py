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
from ovop_portal.common.fields import BEING_CHECKED
from ovop_portal.common.words import inner
from ovop_portal.documents import images, looking, patience
from ovop_portal.documents.kept import Returned
from ovop_portal.documents.looking import Look
from ovop_portal.documents.naming import clean_name
from ovop_portal.documents.types import ANY, HEAD, PDF_TYPE, PHOTO, promises, type_of, unread_picture, words_for
from ovop_portal.documents.uploading import Lost

logger = logging.getLogger(__name__)

FILE = gettext_lazy("Berkas")
NO_ROOM = gettext_lazy("Berkas belum bisa disimpan. Coba lagi beberapa saat lagi")
# Codes of an upload that did not come in although its form did.
LOST_WORDS = {
    "storage": NO_ROOM,
    "stranger": gettext_lazy("Masuk dahulu, lalu pilih berkasnya lagi"),
    "gone": gettext_lazy("Berkas ini sudah tidak tersimpan. Pilih berkasnya lagi"),
    "wait": gettext_lazy("Anda sudah mengirim banyak berkas. Tunggu beberapa menit, lalu kirim lagi"),
}
# Refusals that say nothing about the file: the same one may be taken a little later.
PASSING = {BEING_CHECKED, "scanner", "storage", "wait", "day", "day_of_all"}


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
        raise refusal("E-UP-2", _of_another_kind(upload.name or "", data[:HEAD], label, accept))
    look = _look(upload, data, content_type)
    if reason := look.facts.get("refused"):
        raise _refused(reason, content_type, look.facts)
    if content_type == PDF_TYPE:
        return Examined(
            clean_name(upload.name or "", PDF_TYPE), PDF_TYPE, data, sha256(data).hexdigest(), look.facts["pages"]
        )
    if max(look.facts["width"], look.facts["height"]) < least_side:
        raise _too_small(look.facts, label, least_side)
    stored_as = look.facts["content_type"]
    return Examined(clean_name(upload.name or "", stored_as), stored_as, look.made, sha256(look.made).hexdigest())


def _look(upload: Any, data: bytes, content_type: str) -> Look:
    """The finding of a worker, or of a look now. A file that still waits for a worker is left to it."""
    if isinstance(upload, Returned) and (found := upload.look):
        return found
    try:
        if isinstance(upload, Returned) and upload.kept.is_being_checked:
            raise patience.Busy
        return looking.look(data, content_type)
    except patience.Busy as problem:
        raise refusal(BEING_CHECKED, _("Berkas sedang diperiksa. Tunggu sebentar, lalu kirim lagi")) from problem


def _of_another_kind(name: str, head: bytes, label: str | Promise, accept: frozenset[str]) -> str:
    """The sentence for a file of another kind. Where the name promises a good type, it speaks of the content, so that nobody looks for the fault in the name."""
    if accept & PHOTO and (kind := unread_picture(head)):
        # Phones save pictures of the web so, and show no other way to a JPG.
        words = _("Berkas ini gambar {kind}. Buka gambarnya, ambil tangkapan layar, lalu unggah tangkapan layar itu")
        return words.format(kind=kind)
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
    if getattr(upload, "is_too_many", False):
        raise refusal("wait", str(LOST_WORDS["wait"]))
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


def _refused(reason: str, content_type: str, facts: dict[str, Any]) -> ValidationError:
    """Why a file cannot be taken, by what was found in it."""
    if reason == "scanner":
        return refusal(reason, _("Berkas belum bisa diperiksa. Coba lagi beberapa saat lagi"))
    if reason == "virus":
        return refusal("E-UP-7", _("Berkas ini mengandung virus dan tidak disimpan"))
    if reason == "broken":
        return refusal(reason, _("Berkas ini tidak lengkap atau tidak bisa dibuka. Simpan ulang lalu unggah lagi"))
    return _refused_pdf(reason, facts) if content_type == PDF_TYPE else _refused_picture(reason)


def _refused_picture(reason: str) -> ValidationError:
    if reason == "kind":
        return refusal(
            reason,
            _(
                "Jenis gambar ini tidak bisa dibuka di sini. Simpan ulang sebagai JPG biasa, atau unggah tangkapan layarnya"
            ),
        )
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
    return refusal(
        reason, _("Gambar ini tidak bisa disimpan seperti aslinya. Simpan ulang sebagai JPG biasa lalu unggah lagi")
    )


def _refused_pdf(reason: str, facts: dict[str, Any]) -> ValidationError:
    if reason == "too_complex":
        return refusal(reason, _("PDF ini terlalu rumit untuk dibuka. Simpan ulang sebagai PDF biasa lalu unggah lagi"))
    if reason == "password":
        return refusal("E-UP-5", _("PDF ini memakai kata sandi. Simpan tanpa kata sandi lalu unggah lagi"))
    if reason == "blank":
        return refusal(reason, _("Halaman PDF ini kosong. Buka berkasnya, lalu unggah yang ada isinya"))
    if reason == "active":
        return refusal(reason, _("PDF ini memuat program atau lampiran di dalamnya. Cetak ke PDF lalu unggah hasilnya"))
    if reason == "pages":
        words = _("PDF harus paling banyak {limit} halaman. Berkas ini {pages} halaman")
        limit, pages = formats.angka(looking.MAX_PAGES), formats.angka(facts["pages"])
        return refusal(reason, words.format(limit=limit, pages=pages))
    return refusal(reason, _("Halaman PDF ini terlalu besar. Simpan dengan ukuran A4 lalu unggah lagi"))


def _too_small(facts: dict[str, Any], label: str | Promise, least: int) -> ValidationError:
    words = _(
        "{label} terlalu kecil ({width}×{height} piksel). Sisi panjangnya paling sedikit {least} piksel: pilih berkas aslinya atau foto ulang"
    )
    return refusal(
        "too_small",
        words.format(label=label, width=facts["width"], height=facts["height"], least=formats.angka(least)),
    )
