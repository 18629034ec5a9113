"""Who looks after people and offices: the secretariat after all of them, whoever signs for an office after its own."""

from __future__ import annotations

from typing import Any

import rules

from ovop_portal.accounts.models import User
from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import DINAS_ROLES, OFFICE_ROLES, Role
from regions.models import Level, Office

is_secretariat = holds(Role.SECRETARIAT)
# Who decides by two and who watches over it: only an administrator gives and ends these roles and mends such accounts. Else one secretary could become two.
KEPT_APART = (Role.SECRETARIAT, Role.AUDITOR)


@rules.predicate
def signs_for(user: Any, office: Office | None = None) -> bool:
    """Does the user sign for this office? Without an office: for any."""
    if not isinstance(user, User):
        return False
    own = user.duties.offices(Role.DINAS_SIGNER)
    return bool(own) if office is None else office.pk in own


@rules.predicate
def is_not_kept_apart(_user: Any, person: User | None = None) -> bool:
    """Is the account neither an administrator's nor of a role that is kept apart?"""
    return person is None or not (person.is_superuser or person.duties.has(*KEPT_APART))


rules.add_perm("accounts.manage_people", is_secretariat)
rules.add_perm("accounts.manage_person", is_secretariat & is_not_kept_apart)
rules.add_perm("accounts.manage_office", is_secretariat | signs_for)


def roles_to_give(by: User, office: Office | None) -> list[Role]:
    """The roles that `by` may give somebody, for `office` or (None) for the nation. Owners come with their firm, not from here."""
    if office is None:
        national = [role for role in Role if role not in OFFICE_ROLES | {Role.OWNER}]
        return [role for role in national if (by.is_superuser if role in KEPT_APART else is_secretariat(by))]
    if office.level == Level.PROVINCE:
        return [Role.PROVINCE_OFFICER] if is_secretariat(by) else []
    return [role for role in Role if role in DINAS_ROLES] if is_secretariat(by) or signs_for(by, office) else []
