"""The plenary of an edition, one commodity group at a time: what the rule says, how the jurors lie, what is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Panel, Scoresheet, Tally
from assessments.operations.tally import missing_for_closing
from assessments.pages.recap.recap import APART, CAPPED, NEAR, SIGNS, star_words
from assessments.stars import Bounds
from assessments.states import EntryState, SheetState
from assessments.tally.calculation import outdated
from assessments.tally.fairness import hangs_on_one
from assessments.tally.flags import diverges, near_line, spread, standard_error
from assessments.tally.star_lines import lines_of
from awards.identities import Identities
from awards.models import Edition
from awards.states import NominationState as S
from awards.status.outside import Tag
from ovop_portal.common.charts import Dots
from ovop_portal.common.verbs import Missing

PER_PAGE = 60
FRAGILE = Tag("rapuh", gettext_lazy("Bergantung pada satu juri"), "laut")
FIELDS = (
    "pk",
    "entry_id",
    "jurors",
    "official",
    "lowest",
    "highest",
    "stars",
    "is_capped",
    "entry__state",
    "entry__nomination",
    "entry__nomination__state",
    "entry__nomination__blind_code",
    "entry__nomination__product__name",
    "entry__decisions__stars",
    "entry__decisions__reason",
)


@dataclass(frozen=True)
class Group:
    """A commodity group in the tally: its rows, how many of them were disqualified since, are decided, are before the jury still."""

    code: str
    label: str
    rows: int
    gone: int
    decided: int
    waiting: int

    @property
    def total(self) -> int:
        """What the plenary decides."""
        return self.rows - self.gone


@dataclass
class Row:
    """An entry before the plenary. `chosen`, `reason` and `ticked` are what stands in the form; `errors` what is to be put right there."""

    pk: int
    entry: int
    code: str
    product: str
    jurors: int
    official: Decimal
    lowest: Decimal
    highest: Decimal
    stars: int
    is_capped: bool
    state: str
    nomination_state: str
    decided: int | None
    decided_reason: str
    totals: list[Decimal]
    is_near: bool
    is_apart: bool
    is_fragile: bool
    is_changed: bool
    chosen: int = 0
    reason: str = ""
    ticked: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def spread(self) -> Decimal:
        return spread(self.lowest, self.highest)

    @property
    def signs(self) -> list[Tag]:
        """What catches the eye."""
        found = (
            (self.is_near, SIGNS[NEAR]),
            (self.is_apart, SIGNS[APART]),
            (self.is_fragile, FRAGILE),
            (self.is_capped, SIGNS[CAPPED]),
        )
        return [sign for is_so, sign in found if is_so]

    @property
    def is_decided(self) -> bool:
        return self.decided is not None

    @property
    def is_open(self) -> bool:
        """May the plenary decide it now?"""
        ready = self.state == EntryState.SCORED and self.nomination_state == S.IN_ASSESSMENT
        return ready and not self.is_decided and not self.is_changed

    @property
    def departs(self) -> bool:
        """Did the plenary decide other stars than the rule gives?"""
        return self.decided is not None and self.decided != self.stars

    @property
    def waits_for(self) -> str:
        """Why it cannot be decided now; empty where it can, or was."""
        if self.nomination_state == S.DISQUALIFIED:
            return _("Digugurkan")
        if self.is_decided or self.is_open:
            return ""
        return _("Lembar dibuka kembali") if self.state == EntryState.OPEN else _("Berubah sesudah rekap")


class PlenaryDesk:
    """The newest sealed tally of `edition`, one commodity group and page at a time."""

    def __init__(self, edition: Edition, tally: Tally | None, asked: Mapping[str, str], identities: Identities) -> None:
        self.edition, self.tally, self.asked, self.identities = edition, tally, asked, identities

    @cached_property
    def bounds(self) -> Bounds:
        """The star lines of the commodity group that is shown."""
        return lines_of(self.tally.star_lines_id).bounds(self.group.code) if self.tally and self.group else ()

    @property
    def lines(self) -> list[tuple[Decimal, str]]:
        """The star lines as the plot wants them."""
        return [(lower, _("Bintang {n}").format(n=stars)) for stars, lower in self.bounds]

    @property
    def star_choices(self) -> list[int]:
        """What the plenary may decide, highest first."""
        return list(range(self.edition.scheme.max_stars, -1, -1))

    @property
    def star_words(self) -> dict[int, str]:
        """The same with their words."""
        return {stars: star_words(stars) for stars in self.star_choices}

    @cached_property
    def progress(self) -> list[Group]:
        """The commodity groups of the tally, in their order. One statement."""
        if self.tally is None:
            return []
        path = "entry__nomination__product__commodity_group"
        rows = self.tally.rows.values_list(path, f"{path}__label").annotate(
            rows=Count("pk"),
            gone=Count("pk", filter=Q(entry__nomination__state=S.DISQUALIFIED)),
            decided=Count(
                "pk", filter=Q(entry__state=EntryState.DECIDED) & ~Q(entry__nomination__state=S.DISQUALIFIED)
            ),
            waiting=Count("pk", filter=Q(entry__nomination__state=S.IN_ASSESSMENT)),
        )
        return [Group(*row) for row in rows.order_by(f"{path}__order")]

    @property
    def decided(self) -> int:
        return sum(group.decided for group in self.progress)

    @property
    def total(self) -> int:
        return sum(group.total for group in self.progress)

    @cached_property
    def group(self) -> Group | None:
        """The group asked for, else the first that is not decided, else the first."""
        asked = next((group for group in self.progress if group.code == self.asked.get("kelompok")), None)
        open_ones = (group for group in self.progress if group.decided < group.total)
        return asked or next(open_ones, None) or next(iter(self.progress), None)

    @cached_property
    def page(self) -> Page:
        """The tally's rows of the group, best first."""
        group = self.group
        rows = self.tally.rows.filter(entry__nomination__product__commodity_group=group.code if group else "")  # type: ignore[union-attr]
        ordered = rows.order_by("-official", "entry__nomination__blind_code").values_list(*FIELDS, named=True)
        paginator = Paginator(ordered, PER_PAGE)
        paginator.count = group.rows if group else 0
        return paginator.get_page(self.asked.get("laman"))

    @cached_property
    def _totals(self) -> dict[int, list[Decimal]]:
        """The locked totals of the entries on this page."""
        sheets = Scoresheet.objects.newest_round().filter(
            state=SheetState.LOCKED, entry__in=[row.entry_id for row in self.page.object_list]
        )
        return dict(sheets.order_by().values_list("entry_id").annotate(totals=ArrayAgg("total", order_by="total")))

    @cached_property
    def rows(self) -> list[Row]:
        if self.tally is None or self.group is None:
            return []
        changed = outdated(self.tally, self.page.object_list)
        return [
            self._row(row, self._totals.get(row.entry_id, []), row.entry_id in changed) for row in self.page.object_list
        ]

    def _row(self, row: Any, totals: list[Decimal], is_changed: bool) -> Row:
        combine = self.tally.combine if self.tally else ""
        near = near_line(row.official, self.bounds)
        return Row(
            row.pk,
            row.entry_id,
            row.entry__nomination__blind_code,
            self.identities.of_file(row.entry__nomination, row.entry__nomination__product__name) or "–",
            row.jurors,
            row.official,
            row.lowest,
            row.highest,
            row.stars,
            row.is_capped,
            row.entry__state,
            row.entry__nomination__state,
            row.entry__decisions__stars,
            self.identities.written(row.entry__decisions__reason),
            totals,
            is_near=near,
            is_apart=diverges(row.lowest, row.highest, self.edition.plan.divergence_points),
            is_fragile=not is_changed and bool(hangs_on_one(dict(enumerate(totals)), self.bounds, combine)),
            is_changed=is_changed,
            chosen=row.stars,
            ticked=not near,
        )

    @property
    def plot(self) -> list[Dots]:
        """The rows as the dot plot wants them; the thin line is the standard error."""
        return [
            {"label": row.code, "scores": row.totals, "value": row.official, "error": standard_error(row.totals)}
            for row in self.rows
            if row.totals
        ]

    @property
    def open_rows(self) -> list[Row]:
        return [row for row in self.rows if row.is_open]

    @property
    def clear_rows(self) -> list[Row]:
        """Those that may be decided by the line in one go: not near any line."""
        return [row for row in self.open_rows if not row.is_near]

    @cached_property
    def lacking(self) -> list[Missing]:
        """What keeps the panels from being closed."""
        return missing_for_closing(self.edition)

    @cached_property
    def has_open_panel(self) -> bool:
        return Panel.objects.filter(edition=self.edition, closed_at__isnull=True).exists()

    @cached_property
    def is_over(self) -> bool:
        """Has everything before the jury been decided? All files are asked only once those of the tally are decided."""
        return bool(self.total) and self.decided == self.total and not self.lacking

    @property
    def is_determined(self) -> bool:
        """Is the decree there already? Then nothing more is asked of the plenary."""
        return bool(self.total) and not any(group.waiting for group in self.progress)
