"""Lists of people and offices for whoever looks after them: one statement for the rows, one for the counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ovop_portal.accounts.models import Invitation, Membership, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.names import holding
from ovop_portal.common.numbers import digits
from regions.models import Office, Province

PER_PAGE = 50


class People:
    """The accounts, by the alphabet: of one role, or all but the owners, who are tens of thousands and are found by search or by their role."""

    def __init__(self, asked: Mapping[str, str]) -> None:
        self.asked = asked

    @property
    def role(self) -> str:
        """The role asked for; empty for all."""
        asked = self.asked.get("peran", "")
        return asked if asked in Role.values else ""

    @property
    def words(self) -> str:
        return " ".join(self.asked.get("q", "").split())[:100]

    @cached_property
    def page(self) -> Page[Any]:
        """Each with `roles`, the codes of what they hold now."""
        held = Q(memberships__in=Membership.objects.current().values("pk"))
        roles = ArrayAgg("memberships__role", filter=held, distinct=True, default=[])
        paginator = Paginator(self._rows.annotate(roles=roles).order_by("name_key", "pk"), PER_PAGE)
        paginator.count = self._rows.count()  # without the roles
        return paginator.get_page(self.asked.get("laman"))

    @property
    def _rows(self) -> QuerySet[User]:
        rows = User.objects.all()
        current = Membership.objects.current().filter(user=OuterRef("pk"))
        if self.role:
            rows = rows.filter(Exists(current.filter(role=self.role)))
        elif not self.words:
            rows = rows.exclude(Exists(current.filter(role=Role.OWNER)))
        if self.words:
            found = holding(self.words, "name_key") | Q(email__icontains=self.words)
            if number := digits(self.words).lstrip("0"):
                found |= Q(phone__endswith=number)
            rows = rows.filter(found)
        return rows


class Offices:
    """The offices by their places, each with how many people it has and how many have come in."""

    TABS = ("semua", "kosong", "belum-masuk")

    def __init__(self, asked: Mapping[str, str]) -> None:
        self.asked = asked

    @property
    def tab(self) -> str:
        asked = self.asked.get("tampil", "")
        return asked if asked in self.TABS else self.TABS[0]

    @property
    def words(self) -> str:
        return " ".join(self.asked.get("q", "").split())[:100]

    @cached_property
    def provinces(self) -> list[Province]:
        return list(Province.objects.order_by("code"))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many offices lie behind each tab."""
        every = self._rows.aggregate(
            **{
                "semua": Count("pk"),
                "kosong": Count("pk", filter=Q(people=0)),
                "belum-masuk": Count("pk", filter=Q(people__gt=0, seen=0)),
            }
        )
        return {tab: every[tab] for tab in self.TABS}

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """What stands above the list: code, words, number."""
        labels = {"semua": _("Semua"), "kosong": _("Belum ada orang"), "belum-masuk": _("Belum pernah masuk")}
        return [{"code": tab, "label": labels[tab], "count": n} for tab, n in self.counts.items()]

    @cached_property
    def page(self) -> Page[Office]:
        rows = self._rows
        if self.tab == "kosong":
            rows = rows.filter(people=0)
        elif self.tab == "belum-masuk":
            rows = rows.filter(people__gt=0, seen=0)
        paginator = Paginator(rows.for_labels().order_by("level", "regency__code", "province__code", "pk"), PER_PAGE)
        paginator.count = self.counts[self.tab]
        return paginator.get_page(self.asked.get("laman"))

    @property
    def _rows(self) -> Any:
        """With `people`, who hold a role there now, and `seen`, how many of them have ever signed in."""
        rows = Office.objects.active()
        if province := self.asked.get("provinsi"):
            rows = rows.within(province)
        if self.words:
            rows = rows.filter(holding(self.words, "name_key", "regency__name_key", "province__name_key"))
        held = Q(memberships__in=Membership.objects.current().values("pk"), memberships__user__is_active=True)
        people = Count("memberships__user", filter=held, distinct=True)
        came = Q(memberships__user__last_login__isnull=False)
        return rows.annotate(people=people, seen=Count("memberships__user", filter=held & came, distinct=True))


def people_of(office: Office) -> QuerySet[Membership]:
    """Who holds a role for the office now, by the alphabet."""
    rows = Membership.objects.current().filter(office=office).select_related("user")
    return rows.order_by("user__name_key", "role", "pk")


def invitations_of(office: Office | None) -> QuerySet[Invitation]:
    """The open invitations of an office, or (None) all there are, the latest first."""
    rows = Invitation.objects.open().for_list()
    return rows if office is None else rows.filter(office=office)


def roles_of(user: User) -> QuerySet[Membership]:
    """Every role the person has held, those of today first."""
    rows = user.memberships.select_related("office__regency__province", "office__province")
    return rows.order_by(F("ends_at").desc(nulls_first=True), "-starts_at", "-pk")
