"""What the journal vouches for in this room, and what must agree beside it: locked sheets with their cells, the tally with its sheets, stars with the plenary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import (
    Aspect,
    AssessmentPlan,
    Conflict,
    Criterion,
    Entry,
    GateVerdict,
    Level,
    Panel,
    PanelMember,
    PlenaryDecision,
    Reading,
    ReopeningRequest,
    Score,
    ScoreEvent,
    Scoresheet,
    StarLine,
    Tally,
    TallyRow,
)
from assessments.scoring.totals import digests_of, totals_of
from assessments.states import SheetState, TallyState
from assessments.tally.calculation import outdated, remake
from awards.models import Recommendation
from ovop_portal.ledger.proof import register_check
from ovop_portal.ledger.vouching import Part, Vouched, register

OF_NOMINATION = "nomination__edition__year"
OF_ENTRY = "entry__nomination__edition__year"


def _rules(keys: Sequence[int]) -> Mapping[int, Any]:
    """The whole rubric and the star lines that a plan names: what a score means is vouched for with the edition that was judged by it."""
    plans = list(AssessmentPlan.objects.filter(pk__in=keys).values_list("pk", "rubric_id", "star_lines_id"))
    rubrics = {rubric for _pk, rubric, _lines in plans}
    content: dict[int, list[Any]] = defaultdict(list)
    for model, way, fields in (
        (Aspect, "rubric", ("code", "commodity_group", "max_points")),
        (Criterion, "aspect__rubric", ("aspect__code", "aspect__commodity_group", "code", "max_points", "evidence")),
        (Level, "criterion__aspect__rubric", ("criterion__aspect__code", "criterion__code", "points")),
    ):
        rows = model._default_manager.filter(**{f"{way}__in": rubrics}).order_by(*fields)
        for rubric, *values in rows.values_list(way, *fields):
            content[rubric].append(values)
    bounds: dict[int, list[Any]] = defaultdict(list)
    lines = StarLine.objects.filter(line_set__in={lines for _pk, _rubric, lines in plans})
    of_line = ("commodity_group", "stars", "lower")
    for line_set, *line in lines.order_by(*of_line).values_list("line_set", *of_line):
        bounds[line_set].append(line)
    return {pk: [content[rubric], bounds[line_set]] for pk, rubric, line_set in plans}


def _days_given(keys: Sequence[int]) -> Mapping[int, Any]:
    """The day that a reader gave for the answer. Readings from before it was kept have none, and what was vouched for of them stays as it was."""
    given = Reading.objects.filter(pk__in=keys, answer_by__isnull=False)
    return dict(given.order_by().values_list("pk", "answer_by"))


def register_all() -> None:
    """Make the tables of this room known to the journal."""
    register(
        Vouched(
            "plan",
            AssessmentPlan,
            edition="edition__year",
            key=(),
            fields=(
                "rubric__code",
                "rubric__sha256",
                "star_lines__code",
                "jurors_per_entry",
                "combine",
                "divergence_points",
                "is_blind",
                "caps_of_holders",
            ),
            more=_rules,
            told_by=("edition.opened", "edition.drafted"),
        )
    )
    register(
        Vouched(
            "panel",
            Panel,
            edition="edition__year",
            key=("commodity_group",),
            fields=("closed_at",),
            parts=(Part(PanelMember, "panel", ("juror__user__uuid", "ended_at"), words=("ended_because",)),),
            told_by=("panel.seated", "panel.seat_ended", "panels.closed"),
        )
    )
    register(
        Vouched(
            "conflict",
            Conflict,
            edition=OF_NOMINATION,
            key=("nomination__number", "juror__user__uuid"),
            fields=("kind", "declared_by", "declared_at"),
            words=("note",),
            told_by=("conflict.declared",),
        )
    )
    register(
        Vouched(
            "reading",
            Reading,
            edition=OF_NOMINATION,
            key=("nomination__number", "submission__n", "turn"),
            fields=("screener__uuid", "outcome", "read_at"),
            words=("note",),
            parts=(Part(GateVerdict, "reading", ("gate__code", "verdict"), words=("reason",)),),
            more=_days_given,
            told_by=("nomination.read",),
        )
    )
    register(
        Vouched(
            "entry",
            Entry,
            edition=OF_NOMINATION,
            key=("nomination__number",),
            fields=("submission__n", "panel__commodity_group", "state", "sample_received_at", "sample_waybill"),
            told_by=("entry.opened", "entry.scored", "entry.decided", "sample.received"),
        )
    )
    register(
        Vouched(
            "sheet",
            Scoresheet,
            edition=OF_ENTRY,
            key=("entry__nomination__number", "juror__user__uuid", "round"),
            fields=("state", "assigned_at", "sent_at", "locked_at", "withdrawn_at", "total", "digest"),
            words=("reopened_because", "withdrawn_because"),
            told_by=(
                "sheet.assigned",
                "sheet.sent",
                "sheet.taken_back",
                "sheet.locked",
                "sheet.reopened",
                "sheet.withdrawn",
            ),
        )
    )
    register(
        Vouched(
            "reopening",
            ReopeningRequest,
            edition="sheet__entry__nomination__edition__year",
            key=("sheet__entry__nomination__number", "sheet__juror__user__uuid", "sheet__round", "asked_at"),
            fields=("answered_at", "answered_by", "is_granted"),
            words=("reason", "answer"),
            told_by=("sheet.reopening_asked", "sheet.reopening_declined"),
        )
    )
    register(
        Vouched(
            "tally",
            Tally,
            edition="edition__year",
            key=("n",),
            fields=(
                "state",
                "rubric__code",
                "star_lines__code",
                "combine",
                "caps_of_holders",
                "requested_by",
                "requested_at",
                "inputs_sha256",
                "results_sha256",
                "sealed_at",
            ),
            words=("refusal",),
            parts=(
                Part(
                    TallyRow,
                    "tally",
                    ("entry__nomination__number", "jurors", "official", "lowest", "highest", "stars", "is_capped"),
                ),
            ),
            told_by=("tally.requested", "tally.sealed", "tally.refused"),
        )
    )
    register(
        Vouched(
            "decision",
            PlenaryDecision,
            edition=OF_ENTRY,
            key=("entry__nomination__number", "tally_row__tally__n"),
            fields=("stars", "rule_stars", "decided_by", "decided_at"),
            words=("reason",),
            told_by=("entry.decided",),
        )
    )
    register_check(locked_sheets_are_what_was_entered)
    register_check(the_tally_can_be_made_again)
    register_check(the_plenary_is_what_was_recommended)


def locked_sheets_are_what_was_entered(year: int) -> Iterator[str]:
    """Cells, total and digest of every locked sheet are those that its saves give."""
    locked = Scoresheet.objects.filter(entry__nomination__edition__year=year, state=SheetState.LOCKED)
    fields = ("pk", "entry__nomination__number", "juror__user__uuid", "round", "total", "digest")
    sheets = list(locked.order_by("entry__nomination__number", "juror", "round").values_list(*fields))
    keys = [pk for pk, *_rest in sheets]
    totals, digests, stored, entered = totals_of(keys), digests_of(keys), _stored(keys), _entered(keys)
    for pk, number, juror, turn, total, digest in sheets:
        wrong = [
            what
            for what, agrees in (
                (_("nilai tidak sama dengan yang disimpan juri"), stored[pk] == entered[pk]),
                (_("jumlah tidak sama dengan nilainya"), totals[pk] == total),
                (_("sidik tidak sama dengan simpanannya"), digests[pk] == digest),
            )
            if not agrees
        ]
        if wrong:
            yield _("{number}, lembar juri {juror}, putaran {round}: {wrong}").format(
                number=number, juror=juror, round=turn, wrong=", ".join(wrong)
            )


Cells = dict[int, dict[int, tuple[Decimal | None, bool, str, int]]]


def _stored(keys: Sequence[int]) -> Cells:
    cells: Cells = defaultdict(dict)
    rows = Score.objects.filter(sheet__in=keys)
    fields = ("sheet", "criterion", "points", "cannot_assess", "note", "version")
    for sheet, criterion, points, cannot, note, version in rows.values_list(*fields):
        cells[sheet][criterion] = (points, cannot, note, version)
    return cells


def _entered(keys: Sequence[int]) -> Cells:
    """The cells that result when the saves are repeated in their order."""
    cells: Cells = defaultdict(dict)
    events = ScoreEvent.objects.filter(sheet__in=keys).order_by("sheet", "version")
    for sheet, version, saved in events.values_list("sheet", "version", "cells"):
        for cell in saved:
            points = None if cell["points"] is None else Decimal(cell["points"])
            cells[sheet][cell["criterion"]] = (points, cell["cannot_assess"], cell["note"], version)
    return cells


def the_tally_can_be_made_again(year: int) -> Iterator[str]:
    """The newest sealed tally follows from the single cells, unless sheets were opened again since: then it is no result any more."""
    tallies = Tally.objects.filter(edition__year=year, state=TallyState.SEALED)
    tally = tallies.select_related("rubric", "star_lines", "edition__scheme").order_by("-n").first()
    if tally is None or outdated(tally):
        return
    for difference in remake(tally).differences:
        yield _("Rekap ke-{n} tidak dapat dibuat lagi dari nilai: {difference}").format(
            n=tally.n, difference=difference
        )


def the_plenary_is_what_was_recommended(year: int) -> Iterator[str]:
    """Each decision of the plenary stands as the recommendation of the same moment."""
    decided = PlenaryDecision.objects.filter(entry__nomination__edition__year=year)
    recommended = Recommendation.objects.filter(nomination__edition__year=year)
    fields = ("nomination__number", "made_at", "stars")
    said = {(number, at): stars for number, at, stars in recommended.values_list(*fields)}
    rows = decided.order_by("entry__nomination__number").values_list(
        "entry__nomination__number", "decided_at", "stars", "rule_stars", "tally_row__stars"
    )
    for number, at, stars, by_rule, of_tally in rows:
        if said.get((number, at)) != stars or by_rule != of_tally:
            yield _("{number}: keputusan pleno tidak sama dengan rekomendasi atau rekapnya").format(number=number)
