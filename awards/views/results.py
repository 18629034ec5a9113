"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def holders(request: HttpRequest, year: int) -> HttpResponse:
    raise Http404

@signed_in
def determination(request: HttpRequest, year: int) -> HttpResponse:
    raise Http404

@signed_in
def publication(request: HttpRequest, year: int) -> HttpResponse:
    raise Http404
