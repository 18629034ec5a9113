"""A certificate that was corrected: its next issue, and everybody who reads by it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from awards.figures.funnel import funnel
from awards.models import (
    ActKind,
    Award,
    Certificate,
    Correction,
    Proposal,
    PublishedAward,
)
from awards.operations import certifying, programme
from ovop_portal.ledger import proof, sealing
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.awards.verbs import proposed, refused_for
from tests.scene import Scene
from tests.support import second_person

pytestmark = pytest.mark.django_db


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
    assert refused_for(proposed, scene, ActKind.CORRECT, award.nomination, **facts) == codes
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
