"""What the frame of every page needs. Lazy, so that a page which does not print it pays nothing: strangers cost no query, the signed-in their duties."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import SimpleLazyObject

from awards.models import Edition
from ikm.models import Ikm
from ovop_portal.accounts.models import Membership
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.sessions import idle_seconds
from ovop_portal.common import menu
from ovop_portal.front.menu import Item, address, items_of, menu_for
from regions.models import TimeZone


class Frame:
    """Who is here, the ways in and out, and the foot of the page."""

    home_url = "/"
    start_url = reverse_lazy("front:start")
    stay_url = reverse_lazy("accounts:still_here")
    privacy_url = reverse_lazy("front:privacy")
    live_url = reverse_lazy("front:health_live")

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        # A strip above everything, where the installation is not the real one (the demo room sets it).
        self.strip = settings.PORTAL_STRIP
        self.contact = settings.CONTACT_EMAIL
        # The official address, printed wherever somebody might be led to a false one.
        self.host = urlsplit(settings.PORTAL_URL).netloc

    @cached_property
    def _user(self) -> Any:
        # An error page can come before the middleware that knows the user.
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def name(self) -> str:
        return self._user.name if self._user else ""

    @property
    def account(self) -> str:
        """What the device keeps for somebody is kept under this; empty for strangers, for whom nothing is kept."""
        return str(self._user.uuid) if self._user else ""

    @property
    def role(self) -> str:
        """The labels of the roles held, in the order of the table of roles."""
        return (
            ", ".join(str(Role(role).label) for role in Role.values if self._user.duties.has(role))
            if self._user
            else ""
        )

    @property
    def idle_seconds(self) -> int:
        """How long the session outlasts silence; 0 for strangers."""
        return idle_seconds(self._user) if self._user else 0

    @property
    def sign_in_url(self) -> str:
        return "" if self._user else address("accounts:sign_in")

    @property
    def sign_in_current(self) -> bool:
        return self.request.path == self.sign_in_url

    @property
    def register_url(self) -> str:
        return "" if self._user else address("awards:register")

    @property
    def sign_out_url(self) -> str:
        return address("accounts:sign_out") if self._user else ""

    @cached_property
    def edition(self) -> Edition | None:
        """The edition that is running; one query, on pages that print it."""
        return Edition.objects.running().first()

    @cached_property
    def zone(self) -> str:
        """The clock by which the reader reads an hour: that of their firm, else of their office, else WIB. Asked for on pages that print it."""
        if self._user is None:
            return TimeZone.WIB
        firms = Ikm.objects.filter(owner_links__user=self._user, owner_links__ends_at__isnull=True)
        desks = Membership.objects.current().filter(user=self._user, office__isnull=False)
        of_office = Coalesce("office__regency__province__time_zone", "office__province__time_zone")
        return (
            firms.order_by("pk").values_list("regency__province__time_zone", flat=True).first()
            or desks.order_by("pk").values_list(of_office, flat=True).first()
            or TimeZone.WIB
        )

    @property
    def footer(self) -> list[Item]:
        return list(items_of(menu.footer(), self.request.path))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Names in every template: `menu` and `frame`."""
    return {"menu": SimpleLazyObject(lambda: _menu(request)), "frame": Frame(request)}


def _menu(request: HttpRequest) -> list[Item]:
    return list(menu_for(request.user, request.path)) if hasattr(request, "user") else []
