"""The whole suite runs in one process more than there are cores, each with a database and a folder of its own.

A file stays together, because its fixtures are made once for it; only its browser tests may go elsewhere, since every process keeps them for its end
(see `tests/support/browser.py`). They wait more than they work: one process begins with them and does nothing else, so that they are done while the others
keep the cores busy. Files that take long begin first, so that no core waits for one of them at the end.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.support.browser import wants_browser

IN_THE_BROWSER = " in the browser"


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        # The browser's name stands in the name of each of its tests, and nothing else of a test comes to this process.
        return nodeid.partition("::")[0] + (IN_THE_BROWSER if "[chromium" in nodeid else "")

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Work of the node's own kind before any other. What has seen the browser can do nothing else afterwards."""
        browsing = len(self.nodes) > 2 and node is self.nodes[-1]
        own = [scope for scope in self.workqueue if scope.endswith(IN_THE_BROWSER) == browsing]
        if own:
            self.workqueue.move_to_end(own[0], last=False)
        elif browsing:
            node.shutdown()
            return
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: (wants_browser(item), item.get_closest_marker("long") is None))
