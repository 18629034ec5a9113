from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings

from ovop_portal.ledger import apps
from tests.support.owner import owner_connection


@pytest.fixture
def hours_of_the_database(transactional_db: None) -> Iterator[None]:
    """The doors of the journal take no other hour, as in production."""
    said = {"using": "default", "plan": []}
    with owner_connection() as owner, pytest.MonkeyPatch.context() as patch:
        patch.setattr(apps, "connections", {"default": owner})
        patch.setattr(settings, "LEDGER_TOLERANCE", timedelta(minutes=15))
        apps.set_tolerance(**said)
        try:
            yield
        finally:
            patch.setattr(settings, "LEDGER_TOLERANCE", None)
            apps.set_tolerance(**said)
