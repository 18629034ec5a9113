"""The sealed tally as the secretariat reads it: what is still missing, the rule in words, the rows with their marks, sums that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.histogram import histogram
from assessments.marks import diverges, near_line, spread
from assessments.models import Combine, Tally
from assessments.states import EntryState, TallyState
from assessments.tallying import missing_for_tally, outdated
from awards.states import NominationState as S
from ikm.models import CommodityGroup
from ovop_portal.common.formats import nilai
from ovop_portal.common.verbs import Missing

FIELDS = (
    "entry_id",
    "jurors",
    "official",
    "lowest",
    "highest",
    "stars",
    "is_capped",
    "entry__state",
    "entry__nomination__state",
    "entry__nomination__blind_code",
    "entry__nomination__number",
    "entry__nomination__product__name",
    "entry__nomination__product__commodity_group",
)
RULES: dict[str, str | Promise] = {
    Combine.MEAN: gettext_lazy("Jumlah poin setiap juri dirata-ratakan."),
    Combine.MEDIAN: gettext_lazy("Jumlah poin setiap juri diurutkan, nilai tengahnya yang dipakai."),
    Combine.TRIMMED: gettext_lazy("Jumlah poin tertinggi dan terendah dilepas, sisanya dirata-ratakan."),
}
NEAR, APART, CAPPED, CHANGED = "dekat", "selisih", "dibatasi", "berubah"
SIGNS: dict[str, str | Promise] = {
    NEAR: gettext_lazy("Dekat batas bintang"),
    APART: gettext_lazy("Juri berselisih"),
    CAPPED: gettext_lazy("Dibatasi syarat"),
    CHANGED: gettext_lazy("Berubah sesudah rekap"),
}


def rows_of(tally: Tally) -> QuerySet[Any, Any]:
    """The rows of a tally as tuples with names, the best of each commodity group first. One statement."""
    order = ("entry__nomination__product__commodity_group__order", "-official", "entry__nomination__blind_code")
    return tally.rows.order_by(*order).values_list(*FIELDS, named=True)


class Recap:
    """The tally page of `edition`: the newest sealed tally, unless the reader asks for an earlier one."""

    def __init__(self, edition: Any, asked: Mapping[str, str], *, may_tally: bool) -> None:
        self.edition, self.asked, self.may_tally = edition, asked, may_tally

    @cached_property
    def tallies(self) -> list[Tally]:
        """All runs, newest first."""
        return list(self.edition.tallies.select_related("rubric", "star_lines").order_by("-n"))

    @property
    def newest(self) -> Tally | None:
        return next(iter(self.tallies), None)

    @property
    def is_running(self) -> bool:
        return self.newest is not None and self.newest.state == TallyState.RUNNING

    @property
    def refusal(self) -> str:
        """Why the newest run could not be made."""
        return self.newest.refusal if self.newest is not None and self.newest.state == TallyState.REFUSED else ""

    @cached_property
    def sealed(self) -> list[Tally]:
        return [tally for tally in self.tallies if tally.state == TallyState.SEALED]

    @cached_property
    def tally(self) -> Tally | None:
        """The one that is shown."""
        asked = next((tally for tally in self.sealed if str(tally.n) == self.asked.get("rekap")), None)
        return asked or next(iter(self.sealed), None)

    @property
    def is_newest(self) -> bool:
        """Is the tally that is shown the one the plenary works on?"""
        return bool(self.sealed) and self.tally == self.sealed[0]

    @cached_property
    def missing(self) -> list[Missing]:
        """What keeps a tally from being made now. Asked only for those who may ask for one."""
        return missing_for_tally(self.edition) if self.may_tally and not self.is_running else []

    @property
    def rule(self) -> str | Promise:
        """How jurors' totals become the official score, in words."""
        return RULES[self.tally.combine if self.tally else self.edition.plan.combine]

    @cached_property
    def bounds(self) -> list[Any]:
        return self.tally.star_lines.bounds() if self.tally else []

    @cached_property
    def all_rows(self) -> list[Any]:
        return list(rows_of(self.tally)) if self.tally else []

    @cached_property
    def outdated(self) -> set[int]:
        """Entries whose sheets have moved since the tally that is shown. An earlier tally is history."""
        return outdated(self.tally, self.all_rows) if self.tally and self.is_newest else set()

    @cached_property
    def groups(self) -> dict[str, str]:
        return dict(CommodityGroup.objects.order_by("order").values_list("code", "label"))

    # --- Marks and filters -----------------------------------------------------------------------------------------

    @cached_property
    def signs(self) -> dict[int, list[str]]:
        """What catches the eye at each entry."""
        return {row.entry_id: self._signs(row) for row in self.all_rows}

    def _signs(self, row: Any) -> list[str]:
        found = [NEAR] if near_line(row.official, self.bounds) else []
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
            *((code, words, counted[code]) for code, words in SIGNS.items() if counted[code]),
        ]

    @cached_property
    def rows(self) -> list[Any]:
        """The rows that are asked for."""
        return [
            row
            for row in self.all_rows
            if (not self.group or row.entry__nomination__product__commodity_group == self.group)
            and (not self.sign or self.sign in self.signs[row.entry_id])
        ]

    # --- What is printed -------------------------------------------------------------------------------------------

    @cached_property
    def star_columns(self) -> list[int]:
        """The stars of the scheme, highest first, and none at the end."""
        return [*range(self.edition.scheme.max_stars, 0, -1), 0]

    @cached_property
    def summary(self) -> list[tuple[str, list[int], int]]:
        """Of each commodity group how many entries reach which stars by the rule, and how many there are."""
        counted: Counter[tuple[str, int]] = Counter(
            (row.entry__nomination__product__commodity_group, row.stars) for row in self.all_rows
        )
        lines = []
        for code, label in self.groups.items():
            counts = [counted[code, stars] for stars in self.star_columns]
            lines.append((label, counts, sum(counts)))
        return lines

    @property
    def summary_total(self) -> tuple[list[int], int]:
        sums = [sum(column) for column in zip(*(counts for _label, counts, _n in self.summary), strict=True)]
        return sums, sum(sums)

    @property
    def chart(self) -> SafeString:
        return histogram([row.official for row in self.all_rows], self.bounds)

    @property
    def body(self) -> SafeString:
        """The rows of the table. Written in Python: a template takes five times as long for hundreds of rows of many cells."""
        words = {code: str(label) for code, label in SIGNS.items()}
        href = reverse("assessments:entry", args=[self.edition.year, "K-0"])[: -len("K-0/")]
        return mark_safe("".join(self._lines(self.rows, words, href)))  # noqa: S308

    def _lines(self, rows: Iterable[Any], words: Mapping[str, str], href: str) -> Iterable[str]:
        none, star, gone = _("Belum berbintang"), _("Bintang {n}"), _("digugurkan")
        labels = {
            name: escape(text)
            for name, text in (
                ("product", _("Produk")), ("group", _("Kelompok komoditi")), ("jurors", _("Juri")), ("official", _("Nilai resmi")),
                ("range", _("Terendah–tertinggi")), ("stars", _("Menurut garis")), ("signs", _("Tanda")),
            )
        }  # fmt: skip
        groups = {code: escape(label) for code, label in self.groups.items()}
        for row in rows:
            tags = []
            for sign in self.signs[row.entry_id]:
                said = f"{words[sign]} {nilai(spread(row.lowest, row.highest))}" if sign == APART else words[sign]
                tags.append(f'<span class="tag tag-{TINTS[sign]}">{said}</span>')
            if row.entry__nomination__state == S.DISQUALIFIED:
                tags.append(f'<span class="tag tag-arang">{gone}</span>')
            yield (
                f'<tr role="row"><th role="rowheader" scope="row"><a class="code" href="{href}{row.entry__nomination__blind_code}/">'
                f'{row.entry__nomination__blind_code}</a><br><span class="hint">{row.entry__nomination__number}</span></th>'
                f'<td role="cell" data-label="{labels["product"]}">{escape(row.entry__nomination__product__name)}</td>'
                f'<td role="cell" data-label="{labels["group"]}">{groups[row.entry__nomination__product__commodity_group]}</td>'
                f'<td role="cell" class="num" data-label="{labels["jurors"]}">{row.jurors}</td>'
                f'<td role="cell" class="num" data-label="{labels["official"]}"><b>{nilai(row.official)}</b></td>'
                f'<td role="cell" class="num" data-label="{labels["range"]}">{nilai(row.lowest)}–{nilai(row.highest)}</td>'
                f'<td role="cell" data-label="{labels["stars"]}">{star.format(n=row.stars) if row.stars else none}</td>'
                f'<td role="cell" data-label="{labels["signs"]}">{" ".join(tags)}</td></tr>'
            )

    @property
    def is_decidable(self) -> bool:
        """Does an entry of the newest tally wait for the plenary?"""
        return self.is_newest and any(row.entry__state == EntryState.SCORED for row in self.all_rows)


TINTS = {NEAR: "kunyit", APART: "soga", CAPPED: "arang", CHANGED: "kunyit"}
