"""How many notices wait, for whoever prints it."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.db.models import Count, Q

from ovop_portal.accounts.models import User
from ovop_portal.notifications.models import Notice


class Counts(NamedTuple):
    """How many notices somebody has, and how many of them wait."""

    all: int
    unread: int


def counts(user: User) -> Counts:
    """Both numbers in one statement, for the inbox."""
    own = Notice.objects.filter(recipient=user)
    return Counts(**own.aggregate(all=Count("pk"), unread=Count("pk", filter=Q(read_at__isnull=True))))


def unread(user: User) -> Callable[[], int]:
    """The number of the user's unread notices, as a function that templates call by printing it: a page that does not print it pays no query."""

    @cache
    def count() -> int:
        return Notice.objects.filter(recipient=user).unread().count() if user.is_authenticated else 0

    return count
