"""The evidence viewer in a browser: a paper is drawn beside the checklist, by the policy that files are served with."""

from __future__ import annotations

import io
import time
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from awards.operations import sending
from awards.states import NominationState as S
from ikm.models import Permit, PermitKind
from ovop_portal.accounts.models import User
from ovop_portal.common import clock
from ovop_portal.documents.operations import store
from tests.accounts.factories import SYSTEM
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)
RED = (255, 0, 0)
PATIENCE = 60  # seconds; the browser starts its own viewer at the first PDF


def a_red_page() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages[0].Contents = pdf.make_stream(b"1 0 0 rg 0 0 595 842 re f")
        pdf.save(out)
    return out.getvalue()


def red_in(page: Page) -> int:
    """How many points of the viewer are of the colour of the paper."""
    picture = Image.open(io.BytesIO(page.locator("iframe[name=bukti]").screenshot())).convert("RGB")
    return sum(number for number, colour in picture.getcolors(picture.width * picture.height) or [] if colour == RED)


def opened(context: BrowserContext, live_server: Any, user: User, address: str) -> Page:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}{address}")
    return page


def test_notes_are_counted_while_they_are_answered_and_their_text_stays_on_the_device(
    context: BrowserContext, live_server: Any
) -> None:
    scene = Scene.begin(clock.now())
    nomination = scene.at(S.WITH_OFFICE)
    sending.return_to_owner(
        [nomination], [("cerita", "Lengkapi"), ("foto", "Gelap")], by=scene.dinas_operator, now=scene.now
    )
    nomination.ikm.owner_links.update(ends_at=scene.now)
    [story, photo] = nomination.remarks.order_by("pk")
    address = f"/dinas/berkas/{nomination.number}/"
    page = opened(context, live_server, scene.dinas_operator, address)
    counter = page.locator("[data-dijawab]")
    expect(counter).to_have_text("0 dari 2 catatan terjawab, semuanya wajib dijawab")

    page.locator(f".asked a[href='#catatan-{story.pk}']").click()
    page.locator(f"#catatan-{story.pk}").get_by_label("Sudah diperbaiki").check()
    expect(counter).to_have_text("1 dari 2 catatan terjawab, semuanya wajib dijawab")
    page.locator(f"#catatan-{story.pk}").get_by_role("link", name="Catatan berikutnya").click()
    page.locator(f"#catatan-{photo.pk}").get_by_label("Tidak setuju, alasannya").check()
    page.locator(f"#catatan-{photo.pk}").get_by_label("Alasan bila tidak setuju").fill("Sudah terang")
    expect(counter).to_have_text("2 dari 2 catatan terjawab, semuanya wajib dijawab")

    # The fields stand apart from their form, and are kept as those within it.
    page.goto(live_server.url)
    page.goto(f"{live_server.url}{address}")
    page.locator("#kirim").get_by_role("button", name="Pakai").click()
    expect(page.locator(f"#id_kirim-alasan_{photo.pk}")).to_have_value("Sudah terang")
    expect(counter).to_have_text("2 dari 2 catatan terjawab, semuanya wajib dijawab")


def test_a_pdf_is_drawn_in_the_viewer_or_handed_over(context: BrowserContext, live_server: Any) -> None:
    scene = Scene.begin(clock.now())
    nomination, red = scene.at(S.WITH_OFFICE), a_red_page()
    paper = store(SimpleUploadedFile("nib.pdf", red, "application/pdf"), kind="ikm.permit", by=SYSTEM, now=scene.now)
    Permit.objects.filter(ikm=nomination.ikm, kind=PermitKind.NIB).update(document=paper)
    page = opened(context, live_server, scene.dinas_operator, "/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}/dinas/berkas/{nomination.number}/")
    chip = page.locator(f"a.chip[href='{paper.url}']")
    if page.evaluate("navigator.pdfViewerEnabled"):
        before = red_in(page)
        chip.click()
        until = time.monotonic() + PATIENCE
        while (drawn := red_in(page)) < 10_000 and time.monotonic() < until:
            page.wait_for_timeout(300)
        assert (before, drawn >= 10_000, said) == (0, True, [])
    else:
        # A browser that draws no PDF hands the file over instead.
        with page.expect_download() as handed_over:
            chip.click()
        assert (handed_over.value.path().read_bytes(), said) == (red, [])
