"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def go_global(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def cohort(request: HttpRequest, uuid: object) -> HttpResponse:
    raise Http404
