"""The tally: a pure function of locked sheets, one rubric version and one set of lines. Changes nothing.

The inputs are read as SQL aggregates, the stars are decided in Python where the rule can be read, and both are hashed in canonical form, so that the
same sheets give the same bytes on every run, for ever. `from_cells` makes everything again from the single cells, for `verify_results`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from assessments.models import (
    AssessmentPlan,
    Entry,
    GateVerdict,
    HolderCaps,
    Reading,
    ReadingOutcome,
    Score,
    Scoresheet,
    Tally,
)
from assessments.scoring.arithmetic import official_score
from assessments.scoring.totals import digests_of, totals_of
from assessments.stars import Bounds, Lines, capped, stars_for
from assessments.states import COMPLETE_ENTRIES, EntryState, SheetState
from awards.models import Edition, EntryKind, GateEffect, Verdict
from awards.states import NominationState
from ovop_portal.common.canonical import digest
from ovop_portal.common.verbs import Missing


@dataclass(frozen=True)
class Ballot:
    """The locked sheets of one entry: totals and digests in the order of the jurors' keys."""

    entry: int
    number: str
    totals: tuple[Decimal, ...]
    digests: tuple[str, ...]
    is_capped: bool
    # The commodity group of the panel: the opening of the entry settles which lines hold.
    commodity: str


@dataclass(frozen=True)
class Result:
    """What the tally says of one entry."""

    entry: int
    number: str
    jurors: int
    official: Decimal
    lowest: Decimal
    highest: Decimal
    stars: int
    is_capped: bool

    def as_data(self) -> dict[str, object]:
        """The result as it is hashed: no primary keys, so that a restored database gives the same bytes."""
        return {
            "number": self.number,
            "jurors": self.jurors,
            "official": f"{self.official:.2f}",
            "lowest": f"{self.lowest:.3f}",
            "highest": f"{self.highest:.3f}",
            "stars": self.stars,
            "is_capped": self.is_capped,
        }


def missing_for_tally(edition: Edition) -> list[Missing]:
    """What keeps the tally from being made: entries with open or too few sheets, cells that could not be assessed."""
    entries = Entry.objects.filter(nomination__edition=edition, nomination__state=NominationState.IN_ASSESSMENT)
    counted = entries.aggregate(all=Count("pk"), open=Count("pk", filter=Q(state=EntryState.OPEN)))
    if not counted["all"]:
        return [Missing("none", _("Belum ada berkas yang dinilai"))]
    lacking = []
    still_open = counted["open"]
    if still_open:
        lacking.append(Missing("open", _("{n} berkas belum lengkap nilainya").format(n=still_open)))
    # The few marked cells are looked up first, and only their sheets are asked whether they count: quick without statistics, too.
    later = Scoresheet.objects.filter(
        entry=OuterRef("sheet__entry"),
        juror=OuterRef("sheet__juror"),
        round__gt=OuterRef("sheet__round"),
    )
    unassessed = (
        Score.objects.filter(
            cannot_assess=True,
            sheet__state=SheetState.LOCKED,
            sheet__entry__nomination__edition=edition,
            sheet__entry__nomination__state=NominationState.IN_ASSESSMENT,
        )
        .filter(~Exists(later))
        .values("sheet__entry__nomination__blind_code")
        .annotate(n=Count("pk"))
    )
    lacking += [
        Missing(
            "cannot",
            _(
                "{code}: {n} kriteria ditandai tidak dapat dinilai. Buka kembali lembarnya atau minta penilai lain"
            ).format(code=row["sheet__entry__nomination__blind_code"], n=row["n"]),
        )
        for row in unassessed.order_by("sheet__entry__nomination__blind_code")
    ]
    return lacking


def ballots(edition: Edition, caps_of_holders: str, tally: Tally | None = None) -> list[Ballot]:
    """The sealed totals of every entry of `edition`, by nomination number. Two statements, whatever the size, and one more where holders are capped."""
    caps = capped_entries(edition, caps_of_holders)
    rows = (
        _counting(edition, tally)
        .values_list("entry_id", "entry__nomination__number", "entry__panel__commodity_group")
        .annotate(totals=ArrayAgg("total", order_by="juror_id"), digests=ArrayAgg("digest", order_by="juror_id"))
        .order_by("entry__nomination__number")
    )
    return [
        Ballot(entry, number, tuple(totals), tuple(digests), entry in caps, commodity)
        for entry, number, commodity, totals, digests in rows
    ]


def ballots_from_cells(edition: Edition, caps_of_holders: str, tally: Tally | None = None) -> list[Ballot]:
    """The same, with every total computed again from the cells and every digest from the events."""
    caps = capped_entries(edition, caps_of_holders)
    sheets = list(
        _counting(edition, tally)
        .order_by("entry__nomination__number", "juror_id")
        .values_list("pk", "entry_id", "entry__nomination__number", "entry__panel__commodity_group")
    )
    keys = [pk for pk, *_rest in sheets]
    totals, digests = totals_of(keys), digests_of(keys)
    by_entry: dict[tuple[int, str, str], list[int]] = {}
    for pk, *of in sheets:
        by_entry.setdefault((of[0], of[1], of[2]), []).append(pk)
    return [
        Ballot(
            entry, number, tuple(totals[pk] for pk in pks), tuple(digests[pk] for pk in pks), entry in caps, commodity
        )
        for (entry, number, commodity), pks in by_entry.items()
    ]


def results(votes: Iterable[Ballot], *, lines: Lines, combine: str, max_stars: int) -> list[Result]:
    """The official score and the stars of each entry, by the lines of its commodity group: the plain rule of the edition, nothing else."""
    made = []
    for vote in votes:
        official = official_score(list(vote.totals), combine)
        made.append(
            Result(
                vote.entry,
                vote.number,
                len(vote.totals),
                official,
                min(vote.totals),
                max(vote.totals),
                capped(stars_for(official, lines.bounds(vote.commodity)), max_stars, vote.is_capped),
                vote.is_capped,
            )
        )
    return made


def inputs_digest(votes: Iterable[Ballot], tally: Tally) -> str:
    """The seal over what goes in: rubric, lines, way of combining, and every sheet's total and digest. In the format of the tally."""
    lines = tally.star_lines.whole()
    said: dict[str, object] = {
        "rubric": tally.rubric.sha256,
        "lines": _as_data(lines.for_all),
        "combine": str(tally.combine),
        "entries": [
            {
                "number": vote.number,
                "totals": [f"{total:.3f}" for total in vote.totals],
                "digests": list(vote.digests),
                "is_capped": vote.is_capped,
                **({"commodity": vote.commodity} if tally.format > 2 else {}),
            }
            for vote in votes
        ],
    }
    if tally.format > 1:
        said |= {"format": tally.format, "caps_of_holders": str(tally.caps_of_holders)}
    if tally.format > 2:
        said["lines_by_group"] = {group: _as_data(bounds) for group, bounds in lines.by_group.items()}
    return digest(said)


def _as_data(bounds: Bounds) -> list[dict[str, object]]:
    return [{"stars": stars, "lower": f"{lower:.2f}"} for stars, lower in bounds]


def results_digest(rows: Iterable[Result], tally: Tally) -> str:
    """The seal over what comes out, by nomination number. In the format of the tally."""
    said = [row.as_data() for row in sorted(rows, key=lambda row: row.number)]
    return digest({"format": tally.format, "entries": said} if tally.format > 1 else said)


@dataclass(frozen=True)
class Remade:
    """A tally made again: does it agree with the sealed one, and where not, why."""

    differences: list[str]
    inputs_sha256: str
    results_sha256: str


def remake(tally: Tally) -> Remade:
    """Make a sealed tally again from the cells and compare, byte for byte."""
    votes = ballots_from_cells(tally.edition, tally.caps_of_holders, tally)
    sealed = {ballot.number: ballot for ballot in ballots(tally.edition, tally.caps_of_holders, tally)}
    made = results(
        votes, lines=tally.star_lines.whole(), combine=tally.combine, max_stars=tally.edition.scheme.max_stars
    )
    inputs, outcome = inputs_digest(votes, tally), results_digest(made, tally)
    differences = [
        _("{number}: isian juri tidak memberi jumlah atau sidik yang terkunci").format(number=vote.number)
        for vote in votes
        if sealed.get(vote.number) != vote
    ]
    kept = {row.entry_id: row for row in tally.rows.all()}
    for row in made:
        stored = kept.pop(row.entry, None)
        if stored is None:
            differences.append(_("{number}: tidak tercatat di rekap").format(number=row.number))
        elif (stored.jurors, stored.official, stored.lowest, stored.highest, stored.stars, stored.is_capped) != (
            row.jurors, row.official, row.lowest, row.highest, row.stars, row.is_capped,
        ):  # fmt: skip
            words = _("{number}: rekap mencatat {kept} dan {stars} bintang, isian juri memberi {made} dan {given}")
            differences.append(
                words.format(
                    number=row.number, kept=stored.official, stars=stored.stars, made=row.official, given=row.stars
                )
            )
    words = _("{number}: tercatat di rekap, tetapi tidak punya lembar nilai")
    differences += [words.format(number=row.entry.nomination.number) for row in kept.values()]
    if inputs != tally.inputs_sha256:
        differences.append(_("sidik masukan tidak cocok"))
    if outcome != tally.results_sha256:
        differences.append(_("sidik hasil tidak cocok"))
    return Remade(differences, inputs, outcome)


def outdated(tally: Tally, rows: Iterable[Any] | None = None) -> set[int]:
    """Entries whose locked sheets no longer give what the sealed tally says of them: opened again since, or locked with other points.

    `rows` are the tally's rows where they are at hand, or anything with their fields. Only entries with a sheet that is younger than the tally are counted
    again, so on most days this is one small statement. Nothing hangs on a clock: who opens a sheet again waits for a tally that is being sealed.
    """
    younger = Scoresheet.objects.filter(pk__gt=tally.last_sheet or 0, entry__tally_rows__tally=tally)
    moved = set(younger.order_by().values_list("entry_id", flat=True))
    if not moved:
        return set()
    totals = locked_totals(tally)
    said = tally.rows.all() if rows is None else rows
    return {
        row.entry_id
        for row in said
        if row.entry_id in moved and not _still_says(row, totals.get(row.entry_id, []), tally.combine)
    }


def locked_totals(tally: Tally) -> dict[int, list[Decimal]]:
    """The totals that count now, by entry, lowest first. One statement."""
    rows = _counting(tally.edition, tally).order_by().values_list("entry_id")
    return dict(rows.annotate(totals=ArrayAgg("total", order_by="total")))


def _still_says(row: Any, totals: list[Decimal], combine: str) -> bool:
    if len(totals) != row.jurors or (min(totals), max(totals)) != (row.lowest, row.highest):
        return False
    return official_score(totals, combine) == row.official


def plan_of(edition: Edition) -> AssessmentPlan:
    """The assessment plan of `edition`, with rubric and lines."""
    return AssessmentPlan.objects.select_related("rubric", "star_lines", "edition__scheme").get(edition=edition)


def _counting(edition: Edition, tally: Tally | None) -> Any:
    """The newest locked round of each juror, for each entry that has all its sheets.

    A file that was disqualified is counted no more, complete or not; in a `tally` that was sealed before, it stays, because a sealed tally is made again as it
    was.
    """
    judged = ~Q(entry__nomination__state=NominationState.DISQUALIFIED)
    if tally is not None:
        judged |= Q(entry__in=tally.rows.values("entry"))
    return Scoresheet.objects.newest_round().filter(
        judged, entry__nomination__edition=edition, entry__state__in=COMPLETE_ENTRIES, state=SheetState.LOCKED
    )


def capped_entries(edition: Edition, caps_of_holders: str) -> set[int]:
    """Entries that a screener, be it one of two, passed with a capping gate unmet. Holders are not screened: the edition's rule says whether their last
    screening counts.
    """
    unmet = GateVerdict.objects.filter(
        verdict__in=[Verdict.UNMET, Verdict.MISSING], gate__effect=GateEffect.CAP, reading__outcome=ReadingOutcome.PASS
    )
    entries = Entry.objects.filter(nomination__edition=edition).order_by()
    screened = unmet.filter(gate__edition=edition).values("reading__submission_id")
    capped_here = set(entries.filter(submission__in=screened).values_list("pk", flat=True))
    if caps_of_holders == HolderCaps.EXEMPT:
        return capped_here
    passed_before = Reading.objects.filter(
        outcome=ReadingOutcome.PASS,
        nomination__product=OuterRef("nomination__product"),
        nomination__edition__year__lt=edition.year,
        nomination__edition__kind=edition.kind,
    )
    holders = entries.filter(nomination__entry=EntryKind.REASSESSMENT).annotate(
        last_passed=Subquery(
            passed_before.order_by("-nomination__edition__year", "-read_at", "-pk").values("submission")[:1]
        )
    )
    capped_then = holders.filter(last_passed__in=unmet.values("reading__submission"))
    return capped_here | set(capped_then.values_list("pk", flat=True))
