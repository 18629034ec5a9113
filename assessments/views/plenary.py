"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def plenary(request: HttpRequest, year: int) -> HttpResponse:
    raise Http404
