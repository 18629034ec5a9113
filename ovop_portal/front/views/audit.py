"""The trail of decisions: what was decided, when, about what, and under which seal."""

from __future__ import annotations

import rules
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ovop_portal.common.policies import allow
from ovop_portal.documents.models import FileCheck
from ovop_portal.front.proving import last_outcomes
from ovop_portal.front.trail import TrailFilter, read_trail
from ovop_portal.ledger.words import told_kinds


@require_safe
@allow("front.read_audit")
def audit(request: HttpRequest) -> HttpResponse:
    """Newest first; a filter that does not fit is left aside, since it is typed into an address as often as into a field."""
    chosen = TrailFilter.from_query(request.GET)
    # Asked of the rules alone: where they say no, Django would look into tables of its own that grant nothing.
    with_reasons = rules.has_perm("front.read_reasons", request.user)
    for_screener = rules.has_perm("assessments.screen", request.user)
    context = {
        "chosen": chosen,
        "trail": read_trail(chosen, with_reasons=with_reasons, for_screener=for_screener),
        "kinds": sorted(told_kinds().items(), key=lambda kind: str(kind[1])),
        "proofs": last_outcomes(),
        "harmed": FileCheck.objects.harmed()
        .values("condition")
        .annotate(n=Count("pk"), since=Min("since"))
        .order_by("condition"),
    }
    return render(request, "front/audit.html", context)
