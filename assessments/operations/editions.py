"""How a season begins: its edition with the plan by which it is judged."""

from __future__ import annotations

from datetime import datetime

from assessments.reference import default_plan
from awards.models import Edition, EditionKind, ScreeningRule, StarScheme
from awards.operations.editions import Windows, lay_out_edition
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import verb
from ovop_portal.ledger import journal

By = User | str
JURORS = 5


@verb
def begin_edition(
    *,
    year: int,
    name: str,
    scheme: StarScheme,
    windows: Windows,
    previous: Edition | None = None,
    validity_months: int = 24,
    jurors_per_entry: int = JURORS,
    kind: str = EditionKind.REAL,
    screening_rule: str = ScreeningRule.REJECT_BY_TWO,
    by: By,
    now: datetime,
) -> Edition:
    """Begin an edition, held or only practised (`kind`), with its dates, and the gates, papers, rubric and star lines that a new one starts with."""
    edition = lay_out_edition(
        year=year,
        kind=kind,
        name=name,
        scheme=scheme,
        windows=windows,
        previous=previous,
        validity_months=validity_months,
        screening_rule=screening_rule,
    )
    plan = default_plan(edition)
    plan.jurors_per_entry = jurors_per_entry
    plan.save()
    journal.record(
        "edition.opened",
        edition.subject,
        by=by,
        now=now,
        body={
            "kind": edition.kind,
            "rubric": plan.rubric.code,
            "star_lines": plan.star_lines.code,
            "screening_rule": edition.screening_rule,
        },
        rows=[edition, plan],
    )
    return edition
