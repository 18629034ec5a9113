"""How far a file is, told outside: the words of each state, the way, and no star before its hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from awards.models import Award, EntryKind, Milestone, Nomination, WindowKind
from awards.operations import candidates, sending
from awards.states import ENDED
from awards.states import NominationState as S
from awards.status.outside import OUTSIDE, inside_tag, journey, outside_tag, tag_at
from tests.awards.owners import thread
from tests.scene import Scene, open_the_edition
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def award(scene: Scene) -> Award:
    return scene.award()


def test_every_state_has_words_outside_and_inside() -> None:
    assert set(OUTSIDE) == set(S) - {S.DETERMINED}
    assert {inside_tag(state).code for state in S} == {state.value for state in S}


def test_a_draft_is_told_lapsed_once_the_printed_minute_of_the_window_is_over(scene: Scene) -> None:
    draft, closes_at = scene.draft(), scene.edition.end_of(WindowKind.NOMINATION)
    assert closes_at is not None
    end = closes_at.replace(second=0, microsecond=0)

    hours = [end, end + timedelta(seconds=59), end + timedelta(minutes=1)]
    assert [tag_at(draft, hour, closes_at=end, stars=None).code for hour in hours] == [
        "draft",
        "draft",
        "not_submitted",
    ]
    assert tag_at(draft, hours[-1], closes_at=None, stars=None).code == "draft"


def test_stars_are_told_from_the_hour_of_the_publication_and_not_before(scene: Scene, award: Award) -> None:
    nomination = Nomination.objects.select_related("edition__scheme", "edition__publication").get(award=award)
    hour = nomination.edition.publication.visible_from

    told = [tag_at(nomination, now, closes_at=None, stars=award.stars) for now in (hour - timedelta(seconds=1), hour)]

    assert [tag.code for tag in told] == ["in_assessment", "awarded"]


def test_a_determined_file_is_told_as_before_until_it_is_published(scene: Scene) -> None:
    nomination = scene.at(S.IN_ASSESSMENT)
    before = outside_tag(nomination, published=False, closed=False)
    nomination.state = S.DETERMINED

    assert outside_tag(nomination, published=False, closed=False) == before
    assert outside_tag(nomination, published=True, closed=True).code == "not_awarded"


def test_the_thread_of_a_new_file(scene: Scene) -> None:
    assert thread(scene.at(S.DRAFT)) == [
        ("Pengisian berkas", "now"), ("Dikirim", "later"), ("Diusulkan dinas", "later"), ("Seleksi administrasi", "later"),
        ("Penilaian juri", "later"), ("Pengumuman", "later"),
    ]  # fmt: skip
    assert thread(scene.at(S.SCREENING))[:3] == [
        ("Dikirim", "done"),
        ("Diusulkan dinas", "done"),
        ("Seleksi administrasi", "now"),
    ]


def test_whoever_prepares_the_answer_to_the_screeners_the_file_was_nominated(scene: Scene) -> None:
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    answering = [("Dikirim", "done"), ("Diusulkan dinas", "done"), ("Melengkapi dokumen", "now")]
    found = [thread(nomination)[:3]]
    sending.return_to_owner([nomination], [("foto", "Gelap")], by=scene.dinas_operator, now=scene.now)
    found.append(thread(nomination)[:3])

    assert found == [answering, answering]


def test_the_thread_of_a_holder(scene: Scene, award: Award) -> None:
    later = open_the_edition(2028, scene.now, previous=scene.edition)
    [invited] = candidates.invite_holders([award], later, by=scene.secretariat, now=scene.now)

    assert thread(invited) == [
        ("Jawaban undangan", "now"),
        ("Undangan diterima", "later"),
        ("Penilaian juri", "later"),
        ("Pengumuman", "later"),
    ]
    assert thread(award.nomination, published=True)[-1] == ("Pengumuman", "done")


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("answer_by", [None, datetime(2026, 6, 8, tzinfo=UTC)], ids=["", "answering"])
@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("entry", list(EntryKind))
def test_every_file_stands_somewhere_on_its_way(
    entry: EntryKind, state: S, answer_by: datetime | None, published: bool
) -> None:
    nomination = Nomination(entry=entry, state=state, answer_by=answer_by)
    codes = {"sent", "nominated", "passed", "accepted", "awarded", "failed", "disqualified"}
    news = [Milestone(code=code, at=datetime(2026, 6, 1, tzinfo=UTC)) for code in sorted(codes)]
    over = state in ENDED and (published or state != S.DETERMINED)

    for milestones in ([], news):
        steps = journey(nomination, milestones, published=published)
        assert [step.state for step in steps].count("now") == (0 if over else 1)
        assert [step.date is None for step in steps if step.state == "later"] == [True] * len(
            [step for step in steps if step.state == "later"]
        )
