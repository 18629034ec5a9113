"""Declaring and sending in one step, whichever way the file goes."""

from __future__ import annotations

import pytest

from awards.models import Nomination
from awards.operations.candidates import invite_holders, open_drafts
from awards.operations.declaring import declare_and_send
from awards.states import NominationState as S
from ikm.models import Product
from tests.awards.dinas import state_of
from tests.awards.verbs import refusal
from tests.scene import NOW, Scene, open_the_edition
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


def test_a_holder_s_file_goes_straight_to_the_jury_and_every_other_to_the_dinas(scene):
    award = scene.award()
    following = open_the_edition(2028, NOW, previous=scene.edition)
    [holder] = invite_holders([award], following, by=scene.secretariat, now=NOW)
    [new] = open_drafts([scene.product()], following, by=scene.owner, now=NOW)

    declare_and_send([holder, new], may_publish=True, by=scene.owner, now=NOW)

    assert (state_of(holder), state_of(new)) == (S.IN_ASSESSMENT, S.WITH_OFFICE)
    assert set(Nomination.objects.filter(edition=following).values_list("may_publish", "declared_at")) == {(True, NOW)}


def test_a_file_that_cannot_be_sent_is_not_declared_either(scene):
    nomination = scene.draft()
    Nomination.objects.filter(pk=nomination.pk).update(declared_at=None)
    Product.objects.filter(pk=nomination.product_id).update(story="")

    assert refusal(declare_and_send, [nomination], may_publish=True, by=scene.owner, now=NOW) == [("empty", "cerita")]
    nomination.refresh_from_db()
    assert (nomination.state, nomination.declared_at) == (S.DRAFT, None)
