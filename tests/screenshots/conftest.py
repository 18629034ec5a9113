"""Contact sheets: pages as people see them, written into the ignored folder `screenshots/<role>/<screen>-<state>-<width>.png`.

def test_the_desk(visit, shot):
    page = visit(scene.dinas_operator, "/dinas/")
    shot(page, "dinas", "D2")
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

FOLDER = Path(settings.BASE_DIR) / "screenshots"
PHONE, TABLET, OFFICE = 360, 820, 1280
HEIGHTS = {PHONE: 780, TABLET: 1180, OFFICE: 900}

Visit = Callable[..., Page]
Shot = Callable[..., None]


@pytest.fixture
def visit(context: BrowserContext, live_server: Any) -> Visit:
    """Open an address of the portal as `user` (None: a stranger)."""

    def open_page(user: Any, path: str) -> Page:
        context.clear_cookies()
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.pages[0] if context.pages else context.new_page()
        page.goto(live_server.url + path)
        return page

    return open_page


@pytest.fixture
def shot() -> Shot:
    """Write the page as it stands at each width: the whole of it, without sideways scroll."""

    def write(
        page: Page, role: str, screen: str, state: str = "", *, widths: tuple[int, ...] = (PHONE, OFFICE)
    ) -> None:
        folder = FOLDER / role
        folder.mkdir(parents=True, exist_ok=True)
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{'-'.join(filter(None, [screen, state]))}-{width}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{screen} {state} scrolls sideways by {wide} px at {width}"

    return write
