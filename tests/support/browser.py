"""The browser of the tests: brought once the run turns out to need one, never silently left out."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

import pytest

from ovop_portal.embedded import browser
from ovop_portal.embedded.problems import Problem

WITHOUT = os.environ.get("BROWSER") == "0"
LEFT_OUT = pytest.StashKey[int]()
FOUND = pytest.StashKey[browser.Browser]()
# Chromium looks for its maker's servers at every start; a test speaks to nobody outside.
FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]


def wants_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last: once Playwright has started, its event loop runs in this thread, and Django's asynchronous views refuse to be called
    beside one. BROWSER=0 leaves them out.
    """
    items.sort(key=wants_browser)
    if WITHOUT:
        left_out = [item for item in items if wants_browser(item)]
        items[:] = [item for item in items if not wants_browser(item)]
        config.hook.pytest_deselected(items=left_out)
        config.stash[LEFT_OUT] = len(left_out)


def pytest_collection_finish(session: pytest.Session) -> None:
    """A run with browser tests gets its browser now, or ends with the cure."""
    if session.config.option.collectonly or not any(wants_browser(item) for item in session.items):
        return
    try:
        # The first of several processes brings it; the others wait and find it.
        with browser.lock():
            session.config.stash[FOUND] = browser.find() or browser.fetch(partial(say, session.config))
    except Problem as problem:
        pytest.exit(str(problem), returncode=3)


def say(config: pytest.Config, line: str) -> None:
    """One line for the person who waits, from whichever process brings the browser."""
    with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(line, file=sys.stderr, flush=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process that shares the suite tells the first one how many tests it left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


def pytest_testnodedown(node: Any) -> None:
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if number := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"BROWSER=0: {number} browser tests were left out.")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], pytestconfig: pytest.Config) -> dict[str, Any]:
    found = pytestconfig.stash[FOUND]
    where = {"executable_path": found.executable} if found.executable else {}
    # Else Chromium leaves its caches in the person's home.
    caches = {name: str(browser.CACHES) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    return {**browser_type_launch_args, **where, "args": FLAGS, "env": {**os.environ, **caches}}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Jakarta who is spared animations."""
    return {
        **browser_context_args,
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "reduced_motion": "reduce",
    }
