"""The desk of a dinas: what its start page prints, gathered in a fixed number of statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.dossier.completeness import LOOKED_AT, SECTION_COUNT, sections_done, with_completeness
from awards.models import (
    Edition,
    Extension,
    Milestone,
    Nomination,
    Phase,
    RequiredPaper,
    WindowKind,
    edition_to_show,
    phase_of,
)
from awards.models.award import award_now, stars_now
from awards.models.extension import extension_now
from awards.models.nomination import latest
from awards.rules import regencies_of
from awards.states import OPEN_TO_DINAS, OPEN_TO_OWNER, PROPOSED
from awards.states import NominationState as S
from awards.status.outside import Tag, tag_at, tag_of_row
from ikm.models import OwnerLink, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES
from ovop_portal.common.formats import batas
from regions.models import Regency

PER_PAGE = 50


# Has an account the firm of a nomination?
OWNED = Exists(OwnerLink.objects.filter(ikm=OuterRef("ikm_id"), ends_at__isnull=True))


@dataclass(frozen=True)
class DeskFile:
    """A file of the region: what the desk counts and sorts by."""

    pk: int
    edition: int
    state: str
    answer_by: datetime | None
    created_at: datetime
    changed_at: datetime
    stars: int | None
    sentra: int | None
    sentra_by_office: bool
    join_asked_at: datetime | None
    join_declined_at: datetime | None
    is_owned: bool

    @classmethod
    def of(cls, regencies: Collection[str]) -> list[DeskFile]:
        """The files before the dinas of `regencies`, of all editions. One statement."""
        firm = ("ikm__sentra", "ikm__sentra_by_office", "ikm__join_asked_at", "ikm__join_declined_at")
        own = ("pk", "edition", "state", "answer_by", "created_at", "changed_at")
        rows = Nomination.objects.on_desks_of(regencies).order_by()
        return [cls(*row) for row in rows.values_list(*own, stars_now(), *firm, OWNED)]

    @property
    def is_unowned(self) -> bool:
        return not self.is_owned

    @property
    def waits_to_be_joined(self) -> bool:
        return self.join_asked_at is not None and self.join_declined_at is None


@dataclass(frozen=True)
class Drawer:
    """A part of the list of candidates: its name in the address, its words, the states that lie in it, and what else must be true of a file."""

    code: str
    label: str | Promise
    states: frozenset[str]
    trait: str = ""

    def holds(self, file: DeskFile) -> bool:
        """Does `file` lie in it?"""
        return file.state in self.states and (not self.trait or getattr(file, self.trait))


# Together the drawers hold every file once. Where no account has the firm, the dinas does what an owner would do.
DRAWERS = [
    Drawer("periksa", _("Perlu diperiksa"), frozenset({S.WITH_OFFICE})),
    Drawer("siap", _("Siap diusulkan"), frozenset({S.READY})),
    Drawer("lengkapi", _("Perlu dilengkapi"), frozenset({S.RETURNED_TO_OFFICE})),
    Drawer("diisi", _("Diisi dinas"), OPEN_TO_OWNER, "is_unowned"),
    Drawer("pemilik", _("Di pemilik"), OPEN_TO_OWNER, "is_owned"),
    Drawer("terkirim", _("Sudah diusulkan"), PROPOSED - {S.RETURNED_TO_OFFICE}),
    Drawer("berhenti", _("Berhenti"), frozenset({S.NOT_NOMINATED, S.WITHDRAWN, S.LAPSED})),
]
# Parts of drawers, and lists across several: a line of "Perlu Anda lakukan" opens exactly the files that it counts.
PICKS = [
    Drawer("undangan", _("Undangan belum dijawab pemilik"), frozenset({S.INVITED}), "is_owned"),
    Drawer("undangan-diisi", _("Undangan yang dijawab dinas"), frozenset({S.INVITED}), "is_unowned"),
    Drawer("diperbaiki", _("Diperbaiki dan dijawab dinas"), frozenset({S.RETURNED_TO_OWNER}), "is_unowned"),
    Drawer("draf", _("Draf tanpa akun pemilik"), frozenset({S.DRAFT}), "is_unowned"),
    Drawer("sentra", _("Sentra diisi dinas"), frozenset({S.WITH_OFFICE}), "sentra_by_office"),
    Drawer("gabung", _("Minta digabungkan"), OPEN_TO_DINAS, "waits_to_be_joined"),
]
DRAWER_BY_CODE = {drawer.code: drawer for drawer in [*DRAWERS, *PICKS]}
ACTIONS = {S.WITH_OFFICE: _("Periksa"), S.RETURNED_TO_OFFICE: _("Lengkapi"), S.READY: _("Lihat")}


@dataclass(frozen=True)
class Work:
    """One line of "Perlu Anda lakukan"."""

    count: int
    label: str | Promise
    drawer: str = ""
    due: datetime | None = None
    url: str = ""  # where it is done, if not in a drawer of the list


@dataclass(frozen=True)
class Candidate:
    """One row of the table. `done` is not looked up once the results are out; `hints` stand below the state."""

    number: str
    product: str
    firm: str
    group: str
    done: int
    tag: Tag
    hints: list[str]
    told_at: datetime
    action: str | Promise


@dataclass(frozen=True)
class PastResult:
    """What the last published edition brought to the region. `stars`: (stars, how many), highest first; together `awarded`."""

    edition: Edition
    assessed: int
    stars: list[tuple[int, int]]

    @property
    def awarded(self) -> int:
        return sum(count for _stars, count in self.stars)


def editions_with_window(regencies: Collection[str] = ()) -> QuerySet[Any]:
    """Editions, newest first and rehearsals last, with the ends of their nomination window, later where one of `regencies` has more time; `is_extended` says
    whether these or a file of theirs were given any.
    """
    nomination = FilteredRelation("windows", condition=Q(windows__kind=WindowKind.NOMINATION))
    given = Extension.objects.in_force().filter(edition=OuterRef("pk"))
    more = given.of_places(regencies).order_by("-closes_at").values("closes_at")[:1]
    ends = {"opens_at": F("nomination__opens_at"), "closes_at": Greatest(F("nomination__closes_at"), Subquery(more))}
    rows = Edition.objects.opened().select_related("scheme", "publication").annotate(nomination=nomination)
    return rows.annotate(**ends, is_extended=Exists(given.touching(regencies))).real_first()


@dataclass
class Desk:
    """The desk of `user` in one edition (the running one, unless `year` names another)."""

    user: User
    now: datetime
    year: str = ""
    drawer_code: str = ""
    page_number: str = ""
    sections: int = field(default=SECTION_COUNT, init=False)

    @cached_property
    def regencies(self) -> list[Regency]:
        return regencies_of(self.user, *DINAS_ROLES)

    @property
    def zone(self) -> str:
        """The clock of the office."""
        return self.regencies[0].zone.key if self.regencies else ""

    @property
    def place(self) -> str:
        return ", ".join(str(regency) for regency in self.regencies)

    @cached_property
    def editions(self) -> list[Edition]:
        return list(editions_with_window([regency.pk for regency in self.regencies]))

    @cached_property
    def edition(self) -> Edition | None:
        """The edition asked for, else the running one, else the newest."""
        return edition_to_show(self.editions, self.year, self.now)

    @cached_property
    def other_editions(self) -> list[Edition]:
        """Where else there is something to see: running editions, and those in which the region took part."""
        taken_part = {file.edition for file in self.files}
        return [
            edition
            for edition in self.editions
            if edition != self.edition and (edition.pk in taken_part or not self.is_published(edition))
        ]

    @property
    def published(self) -> bool:
        """May the results of the edition on the desk be seen?"""
        return self.edition is not None and self.is_published(self.edition)

    def is_published(self, edition: Edition) -> bool:
        return edition.is_published(self.now)

    @cached_property
    def extensions(self) -> list[Extension]:
        """More time that stands for the region, or for a file of it."""
        edition: Any = self.edition
        if edition is None or edition.has_results or not edition.is_extended:
            return []
        here = Extension.objects.touching([regency.pk for regency in self.regencies])
        return list(here.in_time(self.now).filter(edition=edition).for_list())

    @property
    def window_state(self) -> str:
        """The state of the nomination window: none, before, open or closed."""
        edition: Any = self.edition
        if edition is None or edition.opens_at is None:
            return "none"
        phase = phase_of(edition.opens_at, edition.closes_at, self.now)
        if phase == Phase.DONE or edition.has_results:
            return "closed"
        return "open" if phase == Phase.NOW else "before"

    @property
    def takes_candidates(self) -> bool:
        return self.window_state == "open"

    @property
    def left(self) -> timedelta | None:
        """How long the nomination window stays open."""
        edition: Any = self.edition
        return max(edition.closes_at - self.now, timedelta()) if edition is not None and edition.closes_at else None

    @cached_property
    def files(self) -> list[DeskFile]:
        """Every file of the region, of all editions."""
        return DeskFile.of([regency.pk for regency in self.regencies])

    @cached_property
    def _files_here(self) -> list[DeskFile]:
        """The files of this edition in the order of the list: the nearest day for an answer first, then the newest."""
        here = filter(self._is_here, self.files)
        far = datetime.max.replace(tzinfo=self.now.tzinfo)
        newest_first = sorted(here, key=lambda file: (-self._told_at(file).timestamp(), file.pk))
        return sorted(newest_first, key=lambda file: file.answer_by or far)

    def _told_at(self, file: DeskFile) -> datetime:
        """The last change of a file that may be told outside. Between decree and publication that is the milestone before: the decree's day is no news yet."""
        return self._news.get(file.pk, file.created_at) if file.state == S.DETERMINED else file.changed_at

    @cached_property
    def _news(self) -> dict[int, datetime]:
        """The newest milestone of each file that a decree is about."""
        decided = [file.pk for file in self.files if file.state == S.DETERMINED and self._is_here(file)]
        rows = Milestone.objects.filter(nomination__in=decided).order_by().values_list("nomination")
        return dict(rows.annotate(at=Max("at"))) if decided else {}

    def _is_here(self, file: DeskFile) -> bool:
        return self.edition is not None and file.edition == self.edition.pk

    @property
    def total(self) -> int:
        """How many candidates this edition has."""
        return len(self._files_here)

    def count_in(self, drawer: Drawer) -> int:
        return sum(map(drawer.holds, self._files_here))

    @cached_property
    def drawers(self) -> list[tuple[Drawer, int]]:
        """The drawers that hold something, and the open one, with their counts."""
        shown = [*([self.drawer] if self.drawer in PICKS else []), *DRAWERS]
        counted = [(drawer, self.count_in(drawer)) for drawer in shown]
        return [(drawer, count) for drawer, count in counted if count or drawer == self.drawer]

    @property
    def drawer(self) -> Drawer | None:
        return DRAWER_BY_CODE.get(self.drawer_code)

    @cached_property
    def work(self) -> list[Work]:
        """What the dinas is to do, the nearest deadline first. Each line opens just the files that it counts."""
        edition: Any = self.edition
        if edition is None or self.published:
            return []
        returned = [file.answer_by for file in self._files_here if file.state == S.RETURNED_TO_OFFICE]
        due = min(filter(None, returned), default=None)
        closes = edition.closes_at if self.window_state == "open" else None
        said: list[tuple[str, str | Promise, datetime | None]] = [
            ("lengkapi", _("berkas perlu dilengkapi atas permintaan panitia"), due),
            ("periksa", _("berkas menunggu pemeriksaan"), closes),
            ("diperbaiki", _("berkas tanpa akun pemilik; Anda yang memperbaiki dan menjawab catatannya"), closes),
            ("draf", _("draf tanpa akun pemilik; Anda yang mengisi dan mengirimnya"), closes),
            ("sentra", _("pemilik belum tahu sentranya; Anda yang mengisi"), closes),
            ("gabung", _("pemilik minta usahanya digabungkan dengan catatan dinas"), None),
            ("siap", _("calon siap diusulkan, suratnya belum dikirim"), closes),
            ("undangan", _("undangan penilaian ulang belum dijawab pemilik"), closes),
            ("undangan-diisi", _("undangan penilaian ulang tanpa akun pemilik; Anda yang menjawab"), closes),
        ]
        lines = [Work(self.count_in(DRAWER_BY_CODE[code]), words, code, due) for code, words, due in said]
        lines.append(
            Work(
                self._sentras_without_copy,
                _("sentra tanpa salinan keputusan; usaha di dalamnya tidak lolos seleksi"),
                url=f"{reverse('awards:sentras')}?tampil=tanpa-salinan",
            )
        )
        far = datetime.max.replace(tzinfo=self.now.tzinfo)
        return sorted((line for line in lines if line.count), key=lambda line: line.due or far)

    @property
    def _sentras_without_copy(self) -> int:
        """Sentras of the own region with a firm that has a file on this desk."""
        live = {file.sentra for file in self._files_here if file.state in OPEN_TO_DINAS}
        return Sentra.objects.without_copy().filter(pk__in=live).count()

    @cached_property
    def page(self) -> Page:
        """The files of the open drawer."""
        files = [file for file in self._files_here if self.drawer is None or self.drawer.holds(file)]
        return Paginator(files, PER_PAGE).get_page(self.page_number)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The rows of the page: before the results are out with how whole each file is, afterwards with what became of it."""
        edition: Any = self.edition
        if edition is None or not self.page.object_list:
            return []
        rows: Any = Nomination.objects.filter(pk__in=[file.pk for file in self.page])
        rows = rows.select_related("product__commodity_group", "ikm")
        named = ("number", "state", "answer_by", "ikm__name", "product__name", "product__commodity_group__label")
        rows = rows.annotate(**award_now()) if self.published else with_completeness(rows).only(*named, *LOOKED_AT)
        rows = rows.annotate(**extension_now()) if edition.is_extended else rows
        papers = [] if self.published else list(edition.required_papers.all())
        nominations = {nomination.pk: nomination for nomination in rows}
        return [self._candidate(nominations[file.pk], file, papers) for file in self.page]

    def _candidate(self, nomination: Any, file: DeskFile, papers: Sequence[RequiredPaper]) -> Candidate:
        edition: Any = self.edition
        nomination.edition = edition
        if self.published:
            done, tag = 0, tag_of_row(nomination, self.now, closes_at=edition.closes_at)
        else:
            done = sections_done(nomination, papers)
            until = latest(edition.closes_at, nomination.extended_to) if edition.is_extended else edition.closes_at
            tag = tag_at(nomination, self.now, closes_at=until, stars=None)
        return Candidate(
            nomination.number,
            nomination.product.name,
            nomination.ikm.name,
            nomination.product.commodity_group.label,
            done,
            tag,
            list(self._hints(file)),
            self._told_at(file),
            ACTIONS.get(S(file.state), _("Lihat")),
        )

    def _hints(self, file: DeskFile) -> Iterator[str]:
        """What stands below the state of a file."""
        if file.waits_to_be_joined and not self.published:
            yield gettext("Minta digabungkan")
        if file.sentra_by_office and not self.published:
            yield gettext("Sentra diisi dinas")
        if file.answer_by and file.state == S.RETURNED_TO_OFFICE:
            yield batas(file.answer_by, self.now, self.zone)

    @cached_property
    def past(self) -> PastResult | None:
        """The newest published edition besides the one on the desk. Stars of a rehearsal are nobody's past."""
        others = [one for one in self.editions if one != self.edition and not one.is_rehearsal]
        edition = next((one for one in others if self.is_published(one)), None)
        if edition is None:
            return None
        assessed = [file for file in self.files if file.edition == edition.pk and file.state == S.DETERMINED]
        stars = Counter(file.stars for file in assessed if file.stars)
        return PastResult(edition, len(assessed), sorted(stars.items(), reverse=True))
