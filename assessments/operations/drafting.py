"""A new edition prepared from the last one: everything by which it is held and judged is copied, and a second person opens it."""

from __future__ import annotations

from datetime import datetime

from assessments.models import AssessmentPlan
from awards.models import Edition
from awards.operations.drafting import lay_out_like, take_out_of_draft
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import verb
from ovop_portal.ledger import journal

By = User | str
# What a plan says of how files are judged, beside the edition it is of.
COPIED = (
    "rubric_id",
    "star_lines_id",
    "jurors_per_entry",
    "combine",
    "caps_of_holders",
    "divergence_points",
    "is_blind",
)


@verb
def draft_edition(last: Edition, *, year: int, name: str, by: By, now: datetime) -> Edition:
    """Lay out an edition like `last`, as a draft that nobody but the secretariat sees. Refuses with what `missing_for_draft` finds."""
    edition = lay_out_like(last, year=year, name=name, by=by)
    old = AssessmentPlan.objects.get(edition=last)
    plan = AssessmentPlan.objects.create(edition=edition, **{field: getattr(old, field) for field in COPIED})
    body = {**_rules(edition, plan), "like": str(last.year)}
    journal.record("edition.drafted", edition.subject, by=by, now=now, body=body, rows=[edition, plan])
    return edition


@verb
def open_edition(edition: Edition, typed: str, *, by: By, now: datetime) -> None:
    """Open a draft: `typed` is its name, and `by` another person than drafted it. Refuses with what `missing_for_opening` finds."""
    take_out_of_draft(edition, typed, by=by, now=now)
    plan = AssessmentPlan.objects.select_related("rubric", "star_lines").get(edition=edition)
    journal.record("edition.opened", edition.subject, by=by, now=now, body=_rules(edition, plan), rows=[edition, plan])


def _rules(edition: Edition, plan: AssessmentPlan) -> dict[str, str]:
    return {
        "kind": edition.kind,
        "rubric": plan.rubric.code,
        "star_lines": plan.star_lines.code,
        "screening_rule": edition.screening_rule,
    }
