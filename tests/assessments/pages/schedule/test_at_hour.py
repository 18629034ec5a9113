"""Who may do what at one hour: the page says what the verbs do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.models import Scoresheet, TallyRow
from assessments.operations.drafting import draft_edition
from assessments.operations.screening import take_up
from assessments.operations.sheets import missing_for_sending
from assessments.operations.tally import decide_stars
from assessments.pages.schedule.at_hour import DEEDS, AtHour
from awards.models import Edition, Nomination, Window, WindowKind
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ovop_portal.common.clock import WIB, now
from ovop_portal.common.verbs import Refused
from tests.assessments.officers import get, words
from tests.awards.extensions import by_hand, close, more_time
from tests.scene import Scene

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def asked(hour: datetime, **more: Any) -> dict[str, Any]:
    """What a browser sends of the form."""
    local = hour.astimezone(WIB)
    day = {f"tanggal_{place}": part for place, part in enumerate((local.day, local.month, local.year))}
    return day | {"jam": f"{local:%H.%M}"} | more


def answers(response: Any) -> dict[str, bool]:
    return {answer.what: answer.may for answer in response.context["page"].answers}


def is_refused(work: Callable[[], object]) -> bool:
    """Does the verb say that the calendar is against it? What it wrote is taken back."""
    try:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)
    except Refused as refused:
        return "closed" in [item.code for item in refused.missing]
    return False


def test_the_page_says_of_every_hour_what_the_verbs_do(scene: Scene) -> None:
    scene.score(scene.at(S.IN_ASSESSMENT))
    tally = scene.sealed_tally()
    draft, submitted = scene.bring(S.DRAFT, S.SUBMITTED)
    sheet = Scoresheet.objects.select_related("juror", "entry__nomination__product").first()
    related = ("tally__edition__scheme", "tally__star_lines", "entry__nomination__edition__scheme")

    def row() -> TallyRow:
        return TallyRow.objects.select_related(*related).get(tally=tally)

    product = scene.at(S.WITHDRAWN).product
    begins = (now() - timedelta(days=2)).replace(second=0, microsecond=0)
    for place, kind in enumerate(WindowKind.values):
        opens = begins + timedelta(days=place)
        Window.objects.filter(kind=kind).update(opens_at=opens, closes_at=opens + timedelta(days=2))

    def edition() -> Edition:
        return Edition.objects.get(pk=scene.edition.pk)

    verbs: dict[str, Callable[[datetime], object]] = {
        WindowKind.NOMINATION: lambda hour: candidates.open_drafts([product], edition(), by=scene.owner, now=hour),
        WindowKind.SCREENING: lambda hour: take_up([again(submitted)], by=scene.screener, now=hour),
        WindowKind.ASSESSMENT: lambda hour: _demand_sheet(sheet, hour),
        WindowKind.PLENARY: lambda hour: decide_stars([(row(), row().stars, "")], by=scene.secretariat, now=hour),
    }
    for kind in WindowKind.values:
        window = Window.objects.get(kind=kind)
        edges = [window.opens_at - MINUTE, window.opens_at, window.closes_at, window.closes_at + MINUTE]
        for hour, is_open in zip(edges, (False, True, True, False), strict=True):
            page = AtHour(edition(), hour, again(draft))
            said = {answer.may for deed, answer in zip(DEEDS, page.answers[1:], strict=False) if deed.kind == kind}
            assert said == {is_open}, (kind, hour)
            assert is_refused(partial(verbs[kind], hour)) is not is_open, (kind, hour)
            if kind == WindowKind.NOMINATION:
                assert page.answers[0].may is is_open
                send = partial(sending.send_to_office, [again(draft)], by=scene.owner, now=hour)
                assert is_refused(send) is not is_open


def again(nomination: Nomination) -> Nomination:
    """The row as it is now: what a verb wrote before it was taken back stands in the old one."""
    return Nomination.objects.select_related("edition", "product", "ikm", "regency").get(pk=nomination.pk)


def _demand_sheet(sheet: Any, hour: datetime) -> None:
    fresh = Scoresheet.objects.select_related(
        "juror", "entry__nomination__product", "entry__nomination__edition__plan"
    ).get(pk=sheet.pk)
    lacking = [item for items in missing_for_sending([fresh], hour).values() for item in items]
    raise Refused(*lacking)


def test_without_an_hour_it_answers_for_this_one(officer: Client, scene: Scene) -> None:
    response = get(officer, "at_hour")

    assert response.status_code == 200
    said = answers(response)
    assert (said["Mengambil dan membaca berkas"], said["Membaca hasil"], said["Mengubah jadwal"]) == (True, False, True)
    assert reverse("assessments:at_hour", args=[2026]) in get(officer, "schedule").content.decode()


def test_another_hour_says_until_when_or_since_when(officer: Client, scene: Scene) -> None:
    Window.objects.filter(kind=WindowKind.PLENARY).update(opens_at=now() + timedelta(days=50))
    closes = Window.objects.get(kind=WindowKind.SCREENING).closes_at

    page = words(get(officer, "at_hour", **asked(now() + timedelta(days=10))))

    assert "Memutuskan bintang dalam pleno Tidak Dibuka" in page
    assert "Mengambil dan membaca berkas Dapat Sampai" in page
    after = words(get(officer, "at_hour", **asked(closes + MINUTE)))
    assert "Mengambil dan membaca berkas Tidak Ditutup" in after


def test_a_file_with_a_day_of_its_own_is_answered_for_by_itself(officer: Client, scene: Scene) -> None:
    returned, done = scene.bring(S.RETURNED_TO_OFFICE, S.PASSED)
    hour = now() + timedelta(days=3)
    Window.objects.filter(kind=WindowKind.NOMINATION).update(closes_at=now() - timedelta(hours=1))
    Nomination.objects.filter(pk=returned.pk).update(state=S.READY, answer_by=hour + MINUTE)

    response = get(officer, "at_hour", **asked(hour, nomor=returned.number.lower()))

    first, *_rest = response.context["page"].answers
    assert (first.may, first.words.startswith("Batasnya")) == (True, True)
    assert "1 berkas punya batas sendiri" in words(response)
    over = get(officer, "at_hour", **asked(hour + timedelta(hours=1), nomor=returned.number))
    assert over.context["page"].answers[0].may is False
    passed = get(officer, "at_hour", **asked(hour, nomor=done.number))
    assert "tidak menunggu dikirim. Keadaannya: Lolos, menunggu penugasan" in words(passed)


def test_a_region_with_more_time_is_answered_for_as_its_doors_are(officer: Client, scene: Scene) -> None:
    here = scene.at(S.DRAFT)
    product = scene.at(S.WITHDRAWN).product
    close(scene)
    given = more_time(scene)

    for hour, is_open in ((given.closes_at, True), (given.closes_at + MINUTE, False)):
        page = AtHour(scene.edition, hour, again(here))
        [region] = [answer for answer in page.answers if answer.who.endswith(given.whom)]
        assert (page.answers[0].may, page.answers[1].may, region.may) == (is_open, False, is_open)
        edition = Edition.objects.get()
        begin = partial(candidates.open_drafts, [product], edition, by=scene.dinas_operator, now=hour)
        send = partial(sending.send_to_office, [again(here)], by=scene.owner, now=hour)
        assert (is_refused(begin), is_refused(send)) == (not is_open, not is_open)
    assert given.whom in words(get(officer, "at_hour"))


def test_after_the_publication_nothing_is_taken_and_everybody_reads(officer: Client, scene: Scene) -> None:
    scene.award()

    said = answers(get(officer, "at_hour"))

    assert {what for what, may in said.items() if may} == {"Membaca hasil"}
    assert "Hasil sudah diumumkan, jadi tidak ada yang diterima lagi" in words(get(officer, "at_hour"))


@pytest.mark.parametrize("files", [1, 3])
def test_the_page_costs_the_same_with_one_file_and_with_three(
    officer: Client, scene: Scene, django_assert_num_queries: Any, files: int
) -> None:
    scene.bring(*[S.RETURNED_TO_OFFICE] * files)
    for place in (scene.regency, scene.other_regency, scene.regency)[:files]:
        by_hand(scene, regency=place)
    number = scene.at(S.DRAFT).number

    with django_assert_num_queries(11):
        response = get(officer, "at_hour", **asked(now(), nomor=number))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"jam": "27.00"}, "Pukul harus jam yang ada, misalnya 23.59"),
        ({"jam": ""}, "Isi pukul"),
        ({"tanggal_1": "13"}, "Tanggal harus tanggal yang ada"),
        ({"nomor": "OVOP-2026-9999"}, "Tidak ada pengajuan dengan nomor ini"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_at_its_field(
    officer: Client, scene: Scene, wrong: dict[str, str], says: str
) -> None:
    response = get(officer, "at_hour", **(asked(now(), nomor="OVOP-2026-0001") | wrong))

    assert response.status_code == 422
    assert says in words(response)
    assert response.context["form"]["nomor"].value() == wrong.get("nomor", "OVOP-2026-0001")


def test_a_draft_takes_nothing_whatever_its_dates(officer: Client, scene: Scene) -> None:
    draft_edition(scene.edition, year=2028, name="OVOP 2028", by=scene.secretariat, now=scene.now)
    Window.objects.filter(edition__year=2028).update(opens_at=now() - MINUTE, closes_at=now() + timedelta(days=3))

    response = officer.get(reverse("assessments:at_hour", args=[2028]))

    assert {what for what, may in answers(response).items() if may} == {"Mengubah jadwal"}
    assert "masih rancangan dan belum dibuka" in words(response)
