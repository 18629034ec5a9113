"""What the owner is asked to do now: one sentence, one date, one button; or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.pages.owner.file import File
from awards.states import OPEN_TO_OWNER
from awards.states import NominationState as S


@dataclass(frozen=True)
class Todo:
    """The card "Yang perlu Anda lakukan"."""

    sentence: str
    button: str
    url: str


def todo_of(file: File) -> Todo | None:
    """None while somebody else has the file, or when the time for it has passed."""
    state = S(file.nomination.state)
    if state not in OPEN_TO_OWNER or not file.is_in_time:
        return None
    if file.unfinished:
        return _fill(file, state)
    if state == S.RETURNED_TO_OWNER:
        return _mend(file)
    if state == S.INVITED:
        words = _("Periksa data usaha Anda, lalu terima undangan penilaian ulang.")
        return Todo(words, _("Periksa dan terima"), file.url("check"))
    return Todo(
        _("Semua bagian sudah terisi. Periksa, lalu kirim ke dinas."), _("Periksa dan kirim"), file.url("check")
    )


def _fill(file: File, state: S) -> Todo:
    left = len(file.unfinished)
    sentences = {
        S.DRAFT: ngettext("Lengkapi {n} bagian lagi, lalu kirim ke dinas.", "Lengkapi {n} bagian lagi, lalu kirim ke dinas.", left),
        S.RETURNED_TO_OWNER: ngettext("Lengkapi {n} bagian lagi, lalu kirim kembali ke dinas.", "Lengkapi {n} bagian lagi, lalu kirim kembali ke dinas.", left),
        S.INVITED: ngettext(
            "Lengkapi {n} bagian lagi, lalu terima undangan penilaian ulang.",
            "Lengkapi {n} bagian lagi, lalu terima undangan penilaian ulang.",
            left,
        ),
    }  # fmt: skip
    button = _("Lanjutkan mengisi") if file.done else _("Mulai mengisi")
    return Todo(sentences[state].format(n=left), button, file.url("section", file.unfinished[0].code))


def _mend(file: File) -> Todo:
    count = len(file.remarks)
    words = ngettext("{n} perbaikan diminta dinas.", "{n} perbaikan diminta dinas.", count).format(n=count)
    first = next((section for _remark, section in file.remarks_with_sections if section), None)
    url = file.url("section", first.code) if first else file.url("check")
    return Todo(words, _("Perbaiki berkas"), url)
