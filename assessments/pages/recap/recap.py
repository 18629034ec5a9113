"""The sealed tally as the secretariat reads it: what is still missing, the rule in words, the rows with their marks, sums that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Combine, Entry, Tally, TallyRow
from assessments.pages.recap.histogram import bins_of
from assessments.stars import Bounds, Lines
from assessments.states import EntryState, TallyState
from assessments.tally.calculation import missing_for_tally, outdated
from assessments.tally.flags import diverges, near_line
from assessments.tally.star_lines import lines_of
from awards.figures.definitions import disqualified_by_group
from awards.figures.star_table import StarTable, star_table
from awards.identities import Identities
from awards.models import Edition
from awards.states import NominationState as S
from awards.status.outside import Tag
from ikm.models import CommodityGroup
from ovop_portal.common.verbs import Missing

# A whole season on one page, as the secretariat reads it; a season many times as large is paged.
PER_PAGE = 250
FIELDS = (
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
    "entry__nomination__number",
    "entry__nomination__product__name",
    "entry__nomination__product__commodity_group",
    "entry__nomination__product__commodity_group__label",
    "entry__panel__commodity_group",
)
RULES: dict[str, str | Promise] = {
    Combine.MEAN: gettext_lazy("Jumlah poin setiap juri dirata-ratakan."),
    Combine.MEDIAN: gettext_lazy("Jumlah poin setiap juri diurutkan, nilai tengahnya yang dipakai."),
    Combine.TRIMMED: gettext_lazy("Jumlah poin tertinggi dan terendah dilepas, sisanya dirata-ratakan."),
}
NEAR, APART, CAPPED, CHANGED = "dekat", "selisih", "dibatasi", "berubah"
SIGNS = {
    NEAR: Tag(NEAR, gettext_lazy("Dekat batas bintang"), "kunyit"),
    APART: Tag(APART, gettext_lazy("Juri berselisih"), "soga"),
    CAPPED: Tag(CAPPED, gettext_lazy("Dibatasi syarat"), "arang"),
    CHANGED: Tag(CHANGED, gettext_lazy("Berubah sesudah rekap"), "kunyit"),
}
GONE = Tag("gugur", gettext_lazy("Digugurkan"), "arang")


def rows_of(tally: Tally) -> QuerySet[Any, Any]:
    """The rows of a tally as tuples with names, the best of each commodity group first. One statement."""
    order = ("entry__nomination__product__commodity_group__order", "-official", "entry__nomination__blind_code")
    return tally.rows.order_by(*order).values_list(*FIELDS, named=True)


def tallies_of(edition: Edition) -> Any:
    """All runs of an edition, newest first, each with `is_short`: is there an entry before the jury that the run does not know?"""
    rows = TallyRow.objects.filter(tally=OuterRef(OuterRef("pk")), entry=OuterRef("pk"))
    entries = Entry.objects.filter(
        ~Exists(rows), nomination__edition=edition.pk, nomination__state=S.IN_ASSESSMENT
    ).order_by()
    return (
        edition.tallies.select_related("rubric", "star_lines__scheme").annotate(is_short=Exists(entries)).order_by("-n")
    )


@dataclass(frozen=True)
class RecapRow:
    """An entry of the tally, with what catches the eye. `product` is empty where it stays untold."""

    code: str
    number: str
    product: str
    group: str
    jurors: int
    official: Decimal
    lowest: Decimal
    highest: Decimal
    stars: int
    signs: list[Tag]


class Recap:
    """The tally page of `edition`: the newest sealed tally, unless the reader asks for an earlier one."""

    def __init__(self, edition: Edition, asked: Mapping[str, str], identities: Identities, *, may_tally: bool) -> None:
        self.edition, self.asked, self.identities, self.may_tally = edition, asked, identities, may_tally

    @cached_property
    def tallies(self) -> list[Any]:
        """All runs, newest first."""
        return list(tallies_of(self.edition))

    @property
    def newest(self) -> Any:
        return next(iter(self.tallies), None)

    @property
    def is_running(self) -> bool:
        return self.newest is not None and self.newest.state == TallyState.RUNNING

    @property
    def refusal(self) -> str:
        """Why the newest run could not be made."""
        return self.newest.refusal if self.newest is not None and self.newest.state == TallyState.REFUSED else ""

    @property
    def is_parked(self) -> bool:
        """Was the newest run given up, so that it may be asked for again?"""
        return bool(self.refusal) and self.newest.parked_at is not None

    @cached_property
    def sealed(self) -> list[Any]:
        return [tally for tally in self.tallies if tally.state == TallyState.SEALED]

    @cached_property
    def tally(self) -> Any:
        """The one that is shown."""
        asked = next((tally for tally in self.sealed if str(tally.n) == self.asked.get("rekap")), None)
        return asked or next(iter(self.sealed), None)

    @property
    def is_newest(self) -> bool:
        """Is the tally that is shown the one the plenary works on?"""
        return bool(self.sealed) and self.tally == self.sealed[0]

    @cached_property
    def missing(self) -> list[Missing]:
        """What keeps a tally from being made now; looked up only where one is wanted."""
        return missing_for_tally(self.edition) if self.is_wanted else []

    @cached_property
    def is_wanted(self) -> bool:
        """May this reader ask for a tally, and would it say anything new?"""
        if not self.may_tally or self.is_running:
            return False
        if self.is_parked:
            return True
        newest = next(iter(self.sealed), None)
        return newest is None or newest.is_short or bool(self.outdated or not self.is_newest)

    @property
    def rule(self) -> str | Promise:
        """How jurors' totals become the official score, in words."""
        return RULES[self.tally.combine if self.tally else self.edition.plan.combine]

    @cached_property
    def lines(self) -> Lines:
        """The star lines of the tally."""
        return lines_of(self.tally.star_lines_id) if self.tally else Lines(())

    @property
    def own_lines(self) -> list[tuple[str, Bounds]]:
        """The commodity groups of the tally that have lines of their own."""
        return [
            (label, self.lines.by_group[code]) for code, label in self.groups.items() if code in self.lines.by_group
        ]

    @property
    def shared_bounds(self) -> Bounds:
        """The lines that hold for every group of the tally: only they can stand in one figure over all."""
        bounds = [self.lines.bounds(group) for group in self.groups] or [self.lines.for_all]
        return tuple(line for line in bounds[0] if all(line in others for others in bounds))

    @cached_property
    def all_rows(self) -> list[Any]:
        return list(rows_of(self.tally)) if self.tally else []

    @cached_property
    def outdated(self) -> set[int]:
        """Entries whose sheets have moved since the tally that is shown. An earlier tally is history."""
        return outdated(self.tally, self.all_rows) if self.tally and self.is_newest else set()

    @cached_property
    def groups(self) -> dict[str, str]:
        """The commodity groups that occur, in their order."""
        return {
            row.entry__nomination__product__commodity_group: row.entry__nomination__product__commodity_group__label
            for row in self.all_rows
        }

    # --- Marks and filters -----------------------------------------------------------------------------------------

    @cached_property
    def signs(self) -> dict[int, list[str]]:
        """What catches the eye at each entry."""
        return {row.entry_id: self._signs(row) for row in self.all_rows}

    def _signs(self, row: Any) -> list[str]:
        found = [NEAR] if near_line(row.official, self.lines.bounds(row.entry__panel__commodity_group)) else []
        if diverges(row.lowest, row.highest, self.edition.plan.divergence_points):
            found.append(APART)
        if row.is_capped:
            found.append(CAPPED)
        if row.entry_id in self.outdated:
            found.append(CHANGED)
        return found

    @property
    def sign(self) -> str:
        return self.asked.get("tanda", "") if self.asked.get("tanda", "") in SIGNS else ""

    @property
    def group(self) -> str:
        return self.asked.get("kelompok", "") if self.asked.get("kelompok", "") in self.groups else ""

    @property
    def sign_tabs(self) -> list[tuple[str, str | Promise, int]]:
        """The marks that occur, with their numbers."""
        counted = Counter(sign for signs in self.signs.values() for sign in signs)
        return [
            ("", _("Semua"), len(self.all_rows)),
            *((code, sign.label, counted[code]) for code, sign in SIGNS.items() if counted[code]),
        ]

    def product(self, row: Any) -> str:
        """The product of a row; empty where it stays untold."""
        return self.identities.of_file(row.entry__nomination, row.entry__nomination__product__name)

    @cached_property
    def page(self) -> Page:
        """A page of the rows that are asked for."""
        rows = [
            row
            for row in self.all_rows
            if (not self.group or row.entry__nomination__product__commodity_group == self.group)
            and (not self.sign or self.sign in self.signs[row.entry_id])
        ]
        return Paginator(rows, PER_PAGE).get_page(self.asked.get("laman"))

    # --- What is printed -------------------------------------------------------------------------------------------

    @property
    def table(self) -> StarTable:
        """How many entries of each commodity group reach which stars by the rule. Disqualified files are counted as such, whether in the tally or not."""
        counted = [
            (row.entry__nomination__product__commodity_group, row.stars, 1)
            for row in self.all_rows
            if row.entry__nomination__state != S.DISQUALIFIED
        ]
        gone = disqualified_by_group(self.edition)
        groups = dict(CommodityGroup.objects.filter(pk__in=gone).values_list("pk", "label")) if gone else {}
        return star_table(counted, self.groups | groups, self.edition.scheme.max_stars, gone)

    @cached_property
    def bins(self) -> list[tuple[int, int]]:
        """The official scores of the tally in bins of two points. No bin lies across a line that holds for all."""
        lowest = min((lower for _stars, lower in self.shared_bounds), default=0)
        return bins_of([row.official for row in self.all_rows], lowest)

    @property
    def star_words(self) -> dict[int, str]:
        """What the rule gives, in words."""
        return {stars: star_words(stars) for stars in range(self.edition.scheme.max_stars + 1)}

    @property
    def rows(self) -> list[RecapRow]:
        """The rows of the page."""
        return [
            RecapRow(
                row.entry__nomination__blind_code,
                row.entry__nomination__number,
                self.product(row),
                row.entry__nomination__product__commodity_group__label,
                row.jurors,
                row.official,
                row.lowest,
                row.highest,
                row.stars,
                self._tags(row),
            )
            for row in self.page.object_list
        ]

    @cached_property
    def _worded(self) -> dict[str, Tag]:
        """The marks with their words in the reader's language: a page prints hundreds of them."""
        return {tag.code: replace(tag, label=str(tag.label)) for tag in (*SIGNS.values(), GONE)}

    def _tags(self, row: Any) -> list[Tag]:
        gone = [GONE.code] if row.entry__nomination__state == S.DISQUALIFIED else []
        return [self._worded[sign] for sign in (*self.signs[row.entry_id], *gone)]

    @property
    def is_decidable(self) -> bool:
        """Does an entry of the newest tally wait for the plenary?"""
        return self.is_newest and any(row.entry__state == EntryState.SCORED for row in self.all_rows)


def star_words(stars: int) -> str:
    """ "Bintang 2", or that there is none."""
    return _("Bintang {n}").format(n=stars) if stars else _("Belum berbintang")
