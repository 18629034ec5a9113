"""What takes two persons: nothing is done before another confirms it, it is done once, by what that person saw, and everybody reads it afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from awards.figures.funnel import funnel
from awards.models import (
    ActKind,
    Award,
    Certificate,
    Correction,
    Nomination,
    Proposal,
    PublishedAward,
    Revocation,
)
from awards.operations import certifying, programme
from awards.operations.proposals import confirm, decline, propose
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger import proof, sealing
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.scene import NOW, Scene, person
from tests.support import second_person
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db


def proposed(scene: Scene, act: str, nomination: Nomination, by: Any = None, **facts: str) -> Proposal:
    told = {"basis": "BA-3/2026", "basis_date": scene.now.date(), "reason": "Keliru dicatat"}
    return propose(nomination, act, **told, facts=facts, by=by or scene.secretariat, now=scene.now)  # type: ignore[arg-type]


def refusal(verb: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return [item.code for item in refused.value.missing]


@pytest.fixture
def award(scene: Scene) -> Award:
    return scene.award("Tenun Salah")


def second(scene: Scene) -> Any:
    return person("Orang kedua", "secretariat", now=scene.now)


# --- Two persons --------------------------------------------------------------------------------------------------------


def test_nothing_is_done_before_another_person_confirms_it(scene: Scene, award: Award) -> None:
    proposal = proposed(scene, ActKind.REVOKE, award.nomination)

    assert not Revocation.objects.exists()
    assert refusal(confirm, proposal, by=scene.secretariat, now=scene.now) == ["same_person"]
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

    assert refusal(proposed, scene, ActKind.CORRECT, award.nomination, firm="Lain") == ["waiting"]
    decline(proposal, "Ditarik", by=scene.secretariat, now=scene.now)
    proposed(scene, ActKind.CORRECT, award.nomination, firm="Lain")


def test_what_is_not_as_it_was_when_it_was_proposed_is_not_done(scene: Scene) -> None:
    file = scene.at(S.PASSED)
    proposal = proposed(scene, ActKind.DISQUALIFY, file)
    scene.entry(file)

    assert refusal(confirm, proposal, by="system:second", now=scene.now) == ["outdated"]
    assert Nomination.objects.get(pk=file.pk).state == S.IN_ASSESSMENT


def test_a_proposal_needs_reason_basis_and_a_day_that_has_come(scene: Scene, award: Award) -> None:
    told = {"basis": " ", "basis_date": scene.now.date() + timedelta(days=2), "reason": " "}

    lacking = refusal(propose, award.nomination, ActKind.REVOKE, **told, by=scene.secretariat, now=scene.now)

    assert lacking == ["no_reason", "no_basis", "future"]


@pytest.mark.parametrize("act", [ActKind.REVOKE, ActKind.CORRECT])
def test_only_a_star_that_was_published_is_touched(scene: Scene, act: str) -> None:
    assert refusal(proposed, scene, act, scene.at(S.PASSED), firm="Lain") == ["not_published"]


def test_a_star_that_was_taken_back_is_touched_no_more(scene: Scene, award: Award) -> None:
    told = {"decree_number": "1", "date": scene.now.date(), "reason": "x"}
    second_person.revoke(award, **told, by=scene.secretariat, now=scene.now)  # type: ignore[arg-type]

    refusals = {act: refusal(proposed, scene, act, award.nomination, firm="Lain") for act in ActKind}
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


# --- Corrections --------------------------------------------------------------------------------------------------------


def test_a_correction_is_the_next_issue_and_the_decree_stays_what_it_was(scene: Scene, award: Award) -> None:
    before = award.in_force()
    second_person.correct(award, firm="UD Nama Benar", stars="2", by=scene.secretariat, now=scene.now)
    after = award.in_force()

    assert (after.issue, after.firm, after.stars) == (2, "UD Nama Benar", 2)
    assert (after.told, after.photos, after.valid_until) == (before.told, before.photos, before.valid_until)
    assert Award.objects.get(pk=award.pk).stars == 3
    assert PublishedAward.objects.get(issue=1).firm == before.firm
    assert list(Correction.objects.values_list("what", "before", "after")) == [
        ("firm", before.firm, "UD Nama Benar"),
        ("stars", "3", "2"),
    ]


def test_figures_curation_and_holders_follow_a_corrected_star(scene: Scene, award: Award) -> None:
    cohort = programme.open_cohort(scene.edition, name="Angkatan 1", seats=3, by=scene.curator, now=scene.now)
    second_person.correct(award, stars="1", by=scene.secretariat, now=scene.now)

    assert funnel(scene.edition, scene.now).by_star == {3: 0, 2: 0, 1: 1, 0: 0}
    assert "stars" in [item.code for item in programme.missing_for_curation(award, cohort, scene.now)]
    assert Award.objects.for_list().get().stars_now == 1
    assert not Award.objects.from_stars(2).exists()


def test_a_validity_that_was_corrected_is_the_one_that_counts(scene: Scene, award: Award) -> None:
    day = scene.now.date() + timedelta(days=10)
    second_person.correct(award, valid_until=day.isoformat(), by=scene.secretariat, now=scene.now)

    standing = [award.in_force().standing(day + timedelta(days=n)) for n in (0, 1)]
    assert standing == ["valid", "expired"]
    assert [Award.objects.standing(day + timedelta(days=n)).count() for n in (0, 1)] == [1, 0]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, ["nothing"]),
        ({"stars": "4"}, ["stars"]),
        ({"stars": "0"}, ["stars"]),
        ({"stars": "tiga"}, ["unreadable"]),
        ({"valid_until": "2001-01-01"}, ["order"]),
        ({"firm": ""}, ["empty"]),
        ({"firm": "ꦗꦮ"}, ["unprintable"]),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    scene: Scene, award: Award, facts: dict[str, str], codes: list[str]
) -> None:
    assert refusal(proposed, scene, ActKind.CORRECT, award.nomination, **facts) == codes
    assert not Proposal.objects.exists()


def test_everybody_reads_what_was_corrected_what_it_replaced_and_by_what(
    scene: Scene, award: Award, client: Client
) -> None:
    for pk in certifying.due(scene.now):
        certifying.make_certificate(pk, by="system:certificates", now=scene.now)
    old = Certificate.objects.get()
    second_person.correct(award, firm="UD Nama Benar", reason="Rahasia kantor", by=scene.secretariat, now=scene.now)
    for pk in certifying.due(scene.now):
        certifying.make_certificate(pk, by="system:certificates", now=scene.now)
    new = Certificate.objects.get(published__issue=2)

    page = client.get(reverse("awards:verify", args=[award.code])).content.decode()
    for words in ("UD Nama Benar", "Terbitan ke-2 menggantikan terbitan ke-1", "BA-9/2026", old.sha256, new.sha256):
        assert words in page
    assert "Rahasia kantor" not in page
    product = client.get(reverse("awards:product", args=["x", award.nomination.product_id]), follow=True)
    assert "UD Nama Benar" in product.content.decode()
    assert "terbitan ke-2" in product.content.decode()
    assert [card.firm for card in client.get(reverse("awards:catalogue")).context["cards"]] == ["UD Nama Benar"]
    assert client.get(f"/piagam/{award.code}.pdf").url == reverse("documents:file", args=[new.document_id])
    still = client.get(reverse("documents:file", args=[old.document_id]))
    assert b"".join(still.streaming_content).startswith(b"%PDF")
    still.close()


def test_owner_and_dinas_are_told_and_the_owner_reads_why(scene: Scene, award: Award, client: Client) -> None:
    second_person.correct(award, firm="UD Nama Benar", by=scene.secretariat, now=scene.now)

    told = set(Notice.objects.filter(kind="awards.corrected").values_list("recipient", flat=True))
    assert told == {scene.owner.pk, scene.dinas_operator.pk, scene.dinas_signer.pk}
    client.force_login(scene.owner)
    page = client.get(reverse("awards:status", args=[award.nomination.number])).content.decode()
    assert "Salah ketik" in page
    assert "UD Nama Benar, sebelumnya" in page


def test_the_proof_agrees_with_a_corrected_and_a_revoked_award(scene: Scene, award: Award) -> None:
    second_person.correct(award, firm="UD Nama Benar", by=scene.secretariat, now=scene.now)
    second_person.revoke(
        award, decree_number="9", date=date(2026, 5, 31), reason="Tutup", by=scene.secretariat, now=scene.now
    )
    sealing.seal_all(scene.now)

    assert proof.prove(2026, now=scene.now).differences == []
    kinds = Event.objects.filter(kind__startswith="proposal.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["proposal.made", "proposal.confirmed"] * 2
