"""Who may give and end roles. System administrators (superusers) are asked by Django before these rules, and may."""

from __future__ import annotations

import rules

from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import Role

# The system's administrator, not the office itself, names those who watch over the office.
NAMED_BY_ADMINISTRATOR = frozenset({Role.SECRETARIAT, Role.AUDITOR})


is_secretariat = holds(Role.SECRETARIAT)


@rules.predicate
def is_for_somebody_else(user: User, membership: Membership) -> bool:
    """Nobody gives or takes a role of their own."""
    return user.pk is not None and membership.user_id != user.pk


@rules.predicate
def is_ordinary_role(user: User, membership: Membership) -> bool:
    return membership.role not in NAMED_BY_ADMINISTRATOR


@rules.predicate
def is_operator_of_own_office(user: User, membership: Membership) -> bool:
    """The signer of a dinas names its operators."""
    return (
        isinstance(user, User)
        and membership.role == Role.DINAS_OPERATOR
        and membership.office_id in user.duties.offices(Role.DINAS_SIGNER)
    )


may_change_roles = is_for_somebody_else & ((is_secretariat & is_ordinary_role) | is_operator_of_own_office)
rules.add_perm("accounts.grant_role", may_change_roles)
rules.add_perm("accounts.end_role", may_change_roles)
