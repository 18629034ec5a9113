"""Who may do what at one hour: asked of the same predicates that the verbs ask, with another hour than this one.

The edition is taken as it stands now. What a file lacks, or who has it on the desk, is not asked: this is about the calendar alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.models import Edition, Extension, Nomination, Phase, WindowKind
from awards.states import NOMINATION, NominationState
from ovop_portal.common.formats import angka, waktu
from ovop_portal.common.verbs import Refused

# States from which owner or dinas send a file on, or accept an invitation.
SENT_FROM = frozenset(
    state
    for state in NominationState.values
    for verb in ("send_to_office", "submit_nominations", "accept_invitation")
    if NOMINATION.may(verb, state)
)


@dataclass(frozen=True)
class Deed:
    """Something that the calendar allows or forbids: who does it, what it is, and the window that it is done in."""

    who: str | Promise
    what: str | Promise
    kind: WindowKind


DEEDS = [
    Deed(gettext_lazy("Pemilik usaha dan dinas"), gettext_lazy("Membuka pengajuan dan mengirim berkas"), WindowKind.NOMINATION),
    Deed(gettext_lazy("Penerima lama"), gettext_lazy("Menerima undangan penilaian ulang"), WindowKind.NOMINATION),
    Deed(gettext_lazy("Sekretariat"), gettext_lazy("Mengundang penerima lama"), WindowKind.NOMINATION),
    Deed(gettext_lazy("Pemeriksa"), gettext_lazy("Mengambil dan membaca berkas"), WindowKind.SCREENING),
    Deed(gettext_lazy("Juri"), gettext_lazy("Menulis dan mengirim nilai"), WindowKind.ASSESSMENT),
    Deed(gettext_lazy("Sekretariat"), gettext_lazy("Memutuskan bintang dalam pleno"), WindowKind.PLENARY),
]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One line: who, what, may they, and until or since when."""

    who: str
    what: str
    may: bool
    words: str


class AtHour:
    """The answers for `hour`, and for one file where one is asked about."""

    def __init__(self, edition: Edition, hour: datetime, file: Nomination | None = None) -> None:
        self.edition, self.hour, self.file = edition, hour, file

    @cached_property
    def answers(self) -> list[Answer]:
        of_calendar = [self._answer(deed) for deed in DEEDS]
        return [
            *([self._of_file(self.file)] if self.file else []),
            *of_calendar,
            *self._of_more_time(),
            *self._of_own_days(),
            self._of_dates(),
            self._of_public(),
        ]

    def _answer(self, deed: Deed) -> Answer:
        may = _allows(lambda: self.edition.demand_open(self.hour, deed.kind))
        return Answer(str(deed.who), str(deed.what), may, self._since(deed.kind, may))

    def _since(self, kind: WindowKind, may: bool) -> str:
        window = self.edition.window(kind)
        if window is None:
            return _("Tahap ini belum dijadwalkan")
        if may:
            return _("Sampai {hour}").format(hour=waktu(window.closes_at))
        match window.phase(self.hour):
            case Phase.LATER:
                return _("Dibuka {hour}").format(hour=waktu(window.opens_at))
            case Phase.DONE:
                return _("Ditutup {hour}").format(hour=waktu(window.closes_at))
        if self.edition.is_draft:
            return _("Penyelenggaraan ini masih rancangan dan belum dibuka")
        return _("Hasil sudah diumumkan, jadi tidak ada yang diterima lagi")

    def _of_file(self, file: Nomination) -> Answer:
        who = _("Pemilik dan dinas dari {number}").format(number=file.number)
        if file.state not in SENT_FROM:
            words = _("Berkas ini tidak menunggu dikirim. Keadaannya: {state}").format(state=file.get_state_display())
            return Answer(who, _("Mengirim berkas atau menerima undangan"), False, words)
        may = _allows(lambda: file.demand_sendable(self.hour))
        words = _("Batasnya {hour}").format(hour=waktu(file.deadline)) if file.deadline else ""
        return Answer(who, _("Mengirim berkas atau menerima undangan"), may, words)

    def _of_more_time(self) -> list[Answer]:
        """Regions to which more time was given: for them the window of the nominations closes later."""
        rows = Extension.objects.in_force().filter(edition=self.edition, nomination__isnull=True).for_list()
        said = []
        for row in rows:
            may = _allows(partial(self.edition.demand_open, self.hour, WindowKind.NOMINATION, until=row.closes_at))
            who = _("Pemilik usaha dan dinas di {place}").format(place=row.whom)
            words = _("Batasnya {hour}").format(hour=waktu(row.closes_at))
            said.append(Answer(who, _("Membuka pengajuan dan mengirim berkas"), may, words))
        return said

    def _of_own_days(self) -> list[Answer]:
        """Files that may be sent on a day of their own, whatever the window says."""
        n = Nomination.objects.filter(edition=self.edition, state__in=SENT_FROM).answerable(self.hour).count()
        words = ngettext("{n} berkas punya batas sendiri", "{n} berkas punya batas sendiri", n).format(n=angka(n))
        who = _("Pemilik dan dinas dengan batas sendiri")
        return [Answer(who, _("Mengirim berkas atau menerima undangan"), bool(n), words)] if n else []

    def _of_dates(self) -> Answer:
        may = _allows(self.edition.demand_unpublished)
        words = "" if may else _("Hasil sudah diumumkan")
        return Answer(_("Sekretariat"), _("Mengubah jadwal"), may, words)

    def _of_public(self) -> Answer:
        may = self.edition.is_published(self.hour) and not self.edition.is_rehearsal
        publication = getattr(self.edition, "publication", None)
        if self.edition.is_rehearsal:
            words = _("Hasil latihan tidak dibuka untuk umum")
        elif publication is None:
            words = _("Hasil belum diumumkan")
        else:
            words = _("Sejak {hour}").format(hour=waktu(publication.visible_from))
        return Answer(_("Publik"), _("Membaca hasil"), may, words)


def _allows(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Refused:
        return False
    return True
