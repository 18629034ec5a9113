"""The desk of the officers: what waits for whom in one edition, the funnel, and the way of the season. One statement for each region of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    When,
)
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import Entry, Panel, Reading, Tally
from assessments.models.reopening import waiting_in_edition
from assessments.scoring.progress import with_progress
from assessments.states import EntryState, TallyState
from awards.figures.definitions import FIGURES, PASSED
from awards.models import Determination, Edition, EntryKind, Nomination, WindowKind, edition_to_show
from awards.models.edition import DRAFTS_LAST, REAL_FIRST
from awards.models.nomination import BEING_ANSWERED
from awards.models.proposal import proposals_of_others
from awards.states import ANSWERING, ASSESSED
from awards.states import NominationState as S
from awards.status.windows import WindowStep, window_steps
from ovop_portal.accounts.models import Invitation, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common import menu, stages
from ovop_portal.common.clock import minute_of
from ovop_portal.common.formats import angka
from ovop_portal.common.menu import Door
from ovop_portal.common.stages import state_of


@dataclass(frozen=True)
class Work:
    """One line of what waits: how many (nothing: a step as such), the words, where it is done, and what to know."""

    count: int | None
    label: str
    url: str
    hint: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a printed sum."""

    count: int
    label: str | Promise


@dataclass(frozen=True)
class Funnel:
    """159 usulan = 89 lolos + 70 tidak lolos: a total that is never typed, with all its parts."""

    label: str | Promise
    parts: list[Part]

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)


@dataclass(frozen=True)
class StageProgress:
    """A stage of the season on the rail: how much of what it has to do is done (`deed` says what), and its pages that this user may open."""

    name: str | Promise
    deed: str | Promise
    done: int
    total: int
    doors: list[tuple[Door, str]]

    @property
    def state(self) -> str:
        """done, now or later, as the small rail has them."""
        return state_of(self.done > 0, self.done < self.total)


def readers() -> Case:
    """Who has read a file that is being screened and waits for another reader, in the order of their turns; nothing for any other file."""
    readings = Reading.objects.of_newest().filter(nomination=OuterRef("pk")).order_by("turn")
    return Case(When(state=S.SCREENING, then=ArraySubquery(readings.values("screener"))))


def editions_for_desk(actor: str) -> Any:
    """Editions, running ones first and rehearsals after what is held, with the newest tally, the plan, whether the decree is there, and what of others waits
    for `actor` as the second person.
    """
    newest = Tally.objects.filter(edition=OuterRef("pk")).order_by("-n")
    sealed = newest.filter(state=TallyState.SEALED)
    return (
        Edition.objects.select_related("scheme", "plan", "publication")
        .prefetch_related("windows")
        .annotate(
            tally_state=Subquery(newest.values("state")[:1]),
            tally_n=Subquery(newest.values("n")[:1]),
            sealed_n=Subquery(sealed.values("n")[:1]),
            has_decree=Exists(Determination.objects.filter(edition=OuterRef("pk"))),
            reopenings=waiting_in_edition(),
            proposals_waiting=proposals_of_others(actor),
            has_open_panel=Exists(Panel.objects.filter(edition=OuterRef("pk"), closed_at__isnull=True)),
        )
        .order_by(F("publication__visible_from").desc(nulls_first=True), DRAFTS_LAST, REAL_FIRST, "-year")
    )


@dataclass
class Desk:
    """The desk of `user` in one edition: the running one, unless `year` names another."""

    user: User
    now: datetime
    year: str = ""

    @cached_property
    def editions(self) -> list[Edition]:
        rows = editions_for_desk(self.user.actor)
        return list(rows if self.user.has_perm("assessments.prepare_edition") else rows.opened())

    @cached_property
    def edition(self) -> Any:
        return edition_to_show(self.editions, self.year, self.now)

    @property
    def others(self) -> list[Edition]:
        """Where else there is something to see."""
        return [edition for edition in self.editions if edition != self.edition]

    @property
    def published(self) -> bool:
        return self.edition.is_published(self.now)

    @cached_property
    def steps(self) -> list[WindowStep]:
        """The windows of the edition, the one that is open marked."""
        return window_steps(self.edition.windows.all(), self.now)

    # --- Numbers ---------------------------------------------------------------------------------------------------

    @cached_property
    def _files(self) -> list[dict[str, Any]]:
        """Nominations grouped by everything the desk asks of them."""
        proposed, opened, answering, overdue = (
            ExpressionWrapper(condition, BooleanField())
            for condition in (
                FIGURES["proposed"],
                Q(assessment_entry__isnull=False),
                BEING_ANSWERED,
                BEING_ANSWERED & Q(answer_by__lt=minute_of(self.now)),
            )
        )
        return list(
            Nomination.objects.filter(edition=self.edition)
            .order_by()
            .values(
                "entry",
                "state",
                proposed=proposed,
                opened=opened,
                answering=answering,
                overdue=overdue,
                claimer=F("screening_claim__screener"),
                readers=readers(),
            )
            .annotate(n=Count("pk"))
        )

    def _count(self, *states: str, **wanted: object) -> int:
        return sum(
            row["n"]
            for row in self._files
            if row["state"] in states and all(row[name] == value for name, value in wanted.items())
        )

    @cached_property
    def _entries(self) -> dict[str, int]:
        """Entries of the edition before the jury, and their sheets."""
        entries = Entry.objects.filter(nomination__edition=self.edition, nomination__state=S.IN_ASSESSMENT)
        full = self.edition.plan.jurors_per_entry if hasattr(self.edition, "plan") else 0
        counted = with_progress(entries).aggregate(
            total=Count("pk"),
            open=Count("pk", filter=Q(state=EntryState.OPEN)),
            scored=Count("pk", filter=Q(state=EntryState.SCORED)),
            decided=Count("pk", filter=Q(state=EntryState.DECIDED)),
            samples=Count("pk", filter=Q(sample_received_at__isnull=True, state=EntryState.OPEN)),
            short=Count("pk", filter=Q(jurors__lt=full)),
            sheets=Sum("jurors"),
            # The name must not be `drafts` again: Django then forgets the annotation that it sums.
            unsent=Sum(F("untouched") + F("drafts")),
        )
        return {name: value or 0 for name, value in counted.items()}

    @cached_property
    def funnel(self) -> list[Funnel]:
        """What became of the nominations, and what the jury judges. Parts that are empty are left out, but never passed and failed."""
        new: dict[str, int] = {}
        for row in self._files:
            if row["entry"] == EntryKind.NEW:
                key = S.RETURNED_TO_OFFICE if row["answering"] else row["state"]
                new[key] = new.get(key, 0) + row["n"]
        passed = sum(new.get(state, 0) for state in PASSED)
        others = [
            Part(new.get(S.SUBMITTED, 0), gettext_lazy("menunggu pemeriksaan")),
            Part(new.get(S.SCREENING, 0), gettext_lazy("sedang diperiksa")),
            Part(new.get(S.RETURNED_TO_OFFICE, 0), gettext_lazy("dikembalikan ke dinas")),
            Part(new.get(S.DISQUALIFIED, 0), gettext_lazy("digugurkan sesudah lolos")),
        ]
        proposed = [
            Part(passed, gettext_lazy("lolos")),
            Part(new.get(S.FAILED, 0), gettext_lazy("tidak lolos")),
            *(part for part in others if part.count),
        ]
        judged = [
            Part(sum(new.get(state, 0) for state in ASSESSED), gettext_lazy("usulan baru")),
            Part(self._count(*ASSESSED, entry=EntryKind.REASSESSMENT), gettext_lazy("penilaian ulang")),
        ]
        lines = [Funnel(gettext_lazy("usulan"), proposed), Funnel(gettext_lazy("berkas di tangan juri"), judged)]
        return [line for line in lines if line.total]

    # --- What waits ------------------------------------------------------------------------------------------------

    @cached_property
    def work(self) -> list[Work]:
        """What this user is to do, by role, in the order of the season. Empty for those who only watch."""
        lines = [*self._invitations()] if self.user.has_perm("accounts.manage_people") else []
        if self.user.has_perm("assessments.prepare_edition"):
            lines += self._drafts()
        if self.edition is None:
            return lines
        if self.user.has_perm("awards.propose"):
            lines += self._proposals()
        if self.published:
            return lines
        if self.user.has_perm("assessments.screen"):
            lines += self._screening()
        if self.user.has_perm("assessments.assign"):
            lines += [*self._unreadable(), *self._assigning(), *self._tallying()]
        return lines

    def _proposals(self) -> Iterator[Work]:
        """What a colleague of the secretariat has prepared."""
        if waiting := self.edition.proposals_waiting:
            words = ngettext("rancangan menunggu pengesahan Anda", "rancangan menunggu pengesahan Anda", waiting)
            yield Work(waiting, words, reverse("awards:proposals", args=[self.edition.year]))

    def _invitations(self) -> Iterator[Work]:
        """People whom a colleague wants to let judge."""
        if waiting := Invitation.objects.waiting_for_second().exclude(made_by=self.user.actor).count():
            words = ngettext("undangan menunggu persetujuan Anda", "undangan menunggu persetujuan Anda", waiting)
            yield Work(waiting, words, reverse("accounts:invitations"))

    def _drafts(self) -> Iterator[Work]:
        """Editions that somebody laid out and nobody has opened."""
        for edition in self.editions:
            if edition.is_draft:
                url = reverse("assessments:edition_open", args=[edition.year])
                hint = _("disusun Anda, dibuka rekan") if edition.drafted_by == self.user.actor else ""
                yield Work(None, _("Rancangan {edition} belum dibuka").format(edition=edition.name), url, hint)

    def _screening(self) -> Iterator[Work]:
        queue = reverse("assessments:screening_queue") + f"?tahun={self.edition.year}&bagian="
        yield from self._own_desk(0, queue + "diperiksa")
        yield from self._own_desk(1, queue + "kedua", _("sebagai pembaca kedua"))
        yield from self._own_desk(2, queue + "ketiga", _("sebagai pembaca ketiga"))
        waiting = self._count(S.SUBMITTED)
        if waiting:
            yield Work(
                waiting,
                ngettext("berkas menunggu pemeriksaan", "berkas menunggu pemeriksaan", waiting),
                queue + "menunggu",
            )
        late = 0 if self.edition.is_open(WindowKind.NOMINATION, self.now) else self._count(*ANSWERING, overdue=True)
        if late:
            yield Work(
                late,
                ngettext("berkas tidak dilengkapi dinas", "berkas tidak dilengkapi dinas", late),
                queue + "dikembalikan",
                _("lewat batas perbaikan"),
            )
        second = ngettext("berkas menunggu pembaca kedua", "berkas menunggu pembaca kedua", 2)
        third = ngettext("berkas menunggu pembaca ketiga", "berkas menunggu pembaca ketiga", 2)
        yield from self._next_reader(1, second, queue + "kedua")
        yield from self._next_reader(2, third, queue + "ketiga")

    def _own_desk(self, read: int, url: str, hint: str = "") -> Iterator[Work]:
        """Files that this user has open, of which `read` others have read what was sent last."""
        if mine := sum(row["n"] for row in self._read_by(read) if row["claimer"] == self.user.pk):
            yield Work(mine, ngettext("berkas sedang Anda periksa", "berkas sedang Anda periksa", mine), url, hint)

    def _read_by(self, number: int) -> list[dict[str, Any]]:
        """Files that are being screened, and that so many have read."""
        return [row for row in self._files if row["state"] == S.SCREENING and len(row["readers"]) == number]

    def _next_reader(self, read: int, words: str, url: str) -> Iterator[Work]:
        """Files that were read `read` times and wait for another: what this user may take up, and how many wait for others."""
        waiting = [row for row in self._read_by(read) if row["claimer"] != self.user.pk]
        own = sum(row["n"] for row in waiting if self.user.pk in row["readers"])
        others = sum(row["n"] for row in waiting) - own
        if others:
            hint = _("dan {n} yang sudah Anda baca, untuk pemeriksa lain").format(n=angka(own)) if own else ""
            yield Work(others, words, url, hint)

    def _unreadable(self) -> Iterator[Work]:
        """Files that wait for another reader although every screener has read them: only somebody new gets them on."""
        waiting = [row for row in self._files if row["readers"]]
        screeners = set(User.objects.holding(Role.SCREENER).values_list("pk", flat=True)) if waiting else set()
        stuck = sum(row["n"] for row in waiting if screeners <= set(row["readers"]))
        if stuck:
            words = ngettext("berkas tanpa pembaca berikutnya", "berkas tanpa pembaca berikutnya", stuck)
            yield Work(
                stuck, words, reverse("accounts:invite"), _("semua pemeriksa sudah membacanya; undang pemeriksa lain")
            )

    def _assigning(self) -> Iterator[Work]:
        page, entries = reverse("assessments:assignment", args=[self.edition.year]), self._entries
        passed = self._count(S.PASSED)
        if passed:
            yield Work(
                passed,
                ngettext("berkas lolos menunggu dibuka untuk juri", "berkas lolos menunggu dibuka untuk juri", passed),
                page,
            )
        holders = self._count(S.IN_ASSESSMENT, opened=False)
        if holders:
            yield Work(
                holders,
                ngettext(
                    "penerima lama menunggu dibuka untuk juri", "penerima lama menunggu dibuka untuk juri", holders
                ),
                page,
            )
        if entries["short"]:
            yield Work(
                entries["short"], ngettext("berkas kekurangan juri", "berkas kekurangan juri", entries["short"]), page
            )
        if entries["samples"]:
            url = reverse("assessments:samples", args=[self.edition.year])
            yield Work(
                entries["samples"],
                ngettext("contoh produk belum diterima", "contoh produk belum diterima", entries["samples"]),
                url,
                _("nilai belum dapat dikirim tanpa contoh"),
            )
        if asked := self.edition.reopenings:
            words = ngettext("permintaan buka kunci menunggu jawaban", "permintaan buka kunci menunggu jawaban", asked)
            yield Work(asked, words, reverse("assessments:reopenings", args=[self.edition.year]))
        if entries["unsent"]:
            of_all = _("dari {n} lembar").format(n=angka(entries["sheets"]))
            url = reverse("assessments:monitor", args=[self.edition.year])
            yield Work(
                entries["unsent"],
                ngettext("lembar nilai belum dikirim juri", "lembar nilai belum dikirim juri", entries["unsent"]),
                url,
                of_all,
            )

    def _tallying(self) -> Iterator[Work]:
        edition, entries, year = self.edition, self._entries, [self.edition.year]
        recap = reverse("assessments:recap", args=year)
        if edition.tally_state == TallyState.RUNNING:
            yield Work(None, _("Rekap sedang dihitung"), recap)
        elif entries["scored"] and not entries["open"] and not entries["decided"] and edition.sealed_n is None:
            yield Work(
                None, _("Rekap siap dihitung"), recap, _("semua {n} berkas lengkap").format(n=angka(entries["scored"]))
            )
        if entries["scored"] and edition.sealed_n is not None:
            url = reverse("assessments:plenary", args=year)
            n = entries["scored"]
            yield Work(n, ngettext("berkas menunggu keputusan pleno", "berkas menunggu keputusan pleno", n), url)
        undecided = entries["open"] + entries["scored"] + self._count(S.IN_ASSESSMENT, opened=False)
        if entries["decided"] and not undecided:
            if edition.has_open_panel:
                yield Work(None, _("Panel juri siap ditutup"), reverse("assessments:plenary", args=year))
            yield Work(None, _("Keputusan menteri menunggu dicatat"), reverse("awards:determination", args=year))
        if edition.has_decree:
            yield Work(None, _("Hasil siap diumumkan"), reverse("awards:publication", args=year))

    # --- Where the season stands -------------------------------------------------------------------------------------

    @cached_property
    def rail(self) -> list[StageProgress]:
        """The stages that this user has a page of, each by its own count, wherever the one before stands."""
        shown = [
            StageProgress(
                stage.label,
                stage.deed,
                *self._done_of(stage.name),
                [(door, url) for door, url in self.doors if door.stage == stage.name],
            )
            for stage in stages.stages()
        ]
        return [stage for stage in shown if stage.doors]

    @cached_property
    def other_doors(self) -> list[tuple[Door, str]]:
        """The pages that belong to no stage."""
        return [(door, url) for door, url in self.doors if not door.stage]

    def _done_of(self, code: str) -> tuple[int, int]:
        """How much of a stage is done, and of how much. With the decree everything before it is behind the season."""
        if self.published or (self.edition.has_decree and code != "publication"):
            return 1, 1
        if code == "screening":
            proposed = sum(row["n"] for row in self._files if row["proposed"])
            unread = self._count(S.SUBMITTED, S.SCREENING, entry=EntryKind.NEW)
            return proposed - unread - self._count(*ANSWERING, entry=EntryKind.NEW, answering=True), proposed
        if code == "determination":
            return int(self.edition.has_decree), 1
        if code == "publication":
            return 0, 1
        entries = self._entries
        return {
            "jury": (
                entries["total"],
                entries["total"] + self._count(S.PASSED) + self._count(S.IN_ASSESSMENT, opened=False),
            ),
            "scoring": (entries["sheets"] - entries["unsent"], entries["sheets"]),
            "plenary": (entries["decided"], entries["total"]),
        }[code]

    # --- Where to go -----------------------------------------------------------------------------------------------

    @cached_property
    def doors(self) -> list[tuple[Door, str]]:
        """The pages of the season that this user may open, with their addresses."""
        return menu.doors_of(self.user, self.edition.year if self.edition else None)
