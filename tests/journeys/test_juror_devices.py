"""A juror's device where the net is bad: what was answered on it reaches the server once, and nobody's answer is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from assessments.models import Score, ScoreEvent, Scoresheet
from awards.states import NominationState as S
from ovop_portal.common import clock
from tests.journeys.people import Visitor
from tests.scene import PASSWORD, Scene, sheets_for_sending

pytestmark = pytest.mark.django_db(transaction=True)

# An answer goes to the server three seconds after the last change; a lost one again after three more.
PATIENCE = 15_000
# The season's journey holds these screens against the promises of all pages.
LOOKED_AT_ELSEWHERE = {"masuk", "P2", "P3", "P6"}

Open = Callable[[], Visitor]


@pytest.fixture
def sheet() -> Scoresheet:
    scene = Scene.begin(clock.now())
    return sheets_for_sending(scene.at(S.IN_ASSESSMENT)).get(juror__user=scene.juror1)


@pytest.fixture
def device(browser: Browser, portal: str, sheet: Scoresheet) -> Open:
    """A further device of the same juror, with the sheet open."""

    def opened() -> Visitor:
        visitor = Visitor.at(browser, portal)
        visitor.seen.update(LOOKED_AT_ELSEWHERE)
        visitor.sign_in(sheet.juror.user.email or "", PASSWORD)
        return visitor.go(f"/juri/{sheet.entry.nomination.blind_code}/")

    return opened


def criterion(page: Page, place: int) -> Locator:
    return page.locator("[data-criterion]").nth(place)


def answer(page: Page, place: int, level: int) -> None:
    criterion(page, place).get_by_role("radio").nth(level).check()


def says(page: Page, state: str) -> None:
    expect(page.locator("[data-sync]")).to_have_attribute("data-state", state, timeout=PATIENCE)


def test_what_was_answered_without_a_net_is_kept_through_a_closed_page_and_sent_once(
    device: Open, sheet: Scoresheet
) -> None:
    visitor = device()
    page, address = visitor.page, visitor.page.url
    window = page.context
    window.set_offline(True)
    answer(page, 0, 1)
    answer(page, 1, 2)
    says(page, "waiting")
    page.close()

    window.set_offline(False)
    page = window.new_page()
    page.goto(address)
    says(page, "server")

    expect(criterion(page, 0).get_by_role("radio").nth(1)).to_be_checked()
    expect(criterion(page, 1).get_by_role("radio").nth(2)).to_be_checked()
    assert Score.objects.filter(sheet=sheet).count() == 2
    assert ScoreEvent.objects.filter(sheet=sheet).count() == 1


def test_an_answer_that_was_taken_but_not_acknowledged_is_not_doubled(device: Open, sheet: Scoresheet) -> None:
    page = device().page
    lost: list[str | None] = []

    def lose_the_answer(route: Route) -> None:
        lost.append(route.request.post_data)
        if len(lost) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/nilai/", lose_the_answer)
    answer(page, 0, 1)
    says(page, "waiting")
    says(page, "server")

    assert lost[0] == lost[1]
    assert ScoreEvent.objects.filter(sheet=sheet).count() == 1


def test_of_two_devices_neither_overwrites_the_other_and_the_juror_chooses(device: Open, sheet: Scoresheet) -> None:
    tablet, laptop = device().page, device().page
    answer(tablet, 0, 1)
    says(tablet, "server")
    answer(laptop, 0, 2)
    answer(laptop, 1, 2)
    says(laptop, "conflict")
    first, second = criterion(laptop, 0), criterion(laptop, 1)

    expect(first.locator(".compare button")).to_have_count(2)
    expect(second.locator(".compare")).to_have_count(0)
    first.get_by_role("button", name="Di perangkat ini").click()
    says(laptop, "server")

    tablet.reload()
    expect(criterion(tablet, 0).get_by_role("radio").nth(2)).to_be_checked()
    expect(criterion(tablet, 1).get_by_role("radio").nth(2)).to_be_checked()


def test_a_session_that_ended_asks_to_sign_in_and_then_goes_on(device: Open, sheet: Scoresheet) -> None:
    visitor = device()
    page = visitor.page
    page.context.clear_cookies()
    answer(page, 0, 1)
    says(page, "sign-in")

    page.locator("[data-sync]").get_by_role("link").click()
    page.get_by_label("Nomor WhatsApp atau e-mail").fill(sheet.juror.user.email or "")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    visitor.press("Masuk")
    says(page, "server")

    assert Score.objects.filter(sheet=sheet).count() == 1


def test_the_page_s_own_button_waits_for_what_is_under_way(device: Open, sheet: Scoresheet) -> None:
    visitor = device()
    answer(visitor.page, 0, 1)

    visitor.press("Simpan dan periksa")
    expect(visitor.page.locator("main")).to_have_attribute("data-layar", "P6", timeout=PATIENCE)

    assert Score.objects.filter(sheet=sheet).count() == 1
    assert ScoreEvent.objects.filter(sheet=sheet).count() == 1


def test_an_answer_without_its_reason_is_never_called_stored(device: Open, sheet: Scoresheet) -> None:
    page = device().page
    criterion(page, 0).get_by_role("radio").last.check()
    with page.expect_response("**/nilai/"):
        answer(page, 1, 1)
    says(page, "refused")

    criterion(page, 0).locator("textarea, input[type=text]").fill("Contoh tidak tiba")
    says(page, "server")

    assert sorted(Score.objects.filter(sheet=sheet).values_list("cannot_assess", "note")) == [
        (False, ""),
        (True, "Contoh tidak tiba"),
    ]
