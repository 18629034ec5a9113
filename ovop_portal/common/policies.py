"""Every address says who may come in. A view without a policy is refused by a test, and asks for signing in by middleware in any case.

The decorator answers the first question only: may this person use this page at all? Which rows they see is `visible_to`, and what they may do with one
row is a rule asked in the view with `require`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponseBase]

# A page with a form on it: shown, and sent back to the same address.
page_and_form = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Policy:
    """Who may come in: everybody (`public`), anybody signed in, or who has `permission`."""

    permission: str = ""
    is_public: bool = False


def public(view: View) -> View:
    """Open to everybody."""
    view.policy = Policy(is_public=True)  # type: ignore[attr-defined]
    return login_not_required(view)


def signed_in(view: View) -> View:
    """Open to everybody who has signed in."""
    view.policy = Policy()  # type: ignore[attr-defined]
    return view


def allow(permission: str) -> Callable[[View], View]:
    """Open to those who have `permission` without regard to a row; others get the 403 page."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.policy = Policy(permission=permission)  # type: ignore[attr-defined]
        return guarded

    return decorate


def require(user: Any, permission: str, obj: object) -> None:
    """Ask a rule about one row that the user already sees; raise the 403 page when it says no."""
    if not user.has_perm(permission, obj):
        raise PermissionDenied(permission)
