"""How the scoring goes: jurors by what they have done, entries by what they lack, one entry with all its sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Conflict, Entry, Juror, Score, Scoresheet
from assessments.models.sheet import BEGUN, UNTOUCHED
from assessments.panels.eligibility import BRIEFLY, Eligibility, Reason
from assessments.rubric.questionnaire import Question, choice_of, questions
from assessments.scoring.arithmetic import official_score
from assessments.scoring.progress import with_progress
from assessments.states import COUNTING_SHEETS, EntryState, SheetState
from assessments.tally.flags import diverges, spread
from awards.identities import Identities
from awards.models import Edition
from awards.states import ASSESSED
from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.names import sorting

PER_PAGE = 50
STATES = ("untouched", "draft", "reopened", "sent", "locked", "recused", "withdrawn")
COLUMNS: dict[str, str | Promise] = {
    "untouched": _("Belum dinilai"),
    "draft": _("Draf"),
    "reopened": _("Dibuka kembali"),
    "sent": _("Terkirim"),
    "locked": _("Terkunci"),
    "recused": _("Benturan"),
    "withdrawn": _("Ditarik"),
}
DRAWERS: list[tuple[str, str | Promise, Q]] = [
    ("", _("Semua"), Q()),
    ("kurang", _("Kekurangan juri"), Q(is_short=True)),
    ("berjalan", _("Sedang dinilai"), Q(state=EntryState.OPEN)),
    ("lengkap", _("Lengkap"), Q(state=EntryState.SCORED)),
    ("diputuskan", _("Diputuskan"), Q(state=EntryState.DECIDED)),
]
ENTRY_TINTS = {EntryState.OPEN: "telang", EntryState.SCORED: "laut", EntryState.DECIDED: "daun"}
SHEET_TINTS = {
    SheetState.DRAFT: "kunyit",
    SheetState.SENT: "laut",
    SheetState.LOCKED: "daun",
    SheetState.RECUSED: "soga",
    SheetState.WITHDRAWN: "arang",
}


@dataclass(frozen=True)
class JurorRow:
    """A juror with the numbers of sheets in each state."""

    name: str
    institution: str
    counts: tuple[int, ...]
    last_saved: datetime | None
    # Where the juror is recorded, for those who keep the book of the jury.
    url: str = ""

    @property
    def total(self) -> int:
        """The sheets that count, so without conflicts and without sheets that were taken back."""
        return sum(self.counts[: STATES.index("recused")])

    @property
    def done(self) -> int:
        return self.counts[STATES.index("sent")] + self.counts[STATES.index("locked")]


class Monitor:
    """The progress page of `edition` as `user` asks for it."""

    columns = tuple(COLUMNS.values())

    def __init__(self, edition: Edition, user: User, asked: Mapping[str, str], identities: Identities) -> None:
        self.edition, self.user, self.asked, self.identities = edition, user, asked, identities

    @cached_property
    def jurors(self) -> list[JurorRow]:
        """Everybody who was given a sheet, those with most to do first. One statement."""
        rows = (
            Scoresheet.objects.visible_to(self.user)
            .newest_round()
            .filter(entry__nomination__edition=self.edition, entry__nomination__state__in=ASSESSED)
            .order_by()
            .values("juror")
            .annotate(
                untouched=Count("pk", filter=UNTOUCHED),
                draft=Count("pk", filter=BEGUN & Q(round=1)),
                reopened=Count("pk", filter=BEGUN & Q(round__gt=1)),
                sent=Count("pk", filter=Q(state=SheetState.SENT)),
                locked=Count("pk", filter=Q(state=SheetState.LOCKED)),
                recused=Count("pk", filter=Q(state=SheetState.RECUSED)),
                withdrawn=Count("pk", filter=Q(state=SheetState.WITHDRAWN)),
                last=Max("saved_at"),
            )
            .values_list("juror__user__name", "juror__user__uuid", "juror__institution__name", *STATES, "last")
        )
        shown, keeps_book = self.identities, self.user.has_perm("assessments.keep_jury")
        made = [
            JurorRow(
                shown.named(name, uuid, Role.JUROR),
                shown.institution(sender),
                tuple(counts),
                last,
                reverse("assessments:juror", args=[uuid]) if keeps_book else "",
            )
            for name, uuid, sender, *counts, last in rows
        ]
        return sorted(made, key=lambda row: (row.done - row.total, *sorting(row.name)))

    @cached_property
    def totals(self) -> JurorRow:
        """The sums of the columns."""
        sums = tuple(sum(column) for column in zip(*(row.counts for row in self.jurors), strict=True)) or (0,) * len(
            STATES
        )
        return JurorRow("", "", sums, None)

    @property
    def sums(self) -> list[tuple[str | Promise, int]]:
        """The columns with their sums."""
        return list(zip(self.columns, self.totals.counts, strict=True))

    # --- Entries ---------------------------------------------------------------------------------------------------

    @property
    def _entries(self) -> QuerySet[Entry]:
        rows = Entry.objects.filter(nomination__edition=self.edition, nomination__state__in=ASSESSED)
        full = self.edition.plan.jurors_per_entry
        return with_progress(rows).annotate(is_short=Q(jurors__lt=full) & ~Q(state=EntryState.DECIDED))

    @property
    def drawer(self) -> str:
        return next((code for code, _label, _q in DRAWERS if code == self.asked.get("bagian")), "")

    @cached_property
    def drawers(self) -> list[tuple[str, str | Promise, int]]:
        counted = self._entries.aggregate(
            **{f"n{place}": Count("pk", filter=q or None) for place, (_c, _l, q) in enumerate(DRAWERS)}
        )
        return [(code, label, counted[f"n{place}"]) for place, (code, label, _q) in enumerate(DRAWERS)]

    @cached_property
    def page(self) -> Page:
        """The entries of the open drawer, those that lack most first."""
        wanted = next(q for code, _label, q in DRAWERS if code == self.drawer)
        rows = self._entries.filter(wanted).select_related("nomination__product__commodity_group")
        paginator = Paginator(rows.order_by("locked", "nomination__blind_code"), PER_PAGE)
        paginator.count = next(n for code, _label, n in self.drawers if code == self.drawer)
        return paginator.get_page(self.asked.get("laman"))

    @property
    def rows(self) -> list[tuple[Any, str, str]]:
        """Each entry with its sheets in words and the tint of its state."""
        return [
            (entry, sheets_in_words(entry), ENTRY_TINTS[EntryState(entry.state)]) for entry in self.page.object_list
        ]


def sheets_in_words(entry: Any) -> str:
    """ "3 draf, 2 terkunci": what there is of untouched sheets, drafts, sent and locked ones."""
    parts = (
        (entry.untouched, gettext("{n} belum dinilai")),
        (entry.drafts, gettext("{n} draf")),
        (entry.sent, gettext("{n} terkirim")),
        (entry.locked, gettext("{n} terkunci")),
    )
    return ", ".join(words.format(n=count) for count, words in parts if count) or gettext("belum ada lembar")


@dataclass(frozen=True)
class SheetRow:
    """One sheet of an entry: is it the one that counts, how many criteria could not be assessed, its tint."""

    sheet: Any
    is_newest: bool
    cannot: int
    tint: str

    @property
    def may_be_reopened(self) -> bool:
        return self.is_newest and self.sheet.state == SheetState.LOCKED

    @property
    def may_be_withdrawn(self) -> bool:
        return self.is_newest and self.sheet.state == SheetState.DRAFT


class EntryDesk:
    """One entry with its sheets. Points are shown of locked sheets only."""

    def __init__(self, entry: Entry, edition: Edition, user: User, identities: Identities) -> None:
        self.entry, self.edition, self.user, self.identities = entry, edition, user, identities
        self.nomination = entry.nomination

    @cached_property
    def sheets(self) -> list[SheetRow]:
        """All sheets, each juror's newest round first."""
        rows: Any = (
            Scoresheet.objects.visible_to(self.user)
            .filter(entry=self.entry)
            .select_related("juror__user", "juror__institution")
            .annotate(cannot=Count("scores", filter=Q(scores__cannot_assess=True)))
            .order_by(*self._by_juror, "-round")
        )
        seen: set[int] = set()
        made = []
        for sheet in rows:
            made.append(SheetRow(sheet, sheet.juror_id not in seen, sheet.cannot, SHEET_TINTS[SheetState(sheet.state)]))
            seen.add(sheet.juror_id)
        return made

    @property
    def _by_juror(self) -> tuple[Any, ...]:
        """Jurors in the order of what is shown of them."""
        return ("juror__user__name_key", "juror") if self.identities.are_shown else ("juror__user__uuid",)

    @property
    def newest(self) -> list[SheetRow]:
        return [row for row in self.sheets if row.is_newest]

    @property
    def earlier(self) -> list[SheetRow]:
        return [row for row in self.sheets if not row.is_newest]

    @cached_property
    def locked(self) -> list[Any]:
        """The sheets that count and are locked."""
        return [row.sheet for row in self.newest if row.sheet.state == SheetState.LOCKED]

    @property
    def totals(self) -> list[Decimal]:
        return [sheet.total for sheet in self.locked]

    @property
    def lowest(self) -> Decimal:
        return min(self.totals)

    @property
    def highest(self) -> Decimal:
        return max(self.totals)

    @property
    def spread(self) -> Decimal:
        return spread(self.lowest, self.highest)

    @property
    def diverges(self) -> bool:
        return diverges(self.lowest, self.highest, self.edition.plan.divergence_points)

    @property
    def combined(self) -> Decimal | None:
        """The score that the rule gives to the locked sheets, once none is open."""
        return official_score(self.totals, self.edition.plan.combine) if self.entry.state != EntryState.OPEN else None

    @cached_property
    def criteria(self) -> list[tuple[Question, list[str]]]:
        """Each criterion with what every locked sheet says of it, in the order of the sheets."""
        form = questions(self.edition.plan.rubric_id, self.nomination.product.commodity_group_id)
        cells = {
            (sheet, criterion): choice_of(points, cannot)
            for sheet, criterion, points, cannot in Score.objects.filter(sheet__in=self.locked).values_list(
                "sheet", "criterion", "points", "cannot_assess"
            )
        }
        return [(question, [cells.get((sheet.pk, question.pk), "") for sheet in self.locked]) for question in form]

    @cached_property
    def conflicts(self) -> Sequence[Conflict]:
        return list(
            Conflict.objects.filter(nomination=self.nomination).select_related("juror__user").order_by("declared_at")
        )

    @property
    def lacking(self) -> int:
        """How many jurors are missing."""
        there = sum(row.sheet.state in COUNTING_SHEETS for row in self.newest)
        return max(0, self.edition.plan.jurors_per_entry - there)

    @property
    def is_before_jury(self) -> bool:
        return self.nomination.state == S.IN_ASSESSMENT and self.entry.state != EntryState.DECIDED

    @property
    def tint(self) -> str:
        return ENTRY_TINTS[EntryState(self.entry.state)]


def entries_to_watch(edition: Edition) -> QuerySet[Entry]:
    """Entries with what their page prints, in one statement."""
    related = ("nomination__product__commodity_group", "nomination__ikm", "nomination__regency__province")
    return Entry.objects.filter(nomination__edition=edition).select_related(*related, "nomination__edition")


def newest_sheet(entry: Entry, juror: UUID, user: User) -> QuerySet[Scoresheet]:
    """The sheet of a juror (by the account's uuid) that counts for `entry`."""
    rows = Scoresheet.objects.visible_to(user).newest_round().filter(entry=entry, juror__user__uuid=juror)
    return rows.select_related("juror__user", "entry__nomination")


@dataclass(frozen=True)
class Replacements:
    """The jurors of the panel who may judge a file instead, with `open_sheets` and those with the fewest first; and those who may not, with the reason."""

    offered: list[Any]
    kept_apart: list[Reason]


def replacements_for(entry: Entry) -> Replacements:
    """The jurors seated in the panel of `entry`, by whether the rule of `panels/eligibility.py` lets them judge it."""
    open_sheets = Count(
        "sheets", filter=Q(sheets__state=SheetState.DRAFT, sheets__entry__panel__edition=entry.panel.edition_id)
    )
    seated: Any = Juror.objects.filter(
        pk__in=entry.panel.members.seated().values("juror"), user__is_active=True
    ).select_related("user", "institution")
    jurors = list(seated.annotate(open_sheets=open_sheets).order_by("open_sheets", "user__name_key"))
    rule = Eligibility.of([entry.pk], [juror.pk for juror in jurors])
    bars = [(juror, rule.bar(entry.pk, juror.pk)) for juror in jurors]
    return Replacements(
        [juror for juror, code in bars if not code],
        [Reason(juror, str(BRIEFLY[code])) for juror, code in bars if code not in {"", "twice"}],
    )
