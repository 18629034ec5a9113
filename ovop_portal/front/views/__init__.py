"""Pages that join rooms and belong to none."""

from ovop_portal.front.views.audit import audit
from ovop_portal.front.views.errors import csrf_failure, server_error
from ovop_portal.front.views.heads import heads
from ovop_portal.front.views.home import home, start
from ovop_portal.front.views.pages import accessibility, contact, help_page, privacy
from ovop_portal.front.views.province import province

__all__ = [
    "accessibility",
    "audit",
    "contact",
    "csrf_failure",
    "heads",
    "help_page",
    "home",
    "privacy",
    "province",
    "server_error",
    "start",
]
