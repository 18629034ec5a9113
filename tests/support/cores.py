"""The whole suite runs in as many processes as there are cores, each with a database and a folder of its own.

A file stays together, because its fixtures are made once for it; only its browser tests may go elsewhere, since every process keeps them for its end
(see `tests/support/browser.py`).
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        # The browser's name stands in the name of each of its tests, and nothing else of a test comes to this process.
        return nodeid.partition("::")[0] + (" in the browser" if "[chromium" in nodeid else "")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)
