"""What the catalogue may show of a firm: the owner's word and the dinas's, and how each hears of the other's."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from awards.models import Award, Nomination
from awards.operations import sending
from awards.operations.programme import change_consent
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.awards.owners import status
from tests.scene import Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def award(scene: Scene) -> Award:
    return scene.award()


def test_an_owner_takes_the_consent_back_and_gives_it_again(scene: Scene, owner: Client) -> None:
    nomination = scene.award().nomination
    page = f"/usulan/{nomination.number}/tampilan/"
    assert page in status(owner, nomination).content.decode()

    for answer, shown in (("tidak", False), ("ya", True)):
        saved = owner.post(page, {"kunci": str(uuid4()), "tampilkan": answer})
        nomination.refresh_from_db()
        assert (saved.status_code, nomination.may_publish) == (302, shown)

    assert list(
        Event.objects.about(nomination.subject)
        .filter(kind="nomination.consent_changed")
        .values_list("body__may_publish", flat=True)
    ) == [True, False]


def test_the_dinas_does_not_show_what_the_owner_refused_and_each_is_told_of_the_other(
    scene: Scene, award: Award, owner: Client
) -> None:
    page, office = f"/usulan/{award.nomination.number}/tampilan/", Client()
    office.force_login(scene.dinas_operator)

    def answer(client: Client, answer: str) -> tuple[int, bool]:
        code = client.post(page, {"kunci": str(uuid4()), "tampilkan": answer}).status_code
        return code, Nomination.objects.get(pk=award.nomination_id).may_publish

    def heard(user: User) -> list[str]:
        kinds = Notice.objects.filter(recipient=user, kind__in=["awards.shown", "awards.not_shown"]).order_by("pk")
        return list(kinds.values_list("kind", flat=True))

    assert answer(owner, "tidak") == (302, False)
    assert answer(office, "ya") == (422, False)
    assert heard(scene.dinas_operator) == ["awards.not_shown"]
    # The dinas refuses too, and then the owner's word alone does not show it either.
    assert answer(office, "tidak") == (302, False)
    assert answer(owner, "ya") == (422, False)
    assert answer(office, "ya") == (422, False)


def test_the_dinas_narrows_what_the_owner_allowed_and_takes_its_own_refusal_back(
    scene: Scene, award: Award, owner: Client
) -> None:
    nomination = award.nomination
    change_consent([award], may_publish=False, by=scene.dinas_operator, now=scene.now)

    with pytest.raises(Refused):
        change_consent([award], may_publish=True, by=scene.owner, now=scene.now)
    change_consent([award], may_publish=True, by=scene.dinas_signer, now=scene.now + timedelta(minutes=1))

    nomination.refresh_from_db()
    told = Notice.objects.filter(recipient=scene.owner, kind__contains="shown").order_by("pk")
    assert (nomination.may_publish, nomination.owner_refuses, nomination.office_refuses) == (True, False, False)
    assert list(told.values_list("kind", flat=True)) == ["awards.not_shown_by_dinas", "awards.shown"]


def test_a_file_that_the_dinas_sends_for_its_owner_does_not_show_what_the_owner_refused(scene: Scene) -> None:
    nomination = scene.draft()
    sending.declare([nomination], may_publish=False, by=scene.owner, now=scene.now)

    with pytest.raises(Refused) as refused:
        sending.declare([nomination], may_publish=True, by=scene.dinas_operator, now=scene.now)

    assert [item.code for item in refused.value.missing] == ["refused"]
