"""The whole suite runs in as many processes as there are cores, each with a database and a folder of its own.

A file stays together, because its fixtures are made once for it; only its browser tests may go elsewhere, since every process keeps them for its end
(see `tests/support/browser.py`). Files that take long begin first, so that no core waits for one of them at the end.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.support.browser import wants_browser


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        # The browser's name stands in the name of each of its tests, and nothing else of a test comes to this process.
        return nodeid.partition("::")[0] + (" in the browser" if "[chromium" in nodeid else "")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: (wants_browser(item), item.get_closest_marker("long") is None))
