"""The button "back" of a real browser after a form was sent: other words are a change of their own, and are not lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from awards.models import Nomination
from ikm.models import Product
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from tests.awards.owners import bare, path
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)
SAVE = "button[name=kembali]"


@pytest.fixture
def draft() -> Nomination:
    return bare(Scene.begin(now()))


@pytest.fixture
def page(browser: Browser, live_server: Any, draft: Nomination) -> Iterator[Page]:
    client = Client()
    client.force_login(User.objects.get(owner_links__ikm=draft.ikm_id))
    window = browser.new_context(
        base_url=live_server.url, locale="id-ID", reduced_motion="reduce", viewport={"width": 360, "height": 740}
    )
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    yield window.new_page()
    window.close()


def test_back_after_saving_shows_what_was_saved_and_takes_other_words(page: Page, draft: Nomination) -> None:
    page.goto(path(draft, "cerita"))
    page.fill("#id_story", "Cerita pertama.")
    page.click(SAVE)
    page.wait_for_url(f"**{path(draft)}")

    page.go_back()
    assert page.input_value("#id_story") == "Cerita pertama."
    page.fill("#id_story", "Cerita kedua.")
    page.click(SAVE)
    page.wait_for_url(f"**{path(draft)}")

    assert Product.objects.get(pk=draft.product_id).story == "Cerita kedua."


def test_a_page_that_stayed_open_after_it_was_sent_keeps_its_words_and_says_what_was_taken(
    page: Page, draft: Nomination
) -> None:
    """As in a browser that shows a page from its memory."""
    page.goto(path(draft, "cerita"))
    page.fill("#id_story", "Cerita pertama.")
    page.eval_on_selector(SAVE, "button => { button.form.target = '_blank'; }")
    with page.context.expect_page() as opened:
        page.click(SAVE)
    opened.value.wait_for_url(f"**{path(draft)}")
    opened.value.close()
    page.eval_on_selector(SAVE, "button => { button.form.target = ''; }")

    page.fill("#id_story", "Cerita kedua.")
    page.click(SAVE)
    page.get_by_text("kiriman pertama sudah tersimpan").first.wait_for()
    assert page.input_value("#id_story") == "Cerita kedua."
    ways = page.get_by_role("link", name="Lihat kiriman pertama")
    assert ways.first.get_attribute("href") == path(draft, "cerita")
    page.click(SAVE)
    page.wait_for_url(f"**{path(draft)}")

    assert Product.objects.get(pk=draft.product_id).story == "Cerita kedua."
