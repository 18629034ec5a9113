"""Who looks after people and offices: the secretariat after all of them, whoever signs for an office after its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import rules
from django.db.models import Q
from django.db.models.functions import Now

from ovop_portal.accounts.models import User
from ovop_portal.accounts.predicates import holds
from ovop_portal.accounts.roles import DINAS_ROLES, OFFICE_ROLES, Role
from regions.models import Level, Office

is_secretariat = holds(Role.SECRETARIAT)
# Who decides by two and who watches over it: only an administrator gives and ends these roles and mends such accounts. Else one secretary could become two.
KEPT_APART = (Role.SECRETARIAT, Role.AUDITOR)
NATIONAL = tuple(role for role in Role if role not in OFFICE_ROLES | {Role.OWNER})


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
    return person is None or not (person.is_superuser or _holds_still(person, KEPT_APART))


@rules.predicate
def has_no_national_role(_user: Any, person: User | None = None) -> bool:
    """Does nothing of the whole season hang on whose account it is? The contacts of others are mended by an administrator, else whoever mends them could judge."""
    return person is None or not (person.is_superuser or _holds_still(person, NATIONAL))


def _holds_still(person: User, roles: Iterable[str]) -> bool:
    """Has the person one of these roles that has not ended? A closed account has them still: it may be opened again."""
    held = person.memberships.filter(role__in=roles)
    return held.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now())).exists()


rules.add_perm("accounts.manage_people", is_secretariat)
rules.add_perm("accounts.manage_person", is_secretariat & is_not_kept_apart)
rules.add_perm("accounts.mend_contacts", is_secretariat & has_no_national_role)
rules.add_perm("accounts.reset_second_step", is_secretariat & has_no_national_role)
rules.add_perm("accounts.manage_office", is_secretariat | signs_for)


def roles_to_give(by: User, office: Office | None) -> list[Role]:
    """The roles that `by` may give somebody, for `office` or (None) for the nation. Owners come with their firm, not from here."""
    looks_after_all = by.is_superuser or is_secretariat(by)
    if office is None:
        return [role for role in NATIONAL if (by.is_superuser if role in KEPT_APART else looks_after_all)]
    if office.level == Level.PROVINCE:
        return [Role.PROVINCE_OFFICER] if looks_after_all else []
    return [role for role in Role if role in DINAS_ROLES] if looks_after_all or signs_for(by, office) else []
