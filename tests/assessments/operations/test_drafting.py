"""The next edition: drafted from the last one with everything by which it is judged, and opened by a second person."""

from __future__ import annotations

import pytest

from assessments.models import AssessmentPlan, Combine
from assessments.operations.drafting import COPIED, draft_edition, open_edition
from awards.models import Edition, WindowKind
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from tests.accounts.factories import person
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(scene: Scene) -> User:
    return person("Endang Rekan", Role.SECRETARIAT, now=scene.now)


def drafted(scene: Scene) -> Edition:
    return draft_edition(scene.edition, year=2028, name="OVOP 2028", by=scene.secretariat, now=scene.now)


def test_the_plan_is_that_of_the_last_edition_and_the_journal_vouches_for_it(scene: Scene) -> None:
    AssessmentPlan.objects.filter(edition=scene.edition).update(
        jurors_per_entry=3, combine=Combine.MEDIAN, is_blind=False, divergence_points=9
    )

    made = drafted(scene)

    old, new = (AssessmentPlan.objects.values(*COPIED).get(edition=edition) for edition in (scene.edition, made))
    assert old == new
    told = Event.objects.get(kind="edition.drafted")
    assert (told.subject, told.actor, told.said["like"]) == ("edition:2028", scene.secretariat.actor, "2026")
    assert set(told.body["rows"]) == {"2028:edition", "2028:plan"}


def test_a_second_person_opens_it_by_its_name_once(scene: Scene, colleague: User) -> None:
    made = drafted(scene)
    with pytest.raises(Refused):
        open_edition(made, "OVOP 2028", by=scene.secretariat, now=scene.now)

    open_edition(made, "OVOP 2028", by=colleague, now=scene.now)

    made = Edition.objects.get(year=2028)
    assert (made.is_draft, made.opened_by) == (False, colleague.actor)
    opens_at = made.windows.get(kind=WindowKind.NOMINATION).opens_at
    assert made.is_open(WindowKind.NOMINATION, opens_at)
    assert Event.objects.get(kind="edition.opened", subject="edition:2028").actor == colleague.actor
    with pytest.raises(Stale):
        open_edition(made, "OVOP 2028", by=colleague, now=scene.now)


def test_the_next_one_is_drafted_from_it_only_when_it_is_open(scene: Scene, colleague: User) -> None:
    made = drafted(scene)
    with pytest.raises(Refused):
        draft_edition(made, year=2030, name="OVOP 2030", by=colleague, now=scene.now)
    with pytest.raises(Refused):
        draft_edition(scene.edition, year=2030, name="OVOP 2030", by=colleague, now=scene.now)

    open_edition(made, "OVOP 2028", by=colleague, now=scene.now)

    assert draft_edition(made, year=2030, name="OVOP 2030", by=colleague, now=scene.now).previous == made
