"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def catalogue(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def product(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    raise Http404

@signed_in
def verify(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404

@signed_in
def verify_lookup(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404

@signed_in
def figures(request: HttpRequest) -> HttpResponse:
    raise Http404
