"""Sessions in a table of our own: Django's, with columns that say whose they are, so that people see where their account is open and can close it there.

Named in `SESSION_ENGINE`. No address of a network is kept: the security log knows it for as long as the log lives.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from ovop_portal.accounts.models import OpenSession

# What the sessions of the signed-in note of themselves (`sessions.begin`).
SINCE, SEEN, MARK, BROWSER = "sejak", "terlihat", "tanda", "peramban"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        if SESSION_KEY in data and MARK in data:
            row.user_id, row.mark, row.browser = int(data[SESSION_KEY]), data[MARK], data[BROWSER]
            row.began_at, row.seen_at = (datetime.fromtimestamp(data[name], UTC) for name in (SINCE, SEEN))
        return row
