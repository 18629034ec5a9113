"""How many notices wait, for whoever prints it."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from ovop_portal.notifications.models import Notice


def unread(user: Any) -> Any:
    """The number of the user's unread notices. Counted when it is first printed, so that a page that does not show it pays no query."""
    return SimpleLazyObject(
        lambda: Notice.objects.filter(recipient=user).unread().count() if user.is_authenticated else 0
    )
