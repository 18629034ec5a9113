"""Receipts: what was sent, when, and the fingerprint of what was frozen; for those who may read the file, and the same bytes each time."""

from __future__ import annotations

import io
import subprocess
from typing import Any

import pypdf
import pytest
from django.test import Client

from awards.certificates import receipts
from awards.certificates.printing import CertificateFault
from awards.models import Nomination, Submission
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ikm.models import Ikm, Product
from ovop_portal.common.formats import waktu
from ovop_portal.common.text import spelled
from tests.awards.dinas import signed_in
from tests.awards.owners import path
from tests.scene import Scene, open_the_edition

pytestmark = pytest.mark.django_db
LARGEST = 40_000


def receipt_of(nomination: Nomination) -> str:
    return path(nomination, "terkirim") + "tanda-terima.pdf"


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = spelled(" ".join(page.extract_text() for page in pages))
    return " ".join(text.replace("\u200b", "").split())


def test_an_owner_saves_a_receipt_of_what_was_sent(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    sent = nomination.milestones.get(code="sent")

    response = owner.get(receipt_of(nomination))
    text = text_of(response.content)

    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert response["Content-Disposition"] == f'attachment; filename="tanda-terima-{nomination.number}.pdf"'
    hour = " ".join(waktu(sent.at, scene.regency.zone).split())
    for words in (
        nomination.number,
        nomination.product.name,
        nomination.ikm.name,
        hour,
        "Dinas Perindustrian Kab. Karangasem",
    ):
        assert words in text
    assert "Isi berkas dibekukan dan diberi sidik saat dinas mengirim usulan" in text
    assert len(response.content) <= LARGEST
    assert owner.get(receipt_of(nomination)).content == response.content
    assert receipt_of(nomination) in owner.get(path(nomination, "terkirim")).content.decode()


def test_a_holder_who_accepted_has_the_fingerprint_on_the_receipt(scene: Scene, owner: Client) -> None:
    award = scene.award()
    following = open_the_edition(2028, scene.now, previous=scene.edition)
    [invited] = candidates.invite_holders([award], following, by=scene.secretariat, now=scene.now)
    sending.declare([invited], may_publish=True, by=scene.owner, now=scene.now)
    candidates.accept_invitation([invited], by=scene.owner, now=scene.now)

    text = text_of(owner.get(receipt_of(invited)).content)

    assert invited.submissions.get().sha256 in text
    assert "Diterima oleh Kementerian Perindustrian" in text


def test_before_the_sending_there_is_no_receipt(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()

    assert owner.get(receipt_of(nomination))["Location"] == path(nomination, "status")


def test_the_receipt_of_a_dinas_lists_each_file_with_the_fingerprint_of_what_was_frozen(
    scene: Scene, signer: Client
) -> None:
    act, files = scene.endorsement(), scene.bring(*[S.READY] * 3)
    sending.submit_nominations(files, act, by=scene.dinas_signer, now=scene.now)
    first = files[0].product.name
    Product.objects.update(name="Nama sesudahnya")

    response = signer.get(f"/dinas/surat/{act.uuid}/tanda-terima.pdf")
    text = text_of(response.content)

    for submission in Submission.objects.filter(nomination__in=files).select_related("nomination"):
        assert (submission.sha256 in text, submission.nomination.number in text) == (True, True)
    assert (act.number in text, act.document.sha256 in text, "Jumlah usulan 3" in text) == (True, True, True)
    assert (first in text, "Nama sesudahnya" in text) == (True, False)  # as it was sent
    assert len(response.content) <= LARGEST
    assert "tanda-terima.pdf" in signer.get(f"/dinas/surat/{act.uuid}/").content.decode()
    assert signed_in(scene.other_dinas).get(f"/dinas/surat/{act.uuid}/tanda-terima.pdf").status_code == 404


@pytest.mark.parametrize(
    "name", ['#import "x": *', "Tenun 🧵 ꦧꦠꦶꦏ", "🧵", "W" * 150, "$x^2$ *tebal* _miring_ @rujukan <label> \\ `kode`"]
)
def test_names_of_any_kind_are_set_as_text(scene: Scene, owner: Client, name: str) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    Product.objects.filter(pk=nomination.product_id).update(name=name)
    Ikm.objects.filter(pk=nomination.ikm_id).update(name=name)

    response = owner.get(receipt_of(nomination))

    assert response.status_code == 200
    if name.isascii():
        assert "".join(name.split()) in "".join(text_of(response.content).split())


def test_a_compiler_that_fails_or_hangs_gives_no_doubtful_receipt(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = receipts.ReceiptLine(scene.at(S.WITH_OFFICE), scene.now)
    monkeypatch.setattr(receipts, "TEMPLATE", "nowhere.typ")
    with pytest.raises(CertificateFault):
        receipts.of_file(line, "Dinas")

    def hang(*args: Any, **kwargs: Any) -> Any:
        raise subprocess.TimeoutExpired("typst", 20)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(CertificateFault, match="out of time"):
        receipts.of_file(line, "Dinas")


def test_who_asks_for_receipts_without_end_must_wait(
    scene: Scene, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    monkeypatch.setattr(receipts, "_set", lambda asked: b"%PDF-")

    assert [owner.get(receipt_of(nomination)).status_code for _ in range(31)][-2:] == [200, 429]
