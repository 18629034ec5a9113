"""The whole life of a nomination, by the verbs alone: every declared move is driven, and nothing else moves."""

import pytest

from awards.models import Certificate
from awards.states import NominationState as S
from ovop_portal.ledger import sealing
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def test_an_owner_s_file_goes_from_draft_to_a_published_award_that_verifies():
    scene = Scene.begin()

    award = scene.award()

    assert (award.stars, award.nomination.state) == (3, S.DETERMINED)
    assert list(award.nomination.milestones.values_list("code", flat=True)) == [
        "sent",
        "ready",
        "nominated",
        "screening",
        "passed",
        "in_assessment",
        "awarded",
    ]
    assert Certificate.objects.get(award=award).state == "being_made"
    assert scene.edition.publication.ledger_root == sealing.head().root
    assert sealing.verify().breach == ""
