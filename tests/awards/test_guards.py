"""Guards that look at the publication or at what was sent, with two connections at work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessments.models import AssessmentPlan
from awards.models import (
    Award,
    Edition,
    Gate,
    Nomination,
    NumberCounter,
    Publication,
    Recommendation,
    RequiredPaper,
    StarScheme,
    Window,
)
from awards.operations import sending
from awards.operations.programme import change_consent
from awards.states import NominationState as S
from ovop_portal.common.guards import NEWEST
from tests.accounts.factories import SYSTEM
from tests.awards.editions import decree
from tests.scene import NOW, Scene
from tests.support.rivals import before_the_commit, from_an_old_snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def publish(edition: Edition) -> None:
    """By hand: the guards are to hold without any verb."""
    decree(edition)
    values = {"visible_from": NOW, "published_by": SYSTEM, "ledger_size": 1, "ledger_root": "a" * 64}
    Publication.objects.create(edition=edition, **values)


def late(scene: Scene) -> Nomination:
    """A nomination that nobody has saved yet, with a product of its own."""
    product = scene.product("Tenun terlambat")
    return Nomination(
        number="OVOP-2026-9999",
        blind_code="K-ZZZZZ",
        edition=scene.edition,
        ikm=product.ikm,
        product=product,
        regency=scene.regency,
        entry="new",
        state=S.DRAFT,
        created_at=NOW,
        changed_at=NOW,
    )


@pytest.mark.parametrize("what", ["recommendation", "nomination", "declaration", "window"])
def test_nothing_gets_into_an_edition_that_is_being_published(what: str) -> None:
    scene = Scene.begin()
    nomination = scene.at(S.IN_ASSESSMENT)
    recommended = {"stars": 3, "made_by": SYSTEM, "made_at": NOW}
    work, guard = {
        "recommendation": (
            lambda: Recommendation.objects.create(nomination=nomination, **recommended),
            "awards_recommendation_frozen",
        ),
        "nomination": (late(scene).save, "awards_nomination_frozen"),
        "declaration": (
            lambda: Nomination.objects.filter(pk=nomination.pk).update(declared_at=NOW + timedelta(days=1)),
            "awards_nomination_kept",
        ),
        "window": (
            lambda: Window.objects.filter(edition=scene.edition).update(closes_at=NOW + timedelta(days=400)),
            "awards_window_frozen",
        ),
    }[what]

    assert before_the_commit(lambda: publish(scene.edition), work) == guard


def works_in(scene: Scene) -> dict[str, tuple[Callable[[], Any], str]]:
    """What writes into an edition, each with the guard that refuses it once the edition is published."""
    nomination, ended = scene.bring(S.IN_ASSESSMENT, S.FAILED)
    window = Window.objects.filter(edition=scene.edition)
    stars = {"stars": 5, "valid_from": NOW.date(), "valid_until": NOW.date()}
    own = Nomination.objects.filter(pk=nomination.pk)
    determination = decree(scene.edition)
    submission = nomination.submissions.get()
    sent = {"n": 9, "dossier": {}, "sha256": "a" * 64, "sent_at": NOW, "sent_by": SYSTEM}
    return {
        "recommendation": (
            lambda: Recommendation.objects.create(nomination=nomination, stars=3, made_by=SYSTEM, made_at=NOW),
            "awards_recommendation_frozen",
        ),
        "nomination": (late(scene).save, "awards_nomination_frozen"),
        "declaration": (lambda: own.update(declared_at=NOW + timedelta(days=1)), "awards_nomination_kept"),
        "reason": (
            lambda: Nomination.objects.filter(pk=ended.pk).update(reason="Lain"),
            "awards_nomination_kept",
        ),
        "hour": (
            lambda: Nomination.objects.filter(pk=ended.pk).update(changed_at=NOW + timedelta(days=9)),
            "awards_nomination_kept",
        ),
        "window": (lambda: window.update(closes_at=NOW + timedelta(days=400)), "awards_window_frozen"),
        "determination": (lambda: decree(scene.edition), "awards_determination_frozen"),
        "award": (
            lambda: Award.objects.create(
                nomination=nomination, determination=determination, code="ABCDEFGHJKL", **stars
            ),
            "awards_award_frozen",
        ),
        "submission": (lambda: submission.nomination.submissions.create(**sent), "awards_submission_frozen"),
        "edition": (lambda: Edition.objects.filter(pk=scene.edition.pk).update(name="x"), "awards_edition_frozen"),
        "plan": (
            lambda: AssessmentPlan.objects.filter(edition=scene.edition).update(jurors_per_entry=3),
            "assessments_plan_frozen",
        ),
    }


def test_consent_of_a_published_file_changes_with_its_event_or_not_at_all() -> None:
    scene = Scene.begin()
    award = scene.award()
    own = Nomination.objects.filter(pk=award.nomination_id)

    for columns in ({"may_publish": False}, {"owner_refuses": True, "may_publish": False}):
        with pytest.raises(IntegrityError, match="no event of this transaction tells of it"), transaction.atomic():
            own.update(**columns)
    # The event of an earlier transaction vouches for no later change.
    change_consent([award], may_publish=False, by=scene.owner, now=NOW)
    with pytest.raises(IntegrityError, match="no event of this transaction tells of it"):
        own.update(may_publish=True, owner_refuses=False)
    assert own.values_list("may_publish", "owner_refuses").get() == (False, True)


WORKS = (
    "recommendation",
    "nomination",
    "declaration",
    "reason",
    "hour",
    "window",
    "determination",
    "award",
    "submission",
    "edition",
    "plan",
)


def test_nothing_gets_into_a_published_edition_by_a_snapshot_from_before() -> None:
    scene = Scene.begin()
    works = works_in(scene)
    assert tuple(works) == WORKS
    first, *rest = WORKS
    by_snapshot = {first: from_an_old_snapshot(lambda: publish(scene.edition), works[first][0])}
    for name in rest:
        by_snapshot[name] = from_an_old_snapshot(lambda: None, works[name][0])

    assert by_snapshot == dict.fromkeys(WORKS, NEWEST)
    assert {name: before_the_commit(lambda: None, work) for name, (work, _guard) in works.items()} == {
        name: guard for name, (_work, guard) in works.items()
    }


def test_an_edition_without_a_decree_is_not_published() -> None:
    scene = Scene.begin()
    values = {"visible_from": NOW, "published_by": SYSTEM, "ledger_size": 1, "ledger_root": "a" * 64}
    with pytest.raises(IntegrityError, match="no decree has determined"):
        Publication.objects.create(edition=scene.edition, **values)

    publish(scene.edition)
    assert Publication.objects.get().edition == scene.edition


def test_numbers_are_counted_forward_only() -> None:
    scene = Scene.begin()
    assert list(NumberCounter.draw(scene.edition, 3))[-1] == NumberCounter.objects.get().last
    with pytest.raises(IntegrityError, match="counts forward only"):
        NumberCounter.objects.update(last=0)


def test_what_came_first_is_published_with_the_rest() -> None:
    scene = Scene.begin()
    nomination = scene.at(S.IN_ASSESSMENT)

    outcome = before_the_commit(
        lambda: Recommendation.objects.create(nomination=nomination, stars=3, made_by=SYSTEM, made_at=NOW),
        lambda: publish(scene.edition),
    )

    assert (outcome, Recommendation.objects.count()) == ("done", 1)


def test_gates_papers_and_scheme_change_until_the_first_file_is_sent() -> None:
    scene = Scene.begin()
    ready = scene.at(S.READY)
    act = scene.endorsement()
    gates, papers = Gate.objects.filter(edition=scene.edition), RequiredPaper.objects.filter(edition=scene.edition)
    spare = gates.latest("code")
    works = (
        lambda: gates.update(label="Syarat lain"),
        lambda: gates.filter(pk=spare.pk).delete(),
        lambda: Gate.objects.create(edition=scene.edition, code="G99", label="x", label_en="x", effect="warn"),
        lambda: papers.update(label="Dokumen lain"),
        lambda: RequiredPaper.objects.create(edition=scene.edition, code="lain", label="x", kinds=["nib"]),
        lambda: Edition.objects.filter(pk=scene.edition.pk).update(
            scheme=StarScheme.objects.get(code="kemenperin_five_star_2013_2018")
        ),
        lambda: Edition.objects.filter(pk=scene.edition.pk).update(screening_rule="all_by_two"),
    )
    assert before_the_commit(lambda: None, works[0]) == "done"

    send = before_the_commit(lambda: sending.submit_nominations([ready], act, by=scene.dinas_signer, now=NOW), works[0])

    assert send == "awards_gate_kept"
    assert [before_the_commit(lambda: None, work) for work in works] == [
        "awards_gate_kept",
        "awards_gate_kept",
        "awards_gate_kept",
        "awards_paper_kept",
        "awards_paper_kept",
        "awards_edition_kept",
        "awards_edition_kept",
    ]
