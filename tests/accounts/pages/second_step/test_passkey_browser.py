"""A passkey in a real browser with an authenticator of its own: made, asked for, and refused where it is not there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ovop_portal.accounts.second_step.factors import factors_of
from tests.accounts.factories import PASSWORD, person

pytestmark = pytest.mark.django_db(transaction=True)


def authenticator(context: BrowserContext, page: Page) -> Any:
    """A finger that is always there."""
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def look(page: Page, name: str) -> None:
    """Nothing stands out on a small telephone. Pictures for whoever wants to see the pages: `LOOK=/a/folder`."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    if folder := os.environ.get("LOOK"):
        for width in (360, 820, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 360, "height": 740})


def test_a_passkey_is_made_by_a_touch_and_signs_in_by_another(page: Page, live_server: Any, settings: Any) -> None:
    base = live_server.url.replace("127.0.0.1", "localhost")
    settings.PORTAL_URL = base
    page.set_viewport_size({"width": 360, "height": 740})
    user = person("Ni Wayan Sari")
    tools, key = authenticator(page.context, page)

    page.goto(f"{base}/masuk/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.goto(f"{base}/akun/langkah-kedua/")
    look(page, "langkah")
    page.get_by_role("link", name="Pasang aplikasi kode").click()
    look(page, "aplikasi")
    page.goto(f"{base}/akun/langkah-kedua/")
    page.get_by_role("link", name="Pasang kunci sandi").click()
    look(page, "kunci")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.get_by_role("heading", name="Kode cadangan", level=1)).to_be_visible()
    look(page, "cadangan")
    page.get_by_role("button", name="Sudah saya catat").click()
    expect(page.get_by_role("link", name="Pasang kunci sandi lain")).to_be_visible()
    assert factors_of(user).count == 1

    page.goto(f"{base}/akun/perangkat/")
    look(page, "perangkat")
    page.goto(f"{base}/keluar/")
    page.get_by_role("main").get_by_role("button", name="Keluar").click()
    page.goto(f"{base}/masuk/?next=/akun/perangkat/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    look(page, "masuk")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_role("heading", name="Perangkat", exact=True, level=1)).to_be_visible()

    page.context.clear_cookies()
    tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    authenticator(page.context, page)
    page.goto(f"{base}/masuk/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_role("alert")).to_contain_text("Kunci sandi tidak jadi dipakai")
