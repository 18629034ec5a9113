"""The public pages of an award in a browser: readable for everybody, and nothing in them that the policy of the page forbids or a browser runs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

from awards.states import NominationState as S
from ovop_portal.common.clock import now
from tests.awards.editions import publish
from tests.scene import Scene
from tests.support.accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)


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
        found[path] = faults(page)
        if path == paths[0]:
            data = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
            assert data["name"] == "Gringsing </script> Cemplong"
            assert page.locator("h1").inner_text() == "Gringsing </script> Cemplong"
    window.close()

    assert found == {path: [] for path in paths}
    assert said == []
