"""From the firm to the sent nomination: what owners and offices do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from awards.models import Endorsement, Nomination, Remark, RemarkAnswer
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ikm.intake import add_products, register
from ikm.models import Ikm, Product
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib
from ovop_portal.demo.season.cast import Staff
from ovop_portal.demo.season.files import File, nominations
from ovop_portal.demo.season.firms import Firms
from ovop_portal.demo.season.setting import Season
from ovop_portal.documents.models import Document

Photos = dict[str, tuple[Document, str]]
A_LITTLE = timedelta(minutes=25)
CORRECTIONS = [
    ("foto", "Foto detail masih gelap. Ambil ulang di dekat jendela, tanpa lampu kilat."),
    ("bahan", "Porsi bahan lokal belum sesuai dengan cerita produk. Periksa lagi angkanya."),
    ("usaha", "Omzet tahun terakhir belum diisi setahun penuh."),
    ("lokasi", "Tahun masuk sentra belum sama dengan surat keterangan sentra."),
]
DECLINED = (
    "Produk belum dibuat di dalam sentra yang ditetapkan. Dapat diajukan lagi sesudah usaha bergabung dengan sentra."
)
WITHDRAWN = "Pemilik memilih mengurus perluasan tempat produksi dahulu."


def note_preparation(
    season: Season, files: Sequence[File], *, first: float = 0.0, last: float = 1.0, part: str = ""
) -> None:
    """Note on the agenda how `files` are made and sent, office by office, between two parts of the nomination window.

    `part` names a lot of files where a season has several.
    """
    start = season.calendar.windows()["nomination"][0] + timedelta(hours=8)
    season.open_offices([file.spot.regency for file in files if file.spot], part)
    papers = season.papers(season.chance(f"papers{part}"), start)
    firms = Firms(season.chance(f"firms{part}"), papers, season.edition.year, day_in_wib(start), season.firms)
    for file in files:
        _draw(file, firms)
    season.firms = firms.serial
    documents: dict[UUID, Document] = {}
    season.agenda.at(start, lambda _hour: documents.update(papers.write()))
    by_office: dict[str, list[File]] = defaultdict(list)
    for file in files:
        by_office[file.regency].append(file)
    chance = season.chance(f"desks{part}")
    for code, own in sorted(by_office.items()):
        hours = season.calendar.hours(season.calendar.nomination, 7, chance, first=max(first, 0.01), last=last)
        _note_office(season, _Desk(season, season.cast.staff[code], documents, part), own, hours)


def _draw(file: File, firms: Firms) -> None:
    """Draw the firm of a file, or only a further product for a firm that is there."""
    assert file.spot is not None
    if file.further is None:
        flaw = file.flaw.gate if file.flaw else ""
        file.draft = firms.draft(file.spot, file.quality, flaw, naming=file.naming, owner=file.owner)
    else:
        assert file.naming is not None
        file.draft = firms.further(file.naming, file.spot, file.quality)
    if file.is_bare:
        file.draft = file.draft.bare()


def note_holders(season: Season, files: Sequence[File], *, first: float = 0.05, last: float = 1.0) -> None:
    """Note how the holders of the last edition are invited, and how they take part."""
    if not files:
        return
    chance = season.chance("holders")
    season.open_offices([season.atlas.by_code[file.regency] for file in files], " of holders")
    invited_at = season.calendar.hour(season.calendar.nomination, first, chance)
    season.agenda.at(invited_at, partial(_invite, season, files))
    by_office: dict[str, list[File]] = defaultdict(list)
    for file in files:
        if file.aim != S.INVITED:
            by_office[file.regency].append(file)
    for code, own in sorted(by_office.items()):
        hour = max(
            season.calendar.hours(season.calendar.nomination, 1, chance, first=first, last=last)[0],
            season.after(invited_at, 1, chance),
        )
        season.agenda.at(hour, partial(_accept, season.cast.staff[code], own))


class _Desk:
    """The desk of one office on the days that it works on nominations."""

    def __init__(self, season: Season, staff: Staff, documents: dict[UUID, Document], part: str) -> None:
        self.season, self.staff, self.documents, self.part = season, staff, documents, part

    def begin(self, files: Sequence[File], hour: datetime) -> None:
        """Firms are taken in, each with the account of its owner where there is one, and their drafts opened."""
        season, operator = self.season, self.staff.operator
        fresh = [file for file in files if file.further is None]
        products: dict[int, Product] = {}
        for by, own in _by_sender(fresh, self.staff):
            records = [
                file.draft.record(self.documents, season.sentra(file.spot, by=operator, now=hour))
                for file in own
                if file.draft and file.spot
            ]
            products |= zip(map(id, own), register(records, by=by, now=hour), strict=True)
        further = [file for file in files if file.further is not None]
        if further:
            rows = [self._further(file, products) for file in further]
            products |= zip(map(id, further), add_products(rows, by=operator, now=hour), strict=True)
        codes = season.blind_codes(len(files), files[0].regency)
        drafts = candidates.open_drafts(
            [products[id(file)] for file in files], season.edition, by=operator, now=hour, blind_codes=codes
        )
        for file, nomination in zip(files, drafts, strict=True):
            file.nomination = nomination

    def _further(self, file: File, products: dict[int, Product]) -> tuple[Ikm, dict[str, Any], Photos]:
        """A further product: for a firm of an earlier season, or of a file that begins at the same hour."""
        assert file.draft is not None
        ikm = products[id(file.further)].ikm if isinstance(file.further, File) else file.further
        assert isinstance(ikm, Ikm)
        return ikm, file.draft.product, file.draft.pictures(self.documents)

    def send(self, files: Sequence[File], hour: datetime) -> None:
        """Files go to the office: declared and sent by the owner, or by the office for owners without an account."""
        for by, own in _by_sender(files, self.staff):
            sending.declare(nominations(own), may_publish=True, by=by, now=hour)
            sending.send_to_office(nominations(own), by=by, now=hour)

    def send_again(self, files: Sequence[File], hour: datetime) -> None:
        for by, own in _by_sender(files, self.staff):
            sending.send_to_office(nominations(own), mended(nominations(own)), by=by, now=hour)

    def send_back(self, files: Sequence[File], hour: datetime) -> None:
        chance = self.season.chance(f"corrections:{files[0].regency}")
        sending.return_to_owner(nominations(files), chance.sample(CORRECTIONS, 2), by=self.staff.operator, now=hour)

    def make_ready(self, files: Sequence[File], hour: datetime) -> None:
        sending.mark_ready(nominations(files), by=self.staff.operator, now=hour)

    def decline(self, files: Sequence[File], hour: datetime) -> None:
        sending.decline_to_nominate(nominations(files), DECLINED, by=self.staff.signer, now=hour)

    def withdraw(self, files: Sequence[File], hour: datetime) -> None:
        sending.withdraw(nominations(files), WITHDRAWN, by=self.staff.signer, now=hour)

    def endorse(self, files: Sequence[File], hour: datetime) -> None:
        """The regional head's act is recorded; a little later the signer sends."""
        act = record_act(self.season, files[0].regency, self.staff, hour, part=self.part)
        self.season.agenda.at(
            hour + A_LITTLE,
            lambda later: sending.submit_nominations(nominations(files), act, by=self.staff.signer, now=later),
        )


def record_act(season: Season, code: str, staff: Staff, hour: datetime, *, part: str = "") -> Endorsement:
    """Record an act of the regional head of a regency."""
    chance, regency = season.chance(f"act:{code}{part}"), season.atlas.by_code[code]
    return sending.record_endorsement(
        season.edition,
        regency,
        number=f"500.9/{chance.randint(101, 989)}/CONTOH/{day_in_wib(hour).year}",
        date=day_in_wib(hour - timedelta(days=chance.randint(1, 3))),
        signatory_title=regency.act_head_title,
        signatory_name=season.signatory(code),
        document=season.papers(chance, hour).paper("usulan", "awards.endorsement"),
        by=staff.operator,
        now=hour,
    )


def _note_office(season: Season, desk: _Desk, files: list[File], hours: list[datetime]) -> None:
    """What one office does on its seven hours; the files that end on the way drop out."""

    def note(place: int, action: str, chosen: list[File]) -> None:
        if chosen:
            season.agenda.at(hours[place], partial(getattr(desk, action), chosen))

    sent = [file for file in files if file.reaches(S.WITH_OFFICE)]
    back = [file for file in sent if file.corrected or file.aim == S.RETURNED_TO_OWNER]
    note(0, "begin", files)
    note(1, "send", sent)
    note(2, "send_back", back)
    note(3, "send_again", [file for file in back if file.aim != S.RETURNED_TO_OWNER])
    note(4, "decline", [file for file in sent if file.aim == S.NOT_NOMINATED])
    note(4, "make_ready", [file for file in files if file.reaches(S.READY)])
    note(5, "withdraw", [file for file in sent if file.aim == S.WITHDRAWN])
    submitted = [file for file in files if file.reaches(S.SUBMITTED)]
    note(6, "endorse", submitted)
    for file in submitted:
        file.submitted_at = hours[6] + A_LITTLE


def mended(asked: Sequence[Nomination]) -> sending.Replies:
    """In a made season whoever is asked mends it."""
    waiting = Remark.objects.filter(nomination__in=asked, answered_at__isnull=True)
    return dict.fromkeys(waiting.values_list("pk", flat=True), (RemarkAnswer.MENDED.value, ""))


def _by_sender(files: Sequence[File], staff: Staff) -> list[tuple[User, list[File]]]:
    """Owners with accounts send their own file; for the others the operator does."""
    own = [(file.owner, [file]) for file in files if file.owner]
    rest = [file for file in files if not file.owner]
    return own + ([(staff.operator, rest)] if rest else [])


def _invite(season: Season, files: Sequence[File], hour: datetime) -> None:
    awards = [file.award for file in files if file.award]
    codes = season.blind_codes(len(files), "holders")
    invited = candidates.invite_holders(awards, season.edition, by=season.cast.secretariat, now=hour, blind_codes=codes)
    for file, nomination in zip(files, invited, strict=True):
        file.nomination = nomination
    season.remember()


def _accept(staff: Staff, files: Sequence[File], hour: datetime) -> None:
    sending.declare(nominations(files), may_publish=True, by=staff.operator, now=hour)
    candidates.accept_invitation(nominations(files), by=staff.operator, now=hour)
