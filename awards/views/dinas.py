"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse

from ovop_portal.common.policies import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def new_candidate(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def new_sentra(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def review(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404

@signed_in
def endorsements(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def new_endorsement(request: HttpRequest) -> HttpResponse:
    raise Http404

@signed_in
def endorsement(request: HttpRequest, uuid: object) -> HttpResponse:
    raise Http404

@signed_in
def submit(request: HttpRequest, uuid: object) -> HttpResponse:
    raise Http404
