"""The public pages of an award in a browser: readable for everybody, and nothing in them that the policy of the page forbids or a browser runs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from awards.states import NominationState as S
from ovop_portal.common.clock import now
from tests.awards.editions import publish
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)
AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.mark.parametrize("width", [360, 1280])
def test_what_the_public_reads_breaks_no_rule(browser: Browser, live_server: Any, width: int) -> None:
    scene = Scene.begin(now())
    nomination = scene.at(S.IN_ASSESSMENT, "Gringsing </script> Cemplong")
    publish(scene, {nomination: 2})
    window = browser.new_context(base_url=live_server.url, locale="id-ID", viewport={"width": width, "height": 800})
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    paths = [
        f"/produk/x-{nomination.product_id}/",
        f"/v/{nomination.award.code}/",
        "/katalog/?provinsi=51&kabupaten=51.07&q=tenun",
        "/katalog/?q=songket",
    ]
    found = {}
    for path in paths:
        page.goto(path)
        found[path] = [violation["id"] for violation in Axe().run(page, options=AXE_RULES).response["violations"]]
        if path == paths[0]:
            data = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
            assert data["name"] == "Gringsing </script> Cemplong"
            assert page.locator("h1").inner_text() == "Gringsing </script> Cemplong"
    window.close()

    assert found == {path: [] for path in paths}
    assert said == []
