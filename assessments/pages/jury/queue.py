"""The juror's queue: all their files by how far they are, in one statement, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.models import Conflict, Score, Scoresheet
from assessments.pages import tables
from assessments.states import COUNTING_SHEETS, OUT_SHEETS, SheetState
from awards.models import Window, WindowKind
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import WIB, minute_of, now_in_statement
from ovop_portal.common.formats import angka, tanggal_pendek, tenggat, waktu
from regions.models.places import short_label


@cache
def _pattern(page: str) -> str:
    """The address of a page of this room with a place for the code: put together once, not once a row."""
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
    """The juror's files of one edition that count; those of a conflict and those that were taken back do not."""

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
        """What its button leads to: of the files that can be finished the one with the fewest criteria answered."""
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

    @cached_property
    def groups(self) -> list[tuple[str, int, SafeString]]:
        """(title, number of rows, the rows in HTML) of each group that has any."""
        by_title: dict[str, list[Row]] = {
            _("Belum dinilai"): [row for row in self.rows if row.is_open and not row.is_begun],
            _("Draf"): [row for row in self.rows if row.is_begun],
            _("Terkirim"): [row for row in self.rows if row.state == SheetState.SENT],
            _("Terkunci"): [row for row in self.rows if row.state == SheetState.LOCKED],
            _("Benturan kepentingan"): [row for row in self.rows if row.state == SheetState.RECUSED],
            _("Ditarik panitia"): [row for row in self.rows if row.state == SheetState.WITHDRAWN],
        }
        table = _Table(names_editions=len({row.edition for row in self.rows}) > 1)
        return [(title, len(rows), table.body(rows)) for title, rows in by_title.items() if rows]


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
            # By the database's clock, as every save is.
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
    place = "" if is_blind else f"{short_label(kind, regency, administrative)}, {province}"
    # A conflict that was recorded after the plenary leaves the sheet locked; for its juror the file is gone all the same.
    state = SheetState.RECUSED if has_conflict else state
    return Row(state=state, place=place, is_reopened=bool(reopened_because), **plain)


def _deadline(row: Row) -> str:
    if row.is_early:
        return _("Masa penilaian {edition} belum dibuka").format(edition=row.edition)
    if row.is_closed:
        return _("Masa penilaian {edition} ditutup {saat}").format(edition=row.edition, saat=waktu(row.closes_at))
    return _("Masa penilaian {edition}: sampai {saat}").format(edition=row.edition, saat=tenggat(row.closes_at))


class _Table:
    """Writes rows; words are looked up once. `names_editions`: whether a row says which edition its file belongs to."""

    def __init__(self, *, names_editions: bool) -> None:
        self.names_editions = names_editions
        self.cells = tables.Cells(
            {
                "product": _("Produk"),
                "commodity": _("Kelompok komoditi"),
                "until": _("Tenggat"),
                "answered": _("Kriteria dinilai"),
                "state": _("Status"),
            }
        )
        self.tags = {
            SheetState.SENT: _tag("sent", SheetState.SENT.label, "laut"),
            SheetState.LOCKED: _tag("locked", SheetState.LOCKED.label, "daun"),
            SheetState.RECUSED: _tag("recused", SheetState.RECUSED.label, "soga"),
            SheetState.WITHDRAWN: _tag("withdrawn", SheetState.WITHDRAWN.label, "arang"),
        }
        self.reopened = _tag("reopened", _("Dibuka kembali"), "kunyit")
        self.saved = _("tersimpan {saat}")
        self.begun = _tag("draft", SheetState.DRAFT.label, "kunyit")
        self.untouched = _tag("untouched", _("Belum dinilai"), "arang")
        self.no_sample = tables.hint(_("contoh produk belum diterima panitia, belum dapat dikirim"))
        self.early = tables.hint(_("masa penilaian belum dibuka"))
        self.closed = tables.hint(_("masa penilaian sudah ditutup, tidak dapat dikirim"))

    def body(self, rows: Sequence[Row]) -> SafeString:
        return tables.body(self._row(row) for row in rows)

    def _row(self, row: Row) -> str:
        cells, place = self.cells, f'<span class="hint"> {escape(row.place)}</span>' if row.place else ""
        edition = tables.hint(row.edition) if self.names_editions else ""
        return tables.row(
            (
                tables.head(self._code(row) + edition),
                cells.text("product", escape(row.product) + place),
                cells.text("commodity", escape(row.commodity)),
                cells.text("until", self._deadline(row)),
                cells.number("answered", angka(row.answered)),
                cells.text("state", self._state(row)),
            )
        )

    def _code(self, row: Row) -> str:
        return (
            f'<a class="code" href="{row.url}">{row.code}</a>' if row.url else f'<span class="code">{row.code}</span>'
        )

    def _deadline(self, row: Row) -> str:
        """The day, by the clock that rules it; the hour stands above the lists."""
        if not row.closes_at or row.state not in COUNTING_SHEETS:
            return ""
        return tanggal_pendek(row.closes_at, WIB)

    def _saved(self, row: Row) -> str:
        """Until when the server has what was answered; what still waits on a device, only that device knows."""
        return tables.hint(self.saved.format(saat=waktu(row.saved_at))) if row.saved_at else ""

    def _state(self, row: Row) -> str:
        if not row.is_open:
            return self.tags[SheetState(row.state)] + (
                tables.hint(row.withdrawn_because) if row.withdrawn_because else ""
            )
        tag = self.reopened if row.is_reopened else self.begun if row.is_begun else self.untouched
        return tag + self._saved(row) + self._why_not(row)

    def _why_not(self, row: Row) -> str:
        """Why a draft cannot be sent now, whatever stands on it."""
        if row.is_early:
            return self.early
        if row.is_closed:
            return self.closed
        return self.no_sample if row.lacks_sample else ""


def _tag(code: str, words: object, tint: str) -> str:
    return f'<span class="tag tag-{tint}" data-status="{code}">{escape(str(words))}</span>'
