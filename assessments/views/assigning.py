"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def assignment(request: HttpRequest, year: int) -> HttpResponse:
    raise Http404

@signed_in
def samples(request: HttpRequest, year: int) -> HttpResponse:
    raise Http404
