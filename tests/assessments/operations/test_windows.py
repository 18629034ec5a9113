"""The windows of screening and plenary bind: the verbs refuse outside of them, with words, and take the whole printed minute in which they close."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.models import PlenaryDecision, Reading, ScreeningClaim
from assessments.operations.screening import FileReading, read_files, take_up, take_up_next
from assessments.operations.tally import decide_stars
from awards.models import Nomination, WindowKind
from awards.operations.screening import extend_answer
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused
from tests.assessments.reading import WEEK, read, verdicts
from tests.scene import NOW, Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@standing
def scene() -> Scene:
    return Scene.begin()


def close(scene: Scene, kind: str, at=NOW - MINUTE) -> None:
    scene.edition.windows.filter(kind=kind).update(closes_at=at)


def refused(function, *args, now=NOW, **options) -> list[str]:
    with pytest.raises(Refused) as caught:
        function(*args, now=now, **options)
    return [item.message for item in caught.value.missing]


CLOSED = ["Masa seleksi administrasi sedang tidak dibuka. Sekretariat dapat mengubah jadwalnya."]


def test_nothing_is_taken_up_or_read_outside_the_window_of_the_screening(scene):
    fresh, begun = scene.bring(S.SUBMITTED, S.SCREENING)
    close(scene, WindowKind.SCREENING)

    said = FileReading(begun, "pass", verdicts(scene))
    assert refused(take_up, [fresh], by=scene.screener) == CLOSED
    assert refused(take_up_next, scene.edition, by=scene.second_screener) == CLOSED
    assert refused(read_files, [said], by=scene.screener) == CLOSED
    assert not Reading.objects.filter(nomination=begun).exists()
    assert not ScreeningClaim.objects.filter(nomination=fresh).exists()


def test_a_file_is_read_in_the_whole_minute_in_which_the_screening_closes_and_not_after(scene):
    file = scene.at(S.SCREENING)
    close(scene, WindowKind.SCREENING, NOW)

    said = FileReading(file, "pass", verdicts(scene))
    assert refused(read_files, [said], by=scene.screener, now=NOW + MINUTE) == CLOSED
    assert len(read_files([said], by=scene.screener, now=NOW + timedelta(seconds=59))) == 1


def test_an_answer_gets_no_more_time_once_nobody_may_read_it(scene):
    file = scene.at(S.SCREENING)
    read(scene, file, "return", G02="missing")
    close(scene, WindowKind.SCREENING)

    again = Nomination.objects.select_related("edition").get(pk=file.pk)
    assert refused(extend_answer, [again], WEEK + timedelta(days=1), by=scene.screener) == CLOSED


def test_a_page_that_was_opened_in_time_does_not_keep_the_window_open(scene):
    file = Nomination.objects.select_related("edition").get(pk=scene.at(S.SCREENING).pk)
    assert file.edition.is_open(WindowKind.SCREENING, NOW)
    close(scene, WindowKind.SCREENING)

    assert refused(read_files, [FileReading(file, "pass", verdicts(scene))], by=scene.screener) == CLOSED


def test_the_plenary_decides_only_in_its_window(scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    [row] = scene.sealed_tally().rows.select_related("tally__edition__scheme", "entry__nomination__edition__scheme")
    window = scene.edition.windows.filter(kind=WindowKind.PLENARY)
    window.update(opens_at=NOW + MINUTE)

    decision = [(row, row.stars, "")]
    words = ["Masa pleno sedang tidak dibuka. Sekretariat dapat mengubah jadwalnya."]
    assert refused(decide_stars, decision, by=scene.secretariat) == words
    window.update(opens_at=NOW - 2 * MINUTE, closes_at=NOW - MINUTE)
    assert refused(decide_stars, decision, by=scene.secretariat) == words
    assert not PlenaryDecision.objects.exists()

    window.update(closes_at=NOW)
    assert len(decide_stars(decision, by=scene.secretariat, now=NOW)) == 1
