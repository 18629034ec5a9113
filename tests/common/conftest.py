from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.common.sample import TRIGGERS, Paper
from tests.support.owner import install, owner_connection, uninstall


@pytest.fixture(scope="module")
def _paper_table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The table of `sample.py`, made by the owner as every table is; gone again before another module looks at all guards."""
    with django_db_blocker.unblock(), owner_connection() as owner:
        install(owner, Paper, TRIGGERS)
        yield
        uninstall(owner, Paper)


@pytest.fixture
def papers(_paper_table: None, db: None) -> None:
    """The table, empty; what a test writes is rolled back."""
