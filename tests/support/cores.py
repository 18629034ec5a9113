"""The whole suite runs in as many processes as there are cores, each with a database and a folder of its own.

A file stays together, because its fixtures are made once for it; only its browser tests may go elsewhere, since every process keeps them for its end
(see `tests/support/browser.py`).
"""

from __future__ import annotations

import pytest

from tests.support.browser import wants_browser


def pytest_itemcollected(item: pytest.Item) -> None:
    kind = "browser" if wants_browser(item) else "quick"
    item.add_marker(pytest.mark.xdist_group(f"{item.location[0]}:{kind}"))
