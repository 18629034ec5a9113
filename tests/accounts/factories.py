"""People for tests: `person("Sari", Role.SCREENER)`, `UserFactory(name="Sari")` where no role matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from ovop_portal.accounts import invitations
from ovop_portal.accounts.models import Invitation, User
from ovop_portal.accounts.operations import Grant, grant_roles
from ovop_portal.accounts.roles import OFFICE_ROLES, Role
from regions.models import Office

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
PASSWORD = "kain-gringsing-2026"
SYSTEM = "system:tests"
_hashed = cache(make_password)


class UserFactory(DjangoModelFactory[User]):
    """Somebody with a number, an address and the password of all tests."""

    class Meta:
        model = User

    name = "Ni Wayan Sari"
    email = factory.Sequence(lambda n: f"orang{n}@contoh.test")
    phone = factory.Sequence(lambda n: f"+6281200{n:06}")
    password = factory.LazyFunction(lambda: _hashed(PASSWORD))


def person(name: str = "Ni Wayan Sari", *roles: str, office: Office | None = None, now: datetime = NOW) -> User:
    """A user who holds `roles` since the day before `now`."""
    return people({name: (name, *roles)}, office=office, now=now)[name]


def people(
    wanted: Mapping[str, Sequence[str]], *, office: Office | None = None, now: datetime = NOW
) -> dict[str, User]:
    """A user for each key, who has the name and the roles that stand there, since the day before `now`; of `office`, where a role belongs to one."""
    users = {key: UserFactory.build(name=name) for key, (name, *_roles) in wanted.items()}
    User.objects.bulk_create(users.values())
    grants = [
        Grant(users[key], role, office if role in OFFICE_ROLES else None)
        for key, (_name, *roles) in wanted.items()
        for role in roles
    ]
    grant_roles(grants, by=SYSTEM, now=now - timedelta(days=1))
    return users


def invitation(by: User, role: str, *, now: datetime = NOW, **said: Any) -> Invitation:
    """An invitation whose link is valid: where it takes two, a colleague of the secretariat has agreed."""
    given = {"name": "Ni Luh", "email": "niluh@contoh.test", "phone": "", "office": None} | said
    made = invitations.invite(role=role, by=by, now=now, **given)
    if made.waits_for_second:
        invitations.agree(made, by=person("Endang", Role.SECRETARIAT, now=now), now=now)
    return made
