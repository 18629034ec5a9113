"""What takes two persons: nothing is done before another confirms it, it is done once, by what that person saw."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from awards.models import (
    ActKind,
    Award,
    Certificate,
    Nomination,
    Proposal,
    PublishedAward,
    Revocation,
)
from awards.operations.proposals import confirm, decline, propose
from awards.states import NominationState as S
from ovop_portal.common.verbs import Stale
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import person
from tests.awards.verbs import proposed, refused_for
from tests.scene import NOW, Scene
from tests.support import second_person
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db


def second(scene: Scene) -> Any:
    return person("Orang kedua", "secretariat", now=scene.now)


def test_nothing_is_done_before_another_person_confirms_it(scene: Scene, award: Award) -> None:
    proposal = proposed(scene, ActKind.REVOKE, award.nomination)

    assert not Revocation.objects.exists()
    assert refused_for(confirm, proposal, by=scene.secretariat, now=scene.now) == ["same_person"]
    assert not Revocation.objects.exists()

    confirm(proposal, by=second(scene), now=scene.now)

    assert Revocation.objects.get().decree_number == "BA-3/2026"
    assert award.in_force().standing(scene.now.date()) == "revoked"


def test_the_database_itself_lets_nobody_confirm_their_own_proposal(scene: Scene, award: Award) -> None:
    proposal = proposed(scene, ActKind.REVOKE, award.nomination)

    with pytest.raises(IntegrityError, match="proposal_by_two"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state="confirmed", decided_by=proposal.proposed_by, decided_at=scene.now
        )
    with pytest.raises(IntegrityError, match="this takes two persons"), transaction.atomic():
        Revocation.objects.create(
            award=award, decree_number="1", date=NOW, reason="x", entered_by="system:x", entered_at=NOW
        )


def test_the_others_of_the_secretariat_are_told_and_the_author_hears_of_a_decline(scene: Scene, award: Award) -> None:
    other = second(scene)
    proposal = proposed(scene, ActKind.REVOKE, award.nomination)
    decline(proposal, "Keputusannya belum terbit", by=other, now=scene.now)

    told = Notice.objects.filter(kind__startswith="awards.propos").order_by("pk").values_list("recipient", "kind")
    assert list(told) == [(other.pk, "awards.proposed"), (scene.secretariat.pk, "awards.proposal_declined")]
    assert not Revocation.objects.exists()
    with pytest.raises(Stale):
        confirm(proposal, by=second(scene), now=scene.now)


def test_while_one_proposal_waits_no_other_is_made_for_the_file(scene: Scene, award: Award) -> None:
    proposal = proposed(scene, ActKind.REVOKE, award.nomination)

    assert refused_for(proposed, scene, ActKind.CORRECT, award.nomination, firm="Lain") == ["waiting"]
    decline(proposal, "Ditarik", by=scene.secretariat, now=scene.now)
    proposed(scene, ActKind.CORRECT, award.nomination, firm="Lain")


def test_what_is_not_as_it_was_when_it_was_proposed_is_not_done(scene: Scene) -> None:
    file = scene.at(S.PASSED)
    proposal = proposed(scene, ActKind.DISQUALIFY, file)
    scene.entry(file)

    assert refused_for(confirm, proposal, by="system:second", now=scene.now) == ["outdated"]
    assert Nomination.objects.get(pk=file.pk).state == S.IN_ASSESSMENT


def test_a_proposal_needs_reason_basis_and_a_day_that_has_come(scene: Scene, award: Award) -> None:
    told = {"basis": " ", "basis_date": scene.now.date() + timedelta(days=2), "reason": " "}

    lacking = refused_for(propose, award.nomination, ActKind.REVOKE, **told, by=scene.secretariat, now=scene.now)

    assert lacking == ["no_reason", "no_basis", "future"]


@pytest.mark.parametrize("act", [ActKind.REVOKE, ActKind.CORRECT])
def test_only_a_star_that_was_published_is_touched(scene: Scene, act: str) -> None:
    assert refused_for(proposed, scene, act, scene.at(S.PASSED), firm="Lain") == ["not_published"]


def test_a_star_that_was_taken_back_is_touched_no_more(scene: Scene, award: Award) -> None:
    told = {"decree_number": "1", "date": scene.now.date(), "reason": "x"}
    second_person.revoke(award, **told, by=scene.secretariat, now=scene.now)  # type: ignore[arg-type]

    refusals = {act: refused_for(proposed, scene, act, award.nomination, firm="Lain") for act in ActKind}
    assert refusals == {ActKind.REVOKE: ["revoked"], ActKind.CORRECT: ["revoked"], ActKind.DISQUALIFY: ["state"]}


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_do_it_once() -> None:
    scene = Scene.begin()
    award = scene.award()
    pk = proposed(scene, ActKind.CORRECT, award.nomination, firm="Usaha Benar").pk
    copies = [Proposal.objects.get(pk=pk) for _ in range(2)]

    outcomes = at_once(
        *(
            lambda copy=copy, place=place: confirm(copy, by=f"system:second{place}", now=NOW)
            for place, copy in enumerate(copies)
        )
    )

    assert outcomes == ["Stale", "done"]
    assert list(PublishedAward.objects.order_by("issue").values_list("issue", "firm")) == [
        (1, PublishedAward.objects.get(issue=1).firm),
        (2, "Usaha Benar"),
    ]
    assert Certificate.objects.count() == 2
