"""People for tests of the lower rooms, which know no season: `person("Sari", Role.SCREENER)`."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import grant_role
from regions.models import Office

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
PASSWORD = "kain-gringsing-2026"
_serial = itertools.count(1)


def person(name: str = "Ni Wayan Sari", *roles: str, office: Office | None = None, now: datetime = NOW) -> User:
    """A user with a number, an address, a password, and `roles` (for `office`, where one is given)."""
    number = next(_serial)
    user = User.objects.create_user(
        name=name, email=f"orang{number}@contoh.test", phone=f"+6280000{number:06}", password=PASSWORD
    )
    for role in roles:
        grant_role(user, role, office=office, by="system:tests", now=now)
    return user
