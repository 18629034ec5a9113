"""The signed heads of the ledger, for everybody: whoever keeps one can show later that nothing before it was changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ovop_portal.common.policies import public
from ovop_portal.common.shared_pages import shared
from ovop_portal.front.proving import published_heads
from ovop_portal.ledger.signing import public_key


@public
@shared
@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """The heads of the last three months, and the key by which they are signed."""
    return render(request, "front/heads.html", {"heads": published_heads(), "key": public_key().hex()})
