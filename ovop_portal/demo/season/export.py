"""The canonical text of a season: who was proposed, what became of each file, how it was judged, what it was given. From the configuration to the publication.

It holds nothing that differs between two databases with the same season: no primary keys, no numbers drawn without a seed. What comes after the publication
(cohorts, certificates' files, revocations) is not part of it, so a season exports the same for ever.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from assessments.models import Conflict, GateVerdict, PanelMember, PlenaryDecision, Reading, Score, Scoresheet, TallyRow
from assessments.operations.tally import newest_sealed
from awards.models import Award, Edition, Milestone, Nomination, Submission
from ovop_portal.common.canonical import canonical_json, digest


def canonical(edition: Edition) -> str:
    """The canonical JSON of the season of `edition`."""
    return canonical_json(exported(edition))


def fingerprint(edition: Edition) -> str:
    """SHA-256 of the canonical JSON."""
    return digest(exported(edition))


def exported(edition: Edition) -> dict[str, Any]:
    """The season as plain data."""
    return {
        "edition": _edition(edition),
        "panels": _panels(edition),
        "nominations": _nominations(edition),
        "screening": _readings(edition),
        "conflicts": _conflicts(edition),
        "sheets": _sheets(edition),
        "tally": _tally(edition),
        "awards": _awards(edition),
    }


def _edition(edition: Edition) -> dict[str, Any]:
    plan = edition.plan
    return {
        "year": edition.year,
        "name": edition.name,
        "scheme": edition.scheme_id,
        "previous": edition.previous and edition.previous.year,
        "validity_months": edition.validity_months,
        "rubric": [plan.rubric.code, plan.rubric.sha256],
        "star_lines": plan.star_lines.code,
        "combine": str(plan.combine),
        "jurors_per_entry": plan.jurors_per_entry,
        "windows": [[window.kind, window.opens_at, window.closes_at] for window in edition.windows.order_by("kind")],
        "gates": list(edition.gates.order_by("code").values_list("code", "effect").distinct()),
        "decrees": list(edition.determinations.order_by("number").values_list("number", "date", "title")),
        "visible_from": getattr(getattr(edition, "publication", None), "visible_from", None),
    }


def _nominations(edition: Edition) -> list[dict[str, Any]]:
    steps: dict[int, list[Any]] = defaultdict(list)
    for pk, code, at in (
        Milestone.objects.filter(nomination__edition=edition)
        .exclude(code__in=["revoked", "corrected"])  # they come after the publication
        .order_by("at", "code")
        .values_list("nomination", "code", "at")
    ):
        steps[pk].append([code, at])
    sent: dict[int, list[Any]] = defaultdict(list)
    for pk, n, sha256 in (
        Submission.objects.filter(nomination__edition=edition).order_by("n").values_list("nomination", "n", "sha256")
    ):
        sent[pk].append([n, sha256])
    rows = (
        Nomination.objects.filter(edition=edition)
        .select_related("ikm__sentra", "product", "endorsement", "previous_award")
        .order_by("number")
    )
    return [
        {
            "number": row.number,
            "blind_code": row.blind_code,
            "entry": row.entry,
            "state": row.state,
            "firm": row.ikm.name,
            "legal_form": row.ikm.legal_form,
            "owner": row.ikm.owner_name,
            "nib": row.ikm.nib,
            "regency": row.regency_id,
            "district": row.ikm.district_id,
            "sentra": row.ikm.sentra and row.ikm.sentra.name,
            "product": row.product.name,
            "commodity": row.product.commodity_group_id,
            "story": row.product.story,
            "act": row.endorsement and [row.endorsement.number, row.endorsement.date],
            "previous": row.previous_award and row.previous_award.code,
            "reason": row.reason,
            "milestones": steps[row.pk],
            "submissions": sent[row.pk],
        }
        for row in rows
    ]


def _readings(edition: Edition) -> list[list[Any]]:
    verdicts: dict[int, list[Any]] = defaultdict(list)
    rows = (
        GateVerdict.objects.filter(reading__nomination__edition=edition).exclude(verdict="met").order_by("gate__code")
    )
    for reading, gate, verdict, reason in rows.values_list("reading", "gate__code", "verdict", "reason"):
        verdicts[reading].append([gate, verdict, reason])
    readings = Reading.objects.filter(nomination__edition=edition).order_by(
        "nomination__number", "submission__n", "turn"
    )
    fields = ("nomination__number", "submission__n", "turn", "screener__name", "outcome", "note", "read_at")
    return [[*row, verdicts[pk]] for pk, *row in readings.values_list("pk", *fields)]


def _panels(edition: Edition) -> list[tuple[str, str, str]]:
    rows = PanelMember.objects.filter(panel__edition=edition)
    fields = ("panel__commodity_group", "juror__institution__name", "juror__user__name")
    return list(rows.order_by(*fields).values_list(*fields))


def _conflicts(edition: Edition) -> list[tuple[Any, ...]]:
    rows = Conflict.objects.filter(nomination__edition=edition)
    fields = ("nomination__number", "juror__user__name", "kind", "note")
    return list(rows.order_by(*fields).values_list(*fields))


def _sheets(edition: Edition) -> list[list[Any]]:
    points: dict[int, list[Any]] = defaultdict(list)
    order = ("criterion__aspect__order", "criterion__order")
    cells = Score.objects.filter(sheet__entry__nomination__edition=edition).order_by("sheet", *order)
    for sheet, value in cells.values_list("sheet", "points"):
        points[sheet].append(value)
    fields = ("entry__nomination__number", "juror__user__name", "round", "state", "sent_at", "total")
    rows = Scoresheet.objects.filter(entry__nomination__edition=edition).order_by(*fields[:3])
    return [[*row, points[pk]] for pk, *row in rows.values_list("pk", *fields)]


def _tally(edition: Edition) -> list[tuple[Any, ...]] | None:
    sealed = newest_sealed(edition)
    if sealed is None:
        return None
    decided = dict(PlenaryDecision.objects.filter(tally_row__tally=sealed).values_list("tally_row", "stars"))
    reasons = dict(PlenaryDecision.objects.filter(tally_row__tally=sealed).values_list("tally_row", "reason"))
    fields = ("entry__nomination__number", "jurors", "official", "lowest", "highest", "stars", "is_capped")
    rows = TallyRow.objects.filter(tally=sealed).order_by("entry__nomination__number").values_list("pk", *fields)
    return [(*row, decided.get(pk), reasons.get(pk)) for pk, *row in rows]


def _awards(edition: Edition) -> list[tuple[Any, ...]]:
    fields = ("nomination__number", "stars", "code", "valid_from", "valid_until")
    return list(Award.objects.filter(nomination__edition=edition).order_by("nomination__number").values_list(*fields))
