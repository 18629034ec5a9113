"""Files are begun, and holders of the last edition are invited: once each, and only while the edition takes them."""

from __future__ import annotations

import pytest

from awards.models import (
    Award,
    Edition,
    Nomination,
)
from awards.operations import candidates, outcome, sending
from awards.operations.candidates import accept_invitation, invite_holders, open_drafts
from awards.states import NominationState as S
from ikm.models import Product
from tests.accounts.factories import person
from tests.awards.editions import following, recommend
from tests.awards.results import published
from tests.awards.verbs import own, refusal
from tests.scene import NOW, Scene, open_the_edition
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


@pytest.mark.django_db(transaction=True)
def test_holders_are_invited_once_however_many_officers_press_the_button(scene):
    awards = published(scene, 3, 2)
    following = open_the_edition(2028, NOW)
    Edition.objects.filter(pk=following.pk).update(previous=scene.edition)
    copies = [(Edition.objects.get(pk=following.pk), list(Award.objects.for_list().order_by("pk"))) for _ in range(2)]

    outcomes = at_once(
        *(
            lambda each=each, holders=holders: candidates.invite_holders(holders, each, by=scene.secretariat, now=NOW)
            for each, holders in copies
        )
    )

    assert outcomes == ["Refused", "done"]
    assert Nomination.objects.filter(edition=following).count() == len(awards) == 2


def test_a_holder_whose_product_was_nominated_anew_is_not_invited_beside_it(scene):
    [award] = published(scene, 3)
    following = open_the_edition(2028, NOW)
    Edition.objects.filter(pk=following.pk).update(previous=scene.edition)
    following.refresh_from_db()
    [anew] = candidates.open_drafts([award.nomination.product], following, by=scene.dinas_operator, now=NOW)

    assert refusal(candidates.invite_holders, [award], following, by=scene.secretariat, now=NOW) == [("twice", "")]
    sending.withdraw([anew], "Ikut sebagai penerima", by=person("Penanda"), now=NOW)
    [invited] = candidates.invite_holders([award], following, by=scene.secretariat, now=NOW)
    assert (invited.entry, invited.previous_award) == ("reassessment", award)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_the_same_product_one_does_and_one_learns_it(scene):
    product = scene.draft().product
    sending.withdraw(list(Nomination.objects.all()), "Salah produk", by=scene.owner, now=NOW)
    rows = [type(product).objects.select_related("ikm__regency").get(pk=product.pk) for _rival in range(2)]
    editions = [Edition.objects.get(pk=scene.edition.pk) for _rival in range(2)]

    outcomes = at_once(
        *(
            lambda row=row, edition=edition: open_drafts([row], edition, by=scene.owner, now=NOW)
            for row, edition in zip(rows, editions, strict=True)
        )
    )

    assert outcomes == ["Refused", "done"]
    assert Nomination.objects.filter(product=product, state=S.DRAFT).count() == 1


def test_an_invitation_is_not_accepted_once_the_edition_is_published(scene):
    award = scene.award()
    later = following(scene)
    [invited] = invite_holders([award], later.edition, by=scene.secretariat, now=NOW)
    sending.declare([invited], may_publish=True, by=scene.owner, now=NOW)
    later.at(S.IN_ASSESSMENT)
    recommend(later, dict.fromkeys(Nomination.objects.filter(edition=later.edition, state=S.IN_ASSESSMENT), 3))
    later.determine()
    later.publish()
    mine = own(invited)

    assert refusal(accept_invitation, [mine], by=scene.owner, now=NOW) == [("closed", "")]
    assert list(Nomination.objects.invited_in_vain(NOW)) == [invited]


@pytest.mark.django_db(transaction=True)
def test_a_draft_and_the_publication_of_its_edition_do_not_both_come_in_time(scene):
    nomination, product = scene.at(S.IN_ASSESSMENT), scene.product()
    recommend(scene, {nomination: 3})
    scene.determine()
    mine, theirs = (Edition.objects.get(pk=scene.edition.pk) for _rival in range(2))
    row = Product.objects.select_related("ikm__regency").get(pk=product.pk)

    outcomes = at_once(
        lambda: outcome.publish(mine, by=scene.secretariat, now=NOW),
        lambda: open_drafts([row], theirs, by=scene.owner, now=NOW),
    )

    begun = Nomination.objects.filter(product=product).count()
    assert outcomes == (["done", "done"] if begun else ["Refused", "done"])
    assert refusal(open_drafts, [scene.product()], Edition.objects.get(pk=scene.edition.pk), by=scene.owner, now=NOW)
