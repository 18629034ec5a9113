"""How many notices wait, for whoever prints it."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from ovop_portal.accounts.models import User
from ovop_portal.common.prepared import Prepared
from ovop_portal.notifications.models import Notice


class Counts(NamedTuple):
    """How many notices somebody has, and how many of them wait."""

    all: int
    unread: int


def _of(reader: int) -> QuerySet[Notice, Any]:
    """The notices of `reader` as one group, of which there is none where there is no notice."""
    return Notice.objects.filter(recipient=reader).order_by().values("recipient")


# Start pages and the inbox ask these.
_counts = Prepared(
    lambda reader: (
        _of(reader)
        .annotate(all=Count("pk"), waiting=Count("pk", filter=Q(read_at__isnull=True)))
        .values_list("all", "waiting")
    ),
    reader=int,
)
_unread = Prepared(
    lambda reader: _of(reader).filter(read_at__isnull=True).annotate(n=Count("pk")).values_list("n", flat=True),
    reader=int,
)


def counts(user: User) -> Counts:
    """Both numbers in one statement, for the inbox."""
    return next((Counts(*row) for row in _counts(reader=user.pk)), Counts(0, 0))


def unread(user: User) -> Callable[[], int]:
    """The number of the user's unread notices, as a function that templates call by printing it: a page that does not print it pays no query."""

    @cache
    def count() -> int:
        return sum(_unread(reader=user.pk)) if user.is_authenticated else 0

    return count
