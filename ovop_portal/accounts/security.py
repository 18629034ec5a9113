"""The security log: who signed in, failed or was locked out, what was refused, which files were read.

Each line names the account by its uuid, the address it came from, the page, and the thing by its number or uuid; never a name that was typed, and
nothing of what was read. It is a log and no ledger: it may be thrown away after its time, and no decision rests on it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ovop_portal.accounts.letters import account_changed, second_step_changed, unlinked
from ovop_portal.accounts.limits import address_of
from ovop_portal.accounts.models import User
from ovop_portal.common.logs import SECURITY

log = structlog.get_logger(SECURITY)

# Parts of an address that name a thing and may be logged. Others stay out: a link for a new password holds a secret.
NAMES_OF_THINGS = ("uuid", "number", "year")
PAGES = {"text/html", "application/json", ""}
HIDDEN, REFUSED, LIMITED = 404, 403, 429


def note(event: str, request: HttpRequest | None, account: Any = None, **more: object) -> None:
    """One line. `account` is a user; a stranger where there is none."""
    who = {"account": str(account.uuid)} if isinstance(account, User) else {}
    log.info(event, **who, address=_address(request), **more)


class Watch:
    """Middleware: notes refusals and reads of files when the answer is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        event = _event(request, response)
        if event:
            match = request.resolver_match
            things = {name: match.kwargs[name] for name in NAMES_OF_THINGS if match and name in match.kwargs}
            page = match.view_name if match else ""
            note(event, request, request.user, page=page, method=request.method, status=response.status_code, **things)
        return response


def _event(request: HttpRequest, response: HttpResponseBase) -> str:
    status, match = response.status_code, request.resolver_match
    if status in (REFUSED, LIMITED):
        return "refused" if status == REFUSED else "limited"
    if match is None:
        return ""
    policy = getattr(match.func, "policy", None)
    if status == HIDDEN:
        # A page that is open to everybody says 404 to a mistyped address; only the files behind one of them are protected.
        return "" if policy and policy.is_public and "uuid" not in match.kwargs else "refused"
    is_file = response.headers.get("Content-Type", "").partition(";")[0] not in PAGES
    return "file_read" if status < 300 and is_file and request.user.is_authenticated else ""


@receiver(user_logged_in)
def _signed_in(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    note("signed_in", request, user)


@receiver(user_logged_out)
def _signed_out(sender: object, request: HttpRequest, user: User | None, **_more: object) -> None:
    if user is not None:
        note("signed_out", request, user)


@receiver(account_changed)
def _changed(sender: object, *, user: User, fact: str, **_more: object) -> None:
    note("account_changed", None, user, fact=fact)


@receiver(second_step_changed)
def _step_changed(sender: object, *, user: User, fact: str, **_more: object) -> None:
    note("second_step_changed", None, user, fact=fact)


@receiver(unlinked)
def _unlinked(sender: object, *, user: User, ikm: str, since: datetime, **_more: object) -> None:
    """Between `since` and this line the account could read the firm's file: its `file_read` lines say what it opened."""
    note("firm_unlinked", None, user, ikm=ikm, since=since.isoformat())


def _address(request: HttpRequest | None) -> str:
    return address_of(request) if request is not None and "REMOTE_ADDR" in request.META else ""
