"""In whose hands a file is, since when, and until when there is news."""

from __future__ import annotations

from datetime import timedelta

import pytest

from awards.models import Nomination, Window
from awards.operations import sending
from awards.states import NominationState as S
from awards.status.waiting import waiting
from tests.scene import Scene, mended

pytestmark = pytest.mark.django_db


def held(nomination: Nomination, *, published: bool = False) -> str:
    return waiting(nomination, list(nomination.milestones.all()), published=published, now=nomination.changed_at).holder


def test_a_file_is_always_in_somebody_s_hands(scene: Scene) -> None:
    states = [
        S.DRAFT,
        S.WITH_OFFICE,
        S.RETURNED_TO_OWNER,
        S.READY,
        S.SUBMITTED,
        S.SCREENING,
        S.RETURNED_TO_OFFICE,
        S.PASSED,
        S.IN_ASSESSMENT,
    ]

    assert [held(scene.at(state)) for state in states] == [
        "owner", "office", "owner", "office", "ministry", "ministry", "office", "ministry", "jury",
    ]  # fmt: skip
    # What an owner would do, the dinas does where no account has the firm.
    returned = scene.at(S.RETURNED_TO_OWNER)
    assert waiting(returned, [], published=False, now=scene.now, has_owner=False).holder == "office"
    assert {held(scene.at(state)) for state in (S.NOT_NOMINATED, S.FAILED, S.WITHDRAWN)} == {"nobody"}


def test_the_hour_since_which_it_lies_there_is_the_first_of_the_stay(scene: Scene) -> None:
    nomination, start = scene.draft(), scene.now
    sending.send_to_office([nomination], by=scene.owner, now=start)
    sending.return_to_owner([nomination], [("foto", "Gelap")], by=scene.dinas_operator, now=start + timedelta(hours=1))
    sending.send_to_office([nomination], mended(nomination), by=scene.owner, now=start + timedelta(hours=2))
    sending.mark_ready([nomination], by=scene.dinas_operator, now=start + timedelta(hours=3))

    # Made ready does not begin the stay at the dinas anew; having been away does.
    found = waiting(nomination, list(nomination.milestones.all()), published=False, now=start)
    assert (found.holder, found.since) == ("office", start + timedelta(hours=2))


def test_the_latest_day_of_news_is_the_end_of_the_stage(scene: Scene) -> None:
    ends = dict(Window.objects.filter(edition=scene.edition).values_list("kind", "closes_at"))
    news = {
        state: waiting(scene.at(state), [], published=False, now=scene.now).news_by
        for state in (S.DRAFT, S.WITH_OFFICE, S.SCREENING, S.IN_ASSESSMENT)
    }

    assert news == {
        S.DRAFT: None,
        S.WITH_OFFICE: ends["nomination"],
        S.SCREENING: ends["screening"],
        S.IN_ASSESSMENT: ends["plenary"],
    }
    assert (
        waiting(scene.at(S.WITH_OFFICE), [], published=False, now=max(ends.values()) + timedelta(minutes=1)).news_by
        is None
    )
