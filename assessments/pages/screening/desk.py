"""The queue of the screeners, and one file on their desk: frozen dossier, gates with hints, and what others found, for who may know it by now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from assessments.dossier import evidence
from assessments.models import GateVerdict, Reading, ScreeningClaim
from assessments.operations.screening import ANSWER_DAYS
from assessments.pages.screening.comparison import Comparison, by_submission
from awards.dossier.changes import Note, notes_of
from awards.dossier.gate_hints import Hint, hints
from awards.dossier.snapshot import Snapshot, read, with_numbers
from awards.identities import Identities
from awards.models import Edition, Gate, Nomination, RequiredPaper, Submission, WindowKind, edition_to_show
from awards.models.nomination import BEING_ANSWERED
from awards.states import ANSWERING, ON_SCREENING_DESK
from awards.states import NominationState as S
from awards.status.outside import Tag, inside_tag
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib, has_passed
from ovop_portal.common.formats import durasi, tanggal_pendek
from ovop_portal.common.names import holding
from ovop_portal.common.numbers import plain
from regions.models import Province
from regions.models.places import label_with_province

PER_PAGE = 50


@dataclass(frozen=True)
class Drawer:
    """A part of the queue: its name in the address, its words, and which files lie in it (state, and for which of its readers a file waits)."""

    code: str
    label: str | Promise
    states: frozenset[str]
    turn: int | None = None
    empty: str | Promise = ""


DRAWERS = [
    Drawer("menunggu", _("Menunggu"), frozenset({S.SUBMITTED}), empty=_("Semua usulan sudah diambil pemeriksa.")),
    Drawer("diperiksa", _("Diperiksa"), frozenset({S.SCREENING}), turn=1, empty=_("Tidak ada berkas di meja pemeriksa.")),
    Drawer("kedua", _("Pembaca kedua"), frozenset({S.SCREENING}), turn=2, empty=_("Tidak ada berkas yang menunggu pembaca kedua.")),
    Drawer("ketiga", _("Pembaca ketiga"), frozenset({S.SCREENING}), turn=3, empty=_("Tidak ada berkas yang menunggu pembaca ketiga.")),
    Drawer("dikembalikan", _("Di dinas"), ANSWERING, empty=_("Tidak ada berkas yang menunggu jawaban dinas.")),
    Drawer("lolos", _("Lolos"), frozenset({S.PASSED, S.IN_ASSESSMENT, S.DETERMINED}), empty=_("Belum ada berkas yang lolos.")),
    Drawer("gugur", _("Tidak lolos"), frozenset({S.FAILED, S.DISQUALIFIED}), empty=_("Belum ada berkas yang tidak lolos.")),
]  # fmt: skip
DRAWER_BY_CODE = {drawer.code: drawer for drawer in DRAWERS}
SEEN = frozenset[str]().union(*(drawer.states for drawer in DRAWERS)) - ANSWERING


def read_so_far(rows: QuerySet[Nomination]) -> dict[int, list[int]]:
    """Those of `rows` that were read and wait for another reader: primary key to who has read what was sent last. One statement."""
    readings = Reading.objects.of_newest().filter(nomination__in=rows.filter(state=S.SCREENING).order_by().values("pk"))
    readers: dict[int, list[int]] = defaultdict(list)
    for nomination, screener in readings.order_by().values_list("nomination", "screener"):
        readers[nomination].append(screener)
    return readers


def next_to_screen(user: User, edition: Edition | None) -> Nomination | None:
    """The file that has waited longest and that nobody has taken up; where there is none, one that others have read and `user` has not."""
    rows = Nomination.objects.visible_to(user).new().filter(edition=edition).order_by("changed_at", "pk")
    read = Reading.objects.of_newest().filter(nomination=OuterRef("pk"))
    left_by_its_reader = Exists(read.filter(screener=OuterRef("screening_claim__screener")))
    waiting = rows.filter(left_by_its_reader, ~Exists(read.filter(screener=user)), state=S.SCREENING)
    return rows.filter(state=S.SUBMITTED).first() or waiting.first()


ROW = (
    "pk",
    "number",
    "state",
    "changed_at",
    "answer_by",
    "product__name",
    "product__commodity_group__label",
    "ikm__name",
    "regency__kind",
    "regency__name",
    "regency__is_administrative",
    "regency__province__short_name",
    "screening_claim__screener",
    "screening_claim__screener__name",
    "screening_claim__screener__uuid",
    "screening_claim__claimed_at",
    "sent",
)


WAITS = {
    2: Tag("second_reading", _("Menunggu pembaca kedua"), "kunyit"),
    3: Tag("third_reading", _("Menunggu pembaca ketiga"), "kunyit"),
}


@dataclass(frozen=True)
class QueueRow:
    """A file in the queue. `names` are product and firm, where the reader may know them; `hints` stand below the state."""

    number: str
    names: tuple[str, str] | None
    group: str
    place: str
    tag: Tag
    hints: list[str]
    since: datetime


@dataclass
class Queue:
    """The queue of an edition as `user` asks for it."""

    user: User
    now: datetime
    asked: Any

    @cached_property
    def editions(self) -> list[Edition]:
        return list(Edition.objects.real_first().select_related("publication"))

    @cached_property
    def edition(self) -> Edition | None:
        """The edition asked for, else the running one, else the newest."""
        return edition_to_show(self.editions, self.asked.get("tahun", ""), self.now)

    @property
    def drawer(self) -> Drawer:
        return DRAWER_BY_CODE.get(self.asked.get("bagian", ""), DRAWERS[0])

    @property
    def _all(self) -> Any:
        rows = Nomination.objects.watched_by(self.user).new().filter(edition=self.edition)
        rows = rows.filter(Q(state__in=SEEN) | BEING_ANSWERED)
        if group := self.asked.get("kelompok"):
            rows = rows.filter(product__commodity_group=group)
        if province := self.asked.get("provinsi"):
            rows = rows.filter(regency__province=province)
        if words := self.words:
            found = Q(number__icontains=plain(words))
            if self.identities.are_shown:
                found |= holding(words, "product__name_key", "ikm__name_key")
            rows = rows.filter(found)
        return rows

    @cached_property
    def identities(self) -> Identities:
        """Whose files these are and who reads them, as far as the reader may know it."""
        return Identities(self.user, "assessments.read_dossiers", self.edition)

    @property
    def words(self) -> str:
        """What was typed into the search box."""
        return " ".join(self.asked.get("q", "").split())[:100]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(dict(self._all.order_by().values_list("state").annotate(n=Count("pk"))))

    @cached_property
    def read(self) -> dict[int, list[int]]:
        """The files that wait for another reader, and who has read them."""
        return read_so_far(self._all) if self.counts[S.SCREENING] else {}

    def _waiting_for(self, turn: int) -> list[int]:
        """The files that wait for their second or third reader."""
        return [pk for pk, readers in self.read.items() if len(readers) == turn - 1]

    def count(self, drawer: Drawer) -> int:
        """How many files lie in `drawer`."""
        if drawer.turn is None:
            return sum(self.counts[state] for state in drawer.states)
        return self.counts[S.SCREENING] - len(self.read) if drawer.turn == 1 else len(self._waiting_for(drawer.turn))

    @cached_property
    def drawers(self) -> list[tuple[Drawer, int]]:
        return [(drawer, self.count(drawer)) for drawer in DRAWERS]

    @cached_property
    def page(self) -> Page:
        """The files of the open drawer, those that have waited longest first."""
        rows = self._all.filter(state__in=self.drawer.states)
        turn = self.drawer.turn
        if turn is not None:
            rows = rows.exclude(pk__in=self.read) if turn == 1 else rows.filter(pk__in=self._waiting_for(turn))
        sent = Subquery(Submission.objects.filter(nomination=OuterRef("pk")).order_by("-n").values("n")[:1])
        rows = rows.annotate(sent=sent).order_by(F("answer_by").asc(nulls_last=True), "changed_at", "pk")
        paginator = Paginator(rows.values_list(*ROW, named=True), PER_PAGE)
        paginator.count = self.count(self.drawer)
        return paginator.get_page(self.asked.get("laman"))

    @cached_property
    def rows(self) -> list[QueueRow]:
        """The files of the page."""
        told = self.identities.are_told
        return [
            QueueRow(
                row.number,
                (row.product__name, row.ikm__name) if told(row.pk) else None,
                row.product__commodity_group__label,
                _place(row),
                WAITS.get(self.drawer.turn or 0) or inside_tag(row.state),
                list(self._hints(row)),
                row.changed_at,
            )
            for row in self.page.object_list
        ]

    def _hints(self, row: Any) -> Iterator[str]:
        """What stands below the state: who has the file open (not who has read it already), the date, the sending."""
        claim = row.screening_claim__claimed_at
        has_read = row.screening_claim__screener in self.read.get(row.pk, ())
        if claim and row.state == S.SCREENING and not has_read:
            who = (row.screening_claim__screener__name, row.screening_claim__screener__uuid, Role.SCREENER)
            words = say("Sedang diperiksa oleh {name}, {age}")
            yield words.format(name=self.identities.named(*who), age=durasi(self.now - claim))
        if row.answer_by and row.state in ANSWERING:
            is_late = has_passed(row.answer_by, self.now) and not self.takes_files
            words = say("lewat batas {day}") if is_late else say("sampai {day}")
            yield words.format(day=tanggal_pendek(row.answer_by))
        if row.sent and row.sent > 1:
            yield say("kiriman ke-{n}").format(n=row.sent)

    @cached_property
    def takes_files(self) -> bool:
        """Does the edition still take nominations? Then no answer is late."""
        return self.edition is not None and self.edition.is_open(WindowKind.NOMINATION, self.now)

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.asked.get("kelompok") or self.asked.get("provinsi"))

    @property
    def filters(self) -> int:
        """How many filters are set."""
        return sum(bool(self.asked.get(name)) for name in ("kelompok", "provinsi", "q"))

    @cached_property
    def groups(self) -> list[CommodityGroup]:
        return list(CommodityGroup.objects.order_by("order"))

    @cached_property
    def provinces(self) -> list[tuple[str, str]]:
        """Code and name of what can be chosen."""
        return list(Province.objects.for_select())


def _place(row: Any) -> str:
    """ "Kab. Sumba Timur, NTT", as `Regency.with_province` says it."""
    place = (row.regency__kind, row.regency__name, row.regency__is_administrative, row.regency__province__short_name)
    return label_with_province(*place)


def files_to_screen(user: User) -> QuerySet[Nomination]:
    """The files that a screener may open: new nominations that were sent at least once."""
    claims = ("screening_claim__screener", "endorsement__document")
    sent = Submission.objects.filter(nomination=OuterRef("pk"))
    return (
        Nomination.objects.watched_by(user)
        .new()
        .for_list()
        .select_related("edition__publication", *claims)
        .filter(Exists(sent))
    )


@dataclass(frozen=True)
class GateRow:
    """A gate with what the papers say of it."""

    gate: Gate
    hint: Hint


@dataclass
class DeskFile:
    """One file on the desk of `user`."""

    nomination: Nomination
    user: User
    now: datetime

    @cached_property
    def identities(self) -> Identities:
        """Whose file this is and who reads it, as far as the reader may know it."""
        return Identities(self.user, "assessments.read_dossiers", self.nomination.edition)

    @cached_property
    def submissions(self) -> list[Submission]:
        """What was sent, newest first; only the newest comes with its dossier."""
        return list(Submission.objects.filter(nomination=self.nomination).order_by("-n"))

    @property
    def submission(self) -> Submission:
        return self.submissions[0]

    @cached_property
    def dossier(self) -> Snapshot:
        """What was sent last."""
        return read(self.submission.dossier)

    @cached_property
    def _readings(self) -> list[Reading]:
        """All readings with their verdicts, whoever may know of them."""
        verdicts = Prefetch("verdicts", GateVerdict.objects.select_related("gate").order_by("gate__code"))
        rows = Reading.objects.filter(nomination=self.nomination).select_related("screener", "submission")
        return list(rows.defer("submission__dossier").prefetch_related(verdicts).order_by("-read_at", "-pk"))

    @property
    def _unsettled(self) -> list[Reading]:
        """Those of what was sent last, while they settle nothing."""
        waits = self.nomination.state == S.SCREENING
        return [row for row in self._readings if waits and row.submission_id == self.submission.pk]

    @property
    def is_blind(self) -> bool:
        """May this user still become a reader of the file? Then what others found of it stays untold, until this user has read it, too."""
        return bool(self._unsettled) and self.user.has_perm("assessments.screen", self.nomination) and not self.has_read

    @cached_property
    def readings(self) -> list[Comparison]:
        """What was found of each submission, as far as this user may know it, the last one first."""
        unsettled = self._unsettled if self.is_blind else []
        return list(by_submission(row for row in self._readings if row not in unsettled))

    @property
    def turn(self) -> int:
        """Which of its readers the file waits for."""
        return len(self._unsettled) + 1

    @property
    def has_read(self) -> bool:
        """Has this user read what was sent last? Then somebody else is next."""
        return any(row.screener_id == self.user.pk for row in self._unsettled)

    @property
    def is_on_desk(self) -> bool:
        return self.nomination.state in ON_SCREENING_DESK

    @cached_property
    def claim(self) -> ScreeningClaim | None:
        """Who has the file open now: not who has read it already."""
        claim = getattr(self.nomination, "screening_claim", None)
        if claim is None or self.nomination.state != S.SCREENING:
            return None
        return None if any(row.screener_id == claim.screener_id for row in self._unsettled) else claim

    @property
    def claim_age(self) -> timedelta | None:
        return self.now - self.claim.claimed_at if self.claim else None

    @property
    def is_mine(self) -> bool:
        """Has this user taken the file up?"""
        return self.claim is not None and self.claim.screener_id == self.user.pk

    @cached_property
    def gates(self) -> list[GateRow]:
        """The gates asked of this commodity group, each with its hint."""
        group = self.nomination.product.commodity_group
        asked = Q(commodity_group__isnull=True) | Q(commodity_group=group.pk)
        gates = list(Gate.objects.filter(asked, edition=self.nomination.edition_id).order_by("code"))
        papers = RequiredPaper.objects.filter(asked, edition=self.nomination.edition_id)
        said = hints(gates, self.shown, papers, act=self.nomination.endorsement, group=group.label, today=self.today)
        return [GateRow(gate, said[gate.code]) for gate in gates]

    @property
    def today(self) -> date:
        return day_in_wib(self.now)

    @cached_property
    def asked(self) -> list[Note]:
        """What the dinas was asked to complete, its answers, and what of the file is other now. Nothing is asked of a file that was sent once."""
        if len(self.submissions) < 2 and not self.nomination.is_being_answered:
            return []
        rows = self.nomination.remarks.filter(to_office=True).select_related("check_read", "submission_read")
        return notes_of(rows, self.dossier, self.nomination.product.commodity_group)

    @property
    def asked_last(self) -> list[Note]:
        """The notes on what was sent last."""
        return [note for note in self.asked if note.remark.submission_read_id == self.submission.pk]

    @property
    def answer_by(self) -> date:
        """The day that is proposed for the answer to a return."""
        return self.today + timedelta(days=ANSWER_DAYS)

    @property
    def is_unanswered(self) -> bool:
        """Did the dinas not answer in time?"""
        return self.nomination.is_being_answered and not self.nomination.may_be_sent(self.now)

    @property
    def may_close(self) -> bool:
        """Is the file unanswered, and did somebody else send it back?"""
        return self.is_unanswered and self._readings[0].screener_id != self.user.pk

    @property
    def tag(self) -> Tag:
        return WAITS.get(self.turn) or inside_tag(self.nomination.state)

    @cached_property
    def shown(self) -> Snapshot:
        """The dossier as this user reads it."""
        return with_numbers(self.dossier, self.nomination, self.user)

    @property
    def chapters(self) -> list[evidence.Chapter]:
        return evidence.chapters(self.shown, blind=False)

    @property
    def pictures(self) -> list[evidence.Picture]:
        return evidence.pictures(self.dossier, blind=False)

    @property
    def papers(self) -> list[evidence.Paper]:
        return evidence.papers(self.shown, blind=False)
