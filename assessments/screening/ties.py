"""Which files a screener has to do with, and therefore does not read: those of a firm of their own, and of a province in which they serve or served a dinas.

The same ties keep a juror from a file (`panels.eligibility`, record 20). Who once prepared files there may have prepared this one, so ended links and
memberships count.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from awards.models import Nomination
from ikm.models import OwnerLink
from ovop_portal.accounts.models import Membership, User
from ovop_portal.common.verbs import Missing


def tied_to(user: User) -> Q:
    """The files with which `user` has to do, in terms of `Nomination`."""
    firms = OwnerLink.objects.filter(user=user).values("ikm")
    place = Coalesce("office__province", "office__regency__province")
    provinces = Membership.objects.filter(user=user, office__isnull=False).values_list(place)
    return Q(ikm__in=firms) | Q(regency__province__in=provinces)


def missing_for_ties(nominations: Sequence[Nomination], user: User) -> list[Missing]:
    """What keeps `user` from these files, one line for each file to which they are tied."""
    tied = Nomination.objects.filter(tied_to(user), pk__in=[nomination.pk for nomination in nominations])
    words = _("{number} berasal dari usaha Anda, atau dari provinsi yang dinasnya Anda layani, sekarang atau dahulu")
    numbers = tied.order_by("number").values_list("number", flat=True)
    return [Missing("tied", words.format(number=number)) for number in numbers]
