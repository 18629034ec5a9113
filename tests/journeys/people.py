"""People at their screens: a browser window for each, the pages they go through, and what is asked of every page."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import faults

PHONE = {"width": 360, "height": 740}
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1280, "height": 900}


@dataclass
class Visitor:
    """One person with a window of their own. Every page they reach is held against the promises of all pages.

    `seen` are the screens that were looked at already: people of one journey share it.
    """

    page: Page
    home: str
    seen: set[str]

    @classmethod
    def at(cls, browser: Browser, home: str, seen: set[str]) -> Visitor:
        window = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce")
        return cls(window.new_page(), home, seen)

    def sign_in(self, who: str, password: str) -> Visitor:
        """Sign in by e-mail or number."""
        self.go("/masuk/")
        self.page.get_by_label("Nomor WhatsApp atau e-mail").fill(who)
        self.page.get_by_label("Kata sandi", exact=True).fill(password)
        self.press("Masuk")
        return self

    def go(self, path: str) -> Visitor:
        """Open a page of the portal and look at it."""
        self.page.goto(self.home + path)
        return self.looks_right()

    def press(self, name: str) -> Visitor:
        """Press the button of this name and look at what comes."""
        # The answer is waited for: who goes elsewhere before it has come breaks off what was pressed.
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        return self.looks_right()

    def follow(self, name: str) -> Visitor:
        """Follow the first link whose name holds these words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        return self.looks_right()

    def fill(self, **fields: str) -> Visitor:
        """Fill fields by their names."""
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']").first.fill(value)
        return self

    def date(self, name: str, day: str, month: str, year: str) -> Visitor:
        """Fill a date of three inputs."""
        for place, value in enumerate((day, month, year)):
            self.page.locator(f"[name='{name}_{place}']").fill(value)
        return self

    def choose(self, name: str, value: str) -> Visitor:
        """Choose a radio button or a box by name and value."""
        self.page.locator(f"input[name='{name}'][value='{value}']").first.check()
        return self

    def sees(self, *words: str) -> Visitor:
        """The page says these words."""
        for text in words:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def sees_not(self, *words: str) -> Visitor:
        """The page does not say these words."""
        for text in words:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def looks_right(self) -> Visitor:
        """No fault page; and where the screen was not looked at before: nothing wider than the window, and nothing that axe finds on a phone or on a desk."""
        page = self.page
        screen = page.locator("main").get_attribute("data-layar")
        assert screen not in {None, "", "400", "404", "500"}, f"{page.url}: {screen}"
        if screen in self.seen:
            return self
        self.seen.add(screen)
        for size in (PHONE, TABLET, DESK):
            page.set_viewport_size(size)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{page.url} is {wide} px too wide at {size['width']}"
            found = [] if size is TABLET else faults(page)
            assert found == [], f"{page.url} at {size['width']}"
        return self
