"""The juror's queue: all their files by how far they are, in one statement, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Conflict, Score, Scoresheet
from assessments.states import COUNTING_SHEETS, OUT_SHEETS, SheetState
from awards.models import Window, WindowKind
from awards.status.outside import Tag
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import minute_of, now_in_statement
from ovop_portal.common.formats import tenggat, waktu
from regions.models.places import label_with_province

UNTOUCHED = Tag("untouched", gettext_lazy("Belum dinilai"), "arang")
BEGUN = Tag("draft", SheetState.DRAFT.label, "kunyit")
REOPENED = Tag("reopened", gettext_lazy("Dibuka kembali"), "kunyit")
TAGS: dict[str, Tag] = {
    SheetState.SENT: Tag("sent", SheetState.SENT.label, "laut"),
    SheetState.LOCKED: Tag("locked", SheetState.LOCKED.label, "daun"),
    SheetState.RECUSED: Tag("recused", SheetState.RECUSED.label, "soga"),
    SheetState.WITHDRAWN: Tag("withdrawn", SheetState.WITHDRAWN.label, "arang"),
}


@cache
def _pattern(page: str) -> str:
    """The address of a page of this room with a gap for the code, made once instead of once a row."""
    return reverse(f"assessments:{page}", args=["CODE"]).replace("CODE", "{}")


@dataclass(frozen=True)
class Row:
    """One file in the queue. `place` is empty where the jury must not know it; `closes_at` ends the assessment of its edition."""

    edition: str
    closes_at: datetime | None
    is_early: bool
    is_closed: bool
    code: str
    product: str
    commodity: str
    place: str
    state: str
    saved_at: datetime | None
    version: int
    answered: int
    is_reopened: bool
    withdrawn_because: str
    lacks_sample: bool

    @property
    def is_open(self) -> bool:
        return self.state == SheetState.DRAFT

    @property
    def is_begun(self) -> bool:
        """A draft that has been written on (`models.sheet.BEGUN`)."""
        return self.is_open and self.version > 0

    @property
    def is_done(self) -> bool:
        return self.state in (SheetState.SENT, SheetState.LOCKED)

    @property
    def tag(self) -> Tag:
        """How far the sheet is."""
        if not self.is_open:
            return TAGS[self.state]
        return REOPENED if self.is_reopened else BEGUN if self.is_begun else UNTOUCHED

    @property
    def due_at(self) -> datetime | None:
        """The deadline for judging it; empty where nobody waits for it."""
        return self.closes_at if self.state in COUNTING_SHEETS else None

    @property
    def waits_for_sample(self) -> bool:
        """A draft that is held back: it may be filled in, but not sent."""
        return self.is_open and self.lacks_sample

    @property
    def can_be_finished(self) -> bool:
        """A draft that may be sent once it is filled in: the edition takes scores, and no sample is missing."""
        return self.is_open and not (self.is_early or self.is_closed or self.lacks_sample)

    @property
    def url(self) -> str:
        """The form while it may be filled in; then what was sent. None where a conflict is recorded: the file is not there any more."""
        if self.state in OUT_SHEETS:
            return ""
        page = "jury_sheet" if self.is_open else "jury_send"
        return _pattern(page).format(self.code)


@dataclass(frozen=True)
class Season:
    """The juror's files of one edition that count, so without conflicts and without sheets that were taken back."""

    edition: str
    rows: list[Row]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def waiting_for_sample(self) -> int:
        """Drafts that may be filled in but not sent."""
        return sum(row.waits_for_sample for row in self.rows)

    @property
    def deadline(self) -> str:
        """Until when the edition is judged, in words."""
        return _deadline(self.rows[0]) if self.rows[0].closes_at else ""

    @property
    def upcoming(self) -> Row | None:
        """The file to which the button leads: among those that can be finished the one with the fewest answered criteria."""
        return min((row for row in self.rows if row.can_be_finished), key=lambda row: row.answered, default=None)


@dataclass(frozen=True)
class Queue:
    """Everything on the juror's first page."""

    rows: list[Row]

    @classmethod
    def of(cls, juror: User) -> Queue:
        """The files of `juror` in editions that are not published."""
        return cls([_row(**row) for row in _rows_of(juror)])

    @cached_property
    def seasons(self) -> list[Season]:
        """The editions, each counted by itself: those in which something can be finished first, then the latest ones."""
        rows: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.state in COUNTING_SHEETS:
                rows.setdefault(row.edition, []).append(row)
        seasons = [Season(edition, own) for edition, own in rows.items()]
        return sorted(seasons, key=lambda season: season.upcoming is None)

    def after(self, code: str) -> Row | None:
        """Where to go on from the file `code`: another one that can be finished, of the same edition first, with the fewest criteria answered; of
        several the next in the order of the list, which begins again at its end, so that whoever only leafs through comes to all of them.
        """
        place = next((place for place, row in enumerate(self.rows) if row.code == code), -1)
        edition = self.rows[place].edition if place >= 0 else ""
        others = self.rows[place + 1 :] + self.rows[: max(place, 0)]
        return min(
            (row for row in others if row.can_be_finished),
            key=lambda row: (row.edition != edition, row.answered),
            default=None,
        )

    @property
    def names_editions(self) -> bool:
        """Does a row say which edition its file belongs to? Only where there are several."""
        return len({row.edition for row in self.rows}) > 1

    @cached_property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """(title, rows) of each group that has any."""
        by_title: dict[str, list[Row]] = {
            _("Belum dinilai"): [row for row in self.rows if row.is_open and not row.is_begun],
            _("Draf"): [row for row in self.rows if row.is_begun],
            _("Terkirim"): [row for row in self.rows if row.state == SheetState.SENT],
            _("Terkunci"): [row for row in self.rows if row.state == SheetState.LOCKED],
            _("Benturan kepentingan"): [row for row in self.rows if row.state == SheetState.RECUSED],
            _("Ditarik panitia"): [row for row in self.rows if row.state == SheetState.WITHDRAWN],
        }
        return [(title, rows) for title, rows in by_title.items() if rows]


def _rows_of(juror: User) -> QuerySet[Any, Any]:
    said = Score.objects.filter(Q(points__isnull=False) | Q(cannot_assess=True), sheet=OuterRef("pk"))
    nomination = "entry__nomination"
    windows = Window.objects.filter(edition=OuterRef(f"{nomination}__edition"), kind=WindowKind.ASSESSMENT)
    return (
        Scoresheet.objects.own(juror)
        .newest_round()
        .with_hold()
        .filter(entry__nomination__edition__publication__isnull=True)
        .order_by(f"{nomination}__edition__kind", f"-{nomination}__edition__year", f"{nomination}__blind_code")
        .values(
            "state",
            "version",
            "saved_at",
            "reopened_because",
            "withdrawn_because",
            "lacks_sample",
            has_conflict=Exists(Conflict.objects.filter(juror=OuterRef("juror"), nomination=OuterRef(nomination))),
            answered=Coalesce(Subquery(said.order_by().values("sheet").annotate(n=Count("pk")).values("n")), 0),
            edition=F(f"{nomination}__edition__name"),
            closes_at=Subquery(windows.values("closes_at")[:1]),
            # Compared with the database's clock, as every save is.
            is_early=Exists(windows.filter(opens_at__gt=now_in_statement())),
            is_closed=Exists(windows.filter(closes_at__lt=minute_of(now_in_statement()))),
            code=F(f"{nomination}__blind_code"),
            product=F(f"{nomination}__product__name"),
            commodity=F(f"{nomination}__product__commodity_group__label"),
            is_blind=F(f"{nomination}__edition__plan__is_blind"),
            kind=F(f"{nomination}__regency__kind"),
            regency=F(f"{nomination}__regency__name"),
            administrative=F(f"{nomination}__regency__is_administrative"),
            province=F(f"{nomination}__regency__province__short_name"),
        )
    )


def _row(
    *,
    state: str,
    has_conflict: bool,
    kind: str,
    regency: str,
    administrative: bool,
    province: str,
    is_blind: bool,
    reopened_because: str,
    **plain: Any,
) -> Row:
    place = "" if is_blind else label_with_province(kind, regency, administrative, province)
    # A conflict that was recorded after the plenary leaves the sheet locked; for its juror the file is gone all the same.
    state = SheetState.RECUSED if has_conflict else state
    return Row(state=state, place=place, is_reopened=bool(reopened_because), **plain)


def _deadline(row: Row) -> str:
    if row.is_early:
        return _("Masa penilaian {edition} belum dibuka").format(edition=row.edition)
    if row.is_closed:
        return _("Masa penilaian {edition} ditutup {saat}").format(edition=row.edition, saat=waktu(row.closes_at))
    return _("Masa penilaian {edition}: sampai {saat}").format(edition=row.edition, saat=tenggat(row.closes_at))
