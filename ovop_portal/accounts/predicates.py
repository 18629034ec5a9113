"""Sentences about roles, from which every room builds its rules."""

import rules

from ovop_portal.accounts.models import User


def holds(*roles: str) -> rules.predicates.Predicate:
    """The predicate "the user holds one of `roles` today"."""

    @rules.predicate("holds " + " or ".join(roles))
    def holds_role(user: object) -> bool:
        return isinstance(user, User) and user.duties.has(*roles)

    return holds_role
