"""Whom another date of a stage touches, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assessments.operations.schedule import reschedule, touched_by
from awards.models import EditionKind, WindowKind
from awards.notices import kinds
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.notifications.models import Notice
from tests.scene import NOW, Scene, open_the_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene.begin()


def postpone(scene: Scene, kind: str) -> set[str]:
    """Give the stage ten days more; the names of those who are told of that."""
    window = scene.edition.windows.get(kind=kind)
    dates = window.opens_at, window.closes_at + timedelta(days=10)
    change = reschedule(scene.edition, kind, dates, reason="Banjir", seen=window.seen, by=scene.secretariat, now=NOW)
    told = Notice.objects.filter(kind=kinds.DATES_CHANGED.code, key__endswith=str(change.uuid))
    return set(told.values_list("recipient__name", flat=True))


def test_each_stage_tells_those_who_have_work_in_it(scene: Scene) -> None:
    scene.bring(S.DRAFT, S.SUBMITTED, S.PASSED, S.IN_ASSESSMENT)
    people = scene.people
    p = {name: user.name for name, user in people.items()}

    assert {kind: touched_by(scene.edition, kind).files for kind in WindowKind.values} == {
        "nomination": 1,
        "screening": 1,
        "assessment": 2,
        "plenary": 1,
    }
    assert postpone(scene, WindowKind.SCREENING) == {p["screener"], p["second_screener"]}
    assert postpone(scene, WindowKind.ASSESSMENT) == {p[f"juror{n}"] for n in range(1, 6)}
    assert postpone(scene, WindowKind.PLENARY) == set(), "nobody is told what they did themselves"


def test_of_a_rehearsal_only_those_hear_who_take_part(scene: Scene) -> None:
    edition = open_the_edition(2031, NOW, kind=EditionKind.REHEARSAL)
    rehearsal = replace(scene, edition=edition)
    rehearsal.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    rehearsal.at(S.DRAFT)

    names = {scene.people[name].name for name in ("owner", "dinas_operator", "dinas_signer")}
    assert postpone(rehearsal, WindowKind.NOMINATION) == names


def test_dates_that_somebody_else_changed_are_not_overwritten(scene: Scene) -> None:
    seen = scene.edition.windows.get(kind=WindowKind.PLENARY).seen
    postpone(scene, WindowKind.PLENARY)

    window = scene.edition.windows.get(kind=WindowKind.PLENARY)
    with pytest.raises(Stale):
        reschedule(
            scene.edition,
            WindowKind.PLENARY,
            (window.opens_at, window.closes_at + timedelta(days=1)),
            reason="x",
            seen=seen,
            by=scene.secretariat,
            now=NOW,
        )


def test_a_published_edition_keeps_its_dates(scene: Scene) -> None:
    scene.award()

    with pytest.raises(Refused) as refused:
        postpone(scene, WindowKind.PLENARY)

    assert [item.code for item in refused.value.missing] == ["published"]
