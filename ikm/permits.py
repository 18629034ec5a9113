"""Numbers of permits: how they are tidied, and what the number of each kind must look like.

Only shapes that a public source vouches for are asked; a firm with an unusual but genuine paper must get through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ikm.models import PermitKind
from ovop_portal.common.numbers import bare, digits, plain

NUMBER_LABELS: dict[str, Any] = {
    PermitKind.NIB: gettext_lazy("NIB"),
    PermitKind.PIRT: gettext_lazy("Nomor P-IRT"),
    PermitKind.BPOM: gettext_lazy("Nomor izin edar BPOM"),
    PermitKind.HALAL: gettext_lazy("Nomor sertifikat halal"),
    PermitKind.LAB: gettext_lazy("Nomor laporan uji"),
    PermitKind.TRADEMARK: gettext_lazy("Nomor pendaftaran merek"),
    PermitKind.SNI: gettext_lazy("Nomor sertifikat SNI"),
}
NUMBER_HINTS: dict[str, Any] = {
    PermitKind.NIB: gettext_lazy("13 angka, tertulis di dokumen NIB"),
    PermitKind.PIRT: gettext_lazy("Paling sedikit 15 angka, misalnya 2063374010123-28"),
    PermitKind.BPOM: gettext_lazy("Diawali MD lalu angka, misalnya MD 224510001234"),
    PermitKind.HALAL: gettext_lazy("Diawali ID, misalnya ID33110001234560921"),
    PermitKind.LAB: gettext_lazy("Tertulis di halaman pertama laporan"),
    PermitKind.TRADEMARK: gettext_lazy("Diawali IDM, atau nomor permohonannya"),
    PermitKind.SNI: gettext_lazy("Tertulis di sertifikat"),
}


def tidy_number(kind: str, typed: str) -> str:
    """The number as it is kept, or `ValidationError` with the sentence for its field."""
    tidy = _TIDY.get(kind)
    return tidy(plain(typed)) if tidy else plain(typed)


def _nib(typed: str) -> str:
    number = re.sub(r"\ANIB\b[ .:]*", "", typed, flags=re.IGNORECASE)
    found = digits(number)
    if len(found) != 13:
        raise _refusal(_("NIB harus 13 angka. Anda mengisi {n} angka").format(n=len(_digits(number))))
    return found


def _halal(typed: str) -> str:
    number = bare(typed).upper()
    if number.startswith("KH"):
        raise _refusal(
            _("Nomor ini tampak seperti nomor ketetapan (KH). Isi nomor sertifikat halal yang diawali ID"), "E-HALAL-KH"
        )
    if not re.fullmatch(r"ID[0-9]{8,25}", number):
        raise _refusal(_("Nomor sertifikat halal harus diawali ID lalu angka, misalnya ID33110001234560921"))
    return number


def _pirt(typed: str) -> str:
    found = _digits(typed)
    if len(found) < 15:
        raise _refusal(_("Nomor P-IRT harus paling sedikit 15 angka. Anda mengisi {n} angka").format(n=len(found)))
    return found


def _bpom(typed: str) -> str:
    # As it stands on the label: "BPOM RI MD 224510001234".
    number = re.sub(r"\A(?:BADAN)?(?:POM|BPOM)(?:RI)?:?", "", bare(typed).upper())
    if not re.fullmatch(r"MD[0-9]{12,15}", number):
        raise _refusal(_("Nomor izin edar BPOM harus diawali MD lalu 12 angka, misalnya MD 224510001234"))
    return number


_TIDY: dict[str, Callable[[str], str]] = {
    PermitKind.NIB: _nib,
    PermitKind.HALAL: _halal,
    PermitKind.PIRT: _pirt,
    PermitKind.BPOM: _bpom,
}


def _digits(typed: str) -> str:
    return re.sub(r"[^0-9]", "", typed)


def _refusal(words: str, code: str = "shape") -> ValidationError:
    return ValidationError(words, code=code)
