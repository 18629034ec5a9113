"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def rubric(request: HttpRequest) -> HttpResponse:
    raise Http404
