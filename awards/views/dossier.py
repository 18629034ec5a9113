"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def owner_home(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def tasks(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404

@signed_in
def check(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404

@signed_in
def sent(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404

@signed_in
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404

@signed_in
def section(request: HttpRequest, number: str, code: str) -> HttpResponse:
    raise Http404
