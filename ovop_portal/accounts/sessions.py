"""How long a session lasts: at most half a day, and only while its user is active.

Each session notes when it began and when its browser was last heard of, the latter once a minute. Whoever has been inactive for longer than their roles
allow is asked to sign in again; what they send then is kept as after any ended session (`typed`). The limit of a user's roles is looked up only after the
shortest limit has passed, so most requests pay nothing for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ovop_portal.accounts.browsers import family_of
from ovop_portal.accounts.models import OpenSession, User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.accounts.second_step.gate import half_way, person_at
from ovop_portal.accounts.session_store import BROWSER, MARK, SEEN, SINCE
from ovop_portal.common.verbs import verb
from ovop_portal.ledger.journal import record

NOTED_EVERY = 60
# For whoever sets up a second step at their first signing in.
HALF_WAY_SECONDS = 30 * 60
# Owners fill in long forms between other work; all others look at files of strangers.
PATIENT = {Role.OWNER, Role.PROVINCE_OFFICER, *DINAS_ROLES}


def idle_seconds(user: User) -> int:
    """How long `user` may be inactive."""
    strict = user.is_superuser or any(role not in PATIENT for role in user.duties.by_role)
    return 60 * (settings.SESSION_IDLE_MINUTES if strict else settings.SESSION_IDLE_MINUTES_PATIENT)


@receiver(user_logged_in)
def begin(sender: object, request: HttpRequest, **_more: object) -> None:
    request.session[SINCE] = request.session[SEEN] = int(time.time())
    request.session[MARK], request.session[BROWSER] = str(uuid4()), family_of(request.headers.get("User-Agent", ""))


def sessions_of(user: User, *, now: datetime) -> list[OpenSession]:
    """Where the account is open, the browser heard of last first."""
    rows = OpenSession.objects.filter(user=user, expire_date__gt=now)
    if user.sessions_end_at:
        rows = rows.filter(began_at__gt=user.sessions_end_at)
    return list(rows.order_by("-seen_at", "-began_at"))


@verb
def end_others(user: User, *, own: str | None, by: User, now: datetime, mark: UUID | None = None) -> int:
    """End the sessions of the account but the one with the key `own`: all, or the one that is marked so. Returns how many that were."""
    rows = OpenSession.objects.filter(user=user).exclude(session_key=own or "")
    if mark is not None:
        rows = rows.filter(mark=mark)
    ended = rows.delete()[0]
    if ended:
        record("account.sessions_ended", user.actor, by=by, now=now, body={"number": ended})
    return ended


class EndSilentSessions:
    """Middleware: ends the session of whoever was away too long, before anything asks who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            self.look(request, int(time.time()))
        return self.get_response(request)

    def look(self, request: HttpRequest, now: int) -> None:
        session = request.session
        since, seen = session.get(SINCE, 0), session.get(SEEN, 0)
        if _is_over(request, since, now - seen, now):
            logout(request)
            request.half_way = None  # type: ignore[attr-defined]
            messages.info(request, _("Sesi Anda sudah berakhir. Masuk lagi untuk melanjutkan."))
        elif now - seen >= NOTED_EVERY:
            session[SEEN] = now


def _is_over(request: HttpRequest, since: int, silence: int, now: int) -> bool:
    if now - since > settings.SESSION_COOKIE_AGE:
        return True
    person = person_at(request)
    if person is None:
        return False  # the account was closed, or its password changed
    if half_way(request) and now - since > HALF_WAY_SECONDS:
        return True
    ended = person.sessions_end_at
    if ended is not None and since <= ended.timestamp():
        return True
    shortest = 60 * min(settings.SESSION_IDLE_MINUTES, settings.SESSION_IDLE_MINUTES_PATIENT)
    return silence > shortest and silence > idle_seconds(person)
