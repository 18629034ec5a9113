"""The Go Global cohorts: opened after the result, filled with a reason, and never beyond their seats."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from awards.models import (
    Award,
    Cohort,
    Curation,
)
from awards.operations import programme
from ovop_portal.ledger.models import Event
from tests.awards.results import published, revoke
from tests.awards.verbs import heard, refusal
from tests.scene import NOW, Scene, open_the_edition
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


def cohort_of(scene: Scene, seats: int = 2, name: str = "Angkatan I") -> Cohort:
    return programme.open_cohort(scene.edition, name=name, seats=seats, by=scene.curator, now=NOW)


def curate(scene: Scene, award: Award, cohort: Cohort, reason: str = "Siap ekspor") -> Any:
    return programme.curate(award, cohort, reason, by=scene.curator, now=NOW)


def test_a_cohort_is_opened_for_a_published_edition_under_a_name_of_its_own(scene):
    assert refusal(cohort_of, scene) == [("not_published", "")]
    published(scene, 3)

    cohort_of(scene)
    assert refusal(cohort_of, scene) == [("twice", "name")]
    assert cohort_of(scene, name="Angkatan II").seats == 2


def test_a_holder_is_taken_in_with_a_reason_and_the_owner_hears_it(scene):
    [award] = published(scene, 2)
    cohort = cohort_of(scene)

    curate(scene, award, cohort)

    assert list(Curation.objects.values_list("cohort", "award", "reason", "decided_by", "decided_at")) == [
        (cohort.pk, award.pk, "Siap ekspor", scene.curator.actor, NOW)
    ]
    assert heard(scene.owner)[-1] == "awards.curated"
    # The reason may be read by the owner; the journal keeps only where to.
    assert Event.objects.about(f"award:{award.code}")[0].said == {"cohort": str(cohort.uuid)}


def test_who_has_too_few_stars_is_not_taken_in(scene):
    [award] = published(scene, 1)

    assert refusal(curate, scene, award, cohort_of(scene)) == [("stars", "")]


def test_nobody_is_taken_in_without_a_reason_or_twice_or_beyond_the_seats(scene):
    first, second = published(scene, 3, 2)
    cohort = cohort_of(scene, seats=1)

    assert refusal(curate, scene, first, cohort, "") == [("no_reason", "alasan")]
    curate(scene, first, cohort)
    assert refusal(curate, scene, first, cohort_of(scene, name="Angkatan II")) == [("twice", "")]
    assert refusal(curate, scene, second, cohort) == [("full", "")]
    assert Curation.objects.count() == 1


def test_a_revoked_or_expired_holder_is_not_taken_in(scene):
    revoked, old = published(scene, 3, 3)
    cohort = cohort_of(scene)
    revoke(scene, revoked)

    assert refusal(curate, scene, revoked, cohort) == [("standing", "")]
    years_later = NOW + timedelta(days=3 * 365)
    assert refusal(programme.curate, old, cohort, "Siap", by=scene.curator, now=years_later) == [("standing", "")]


def test_a_holder_of_another_edition_is_not_taken_in(scene):
    published(scene, 3)
    past = Scene(
        scene.now, open_the_edition(2024, scene.now), scene.regency, scene.other_regency, scene.commodity, scene.people
    )
    past.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    [award] = published(past, 3)

    assert refusal(curate, scene, award, cohort_of(scene)) == [("stars", "")]


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once_and_a_holder_sits_in_one_cohort(scene):
    first, second = published(scene, 3, 3)
    narrow, other = cohort_of(scene, seats=1), cohort_of(scene, name="Angkatan II")

    def fresh(award: Award) -> Award:
        return Award.objects.for_list().get(pk=award.pk)

    def seat(award: Award, cohort: Cohort) -> Any:
        mine, its = fresh(award), Cohort.objects.get(pk=cohort.pk)
        return lambda: curate(scene, mine, its)

    assert at_once(seat(first, narrow), seat(second, narrow)) == ["Refused", "done"]
    left = second if Curation.objects.get().award == first else first
    third = cohort_of(scene, name="Angkatan III")
    assert at_once(seat(left, other), seat(left, third)) == ["Refused", "done"]
