"""The queue of the screeners, and one file on their desk: frozen dossier, gates with hints, what others have read of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments import evidence
from assessments.models import GateVerdict, Reading, ReadingOutcome, ScreeningClaim
from assessments.prefill import Hint, hints
from awards.models import Edition, Gate, Nomination, RequiredPaper, Submission
from awards.states import ON_SCREENING_DESK
from awards.states import NominationState as S
from awards.status import Tag, inside_tag
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib
from regions.models import Province

PER_PAGE = 50
ANSWER_DAYS = 7


@dataclass(frozen=True)
class Drawer:
    """A part of the queue: its name in the address, its words, and which files lie in it (state, and whether a first reading waits for the second)."""

    code: str
    label: str | Promise
    states: frozenset[str]
    second: bool | None = None
    empty: str | Promise = ""


DRAWERS = [
    Drawer("menunggu", _("Menunggu pemeriksaan"), frozenset({S.SUBMITTED}), empty=_("Semua usulan sudah diambil pemeriksa.")),
    Drawer("diperiksa", _("Sedang diperiksa"), frozenset({S.SCREENING}), second=False, empty=_("Tidak ada berkas di meja pemeriksa.")),
    Drawer("kedua", _("Menunggu pembaca kedua"), frozenset({S.SCREENING}), second=True, empty=_("Tidak ada penolakan yang menunggu pembaca kedua.")),
    Drawer("dikembalikan", _("Di dinas"), frozenset({S.RETURNED_TO_OFFICE}), empty=_("Tidak ada berkas yang menunggu jawaban dinas.")),
    Drawer("lolos", _("Lolos"), frozenset({S.PASSED, S.IN_ASSESSMENT, S.DETERMINED}), empty=_("Belum ada berkas yang lolos.")),
    Drawer("gugur", _("Tidak lolos"), frozenset({S.FAILED, S.DISQUALIFIED}), empty=_("Belum ada berkas yang tidak lolos.")),
]  # fmt: skip
DRAWER_BY_CODE = {drawer.code: drawer for drawer in DRAWERS}
SEEN = frozenset[str]().union(*(drawer.states for drawer in DRAWERS))


def with_second(rows: QuerySet[Nomination]) -> Any:
    """`rows` with `second`: has the newest submission been rejected once, and does it wait for another pair of eyes?"""
    later = Submission.objects.filter(nomination=OuterRef("nomination"), n__gt=OuterRef("submission__n"))
    first = Reading.objects.filter(~Exists(later), nomination=OuterRef("pk"), turn=1)
    waits = Q(Exists(first), state=S.SCREENING)
    return rows.annotate(second=Coalesce(waits, Value(False), output_field=BooleanField()))


def newest_to_screen(user: User, edition: Edition | None) -> Nomination | None:
    """The file that has waited longest and that nobody has taken up."""
    rows = Nomination.objects.visible_to(user).new().filter(state=S.SUBMITTED, edition=edition)
    return rows.order_by("changed_at", "pk").first()


@dataclass(frozen=True)
class Row:
    """One line of the queue. `claim`: who has the file open now; nobody, once they have read it."""

    nomination: Any
    claim: ScreeningClaim | None
    age: timedelta | None
    tag: Tag


@dataclass
class Queue:
    """The queue of an edition as `user` asks for it."""

    user: User
    now: datetime
    asked: Any

    @cached_property
    def editions(self) -> list[Edition]:
        return list(Edition.objects.select_related("publication").order_by("-year"))

    @cached_property
    def edition(self) -> Edition | None:
        """The edition asked for, else the running one, else the newest."""
        asked = next((edition for edition in self.editions if str(edition.year) == self.asked.get("tahun")), None)
        running = next((edition for edition in self.editions if not hasattr(edition, "publication")), None)
        return asked or running or next(iter(self.editions), None)

    @property
    def drawer(self) -> Drawer:
        return DRAWER_BY_CODE.get(self.asked.get("bagian", ""), DRAWERS[0])

    @property
    def _all(self) -> Any:
        rows = Nomination.objects.visible_to(self.user).new().filter(edition=self.edition, state__in=SEEN)
        if group := self.asked.get("kelompok"):
            rows = rows.filter(product__commodity_group=group)
        if province := self.asked.get("provinsi"):
            rows = rows.filter(regency__province=province)
        if words := self.words:
            named = Q(number__icontains=words) | Q(product__name__icontains=words) | Q(ikm__name__icontains=words)
            rows = rows.filter(named)
        return with_second(rows)

    @property
    def words(self) -> str:
        """What was typed into the search box."""
        return " ".join(self.asked.get("q", "").split())[:100]

    @cached_property
    def counts(self) -> Counter[tuple[str, bool]]:
        rows = self._all.order_by().values_list("state", "second").annotate(n=Count("pk"))
        return Counter({(state, second): n for state, second, n in rows})

    def count(self, drawer: Drawer) -> int:
        """How many files lie in `drawer`."""
        return sum(
            n
            for (state, second), n in self.counts.items()
            if state in drawer.states and drawer.second in (None, second)
        )

    @cached_property
    def drawers(self) -> list[tuple[Drawer, int]]:
        return [(drawer, self.count(drawer)) for drawer in DRAWERS]

    @cached_property
    def page(self) -> Page:
        """The files of the open drawer, those that have waited longest first."""
        rows = self._all.filter(state__in=self.drawer.states)
        if self.drawer.second is not None:
            rows = rows.filter(second=self.drawer.second)
        rows = rows.for_list().select_related("screening_claim__screener")
        reader = Subquery(
            Reading.objects.filter(nomination=OuterRef("pk"), turn=1).order_by("-read_at").values("screener")[:1]
        )
        sent = Subquery(Submission.objects.filter(nomination=OuterRef("pk")).order_by("-n").values("n")[:1])
        rows = rows.annotate(first_reader=reader, sent=sent).order_by(
            F("answer_by").asc(nulls_last=True), "changed_at", "pk"
        )
        paginator = Paginator(rows, PER_PAGE)
        paginator.count = self.count(self.drawer)
        return paginator.get_page(self.asked.get("laman"))

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(nomination) for nomination in self.page.object_list]

    def _row(self, nomination: Any) -> Row:
        claim = getattr(nomination, "screening_claim", None) if nomination.state == S.SCREENING else None
        if claim is not None and nomination.second and claim.screener_id == nomination.first_reader:
            claim = None
        return Row(nomination, claim, self.now - claim.claimed_at if claim else None, inside_tag(nomination))

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
        return Province.objects.for_select()


def files_to_screen(user: User) -> QuerySet[Nomination]:
    """The files that a screener may open: new nominations that were sent at least once."""
    claims = ("screening_claim__screener", "endorsement__document")
    sent = Submission.objects.filter(nomination=OuterRef("pk"))
    return Nomination.objects.visible_to(user).new().for_list().select_related(*claims).filter(Exists(sent))


@dataclass(frozen=True)
class GateRow:
    """A gate with what the papers say of it and, for a second reader, what the first one said."""

    gate: Gate
    hint: Hint
    first: GateVerdict | None


@dataclass
class DeskFile:
    """One file on the desk of `user`."""

    nomination: Nomination
    user: User
    now: datetime

    @cached_property
    def submissions(self) -> list[Submission]:
        """What was sent, newest first; only the newest comes with its dossier."""
        return list(Submission.objects.filter(nomination=self.nomination).order_by("-n"))

    @property
    def submission(self) -> Submission:
        return self.submissions[0]

    @property
    def dossier(self) -> dict[str, Any]:
        return self.submission.dossier

    @cached_property
    def readings(self) -> list[Reading]:
        """All readings, latest first, with the verdicts that ask for something."""
        verdicts = Prefetch("verdicts", GateVerdict.objects.select_related("gate").order_by("gate__code"))
        rows = Reading.objects.filter(nomination=self.nomination).select_related("screener", "submission")
        return list(rows.defer("submission__dossier").prefetch_related(verdicts).order_by("-read_at", "-pk"))

    @cached_property
    def first(self) -> Reading | None:
        """The first reading of this submission, while it waits for the second."""
        if self.nomination.state != S.SCREENING:
            return None
        return next((row for row in self.readings if row.submission_id == self.submission.pk and row.turn == 1), None)

    @property
    def turn(self) -> int:
        return 2 if self.first else 1

    @property
    def is_own_rejection(self) -> bool:
        """Did this user read first? Then somebody else reads second."""
        return self.first is not None and self.first.screener_id == self.user.pk

    @property
    def is_on_desk(self) -> bool:
        return self.nomination.state in ON_SCREENING_DESK

    @cached_property
    def claim(self) -> ScreeningClaim | None:
        """Who has the file open now: not the first reader, once they have read it."""
        claim = getattr(self.nomination, "screening_claim", None)
        if claim is None or self.nomination.state != S.SCREENING:
            return None
        return None if self.first and claim.screener_id == self.first.screener_id else claim

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
        said = hints(gates, self.dossier, papers, act=self.nomination.endorsement, group=group.label, today=self.today)
        first = {row.gate_id: row for row in self.first.verdicts.all()} if self.first else {}
        return [GateRow(gate, said[gate.pk], first.get(gate.pk)) for gate in gates]

    @property
    def today(self) -> date:
        return day_in_wib(self.now)

    @property
    def answer_by(self) -> date:
        """The day that is proposed for the answer to a return."""
        return self.today + timedelta(days=ANSWER_DAYS)

    @property
    def tag(self) -> Tag:
        return inside_tag(self.nomination)

    @property
    def chapters(self) -> list[evidence.Chapter]:
        return evidence.chapters(self.dossier, blind=False)

    @property
    def pictures(self) -> list[evidence.Picture]:
        return evidence.pictures(self.dossier)

    @property
    def papers(self) -> list[evidence.Paper]:
        return evidence.papers(self.dossier, blind=False)


OUTCOME_TINTS = {ReadingOutcome.PASS: "daun", ReadingOutcome.RETURN: "kunyit", ReadingOutcome.FAIL: "soga"}
