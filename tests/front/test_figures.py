"""The figures of the home page."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from awards.models import Nomination, Phase, PublishedAward
from awards.operations.outcome import recommend_star
from awards.operations.programme import change_consent
from awards.states import NominationState as S
from awards.status.windows import WindowStep
from ovop_portal.common.clock import now
from ovop_portal.front.figures import home_figures
from tests.scene import NOW, Scene

pytestmark = pytest.mark.django_db


def test_a_result_that_is_not_out_yet_is_in_no_figure() -> None:
    scene = Scene.begin(NOW)
    award = scene.award()

    before, at = (
        home_figures(award.nomination.edition.publication.visible_from + step) for step in (-timedelta(1), timedelta(0))
    )

    assert (before.latest, [group.awarded for group in before.groups]) == (None, [0, 0, 0, 0, 0])
    assert (at.latest, sorted(group.awarded for group in at.groups)) == (scene.edition, [0, 0, 0, 0, 1])


def test_the_running_edition_shows_its_stages_by_the_clock() -> None:
    scene = Scene.begin(NOW)
    [nomination, *rest] = scene.edition.windows.order_by("pk")
    nomination.closes_at = NOW - timedelta(minutes=1)
    nomination.save()
    for window in rest[1:]:
        window.opens_at = NOW + timedelta(days=10)
        window.save()

    figures = home_figures(NOW)

    assert figures.running == scene.edition
    assert [(step.name, step.state) for step in figures.steps] == [
        ("Pengusulan", "done"),
        ("Seleksi administrasi", "now"),
        ("Penilaian", "later"),
        ("Pleno", "later"),
    ]
    assert figures.steps[0] == WindowStep("Pengusulan", Phase.DONE, "2\xa0Mei–1\xa0Juni\xa02026")


def test_a_group_is_shown_by_its_best_product_whose_photo_everybody_may_see() -> None:
    scene = Scene.begin(now())
    best, other = scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT)
    recommend_star([(best, 3, ""), (other, 2, "")], by=scene.secretariat, now=scene.now)
    scene.determine(), scene.publish()

    def shown() -> list[UUID | None]:
        return [group.photo for group in home_figures(now()).groups if group.awarded]

    def first_photo(nomination: Nomination) -> UUID:
        return PublishedAward.objects.get(award__nomination=nomination).photos[0]

    assert shown() == [first_photo(best)]
    change_consent([best.award], may_publish=False, by=scene.owner, now=now())
    assert shown() == [first_photo(other)]
    change_consent([other.award], may_publish=False, by=scene.owner, now=now())
    assert shown() == [None]
