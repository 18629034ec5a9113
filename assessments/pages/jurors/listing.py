"""The book of the jury as its pages show it: who is a juror, by what decree, with which seats; and the bodies that send them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from assessments.models import Appointment, Institution, Juror, PanelMember, Scoresheet
from assessments.models.sheet import BEGUN, UNTOUCHED
from assessments.states import SheetState
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import Invitation, Membership, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.names import holding

PER_PAGE = 50
# The tabs of the list, with what stands behind each.
TABS = {
    "semua": Q(),
    "bertugas": Q(is_appointed=True, has_role=True),
    "belum-diangkat": Q(juror__isnull=False, is_appointed=False),
    "belum-dicatat": Q(juror__isnull=True),
}


class Jurors:
    """Everybody who is in the book of the jury or holds the role, by the alphabet."""

    def __init__(self, asked: Mapping[str, str]) -> None:
        self.asked = asked

    @property
    def tab(self) -> str:
        asked = self.asked.get("tampil", "")
        return asked if asked in TABS else "semua"

    @property
    def words(self) -> str:
        return " ".join(self.asked.get("q", "").split())[:100]

    @property
    def group(self) -> str:
        """The commodity group asked for; empty for all."""
        asked = self.asked.get("kelompok", "")
        return asked if any(asked == group.pk for group in self.groups) else ""

    @cached_property
    def groups(self) -> list[CommodityGroup]:
        return list(CommodityGroup.objects.all())

    @cached_property
    def invited(self) -> int:
        """How many are asked to become jurors and have not come yet."""
        return Invitation.objects.open().filter(role=Role.JUROR).count()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many people stand behind each tab."""
        found = self._rows.aggregate(
            **{f"n{n}": Count("pk", filter=which or None) for n, which in enumerate(TABS.values())}
        )
        return {tab: found[f"n{n}"] for n, tab in enumerate(TABS)}

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """What stands above the list: code, words, number."""
        labels = {
            "semua": _("Semua"),
            "bertugas": _("Bertugas"),
            "belum-diangkat": _("Belum diangkat"),
            "belum-dicatat": _("Belum dicatat"),
        }
        return [{"code": tab, "label": labels[tab], "count": n} for tab, n in self.counts.items()]

    @cached_property
    def page(self) -> Page[Any]:
        rows = self._rows.filter(TABS[self.tab]).select_related("juror__institution", "juror__home_regency")
        paginator = Paginator(rows.prefetch_related("juror__expertise").order_by("name_key", "pk"), PER_PAGE)
        paginator.count = self.counts[self.tab]
        return paginator.get_page(self.asked.get("laman"))

    @property
    def _rows(self) -> QuerySet[User]:
        """With `has_role` and `is_appointed`, each as of now, and `until`, the last day of today's appointment."""
        role = Membership.objects.current().filter(role=Role.JUROR, user=OuterRef("pk"))
        held = Appointment.objects.in_force().filter(juror__user=OuterRef("pk"))
        rows = User.objects.annotate(
            has_role=Exists(role), is_appointed=Exists(held), until=Subquery(held.values("ends_on")[:1])
        )
        rows = rows.filter(Q(has_role=True) | Q(juror__isnull=False))
        if self.words:
            found = holding(self.words, "name_key", "juror__institution__name_key")
            rows = rows.filter(found | Q(juror__techniques__icontains=self.words))
        if self.group:
            known = Juror.expertise.through.objects.filter(juror__user=OuterRef("pk"), commoditygroup=self.group)
            rows = rows.filter(Exists(known))
        return rows


@dataclass(frozen=True)
class SeatRow:
    """A seat on a panel with the juror's sheets there that count, by what has become of them."""

    seat: Any
    untouched: int
    begun: int
    given: int

    @property
    def may_be_replaced(self) -> bool:
        edition = self.seat.panel.edition
        return self.seat.ended_at is None and self.seat.panel.closed_at is None and not edition.has_results


def seats_of(juror: Juror) -> list[SeatRow]:
    """The seats that the juror has or had, newest edition first. Two statements, however many."""
    own = Scoresheet.objects.newest_round().filter(juror=juror).order_by().values_list("entry__panel")
    counted = own.annotate(
        untouched=Count("pk", filter=UNTOUCHED),
        begun=Count("pk", filter=BEGUN),
        given=Count("pk", filter=Q(state__in=[SheetState.SENT, SheetState.LOCKED])),
    )
    sheets = {panel: numbers for panel, *numbers in counted}
    seats = PanelMember.objects.filter(juror=juror).select_related(
        "panel__edition__publication", "panel__commodity_group"
    )
    order = ("-panel__edition__year", "panel__commodity_group__order", "-pk")
    return [SeatRow(seat, *sheets.get(seat.panel_id, (0, 0, 0))) for seat in seats.order_by(*order)]


def appointments_of(juror: Juror) -> QuerySet[Appointment]:
    """Every decree that appointed the juror, the latest first."""
    return juror.appointments.order_by("-starts_on", "-pk")


def without_appointment() -> QuerySet[Juror]:
    """The jurors with the role whom no decree appoints today or for a later day."""
    role = Membership.objects.current().filter(role=Role.JUROR, user=OuterRef("user"))
    lasting = Appointment.objects.lasting().filter(juror=OuterRef("pk"))
    rows = Juror.objects.filter(Exists(role), ~Exists(lasting), user__is_active=True)
    return rows.select_related("user", "institution").order_by("user__name_key", "pk")


class Institutions:
    """The bodies of both teams by the alphabet, each with how many of its people are jurors today."""

    TABS = ("anggota", "keluar")

    def __init__(self, asked: Mapping[str, str]) -> None:
        self.asked = asked

    @property
    def tab(self) -> str:
        asked = self.asked.get("tampil", "")
        return asked if asked in self.TABS else self.TABS[0]

    @cached_property
    def counts(self) -> dict[str, int]:
        left = Q(ended_at__isnull=False)
        return Institution.objects.aggregate(anggota=Count("pk", filter=~left), keluar=Count("pk", filter=left))

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """What stands above the list: code, words, number."""
        labels = {"anggota": _("Anggota"), "keluar": _("Sudah keluar")}
        return [{"code": tab, "label": labels[tab], "count": self.counts[tab]} for tab in self.TABS]

    @cached_property
    def page(self) -> Page[Any]:
        appointed = Q(jurors__in=Juror.objects.appointed())
        rows = Institution.objects.filter(ended_at__isnull=self.tab == "anggota").select_related("province")
        rows = rows.annotate(people=Count("jurors", filter=appointed, distinct=True)).order_by("name_key", "pk")
        paginator = Paginator(rows, PER_PAGE)
        paginator.count = self.counts[self.tab]
        return paginator.get_page(self.asked.get("laman"))
