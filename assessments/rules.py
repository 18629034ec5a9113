"""Who may, in sentences, for screening, jury and tally."""

from __future__ import annotations

import rules

from assessments.models import Scoresheet
from assessments.states import SheetState
from ovop_portal.accounts.models import User
from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import Role

is_screener = holds(Role.SCREENER)
is_secretariat = holds(Role.SECRETARIAT)
is_juror = holds(Role.JUROR)
is_auditor = holds(Role.AUDITOR)


@rules.predicate
def is_own_sheet(user: User, sheet: Scoresheet) -> bool:
    return sheet.juror.user_id == user.pk


@rules.predicate
def is_locked(user: User, sheet: Scoresheet) -> bool:
    return sheet.state == SheetState.LOCKED


# Pages, without regard to a row.
rules.add_perm("assessments.screen", is_screener)
rules.add_perm("assessments.watch_screening", is_screener | is_secretariat | is_auditor)
# Who is behind a file, a reading and a sheet: an auditor follows the steps without the people (`awards/identities.py`).
rules.add_perm("assessments.read_dossiers", is_screener | is_secretariat)
rules.add_perm("assessments.meet_jury", is_secretariat)
rules.add_perm("assessments.work_as_juror", is_juror)
rules.add_perm("assessments.assign", is_secretariat)
rules.add_perm("assessments.watch_jury", is_secretariat | is_auditor)
# The book of the jury: bodies, jurors, the decrees that appoint them.
rules.add_perm("assessments.keep_jury", is_secretariat)
rules.add_perm("assessments.prepare_edition", is_secretariat)
rules.add_perm("assessments.tally", is_secretariat)
rules.add_perm("assessments.decide_stars", is_secretariat)
rules.add_perm("assessments.reopen_sheet", is_secretariat)
rules.add_perm("assessments.withdraw_sheet", is_secretariat)
rules.add_perm("assessments.end_seat", is_secretariat)
rules.add_perm("assessments.set_dates", is_secretariat)

# One sheet.
rules.add_perm("assessments.ask_reopening", is_juror & is_own_sheet & is_locked)
