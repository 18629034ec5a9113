"""Trying the portal out: come in as anybody, and read the mails that it sent."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from ovop_portal.accounts.models import User
from ovop_portal.common.policies import public
from ovop_portal.demo.letters import letter, letters
from ovop_portal.demo.people import BY_KEY


@public
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The list of accounts, to change from one to the other."""
    return render(request, "demo/people.html")


@public
@require_POST
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """Come in as one of the demo's people, without the password; by the same steps as with it."""
    if key not in BY_KEY:
        raise Http404
    user = get_object_or_404(User, email=BY_KEY[key].email, is_active=True)
    logout(request)
    return perform_login(request, user)


@public
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mail_list.html", {"letters": letters()})


@public
@require_safe
def mail(request: HttpRequest, name: str, n: int) -> HttpResponse:
    found = letter(name, n)
    if found is None:
        raise Http404
    return render(request, "demo/mail_detail.html", {"letter": found})
