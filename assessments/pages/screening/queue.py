"""The queue of the screeners: in which drawer every file of an edition lies, and what of it the reader may know."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Reading
from assessments.pages.screening.tags import tag_of
from awards.identities import Identities
from awards.models import Edition, EntryKind, Nomination, Submission, WindowKind, edition_to_show
from awards.models.nomination import BEING_ANSWERED, NominationQuerySet
from awards.states import ANSWERING
from awards.states import NominationState as S
from awards.status.outside import Tag
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import has_passed
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

    @property
    def holds(self) -> Q:
        """The condition under which a file is in one of its states. The states of an answer begin before a file was ever sent."""
        return BEING_ANSWERED if self.states == ANSWERING else Q(state__in=sorted(self.states))


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
    "sent",
)
# Who has a file open, for the drawers in which somebody may.
CLAIM = ("screening_claim__screener__name", "screening_claim__screener__uuid", "screening_claim__claimed_at")


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
        return list(Edition.objects.opened().real_first().select_related("publication"))

    @cached_property
    def edition(self) -> Edition | None:
        """The edition asked for, else the running one, else the newest."""
        return edition_to_show(self.editions, self.asked.get("tahun", ""), self.now)

    @property
    def drawer(self) -> Drawer:
        return DRAWER_BY_CODE.get(self.asked.get("bagian", ""), DRAWERS[0])

    @property
    def _files(self) -> NominationQuerySet:
        """The files of the edition, as they are filtered. Only what was sent lies in a drawer, and whoever opens the queue may follow all of that."""
        return Nomination.objects.new().filter(self._filter(), edition=self.edition)

    def _filter(self, way: str = "") -> Q:
        """What was chosen and typed above the queue, for rows that lead to a file by `way`."""
        filters = Q()
        if group := self.asked.get("kelompok"):
            filters &= Q(**{f"{way}product__commodity_group": group})
        if province := self.asked.get("provinsi"):
            filters &= Q(**{f"{way}regency__province": province})
        if words := self.words:
            found = Q(**{f"{way}number__icontains": plain(words)})
            if self.identities.are_shown:
                found |= holding(words, f"{way}product__name_key", f"{way}ikm__name_key")
            filters &= found
        return filters

    @property
    def among(self) -> Q:
        """Of which files the button takes the next one: of those that the queue shows, or, from a drawer in which nothing waits for a reader, of all."""
        turn = self.drawer.turn or 1
        return self._filter() & Q(pk__in=self._waiting_for(turn)) if turn > 1 else self._filter()

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
        rows = self._files.filter(Q(state__in=SEEN) | BEING_ANSWERED).order_by()
        return Counter(dict(rows.values_list("state").annotate(n=Count("pk"))))

    @cached_property
    def read(self) -> dict[int, list[int]]:
        """The files that were read and wait for another reader: primary key to who has read what was sent last. One statement."""
        if not self.counts[S.SCREENING]:
            return {}
        waiting = Q(nomination__edition=self.edition, nomination__state=S.SCREENING, nomination__entry=EntryKind.NEW)
        readings = Reading.objects.of_newest().filter(waiting, self._filter("nomination__")).order_by()
        readers: dict[int, list[int]] = defaultdict(list)
        for nomination, screener in readings.values_list("nomination", "screener"):
            readers[nomination].append(screener)
        return readers

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
        rows = self._files.filter(self.drawer.holds)
        turn = self.drawer.turn
        if turn is not None:
            rows = rows.exclude(pk__in=self.read) if turn == 1 else rows.filter(pk__in=self._waiting_for(turn))
        sent = Subquery(Submission.objects.filter(nomination=OuterRef("pk")).order_by("-n").values("n")[:1])
        rows = rows.annotate(sent=sent).order_by(F("answer_by").asc(nulls_last=True), "changed_at", "pk")
        claim = CLAIM if S.SCREENING in self.drawer.states else ()
        paginator = Paginator(rows.values_list(*ROW, *claim, named=True), PER_PAGE)
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
                self._tags[row.state],
                list(self._hints(row)),
                row.changed_at,
            )
            for row in self.page.object_list
        ]

    @cached_property
    def _tags(self) -> dict[str, Tag]:
        """The tag of each state of the open drawer, in the reader's language once for all rows."""
        tags = {state: tag_of(state, self.drawer.turn) for state in self.drawer.states}
        return {state: replace(tag, label=str(tag.label)) for state, tag in tags.items()}

    def _hints(self, row: Any) -> Iterator[str]:
        """What stands below the state: who has the file open, the date, the sending."""
        if row.state == S.SCREENING and (claim := row.screening_claim__claimed_at):
            who = (row.screening_claim__screener__name, row.screening_claim__screener__uuid, Role.SCREENER)
            words = gettext("Sedang diperiksa oleh {name}, {age}")
            yield words.format(name=self.identities.named(*who), age=durasi(self.now - claim))
        if row.answer_by and row.state in ANSWERING:
            is_late = has_passed(row.answer_by, self.now) and not self.takes_files
            words = gettext("lewat batas {day}") if is_late else gettext("sampai {day}")
            yield words.format(day=tanggal_pendek(row.answer_by))
        if row.sent and row.sent > 1:
            yield gettext("kiriman ke-{n}").format(n=row.sent)

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
    def groups(self) -> list[tuple[str, str]]:
        """Code and name of what can be chosen."""
        return list(CommodityGroup.objects.order_by("order").values_list("code", "label"))

    @cached_property
    def provinces(self) -> list[tuple[str, str]]:
        """The same."""
        return Province.objects.for_select()


def _place(row: Any) -> str:
    """ "Kab. Sumba Timur, NTT", as `Regency.with_province` says it."""
    place = (row.regency__kind, row.regency__name, row.regency__is_administrative, row.regency__province__short_name)
    return label_with_province(*place)
