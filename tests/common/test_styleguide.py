"""The style guide shows every component, in a browser: readable, reached by keys, and open without script."""

from __future__ import annotations

import mimetypes
from pathlib import Path

import pytest
from django.conf import settings

from tests.common.rendering import style_guide
from tests.support.accessibility import faults


def serve(page):
    """Answer the browser from the template and the static folder, under the portal's content security policy."""
    policy = "; ".join(
        f"{name} {' '.join(values)}" for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    )

    def answer(route):
        path = route.request.url.split("ovop.test", 1)[1].split("?")[0]
        if path.startswith("/static/"):
            file = Path(settings.BASE_DIR) / path.lstrip("/")
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
        else:
            route.fulfill(body=style_guide(), content_type="text/html", headers={"Content-Security-Policy": policy})

    page.route("**/*", answer)


@pytest.fixture
def guide(page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    serve(page)
    yield page
    assert complaints == []


@pytest.mark.parametrize("width", [320, 360, 820, 1280])
def test_the_style_guide_is_accessible_and_fits(guide, width):
    guide.set_viewport_size({"width": width, "height": 800})
    guide.goto("http://ovop.test/gaya")
    assert faults(guide) == []
    assert guide.evaluate("document.documentElement.scrollWidth") <= width


def test_the_summary_takes_the_focus_and_leads_to_the_field(guide):
    guide.goto("http://ovop.test/gaya")
    assert guide.evaluate("document.activeElement.id") == "ringkasan"
    guide.get_by_role("link", name="NIB harus 13 angka. Anda mengisi 12 angka").click()
    assert guide.evaluate("document.activeElement.id") == "id_nib"


def test_the_menu_opens_and_closes_by_keys_on_a_phone(guide):
    guide.set_viewport_size({"width": 360, "height": 740})
    guide.goto("http://ovop.test/gaya")
    button = guide.get_by_role("button", name="Menu", exact=True)
    button.focus()
    guide.keyboard.press("Enter")
    assert guide.get_by_role("link", name="Surat dan pengiriman").is_visible()
    guide.keyboard.press("Escape")
    assert not guide.get_by_role("link", name="Surat dan pengiriman").is_visible()
    assert guide.evaluate("document.activeElement.className") == "menu-button"


def test_without_script_menu_and_filters_still_open(browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    serve(page)
    page.goto("http://ovop.test/gaya")
    page.get_by_role("button", name="Menu", exact=True).click()
    assert page.get_by_role("link", name="Surat dan pengiriman").is_visible()
    context.close()


def test_a_chosen_file_is_named_with_its_size(guide):
    guide.goto("http://ovop.test/gaya")
    field = guide.locator("#id_letter")
    field.set_input_files({"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"x" * 340_000})
    assert guide.locator(".file-box", has=field).inner_text() == "Pilih berkas\nsurat.pdf (340 KB)"


def test_a_focused_control_is_never_covered_by_the_dock(guide):
    guide.set_viewport_size({"width": 360, "height": 740})
    guide.goto("http://ovop.test/gaya")
    covered = []
    for _step in range(120):
        guide.keyboard.press("Tab")
        hidden = guide.evaluate(
            """() => {
                const dock = document.querySelector(".dock").getBoundingClientRect();
                const active = document.activeElement;
                if (active === document.body || active.closest(".dock, .foot, .file-box")) return "";
                const box = active.getBoundingClientRect();
                return box.height > 0 && box.top >= dock.top && box.bottom <= dock.bottom ? active.outerHTML : "";
            }"""
        )
        if hidden:
            covered.append(hidden)
    assert covered == []
