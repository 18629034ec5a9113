"""What those hear to whom more time is given, or from whom it is taken back: owners of the files that wait, the dinas, the province. All are led to one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from awards.models import Extension, Nomination
from awards.notices import kinds
from awards.notices.telling import mark_of
from ikm.models import OwnerLink
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.formats import tanggal, waktu
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.operations import notify


def whom_it_touches(extension: Extension, files: Sequence[Nomination]) -> list[User]:
    """The owners of `files`, the people of the dinas and of the province."""
    links = OwnerLink.objects.filter(ikm__in={file.ikm_id for file in files}, ends_at__isnull=True)
    regency = extension.nomination.regency_id if extension.nomination is not None else extension.regency_id
    province = extension.province_id if regency is None else regency[:2]
    dinas = Q(office__regency__province=province) if regency is None else Q(office__regency=regency)
    seats = Membership.objects.current().filter(
        Q(dinas, role__in=DINAS_ROLES) | Q(office__province=province, role=Role.PROVINCE_OFFICER)
    )
    return list(User.objects.filter(Q(pk__in=links.values("user")) | Q(pk__in=seats.values("user"))).order_by("pk"))


def tell_of_more_time(extension: Extension, files: Sequence[Nomination], *, now: datetime) -> None:
    """Tell everybody whom it touches until when they may send, and by what."""
    basis = f"{extension.get_basis_kind_display()} {extension.basis}, {tanggal(extension.basis_date)}"
    _tell(kinds.MORE_TIME, extension, files, {"basis": basis}, now=now)


def tell_of_no_more_time(extension: Extension, files: Sequence[Nomination], *, now: datetime) -> None:
    """Tell the same people that it was taken back, and why."""
    _tell(kinds.NO_MORE_TIME, extension, files, {"reason": extension.withdrawn_because}, now=now)


def _tell(
    kind: Kind, extension: Extension, files: Sequence[Nomination], also: dict[str, str], *, now: datetime
) -> None:
    context = {"edition": extension.edition.name, "whom": extension.whom, "until": waktu(extension.closes_at)}
    notify(
        whom_it_touches(extension, files),
        kind,
        context=context | also | mark_of(extension.edition),
        path=reverse("awards:extension", args=[extension.uuid]),
        now=now,
        key=f"{extension.subject}:{kind.code}",
    )
