"""How much may be stored on one day: by one account, and by all owners together, who register themselves and whom nobody knows yet.

What was replaced or removed on the same day counts, too: its file lies there until `letting_go` has removed it. Files that come in at the same moment do not
see each other, and may exceed the limit by themselves once a day. What a refused form had put on the storage is gone with its request
(`operations.nothing_left_behind`), so it need not count.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import WIB
from ovop_portal.common.formats import ukuran
from ovop_portal.common.verbs import Missing, Refused
from ovop_portal.documents.models import Document

logger = logging.getLogger(__name__)


def demand_room(size: int, *, by: User | str, now: datetime) -> None:
    """Refuse `size` bytes more where `by`, or all owners together, have stored enough on this day (WIB). The portal itself is not limited."""
    if isinstance(by, str):
        return
    is_owner = by.duties.by_role.keys() <= {Role.OWNER}
    limit = settings.UPLOAD_MAX_DAY_BYTES if is_owner else settings.UPLOAD_MAX_DAY_BYTES_OFFICE
    today = _stored_on_the_day_of(now)
    if _sum(today.filter(uploaded_by=by)) + size > limit:
        words = _("Batas unggahan hari ini ({limit}) sudah tercapai. Unggah lagi besok")
        raise Refused(Missing("day", words.format(limit=ukuran(limit)), "document"))
    if is_owner and _sum(today.filter(_by_owners())) + size > settings.UPLOAD_MAX_DAY_BYTES_OWNERS:
        logger.error("all owners together have stored as much as they may on one day")
        words = _("Batas unggahan hari ini untuk semua pemilik usaha sudah tercapai. Unggah lagi besok")
        raise Refused(Missing("day_of_all", words, "document"))


def _stored_on_the_day_of(now: datetime) -> QuerySet[Document]:
    begin = now.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    return Document.objects.filter(uploaded_at__gte=begin, uploaded_at__lt=begin + timedelta(days=1))


def _by_owners() -> Q:
    theirs = Membership.objects.filter(user=OuterRef("uploaded_by"))
    return Q(Exists(theirs.filter(role=Role.OWNER)), ~Exists(theirs.exclude(role=Role.OWNER)))


def _sum(documents: QuerySet[Document]) -> int:
    return documents.aggregate(sum=Sum("size"))["sum"] or 0
