"""How a season begins: its edition with the plan by which it is judged, and the people of the jury."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.models import Juror
from assessments.reference import default_plan
from awards.models import Edition, EditionKind, ScreeningRule, StarScheme
from awards.operations.editions import Windows, lay_out_edition
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Missing, Refused, verb
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


def missing_for_juror(user: User) -> list[Missing]:
    """What keeps `user` from sitting in the jury."""
    if user.duties.has(Role.JUROR):
        return []
    return [Missing("no_role", _("Beri akun ini peran juri lebih dahulu"), "user")]


@verb
def keep_juror(juror: Juror, expertise: Iterable[CommodityGroup], *, by: By, now: datetime) -> None:
    """Take a juror into the book of the jury, or mend what stands there. The home region decides whom they never judge."""
    is_new = juror.pk is None
    lacking = missing_for_juror(juror.user) if is_new else []
    if lacking:
        raise Refused(*lacking)
    juror.save()
    juror.expertise.set(expertise)
    body = {"regency": juror.home_regency_id or ""}
    if is_new:
        journal.record("juror.registered", juror.subject, by=by, now=now, body=body)
    else:
        journal.record("juror.changed", juror.subject, by=by, now=now, body=body)
