"""Contact sheets: pages as people see them, written into the ignored folder `screenshots/<role>/<screen>-<state>-<width>.png`.

def test_the_desk(visit, shot):
    page = visit(scene.dinas_operator, "/dinas/")
    shot(page, "dinas", "D2")
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from awards.models import Edition
from ikm.models import PhotoSlot
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.demo.season.photos import VARIANTS, picture
from ovop_portal.demo.season.scale import Scale
from ovop_portal.demo.season.stages import Making, make_single
from ovop_portal.documents.examining import Examined, examine
from ovop_portal.documents.models import Document
from ovop_portal.documents.operations import store
from tests.accounts.factories import SYSTEM
from tests.scene import Scene

FOLDER = Path(settings.BASE_DIR) / "screenshots"
# The pictures of the README, by name: file and width. Written only when asked for (`make screenshots README=1`), since they stand in the repository.
README_FOLDER = Path(settings.BASE_DIR) / "docs" / "images"
README_SHOTS = {
    "status": ("status-360.png", 360),
    "jury": ("jury-1280.png", 1280),
    "dinas": ("dinas-1280.png", 1280),
    "catalogue": ("catalogue-1280.png", 1280),
    "home": ("home-1280.png", 1280),
    "desk": ("desk-1280.png", 1280),
}
# Those of the guides, by screen.
GUIDE_SHOTS = {
    **{
        screen: (f"panduan/{screen}-1280.png", 1280)
        for screen in ("orang", "undangan", "kantor", "juri", "ganti-juri", "jadwal", "orang-kantor")
    },
    "diundang": ("panduan/diundang-360.png", 360),
}
PHONE, TABLET, OFFICE = 360, 820, 1280
HEIGHTS = {PHONE: 780, TABLET: 1180, OFFICE: 900}

Visit = Callable[..., Page]
Shot = Callable[..., None]


@lru_cache
def _drawn(commodity: str, slot: PhotoSlot, variant: int) -> Examined:
    return examine(SimpleUploadedFile("foto.jpg", picture(commodity, slot, variant), "image/jpeg"))


@pytest.fixture(autouse=True)
def _photos_of_the_craft(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's drawings in place of photos of one colour."""
    turn = itertools.count()

    def photos(scene: Scene) -> dict[PhotoSlot, Document]:
        drawn = {slot: _drawn(scene.commodity.pk, slot, next(turn) % VARIANTS[slot]) for slot in PhotoSlot}
        return {slot: store(picture, kind="ikm.photo", by=SYSTEM, now=scene.now) for slot, picture in drawn.items()}

    monkeypatch.setattr(Scene, "photos", photos)


def season(stage: str, proposed: int = 40) -> Edition:
    """A season of fictional firms that has come to `stage`, with its own people."""
    call_command("load_reference", verbosity=0)
    return make_single(Making(Scale.of(proposed), 2024, day_in_wib(now())), now().year, stage)


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
        page: Page,
        role: str,
        screen: str,
        state: str = "",
        *,
        widths: tuple[int, ...] = (PHONE, OFFICE),
        readme: tuple[str, int] | None = None,
    ) -> None:
        folder = FOLDER / role
        folder.mkdir(parents=True, exist_ok=True)
        for width in widths:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{'-'.join(filter(None, [screen, state]))}-{width}.png", full_page=True)
            if readme is not None and readme[1] == width and os.environ.get("README"):
                picture = README_FOLDER / readme[0]
                picture.parent.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=picture)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{screen} {state} scrolls sideways by {wide} px at {width}"

    return write


@pytest.fixture(scope="session", autouse=True)
def _contact_sheets() -> Iterator[None]:
    """When all pages are taken: one picture for each role and width with every screen side by side."""
    yield
    for role in sorted(path for path in FOLDER.glob("*") if path.is_dir()):
        for width in HEIGHTS:
            pages = sorted(page for page in role.glob(f"*-{width}.png") if not page.name.startswith("_"))
            if pages:
                _contact_sheet(pages, width).save(role / f"_lembar-{width}.png")


def _contact_sheet(pages: list[Path], width: int) -> Image.Image:
    column, height, gap = 300, 640 if width == PHONE else 420, 12
    across = 6 if width == PHONE else 4
    sheet = Image.new(
        "RGB", (across * (column + gap) + gap, -(-len(pages) // across) * (height + gap) + gap), "#837A70"
    )
    for place, path in enumerate(pages):
        with Image.open(path) as page:
            small = page.convert("RGB").crop((0, 0, page.width, min(page.height, round(page.width * height / column))))
            small.thumbnail((column, height))
        sheet.paste(small, (gap + place % across * (column + gap), gap + place // across * (height + gap)))
    return sheet
