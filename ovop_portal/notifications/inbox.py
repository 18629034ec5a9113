"""How many notices wait, for whoever prints it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from ovop_portal.notifications.models import Notice


def unread(user: Any) -> Callable[[], int]:
    """The number of the user's unread notices, as a function that templates call by printing it: a page that does not print it pays no query."""

    @cache
    def count() -> int:
        return Notice.objects.filter(recipient=user).unread().count() if user.is_authenticated else 0

    return count
