"""Who has signed in but not taken the second step is a stranger: to every page, every rule and every middleware behind this one.

It makes no difference how somebody signed in (password, link, invitation): a session remembers whether its account had a second step when it began, and when
the step was last taken. `person_at(request)` is who stands at the door; the few pages that they may open say so (`at_the_door`).

`stepped_up` asks for the step once more before something that cannot be taken back.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ovop_portal.accounts import security, typed
from ovop_portal.accounts.models import User
from ovop_portal.accounts.second_step.factors import has_factor, is_demanded_of
from ovop_portal.common.policies import Policy
from ovop_portal.ledger.acting import acting_for

HAS, TAKEN = "punya_langkah_kedua", "langkah_kedua"
# Where to go after the step.
GOAL = "tujuan"
View = Callable[..., HttpResponseBase]


@receiver(user_logged_in)
def begin(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    """A new signing in: nothing of an earlier one counts."""
    request.session.pop(TAKEN, None)
    request.session[HAS] = has_factor(user)


def stop_half_way(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, right behind Django's own: whoever has not taken the step is nobody yet."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.half_way = None  # type: ignore[attr-defined]
        if owes_the_step(request):
            request.half_way, request.user = request.user, AnonymousUser()  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def owes_the_step(request: HttpRequest) -> bool:
    """Has somebody signed in here who must still take the second step? Nothing is read for those of whom nobody demands one."""
    if SESSION_KEY not in request.session or TAKEN in request.session:
        return False
    has = request.session.get(HAS)
    if has is False and not settings.SECOND_STEP_ROLES:
        return False
    user = request.user
    if not isinstance(user, User):
        return False
    if has is None:  # A session from before there was a second step.
        has = request.session[HAS] = has_factor(user)
    return has or is_demanded_of(user)


def half_way(request: HttpRequest) -> User | None:
    """Who has signed in and not taken the second step."""
    return getattr(request, "half_way", None)


def person_at(request: HttpRequest) -> User | None:
    """Who stands at the door or has come in."""
    return half_way(request) or (request.user if isinstance(request.user, User) else None)


def at_the_door(view: View) -> View:
    """For the pages of the second step: open to whoever has signed in, with the step or without it (`middleware.SignInFirst` lets them pass). The view
    gets the person, in whose name it writes.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = person_at(request)
        if person is None:
            raise PermissionDenied
        with acting_for(lambda: person.actor):
            return view(request, person, *args, **kwargs)

    guarded.policy = Policy()  # type: ignore[attr-defined]
    guarded.opens_half_way = True  # type: ignore[attr-defined]
    return guarded


def come_in(request: HttpRequest, person: User, *, now: datetime) -> str:
    """The step was taken: the session gets a new key and counts as whole. Returns where its user wanted to go."""
    was_half_way = half_way(request) is not None
    request.half_way, request.user = None, person  # type: ignore[attr-defined]
    request.session[TAKEN], request.session[HAS] = math.ceil(now.timestamp()), True
    request.session.cycle_key()
    if was_half_way:
        security.note("second_step_taken", request, person)
    return str(request.session.pop(GOAL, "")) or reverse(settings.LOGIN_REDIRECT_URL)


def way_to_step(request: HttpRequest, person: User, goal: str) -> HttpResponse:
    """To the page where the step is taken, or set up by whoever has none; afterwards to `goal`."""
    request.session[GOAL] = goal
    return redirect("accounts:take_step" if has_factor(person) else "accounts:second_step")


def stepped_up(view: View) -> View:
    """Asks for the second step again where it was taken long ago. What was typed is kept, and shown again afterwards.

    Nobody is asked who has none: who must have one is said by the settings, before any page is opened.
    """
    return _asking(view, lambda request: True)


def stepped_up_when_sent(view: View) -> View:
    """As `stepped_up`, for a page that is also looked at: asked only when its form is sent."""
    return _asking(view, lambda request: request.method == "POST")


def _asking(view: View, asks: Callable[[HttpRequest], bool]) -> View:
    @functools.wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _ask_again(request) if asks(request) and is_stale(request) else view(request, *args, **kwargs)

    guarded.steps_up = True  # type: ignore[attr-defined]
    return guarded


def is_stale(request: HttpRequest) -> bool:
    """Was the second step taken too long ago for what cannot be taken back?"""
    taken = request.session.get(TAKEN)
    return taken is not None and time.time() - taken > 60 * settings.SECOND_STEP_FRESH_MINUTES


def was_put_off(request: HttpRequest) -> bool:
    """Was this request answered by asking for the second step? What it sent was not taken then."""
    return getattr(request, "put_off", False)


def _ask_again(request: HttpRequest) -> HttpResponse:
    request.put_off = True  # type: ignore[attr-defined]
    goal = request.get_full_path()
    try:
        if key := typed.keep(request):
            goal = reverse("accounts:typed", args=[key])
    except (typed.TooLong, typed.NotKept):
        messages.warning(
            request, _("Isian Anda belum dapat disimpan sementara: tekan tombol kembali dan salin dahulu.")
        )
    request.session[GOAL] = goal
    return redirect("accounts:take_step")
