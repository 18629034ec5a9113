"""A juror's device where the net is bad: what was answered on it reaches the server once, and nobody's answer is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from assessments.models import Score, ScoreEvent, Scoresheet
from assessments.rubric.questionnaire import Question, questions
from awards.states import NominationState as S
from ovop_portal.common import clock
from tests.accounts.factories import PASSWORD
from tests.journeys.people import Visitor
from tests.scene import Scene, sheets_for_sending

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

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
        visitor = Visitor.at(browser, portal, seen={*LOOKED_AT_ELSEWHERE})
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


def test_what_was_just_changed_is_not_called_stored_on_the_server(device: Open) -> None:
    page = device().page
    answer(page, 0, 1)
    says(page, "server")

    answer(page, 1, 2)

    assert page.locator("[data-sync]").get_attribute("data-state") == "device"


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

    page.route("**/nilai/?*", lose_the_answer)
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
    with page.expect_response("**/nilai/?*"):
        answer(page, 1, 1)
    says(page, "refused")

    criterion(page, 0).locator("textarea, input[type=text]").fill("Contoh tidak tiba")
    says(page, "server")

    assert sorted(Score.objects.filter(sheet=sheet).values_list("cannot_assess", "note")) == [
        (False, ""),
        (True, "Contoh tidak tiba"),
    ]


# --- Two tabs of one sheet ----------------------------------------------------------------------------------------------


def test_what_two_tabs_keep_without_a_net_both_reaches_the_server(device: Open, sheet: Scoresheet) -> None:
    first = device().page
    window, address = first.context, first.url
    second = window.new_page()
    second.goto(address)
    window.set_offline(True)
    answer(first, 0, 1)
    says(first, "waiting")
    answer(second, 1, 2)
    says(second, "waiting")
    expect(second.locator("[data-sync]")).to_contain_text("2 perubahan")
    first.close()
    second.close()

    window.set_offline(False)
    later = window.new_page()
    later.goto(address)
    says(later, "server")

    form = questions_of(sheet)
    assert dict(Score.objects.filter(sheet=sheet).values_list("criterion_id", "points")) == {
        form[0].pk: form[0].levels[1].points,
        form[1].pk: form[1].levels[2].points,
    }


def test_the_newest_answer_of_two_tabs_counts_and_both_show_it(device: Open, sheet: Scoresheet) -> None:
    first = device().page
    second = first.context.new_page()
    second.goto(first.url)
    answer(first, 0, 1)
    expect(criterion(second, 0).get_by_role("radio").nth(1)).to_be_checked()
    stored(first, sheet, 1)
    answer(second, 0, 2)
    expect(criterion(first, 0).get_by_role("radio").nth(2)).to_be_checked()
    stored(second, sheet, 2)

    expect(first.locator(".compare")).to_have_count(0)
    expect(second.locator(".compare")).to_have_count(0)


def stored(page: Page, sheet: Scoresheet, level: int) -> None:
    """Wait until the server has just this level of the first criterion; either tab may have sent it."""
    wanted = [questions_of(sheet)[0].levels[level].points]
    for _turn in range(PATIENCE // 200):
        if list(Score.objects.filter(sheet=sheet).values_list("points", flat=True)) == wanted:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"the server has not {wanted}")


def test_saving_one_criterion_does_not_make_another_device_s_unseen_answer_old(device: Open, sheet: Scoresheet) -> None:
    tablet, laptop = device().page, device().page
    answer(tablet, 1, 2)
    says(tablet, "server")
    # The laptop's page still shows no answer there; its own save of something else does not show it.
    answer(laptop, 0, 1)
    says(laptop, "server")
    answer(laptop, 1, 0)
    says(laptop, "conflict")

    expect(criterion(laptop, 1).locator(".compare button")).to_have_count(2)
    assert (
        Score.objects.get(sheet=sheet, criterion=questions_of(sheet)[1].pk).points
        == questions_of(sheet)[1].levels[2].points
    )


# --- Keys ---------------------------------------------------------------------------------------------------------------


def test_a_key_gives_the_points_that_it_names_and_one_without_a_use_says_so(device: Open, sheet: Scoresheet) -> None:
    page = device().page
    place = next(
        n
        for n, question in enumerate(questions_of(sheet))
        if [level.value for level in question.levels] == ["1", "3", "5"]
    )
    options = criterion(page, place).locator("label.opt:has(kbd)")
    caps = options.locator("kbd").all_text_contents()
    points = [words.split()[0] for words in options.locator(".points").all_text_contents()]
    assert caps == points == ["1", "3", "5"]

    criterion(page, place).get_by_role("radio").first.focus()
    page.keyboard.press("2")
    expect(page.locator("[data-sync]")).to_have_text("Tombol 2 tidak dipakai pada kriteria ini")
    expect(criterion(page, place).locator("input:checked")).to_have_count(0)
    page.keyboard.press("3")
    expect(criterion(page, place).locator("input:checked")).to_have_value("3")
    expect(criterion(page, place).locator("input:checked")).to_be_focused()
    says(page, "server")

    assert [score.points for score in Score.objects.filter(sheet=sheet)] == [3]


def questions_of(sheet: Scoresheet) -> tuple[Question, ...]:
    nomination = sheet.entry.nomination
    return tuple(questions(nomination.edition.plan.rubric_id, nomination.product.commodity_group_id))
