"""The request of a page that asks for signing in, for type checkers: its user is one of ours."""

from django.http import HttpRequest

from ovop_portal.accounts.models import User


class SignedIn(HttpRequest):
    """What views behind `allow` and `signed_in` get."""

    user: User
