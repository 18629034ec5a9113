"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def progress(request: HttpRequest, year: int) -> HttpResponse:
    raise Http404

@signed_in
def entry(request: HttpRequest, year: int, code: str) -> HttpResponse:
    raise Http404

@signed_in
def reopen(request: HttpRequest, year: int, code: str, juror: object) -> HttpResponse:
    raise Http404
