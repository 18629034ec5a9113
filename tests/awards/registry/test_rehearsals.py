"""A rehearsal is seen by those who practise and by nobody else, and what it prints says what it is."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from awards.certificates import receipts
from awards.certificates.printing import make_pdf
from awards.models import Award, Edition, EditionKind
from awards.operations import certifying, programme
from awards.operations.candidates import open_edition
from awards.operations.editions import change_edition
from awards.registry import duplicates
from ikm.models import Ikm
from ovop_portal.common.clock import now
from ovop_portal.common.policies import Policy
from ovop_portal.common.verbs import Refused
from ovop_portal.notifications.models import Notice, Outbox
from tests.awards.dinas import signed_in
from tests.awards.editions import publish
from tests.scene import Scene, open_the_edition
from tests.support.addresses import addresses
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def practised(scene: Scene) -> Any:
    """A published rehearsal in 2025 with one award, beside the real edition of the scene, which is running."""
    edition = open_the_edition(2025, scene.now, kind=EditionKind.REHEARSAL)
    rehearsal = Scene(scene.now, edition, scene.regency, scene.other_regency, scene.commodity, scene.people)
    rehearsal.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    nomination = rehearsal.at("in_assessment", "Selendang Latihan Merah")
    publish(rehearsal, {nomination: 3})
    award = Award.objects.for_list().get(nomination=nomination)
    certifying.make_certificate(award.in_force().certificate.pk, by="system:tests", now=scene.now)
    return SimpleNamespace(
        scene=rehearsal, nomination=nomination, award=award, document=award.in_force().certificate.document
    )


def body_of(response: Any) -> bytes:
    if not response.streaming:
        return bytes(response.content)
    body = b"".join(response)
    # Closing the response itself would end the connection that the test looks through.
    for close in response._resource_closers:
        close()
    return body


def secrets_of(practised: Any) -> list[str]:
    nomination = practised.nomination
    return [
        nomination.number,
        nomination.product.name,
        nomination.ikm.name,
        nomination.edition.name,
        "3137 Tahun 2026",
        str(practised.document.pk),
    ]


def test_no_public_address_shows_anything_of_a_published_rehearsal(client: Client, practised: Any) -> None:
    nomination, award = practised.nomination, practised.award
    things: dict[str, list[list[Any]]] = {
        "awards:certificate": [[award.code]],
        "awards:product": [["x", nomination.product_id]],
        "awards:verify": [[award.code]],
        "awards:register_check": [[]],
        "accounts:invited": [["a" * 32]],
        "accounts:password_reset_key": [["1", "x-y"]],
        "documents:file": [[practised.document.pk], [practised.nomination.product.photos.first().document_id]],
        "demo:mail": [["x", 1]],
        "demo:sign_in_as": [["owner"]],
    }
    asked = {"awards:catalogue": {"q": "latihan", "edisi": "2025"}, "awards:verify_lookup": {"kode": award.code}}
    public = {a.name for a in addresses() if not a.is_alias and getattr(a.view, "policy", Policy()).is_public}

    secrets, shown = secrets_of(practised), {}
    for name in sorted(public):
        for args in things.get(name, [[]]):
            response = client.get(reverse(name, args=args), asked.get(name, {}), follow=True)
            words = body_of(response).decode(errors="replace")
            if found := [secret for secret in secrets if secret in words]:
                shown[name, *map(str, args)] = found
    lookup = {"nomor": nomination.number, "angka": str(nomination.ikm.phone)[-4:]}
    answer = client.post(reverse("awards:status_lookup"), lookup)

    assert shown == {}
    assert (answer.status_code, "belum cocok" in answer.content.decode()) == (422, True)


def test_its_code_is_told_to_be_no_certificate(client: Client, practised: Any) -> None:
    response = client.get(reverse("awards:verify", args=[practised.award.code]))

    words = response.content.decode()
    assert (response.status_code, "Latihan, bukan piagam" in words) == (404, True)
    assert "Piagam asli" not in words


def test_those_who_practise_fetch_the_certificate_and_others_do_not(practised: Any, scene: Scene) -> None:
    file, page = reverse("documents:file", args=[practised.document.pk]), practised.award.code

    def answers(person: Any) -> tuple[int, int]:
        client = signed_in(person)
        responses = client.get(reverse("awards:certificate", args=[page])), client.get(file)
        body_of(responses[1])
        return responses[0].status_code, responses[1].status_code

    assert [answers(scene.owner), answers(scene.dinas_operator), answers(scene.secretariat)] == [(302, 200)] * 3
    assert [answers(scene.other_dinas), answers(scene.other_owner)] == [(404, 404)] * 2


def test_its_papers_are_watermarked_and_real_ones_are_not(practised: Any, scene: Scene) -> None:
    def words(pdf: bytes) -> str:
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)

    line = receipts.ReceiptLine(practised.nomination, scene.now, practised.nomination.submissions.get())
    real = scene.at("submitted")
    own = receipts.ReceiptLine(real, scene.now, real.submissions.get())

    assert "LATIHAN" in words(make_pdf(practised.award.in_force()))
    assert "Latihan: Tanda terima" in words(receipts.of_file(line, "Dinas"))
    assert "LATIHAN" in words(receipts.of_act(practised.nomination.endorsement, [line]))
    assert "LATIHAN" not in words(receipts.of_file(own, "Dinas"))
    title = pypdf.PdfReader(io.BytesIO(make_pdf(practised.award.in_force()))).metadata
    assert title is not None
    assert str(title.title).startswith("Latihan: ")


def test_every_notice_and_letter_of_it_begins_with_the_word(practised: Any, scene: Scene) -> None:
    told = Notice.objects.all()

    assert told.count() > 5
    assert [notice.title for notice in told if not notice.title.startswith("(Latihan) ")] == []
    letters = Outbox.objects.all()
    assert [
        row.dedup_key for row in letters if not row.notice_kind.title_for(row.context).startswith("(Latihan) ")
    ] == []
    scene.at("submitted")
    real = Notice.objects.exclude(pk__in=[notice.pk for notice in told])
    assert [notice.title for notice in real if "(Latihan)" in notice.title] == []


def test_a_firm_made_up_for_it_is_no_duplicate_of_a_real_one(practised: Any, scene: Scene) -> None:
    ikm, own = practised.nomination.ikm, [scene.regency.pk]

    def found(edition: Edition) -> list[bool]:
        like = duplicates.like(edition, phone=ikm.phone, name=ikm.name, regencies=own)
        return [bool(duplicates.look_up(ikm.name, own, edition)), bool(like)]

    assert found(practised.scene.edition) == [True, True]
    assert found(scene.edition) == [False, False]
    Ikm.objects.filter(pk=ikm.pk).update(created_at=scene.now.replace(year=2020))
    assert found(scene.edition) == [True, True]


def test_who_registers_never_lands_in_it_and_a_dinas_only_while_nothing_real_is_open(scene: Scene) -> None:
    moment = now()
    later = open_the_edition(2027, scene.now, kind=EditionKind.REHEARSAL)

    assert [open_edition(moment), open_edition(moment, or_rehearsal=True)] == [scene.edition, scene.edition]
    scene.edition.windows.update(closes_at=moment.replace(year=2025), opens_at=moment.replace(year=2024))
    assert [open_edition(moment), open_edition(moment, or_rehearsal=True)] == [None, later]


def test_it_follows_only_its_kind_whoever_writes(scene: Scene, practised: Any) -> None:
    rehearsal = practised.scene.edition
    with pytest.raises(Refused, match="hanya mengikuti"):
        open_the_edition(2028, scene.now, previous=rehearsal)
    with pytest.raises(Refused, match="hanya mengikuti"):
        change_edition(
            scene.edition, name="OVOP 2026", previous=rehearsal, validity_months=24, by=scene.secretariat, now=scene.now
        )
    for change in ({"previous": rehearsal}, {"kind": EditionKind.REHEARSAL}, {"year": 2031}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=scene.edition.pk).update(**change)


def test_it_must_be_called_what_it_is(scene: Scene) -> None:
    other = open_the_edition(2027, scene.now, kind=EditionKind.REHEARSAL)
    with pytest.raises(Refused, match="Awali nama latihan"):
        change_edition(other, name="OVOP 2027", previous=None, validity_months=24, by=scene.secretariat, now=scene.now)
    with pytest.raises(IntegrityError, match="edition_rehearsal_says_so"), transaction.atomic():
        Edition.objects.filter(pk=other.pk).update(name="OVOP 2027")


def test_its_stars_open_no_way_to_go_global(practised: Any, scene: Scene) -> None:
    page = signed_in(scene.curator).get(reverse("awards:go_global"), {"tahun": "2025"}).content.decode()

    assert practised.nomination.product.name not in page
    with pytest.raises(Refused, match="Latihan tidak membuka"):
        programme.open_cohort(practised.scene.edition, name="A", seats=3, by=scene.curator, now=scene.now)
