"""What was typed and has not reached the server: it stays on the page without a net, and on the device for its account until the server has it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect

from awards.models import Nomination
from ikm import operations as firms
from ikm.models import PermitKind, Product
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from tests.awards.owners import bare, path
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)
SAVE = "button[name=kembali]"
STORY = "Nenek memulai tenun ini pada tahun 1952.\n\nBenangnya dipintal sendiri."
OFFER = "[data-tawaran]"
HOLD = "Tidak ada sambungan. Isian Anda tetap di sini"
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('isian:'))"


@pytest.fixture
def scene() -> Scene:
    return Scene.begin(now())


@pytest.fixture
def draft(scene: Scene) -> Nomination:
    return bare(scene)


@pytest.fixture
def device(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    window = browser.new_context(
        base_url=live_server.url, locale="id-ID", reduced_motion="reduce", viewport={"width": 360, "height": 740}
    )
    yield window
    window.close()


@pytest.fixture
def enter(device: BrowserContext, live_server: Any) -> Callable[[User], None]:
    """Somebody's session on the device, in the place of the one that was there."""

    def entered(user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        device.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return entered


@pytest.fixture
def page(device: BrowserContext, enter: Callable[[User], None], scene: Scene) -> Page:
    enter(scene.owner)
    return device.new_page()


def type_story(page: Page, draft: Nomination, story: str = STORY) -> None:
    page.goto(path(draft, "cerita"))
    page.fill("#id_story", story)


def come_back(page: Page, draft: Nomination) -> None:
    """The page is left by a link in its head, and opened anew."""
    page.goto("/")
    page.goto(path(draft, "cerita"))


def saved(draft: Nomination) -> str:
    return Product.objects.get(pk=draft.product_id).story


def test_a_form_that_is_sent_without_a_net_stays_with_its_words_and_goes_once_it_is_back(
    page: Page, draft: Nomination
) -> None:
    type_story(page, draft)
    page.context.set_offline(True)
    page.click(SAVE)
    expect(page.get_by_role("alert").filter(has_text=HOLD)).to_be_visible()
    assert page.input_value("#id_story") == STORY

    page.context.set_offline(False)
    page.click(SAVE)
    page.wait_for_url(f"**{path(draft)}")
    assert saved(draft) == STORY
    page.goto(path(draft, "cerita"))
    expect(page.locator(OFFER)).to_have_count(0)
    assert page.evaluate(KEPT) == []


def test_the_notice_of_a_lost_net_goes_when_the_net_is_back_and_says_so(page: Page, draft: Nomination) -> None:
    page.clock.install()
    type_story(page, draft)
    page.context.set_offline(True)
    page.click(SAVE)
    notice, back = page.get_by_text(HOLD), page.get_by_text("Sambungan sudah kembali. Kirim sekarang.")
    expect(notice).to_be_visible()

    page.context.set_offline(False)
    expect(back).to_be_visible()
    expect(notice).to_have_count(0)
    page.clock.fast_forward("00:11")
    expect(back).to_have_count(0)
    assert page.input_value("#id_story") == STORY


def test_a_net_that_comes_back_unannounced_is_noticed_too(page: Page, draft: Nomination) -> None:
    page.clock.install()
    type_story(page, draft)
    page.clock.fast_forward("02:00")
    page.route("**/health/live", lambda route: route.abort())
    page.click(SAVE)
    expect(page.get_by_text(HOLD)).to_be_visible()

    page.unroute("**/health/live")
    page.clock.fast_forward("00:06")
    expect(page.get_by_text("Sambungan sudah kembali. Kirim sekarang.")).to_be_visible()
    expect(page.get_by_text(HOLD)).to_have_count(0)


def test_a_net_that_only_seems_to_be_there_is_asked_after_a_while(page: Page, draft: Nomination) -> None:
    page.clock.install()
    type_story(page, draft)
    page.clock.fast_forward("02:00")
    page.route("**/health/live", lambda route: route.abort())
    page.click(SAVE)
    expect(page.get_by_text(HOLD)).to_be_visible()
    assert saved(draft) == ""

    page.unroute("**/health/live")
    page.click(SAVE)
    page.wait_for_url(f"**{path(draft)}")
    assert saved(draft) == STORY


def test_text_that_was_left_unsent_is_offered_again_and_used(page: Page, draft: Nomination) -> None:
    type_story(page, draft)
    come_back(page, draft)
    assert page.input_value("#id_story") == ""
    page.get_by_role("button", name="Pakai").click()
    assert page.input_value("#id_story") == STORY
    expect(page.locator(OFFER)).to_have_count(0)

    page.click(SAVE)
    page.wait_for_url(f"**{path(draft)}")
    assert saved(draft) == STORY
    page.goto(path(draft, "cerita"))
    expect(page.locator(OFFER)).to_have_count(0)


def test_text_that_is_thrown_away_is_not_offered_again(page: Page, draft: Nomination) -> None:
    type_story(page, draft)
    come_back(page, draft)
    page.get_by_role("button", name="Buang").click()
    assert page.evaluate(KEPT) == []
    come_back(page, draft)
    expect(page.locator(OFFER)).to_have_count(0)


def test_text_that_the_server_refused_is_not_taken_for_saved(page: Page, draft: Nomination) -> None:
    type_story(page, draft, "Panjang sekali. " * 1000)
    page.click(SAVE)
    page.locator(".has-error #id_story").wait_for()
    expect(page.locator(OFFER)).to_have_count(0)
    come_back(page, draft)
    page.get_by_role("button", name="Pakai").click()
    assert page.input_value("#id_story") == "Panjang sekali. " * 1000


def test_text_whose_answer_was_lost_is_known_again_as_saved(page: Page, draft: Nomination) -> None:
    def taken_but_unanswered(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    type_story(page, draft)
    page.route(f"**{path(draft, 'cerita')}", taken_but_unanswered)
    page.click(SAVE)
    page.wait_for_url("chrome-error://**")
    page.unroute(f"**{path(draft, 'cerita')}")
    page.goto(path(draft, "cerita"))
    assert page.input_value("#id_story") == STORY
    expect(page.locator(OFFER)).to_have_count(0)


def test_choices_come_back_with_the_text(page: Page, draft: Nomination) -> None:
    page.goto(path(draft, "lokasi"))
    fields = page.evaluate(
        """() => {
            const form = document.querySelector("[data-isian]").form;
            for (const one of form.elements) {
                if (one.type === "text") one.value = "12";
                else if (one.type === "textarea") one.value = "Ditenun tangan";
                else if (one.type === "radio" || one.type === "checkbox") one.checked = true;
                else if (one.tagName === "SELECT") one.selectedIndex = one.options.length - 1;
                one.dispatchEvent(new Event("change", { bubbles: true }));
            }
            return [...new FormData(form)].filter(([name]) => !/kunci|versi|csrf/.test(name));
        }"""
    )
    page.goto("/")
    page.goto(path(draft, "lokasi"))
    page.get_by_role("button", name="Pakai").click()
    again = page.evaluate("[...new FormData(document.querySelector('[data-isian]').form)]")
    assert [one for one in again if one[0] in dict(fields)] == fields


def test_nobody_else_on_the_device_is_shown_what_one_account_typed(
    page: Page, scene: Scene, enter: Callable[[User], None], draft: Nomination
) -> None:
    type_story(page, draft)
    enter(scene.dinas_operator)
    page.goto(path(draft, "cerita"))
    expect(page.locator("[data-isian]")).not_to_have_count(0)
    expect(page.locator(OFFER)).to_have_count(0)

    enter(scene.owner)
    page.goto(path(draft, "cerita"))
    expect(page.locator(OFFER)).to_be_visible()


def test_signing_out_takes_along_what_the_device_kept(page: Page, draft: Nomination) -> None:
    type_story(page, draft)
    assert len(page.evaluate(KEPT)) == 1
    page.goto("/keluar/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/")
    assert page.evaluate(KEPT) == []


def test_another_tab_keeps_nothing_after_the_account_signed_out(
    page: Page, enter: Callable[[User], None], scene: Scene, draft: Nomination
) -> None:
    other = page.context.new_page()
    type_story(other, draft)
    page.goto("/keluar/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/")
    other.locator("#id_story").press_sequentially(" Masih di layar.")
    assert page.evaluate(KEPT) == []

    enter(scene.owner)
    type_story(page, draft)
    assert len(page.evaluate(KEPT)) == 1


def test_after_a_day_it_is_forgotten(page: Page, draft: Nomination) -> None:
    page.clock.install()
    type_story(page, draft)
    page.goto("/")
    page.clock.fast_forward("24:00:01")
    page.goto(path(draft, "cerita"))
    expect(page.locator(OFFER)).to_have_count(0)
    assert page.evaluate(KEPT) == []


def test_of_a_stranger_nothing_is_kept_and_leaving_is_asked_about(device: BrowserContext, scene: Scene) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page = device.new_page()
    page.on("dialog", stay)
    place = f"&provinsi={scene.regency.province_id}&daerah={scene.regency.pk}"
    page.goto(f"/daftar/akun/?komoditi=kain_tenun&sentra=tidak_tahu{place}&nib=ya")
    page.locator("#id_nama").press_sequentially("Made Uji")
    page.locator("#id_sandi").press_sequentially("rumput-laut-9931-k")
    page.evaluate("location.assign('/')")
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert page.input_value("#id_nama") == "Made Uji"
    assert page.evaluate("localStorage.length") == 0


def test_identity_numbers_stay_out_of_the_device(page: Page, draft: Nomination) -> None:
    page.goto(path(draft, "legalitas"))
    page.fill("#id_nib", "9120 0012 3456 7")
    page.fill("#id_npwp", "09.254.294.3-407.000")
    page.fill("#id_siinas_account", "tenun-ayu")
    [kept] = page.evaluate(f"{KEPT}.map(name => localStorage[name])")
    assert json.loads(kept)["fields"] == {"siinas_account": ["tenun-ayu"]}


def test_the_number_of_a_paper_stays_out_of_the_device_also_where_the_address_names_it(
    page: Page, scene: Scene, draft: Nomination
) -> None:
    page.goto(path(draft, "sertifikat") + "?isi=lain")
    page.fill("#id_number", "IDM000123456")
    assert page.evaluate(KEPT) == []

    firms.add_permit(
        draft.ikm, PermitKind.NIB, number="9120001234567", issued_on=None, valid_until=None, document=None,
        by=scene.owner, now=scene.now,
    )  # fmt: skip
    page.goto(path(draft, "sertifikat") + "?jenis=nib&nomor=9120001234567")
    page.fill("#id_issued_on_0", "12")
    assert page.evaluate(KEPT) == []


def test_passwords_stay_out_of_the_device(page: Page, draft: Nomination) -> None:
    page.goto(path(draft, "cerita"))
    page.evaluate(
        """() => {
            const form = document.querySelector("[data-isian]").form;
            for (const [name, type] of [["sandi", "password"], ["berkas", "file"], ["teknik", "text"]]) {
                const control = Object.assign(document.createElement("input"), { name, type });
                if (type !== "file") control.value = "rahasia";
                form.append(control);
                control.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }"""
    )
    [kept] = page.evaluate(f"{KEPT}.map(name => Object.keys(JSON.parse(localStorage[name]).fields))")
    assert kept == ["teknik"]
