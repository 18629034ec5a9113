"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def start(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def eligibility(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def account(request: HttpRequest) -> HttpResponse:
    raise Http404
