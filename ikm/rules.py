"""Who works for the region of a firm. Who may read its record is said by `visible_to`; who may write it is decided by the room that works with it: the
record alone cannot know in whose hands a file is.
"""

from __future__ import annotations

from ikm.models import Ikm
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES
from regions.models import Office


def serves(user: User, ikm: Ikm) -> bool:
    """Does `user` work for the dinas of the firm's region?"""
    return ikm.regency_id in regencies_served(user)


def regencies_served(user: User) -> set[str]:
    """The codes of the regencies and cities for whose dinas `user` works."""
    offices = user.duties.offices(*DINAS_ROLES)
    return set(Office.objects.filter(pk__in=offices).values_list("regency", flat=True)) if offices else set()
