"""What becomes of the files of a juror who does not come to them any more: shown before it happens, with who would judge instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, Value

from assessments.models import Entry, Juror, PanelMember, Scoresheet
from assessments.operations.seats import open_seats
from assessments.panels.assignment import Candidate, Task, propose
from assessments.panels.eligibility import Eligibility, File
from assessments.states import COUNTING_SHEETS, EntryState, SheetState
from awards.models import Edition
from ovop_portal.common.canonical import digest


@dataclass(frozen=True)
class Left:
    """A draft that is taken back: the jurors of its panel who may judge the file instead, and the one who is proposed (None: it has enough without, or
    nobody is left).
    """

    sheet: Any
    offered: list[Any]
    proposed: Any
    is_needed: bool

    @property
    def code(self) -> str:
        return str(self.sheet.entry.nomination.blind_code)


class Absence:
    """The seats and sheets of `juror` in `edition`, and a proposal for what is left. The number of statements does not grow with the files."""

    def __init__(self, juror: Juror, edition: Edition) -> None:
        self.juror, self.edition = juror, edition

    @cached_property
    def seats(self) -> list[PanelMember]:
        """The seats that end, in the order of the commodity groups."""
        rows = open_seats(self.juror, self.edition).select_related("panel__commodity_group")
        return list(rows.order_by("panel__commodity_group__order"))

    @cached_property
    def _sheets(self) -> list[Any]:
        rows = Scoresheet.objects.newest_round().filter(
            juror=self.juror, entry__panel__in=[seat.panel_id for seat in self.seats], state__in=COUNTING_SHEETS
        )
        file = "entry__nomination"
        related = (f"{file}__product", f"{file}__regency", f"{file}__edition", "juror__user")
        counted = rows.select_related(*related).annotate(cells=Count("scores"))
        return list(counted.order_by("entry__nomination__blind_code"))

    @cached_property
    def drafts(self) -> list[Any]:
        """What is taken back, with `cells`, how many criteria were filled in."""
        return [sheet for sheet in self._sheets if sheet.state == SheetState.DRAFT]

    @property
    def begun(self) -> int:
        return sum(not sheet.is_untouched for sheet in self.drafts)

    @property
    def sent(self) -> list[str]:
        """Codes of the files whose sheets were sent and lock by the clock: they count as before."""
        return [sheet.entry.nomination.blind_code for sheet in self._sheets if sheet.state == SheetState.SENT]

    @property
    def locked(self) -> list[str]:
        """Codes of the files whose sheets are locked: they count as before."""
        return [sheet.entry.nomination.blind_code for sheet in self._sheets if sheet.state == SheetState.LOCKED]

    @property
    def fingerprint(self) -> str:
        """What was shown: the seats, and the drafts with what had been written on them."""
        drafts = [[sheet.pk, sheet.version] for sheet in self.drafts]
        return digest([[seat.pk for seat in self.seats], drafts])[:16]

    @cached_property
    def left(self) -> list[Left]:
        """The drafts, each with who may judge instead, those with the fewest files first."""
        rule = Eligibility.between(
            {sheet.entry_id: _file(sheet.entry) for sheet in self.drafts}, list(self._colleagues)
        )
        chosen, made = self._proposed(rule), []
        for sheet in self.drafts:
            panel = [pk for pk, juror in self._colleagues.items() if sheet.entry.panel_id in juror.panels]
            able = [self._colleagues[pk] for pk in panel if rule.may_judge(sheet.entry_id, pk)]
            made.append(Left(sheet, able, chosen.get(sheet.entry_id), self._lacks(sheet.entry_id)))
        return made

    @cached_property
    def _colleagues(self) -> Mapping[int, Any]:
        """The others on the same panels by primary key, those with the fewest files first, with `panels`, `known` and `load`."""
        seated = Q(seats__ended_at__isnull=True, seats__panel__in=[seat.panel_id for seat in self.seats])
        rows: Any = Juror.objects.filter(seated, user__is_active=True).exclude(pk=self.juror.pk)
        rows = rows.annotate(
            panels=ArrayAgg("seats__panel", filter=seated, distinct=True, default=Value([])),
            known=ArrayAgg("expertise", filter=Q(expertise__isnull=False), distinct=True, default=Value([])),
        )
        found = list(rows.select_related("user", "institution"))
        for juror in found:
            juror.load = sum(juror.pk == other for _entry, other in self._sitting)
        return {juror.pk: juror for juror in sorted(found, key=lambda one: (one.load, one.user.name_key, one.pk))}

    @cached_property
    def _sitting(self) -> list[tuple[int, int]]:
        """Everybody else's files of the edition, as pairs of entry and juror."""
        rows = Scoresheet.objects.newest_round().filter(
            entry__nomination__edition=self.edition, state__in=COUNTING_SHEETS
        )
        return list(rows.exclude(juror=self.juror).order_by("pk").values_list("entry_id", "juror_id"))

    def _lacks(self, entry: int) -> bool:
        """Has the file too few jurors once this one has left?"""
        there = sum(entry == sat for sat, _juror in self._sitting)
        return there < self.edition.plan.jurors_per_entry

    def _proposed(self, rule: Eligibility) -> dict[int, Any]:
        """Who would judge instead, by entry: as the division of the files proposes it, one for each draft."""
        people = {
            pk: Candidate(pk, juror.institution_id, frozenset(juror.known), juror.capacity)
            for pk, juror in self._colleagues.items()
        }
        panels = {
            seat.panel.commodity_group_id: [
                people[pk] for pk in sorted(people) if seat.panel_id in self._colleagues[pk].panels
            ]
            for seat in self.seats
        }
        proposal = propose(
            [Task(sheet.entry_id, sheet.entry.nomination.product.commodity_group_id) for sheet in self.drafts],
            panels,
            may_judge=rule.may_judge,
            per_entry=self.edition.plan.jurors_per_entry,
            seed=self.edition.year,
            taken=self._sitting,
        )
        # Where a file lacked jurors before, the division of the files finds the others.
        return {entry: self._colleagues[juror] for entry, juror in reversed(proposal.pairs)}


def _file(entry: Entry) -> File:
    """A file as the rule of who may judge sees it."""
    nomination, is_decided = entry.nomination, entry.state == EntryState.DECIDED
    place = nomination.regency
    return File(nomination.pk, nomination.blind_code, place.pk, place.province_id, entry.panel_id, is_decided)
