from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.support import doors


@pytest.fixture
def hours_of_the_database(transactional_db: None) -> Iterator[None]:
    """The doors of the journal take no other hour, as in production."""
    with doors.told(LEDGER_TOLERANCE=timedelta(minutes=15)):
        yield
