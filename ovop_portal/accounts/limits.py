"""How often a door may be knocked at: counted in the cache for each address, and for each name that is asked for. The counting is allauth's."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def within_limits(request: HttpRequest, action: str, rates: str, *, key: str = "") -> bool:
    """Count one try at `action` and say whether it is still allowed. `rates` as allauth writes them: "30/h/ip,5/10m/key"."""
    used = ratelimit.consume(
        request, app="portal", action=action, config={action: rates}, key=key.lower(), limit_get=True
    )
    return used is not None
