"""What a juror reads of the colleagues' sheets: nothing before both are locked and the panel is closed, and never a name."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.models import Panel, Scoresheet
from assessments.operations import assigning, sheets
from assessments.operations.tally import close_panels
from awards.models import Nomination
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused
from tests.assessments.officers import signed_in, words
from tests.scene import Scene, sheets_for_sending
from tests.support.rivals import at_once, somebody_waits, wait_until
from tests.support.second_person import disqualify
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
# The levels that the five jurors choose, as indexes: each total tells whose it is.
LEVELS = {"Juri 1": -1, "Juri 2": 0, "Juri 3": 1, "Juri 4": -1, "Juri 5": 0}


@standing
def nomination(scene: Scene) -> Nomination:
    return scene.at(S.IN_ASSESSMENT)


@pytest.fixture
def juror(scene: Scene) -> Client:
    return signed_in(scene, "juror1")


def lock(scene: Scene, nomination: Nomination, *names: str) -> None:
    """The sheets of these jurors are filled, sent and locked."""
    for sheet in sheets_for_sending(nomination):
        name = sheet.juror.user.name
        if name in (names or LEVELS):
            scene.fill(sheet, level=LEVELS[name])
            sheets.send_sheet([sheet], by=sheet.juror.user, now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))


def judged_by(scene: Scene, count: int) -> Nomination:
    """A file that only the first `count` jurors have before them."""
    nomination = scene.at(S.PASSED)
    assigning.seat_panel(scene.edition, scene.commodity.pk, scene.jurors, by=scene.secretariat, now=scene.now)
    [entry] = assigning.open_entries([nomination], by=scene.secretariat, now=scene.now)
    assigning.receive_samples([entry], by=scene.secretariat, now=scene.now)
    pairs = [(entry, juror) for juror in scene.jurors[:count]]
    assigning.assign_sheets(pairs, by=scene.secretariat, now=scene.now)
    lock(scene, nomination)
    return nomination


def page(juror: Client, nomination: Nomination) -> Any:
    return juror.get(reverse("assessments:jury_send", args=[nomination.blind_code]))


def close(moment: Any) -> None:
    Panel.objects.update(closed_at=moment)


def test_once_the_panel_is_closed_a_juror_reads_what_the_others_gave_and_not_who(juror, scene, nomination):
    lock(scene, nomination)
    scene.decide(scene.sealed_tally())
    close_panels(scene.edition, by=scene.secretariat, now=scene.now)

    answer = page(juror, nomination)

    others = Scoresheet.objects.exclude(juror__user=scene.juror1)
    colleagues = answer.context["colleagues"]
    assert sorted(colleagues.totals) == sorted(others.values_list("total", flat=True))
    first = colleagues.lines[0]
    given = dict(others.filter(scores__criterion=first.question.pk).values_list("total", "scores__points"))
    assert [float(choice) for choice in first.others] == [float(given[total]) for total in colleagues.totals]
    text = words(answer)
    assert "Penilai 4" in text
    assert [name for name in LEVELS if name != "Juri 1" and name in text] == []


@pytest.mark.parametrize(
    ("locked", "closed"),
    [
        (["Juri 1", "Juri 2", "Juri 3"], False),  # the panel still works
        (["Juri 2", "Juri 3"], True),  # the reader's own sheet is open
        (["Juri 1"], True),  # nobody else is done
    ],
)
def test_before_both_sheets_are_locked_and_the_panel_is_closed_nothing_is_shown(
    juror, scene, nomination, locked, closed
):
    lock(scene, nomination, *locked)
    close(scene.now if closed else None)

    answer = page(juror, nomination)

    assert (answer.status_code, answer.context["colleagues"]) == (200, None)
    assert "Lembar rekan" not in words(answer)


def test_a_sheet_that_is_not_locked_is_not_shown_beside_those_that_are(juror, scene, nomination):
    lock(scene, nomination, "Juri 1", "Juri 2", "Juri 3", "Juri 4")
    draft = sheets_for_sending(nomination).get()
    scene.fill(draft)
    again = Scoresheet.objects.select_related("entry__nomination", "juror__user").get(juror__user__name="Juri 4")
    sheets.reopen_sheet(again, "Salah baca", by=scene.secretariat, now=scene.now)
    close(scene.now)

    totals = page(juror, nomination).context["colleagues"].totals

    shown = Scoresheet.objects.filter(juror__user__name__in=["Juri 2", "Juri 3"])
    assert sorted(totals) == sorted(shown.values_list("total", flat=True))


def test_sheets_of_other_files_are_never_shown(juror, scene):
    mine, others = judged_by(scene, 2), scene.at(S.IN_ASSESSMENT)
    lock(scene, others, "Juri 2", "Juri 3")
    close(scene.now)

    assert len(page(juror, mine).context["colleagues"].totals) == 1
    assert page(juror, others).context["colleagues"] is None
    assert page(signed_in(scene, "juror5"), mine).status_code == 404


def test_another_panel_being_closed_opens_nothing(juror, scene, nomination):
    lock(scene, nomination)
    Panel.objects.create(edition=scene.edition, commodity_group_id="gerabah", closed_at=scene.now)

    assert page(juror, nomination).context["colleagues"] is None


def test_an_officer_who_is_a_juror_too_reads_as_a_juror_here(scene, nomination):
    lock(scene, nomination, "Juri 1", "Juri 2")
    grant = scene.juror1.memberships.get()
    grant.pk, grant.role = None, "secretariat"
    grant.save()

    assert page(signed_in(scene, "juror1"), nomination).context["colleagues"] is None


def test_many_colleagues_cost_the_same_queries_as_one(juror, scene, django_assert_num_queries):
    one, four = judged_by(scene, 2), judged_by(scene, 5)
    close(scene.now)
    page(juror, one)  # the form of this rubric version is read once in the life of a process

    # session, user, memberships, sheet, the hour, cells, colleagues, their cells, queue, request
    for nomination, count in ((one, 1), (four, 4)):
        with django_assert_num_queries(10):
            assert len(page(juror, nomination).context["colleagues"].totals) == count


def test_a_file_that_still_waits_for_the_jury_keeps_the_panels_open_and_none_comes_before_a_closed_one(scene):
    lock(scene, scene.at(S.IN_ASSESSMENT))
    scene.decide(scene.sealed_tally())
    late = scene.at(S.PASSED)
    with pytest.raises(Refused) as waits:
        close_panels(scene.edition, by=scene.secretariat, now=scene.now)
    disqualify([late], "Berhenti berproduksi", by=scene.secretariat, now=scene.now)
    close_panels(scene.edition, by=scene.secretariat, now=scene.now)
    another = scene.at(S.PASSED)

    with pytest.raises(Refused) as closed:
        assigning.open_entries([another], by=scene.secretariat, now=scene.now)

    assert [waits.value.missing[0].code, closed.value.missing[0].code] == ["undecided", "panel_closed"]


@pytest.mark.django_db(transaction=True)
def test_panels_are_not_closed_over_a_file_that_comes_before_the_jury_in_this_moment():
    scene = Scene.begin()
    lock(scene, scene.at(S.IN_ASSESSMENT))
    scene.decide(scene.sealed_tally())
    late = scene.at(S.SCREENING)
    is_open, is_over = threading.Event(), threading.Event()

    def screener() -> None:
        with transaction.atomic():
            scene.read(late, outcome="pass")
            assigning.open_entries([late], by=scene.secretariat, now=scene.now)
            is_open.set()
            # The other either waits for this one or, if it does not, has come to its end.
            wait_until(lambda: is_over.is_set() or somebody_waits())

    def secretariat() -> None:
        is_open.wait(30)
        try:
            close_panels(scene.edition, by=scene.secretariat, now=scene.now)
        finally:
            is_over.set()

    assert at_once(screener, secretariat) == ["Refused", "done"]
    assert not Panel.objects.filter(closed_at__isnull=False).exists()
