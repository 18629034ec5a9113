"""The desk of a dinas: what its start page prints, gathered in a fixed number of statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.dossier.completeness import SECTION_COUNT, sections_done, with_completeness
from awards.models import Edition, Nomination, Phase, Window, WindowKind, edition_to_show, phase_of
from awards.models.award import award_now, stars_now
from awards.rules import regencies_of, regencies_served
from awards.states import OPEN_TO_DINAS, OPEN_TO_OWNER, PROPOSED
from awards.states import NominationState as S
from awards.status.outside import Tag, tag_of_row
from ikm.models import OwnerLink, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES
from regions.models import Regency

PER_PAGE = 50


# Traits that, beside the state, put a file into a drawer. The files with a trait are counted under its name.
TRAITS = {
    "n": Q(),
    "owned": Q(Exists(OwnerLink.objects.filter(ikm=OuterRef("ikm_id"), ends_at__isnull=True))),
    "unowned": ~Q(Exists(OwnerLink.objects.filter(ikm=OuterRef("ikm_id"), ends_at__isnull=True))),
    "sentra_by_office": Q(ikm__sentra_by_office=True),
    "join_asked": Q(ikm__join_asked_at__isnull=False, ikm__join_declined_at__isnull=True),
}


@dataclass(frozen=True)
class Drawer:
    """A part of the list of candidates: its name in the address, its words, the states that lie in it, and the trait that they have besides."""

    code: str
    label: str | Promise
    states: frozenset[str]
    trait: str = "n"

    @property
    def condition(self) -> Q:
        return Q(state__in=sorted(self.states)) & TRAITS[self.trait]

    def count(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """How many files lie in it, of the rows of `Desk._counts`."""
        return sum(row[self.trait] for row in rows if row["state"] in self.states)


# Together the drawers hold every file once. Where no account has the firm, the dinas does what an owner would do.
DRAWERS = [
    Drawer("periksa", _("Perlu diperiksa"), frozenset({S.WITH_OFFICE})),
    Drawer("siap", _("Siap diusulkan"), frozenset({S.READY})),
    Drawer("lengkapi", _("Perlu dilengkapi"), frozenset({S.RETURNED_TO_OFFICE})),
    Drawer("diisi", _("Diisi dinas"), OPEN_TO_OWNER, "unowned"),
    Drawer("pemilik", _("Di pemilik"), OPEN_TO_OWNER, "owned"),
    Drawer("terkirim", _("Sudah diusulkan"), PROPOSED - {S.RETURNED_TO_OFFICE}),
    Drawer("berhenti", _("Berhenti"), frozenset({S.NOT_NOMINATED, S.WITHDRAWN, S.LAPSED})),
]
# Parts of drawers, and lists across several: a line of "Perlu Anda lakukan" opens exactly the files that it counts.
PICKS = [
    Drawer("undangan", _("Undangan belum dijawab pemilik"), frozenset({S.INVITED}), "owned"),
    Drawer("undangan-diisi", _("Undangan yang dijawab dinas"), frozenset({S.INVITED}), "unowned"),
    Drawer("diperbaiki", _("Diperbaiki dan dijawab dinas"), frozenset({S.RETURNED_TO_OWNER}), "unowned"),
    Drawer("draf", _("Draf tanpa akun pemilik"), frozenset({S.DRAFT}), "unowned"),
    Drawer("sentra", _("Sentra diisi dinas"), frozenset({S.WITH_OFFICE}), "sentra_by_office"),
    Drawer("gabung", _("Minta digabungkan"), OPEN_TO_DINAS, "join_asked"),
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
    """One row of the table."""

    nomination: Nomination
    done: int
    tag: Tag
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


def editions_with_window() -> QuerySet[Any]:
    """Editions, newest first and rehearsals last, with the ends of their nomination window."""
    window = Window.objects.filter(edition=OuterRef("pk"), kind=WindowKind.NOMINATION)
    return (
        Edition.objects.select_related("scheme", "publication")
        .annotate(opens_at=Subquery(window.values("opens_at")), closes_at=Subquery(window.values("closes_at")))
        .real_first()
    )


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
        return list(editions_with_window())

    @cached_property
    def edition(self) -> Edition | None:
        """The edition asked for, else the running one, else the newest."""
        return edition_to_show(self.editions, self.year, self.now)

    @cached_property
    def other_editions(self) -> list[Edition]:
        """Where else there is something to see: running editions, and those in which the region took part."""
        taken_part = {row["edition"] for row in self._counts}
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
    def _counts(self) -> list[dict[str, Any]]:
        rows = Nomination.objects.visible_to(self.user).filter(regency__in=regencies_served(self.user, *DINAS_ROLES))
        return list(
            rows.order_by()
            .values("edition", "state", stars=stars_now())
            .annotate(due=Min("answer_by"), **{name: Count("pk", filter=trait) for name, trait in TRAITS.items()})
        )

    @property
    def total(self) -> int:
        """How many candidates this edition has."""
        return sum(row["n"] for row in self._rows_here)

    @property
    def _rows_here(self) -> list[dict[str, Any]]:
        return [row for row in self._counts if self.edition is not None and row["edition"] == self.edition.pk]

    def count_in(self, drawer: Drawer) -> int:
        return drawer.count(self._rows_here)

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
        returned = [row for row in self._rows_here if row["state"] == S.RETURNED_TO_OFFICE]
        due = min((row["due"] for row in returned if row["due"]), default=None)
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
        rows = Nomination.objects.filter(regency__in=regencies_served(self.user, *DINAS_ROLES), edition=self.edition)
        live = rows.filter(state__in=OPEN_TO_DINAS).values("ikm__sentra")
        return Sentra.objects.without_copy().filter(pk__in=live).count()

    @cached_property
    def page(self) -> Page:
        """The candidates of the open drawer."""
        rows = with_completeness(
            Nomination.objects.visible_to(self.user)
            .filter(regency__in=regencies_served(self.user, *DINAS_ROLES), edition=self.edition)
            .select_related("product__commodity_group", "ikm")
            .annotate(**award_now())
            .with_news()
        )
        count = self.total
        if self.drawer is not None:
            rows = rows.filter(self.drawer.condition)
            count = self.count_in(self.drawer)
        paginator = Paginator(rows.order_by(F("answer_by").asc(nulls_last=True), "-told_at", "pk"), PER_PAGE)
        paginator.count = count
        return paginator.get_page(self.page_number)

    @cached_property
    def candidates(self) -> list[Candidate]:
        if self.edition is None:
            return []
        papers = list(self.edition.required_papers.all()) if self.total else []
        rows: list[Nomination] = list(self.page.object_list)
        for nomination in rows:
            nomination.edition = self.edition
        return [_candidate(nomination, papers, self) for nomination in rows]

    @cached_property
    def past(self) -> PastResult | None:
        """The newest published edition besides the one on the desk. Stars of a rehearsal are nobody's past."""
        others = [one for one in self.editions if one != self.edition and not one.is_rehearsal]
        edition = next((one for one in others if self.is_published(one)), None)
        if edition is None:
            return None
        rows = [row for row in self._counts if row["edition"] == edition.pk and row["state"] == S.DETERMINED]
        stars: Counter[int] = Counter()
        for row in rows:
            if row["stars"]:
                stars[row["stars"]] += row["n"]
        return PastResult(edition, sum(row["n"] for row in rows), sorted(stars.items(), reverse=True))


def _candidate(nomination: Any, papers: Sequence[Any], desk: Desk) -> Candidate:
    tag = tag_of_row(nomination, desk.now, closes_at=nomination.edition.closes_at)
    return Candidate(nomination, sections_done(nomination, papers), tag, ACTIONS.get(S(nomination.state), _("Lihat")))
