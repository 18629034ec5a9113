"""Guards that look at the publication or at what was sent, with two connections at work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from awards.models import Edition, Gate, Nomination, Publication, Recommendation, RequiredPaper, StarScheme, Window
from awards.operations import sending
from awards.states import NominationState as S
from tests.scene import NOW, SYSTEM, Scene
from tests.support.rivals import before_the_commit

pytestmark = pytest.mark.django_db(transaction=True)


def publish(edition: Edition) -> None:
    """By hand: the guards are to hold without any verb."""
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
        "awards_edition_scheme_kept",
    ]
