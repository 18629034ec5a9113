"""One proof for everything published: the command, the nightly task, the page, and the files of the certificates."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from awards.certificates import files
from awards.models import Certificate, Nomination
from awards.operations import certifying
from ovop_portal.documents.files import blob_path, delete, put, read
from ovop_portal.front import proving
from ovop_portal.ledger import heads, journal, proof, sealing, signing
from ovop_portal.ledger.models import Event, Proof
from ovop_portal.notifications.models import Notice
from tests.scene import NOW, Scene
from tests.support import doors
from tests.support.standing import standing


@standing
def awarded() -> Scene:
    """One award, published."""
    scene = Scene.begin()
    scene.award()
    return scene


@pytest.fixture
def published(awarded: Scene) -> Scene:
    """Its certificate is made for each test anew: some spoil the file, and a file is not taken back."""
    for pk in certifying.due(NOW):
        assert certifying.make_certificate(pk, by="system:certificates", now=NOW)
    sealing.seal_all(NOW)
    return awarded


def change_in_silence() -> None:
    """What SQL alone can do to a published file: another consent, with an event that vouches for no row."""
    Nomination.objects.update(may_publish=False, office_refuses=True)
    for nomination in Nomination.objects.all():
        told = {"may_publish": False}
        journal.record("nomination.consent_changed", nomination.subject, by="system:tests", now=NOW, body=told)
    sealing.seal_all(NOW)


def test_the_command_says_that_all_is_as_the_journal_tells(published: Scene) -> None:
    out = io.StringIO()

    call_command("verify_edition", 2026, stdout=out)

    assert "rows stand as the journal tells them" in out.getvalue()
    assert str(sealing.head()) in out.getvalue()


def test_the_command_ends_with_1_and_names_each_difference(published: Scene) -> None:
    change_in_silence()

    with pytest.raises(CommandError, match="pengajuan OVOP-2026-0001: berbeda dari yang dicatat") as caught:
        call_command("verify_edition", 2026)

    assert caught.value.returncode == 1
    with pytest.raises(CommandError, match="There is no edition of 1999"):
        call_command("verify_edition", 1999)


def test_each_edition_is_proved_once_a_day_and_what_differs_is_told(published: Scene) -> None:
    [first] = proving.prove_due(now=NOW)
    assert (first.differences, proving.prove_due(now=NOW)) == ([], [])

    change_in_silence()
    [second] = proving.prove_due(now=NOW + timedelta(days=1))

    assert len(second.differences) == 1
    assert Proof.objects.count() == 2
    told = Notice.objects.filter(kind="front.differs").values_list("recipient", flat=True)
    assert set(told) == {published.auditor.pk, published.secretariat.pk}


def test_proofs_under_a_former_key_are_made_again(published: Scene) -> None:
    proving.prove_due(now=NOW)
    with doors.told(LEDGER_SIGNING_KEY="1" * 64, LEDGER_FORMER_KEYS=[signing.public_key().hex()]):
        assert proving.last_outcomes() == proving.Outcomes([], None)
        assert len(proving.prove_due(now=NOW)) == 1
        call_command("verify_ledger", stdout=io.StringIO())


def test_auditor_and_secretariat_read_the_last_outcome(published: Scene, client: Client) -> None:
    client.force_login(published.auditor)
    assert "Belum ada pembuktian" in client.get("/panitia/jejak/").content.decode()

    proving.prove_due(now=NOW)
    assert "baris dibandingkan" in client.get("/panitia/jejak/").content.decode()

    change_in_silence()
    proving.prove_due(now=NOW + timedelta(days=1))
    client.force_login(published.secretariat)
    page = client.get("/panitia/jejak/").content.decode()
    assert "OVOP 2026: 1 hal berbeda dari catatan" in page
    assert "pengajuan OVOP-2026-0001: berbeda dari yang dicatat" in page


def test_everybody_reads_the_signed_heads_and_the_key(
    published: Scene, client: Client, django_assert_num_queries: Any
) -> None:
    for day in range(3):
        proving.publish_head(now=NOW + timedelta(days=day))
        with django_assert_num_queries(1):
            page = client.get("/segel/").content.decode()

    assert page.count("OVOP-JEJAK 2026-06-") == 3
    assert signing.public_key().hex() in page
    assert [signed.is_genuine for signed in heads.heads_in(page)[1]] == [True] * 3


@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_a_certificate_whose_file_is_lost_or_changed_is_made_again_with_the_same_bytes(
    published: Scene, damage: str
) -> None:
    certificate = Certificate.objects.get()
    path = blob_path(certificate.sha256)
    original = read(path)
    delete(path)
    if damage == "changed":
        put(path, original + b"%")

    words = {"lost": "berkasnya hilang", "changed": "isi berkasnya berubah"}[damage]
    assert proof.prove(2026, now=NOW).differences == [f"Piagam {certificate.published.code}: {words}"]

    call_command("verify_edition", 2026, mend=True, stdout=io.StringIO())

    assert read(path) == original
    assert Event.objects.filter(kind="certificate.restored", subject=f"award:{certificate.published.code}").count() == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"engine": "typst 0.1"}, "program pembuatnya lain (typst 0.15.2, sekarang typst 0.1)"),
        ({"template": "0" * 64}, "bentuk piagamnya sudah diganti"),
        ({"content": "0" * 64}, "kata-kata di atasnya lain dari waktu itu"),
    ],
)
def test_a_certificate_that_would_not_be_the_same_is_not_made_and_says_why(
    published: Scene, changed: dict[str, str], reason: str, settings: Any
) -> None:
    """Made by another engine, from another template or with other words: the journal knows from what it was made."""
    certificate = Certificate.objects.get()
    delete(blob_path(certificate.sha256))
    made = Event.objects.get(kind="certificate.made")
    today = {name: made.body[name] for name in ("engine", "template", "content")}

    said = files.what_differs(made.body, today | changed)

    assert reason in said
    assert files.what_differs(made.body, today) == ""


def test_a_certificate_with_other_words_is_left_alone(published: Scene, settings: Any) -> None:
    certificate = Certificate.objects.get()
    delete(blob_path(certificate.sha256))
    settings.PORTAL_URL = "https://lain.example"

    assert certifying.mend_certificates(published.edition, by="system:tests", now=NOW) == []
    [line] = proof.prove(2026, now=NOW).differences
    assert line.endswith("Tidak dapat dibuat lagi: kata-kata di atasnya lain dari waktu itu")
