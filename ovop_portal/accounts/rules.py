"""Who looks after people and offices: the secretariat after all of them, whoever signs for an office after its own."""

from __future__ import annotations

from typing import Any

import rules

from ovop_portal.accounts.models import User
from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import DINAS_ROLES, OFFICE_ROLES, Role
from regions.models import Level, Office

is_secretariat = holds(Role.SECRETARIAT)


@rules.predicate
def signs_for(user: Any, office: Office | None = None) -> bool:
    """Does the user sign for this office? Without an office: for any."""
    if not isinstance(user, User):
        return False
    own = user.duties.offices(Role.DINAS_SIGNER)
    return bool(own) if office is None else office.pk in own


rules.add_perm("accounts.manage_people", is_secretariat)
rules.add_perm("accounts.manage_office", is_secretariat | signs_for)


def roles_to_give(by: User, office: Office | None) -> list[Role]:
    """The roles that `by` may give somebody, for `office` or (None) for the nation. Owners come with their firm, not from here; an
    administrator names the secretariat, who names everybody else.
    """
    if office is None and by.is_superuser:
        return [Role.SECRETARIAT]
    if office is None:
        return [role for role in Role if role not in OFFICE_ROLES | {Role.OWNER}] if is_secretariat(by) else []
    if office.level == Level.PROVINCE:
        return [Role.PROVINCE_OFFICER] if is_secretariat(by) else []
    return [role for role in Role if role in DINAS_ROLES] if is_secretariat(by) or signs_for(by, office) else []
