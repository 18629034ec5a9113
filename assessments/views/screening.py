"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def file(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404
