"""Sessions lie in the database. Every request of the signed-in looks for one, so the statement for it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from ovop_portal.common.prepared import Prepared

_living = Prepared(
    lambda key: Session.objects.filter(session_key=key, expire_date__gt=Now()).values_list("session_data", flat=True),
    key=str,
)


class SessionStore(db.SessionStore):
    """Django's, but for how a session is found."""

    def load(self) -> dict[str, Any]:
        found = _living(key=self.session_key)
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])
