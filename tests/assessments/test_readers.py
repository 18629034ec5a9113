"""Papers of a draft are for its owner, its dinas and the secretariat; who checks or curates opens what was sent."""

from __future__ import annotations

import pytest
from django.test import Client

from assessments.readers import reads_submissions
from awards.models import Submission
from awards.states import NominationState as S
from ikm import readers as of_firms
from ikm.models import Ikm, Permit, PermitKind, Product
from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import grant_role
from ovop_portal.accounts.roles import Role
from ovop_portal.documents.models import Document
from ovop_portal.documents.readers import may_read
from tests.accounts.factories import NOW
from tests.scene import Scene

pytestmark = pytest.mark.django_db
KINDS = (of_firms.PERMIT, of_firms.PHOTO, of_firms.SENTRA_DECREE)


def reader_who_is(role: str) -> User:
    reader = User.objects.create_user(name="Sari", email=f"{role}@baca.test", password=None)
    grant_role(reader, role, office=None, by="system:tests", now=NOW)
    return reader


def papers(nomination: object) -> list[Document]:
    ikm = nomination.ikm  # type: ignore[attr-defined]
    held = [*ikm.permits.values_list("document", flat=True), *ikm.products.values_list("photos__document", flat=True)]
    return list(Document.objects.filter(pk__in=held, kind__in=KINDS))


@pytest.mark.parametrize("role", [Role.SCREENER, Role.CURATOR, Role.JUROR, Role.AUDITOR])
def test_papers_of_a_draft_that_was_never_sent_are_not_for_those_who_check_or_curate(scene: Scene, role: str) -> None:
    drafts, reader = papers(scene.at(S.WITH_OFFICE)), reader_who_is(role)

    assert drafts
    assert [may_read(reader, document) for document in drafts] == [False] * len(drafts)
    assert all(may_read(scene.secretariat, document) for document in drafts)


@pytest.mark.parametrize("role", [Role.SCREENER, Role.CURATOR])
def test_what_was_sent_is_for_them(scene: Scene, role: str) -> None:
    scene.at(S.SUBMITTED)
    sent = Document.objects.filter(pk__in=Submission.objects.get().documents, kind__in=KINDS)

    reader = reader_who_is(role)
    assert sent.exists()
    assert all(reads_submissions(reader, document) for document in sent)


@pytest.mark.parametrize(
    ("who", "reads_the_draft"),
    [
        ("screener", False),
        ("curator", False),
        ("owner", True),
        ("dinas_operator", True),
        ("province_officer", True),
        ("secretariat", True),
    ],
)
def test_who_checks_or_curates_reads_what_was_sent_and_nothing_that_was_written_since(
    scene: Scene, who: str, reads_the_draft: bool
) -> None:
    """The same firm and product stand in a file of an older edition and in the draft of today."""
    file = scene.at(S.SUBMITTED)
    sent = file.submissions.get().dossier
    mark, nib, number = "barusajaditulis", "9120001112223", "PIRT-BARU-77"
    Ikm.objects.filter(pk=file.ikm_id).update(email=f"{mark}@contoh.id", nib=nib)
    Product.objects.filter(pk=file.product_id).update(story=f"{mark} cerita")
    Permit.objects.create(ikm=file.ikm, kind=PermitKind.PIRT, number=number)
    client = Client()
    client.force_login(scene.people[who])

    pages = {
        code: client.get(f"/usulan/{file.number}/{code}").content.decode()
        for code in ("profil/", "cerita/", "legalitas/", "sertifikat/", "foto/", "periksa/", "", "status/")
    }

    found = {
        code for code, page in pages.items() if mark in page or number in page or nib[-4:] in "".join(page.split())
    }
    assert found == ({"profil/", "cerita/", "legalitas/", "sertifikat/", "periksa/"} if reads_the_draft else set())
    assert (sent["product"]["story"] in pages["cerita/"]) is not reads_the_draft
    assert ("Anda membaca isian yang terakhir dikirim." in pages["cerita/"]) is not reads_the_draft
    assert pages["foto/"].count("/berkas/") >= len(sent["photos"]) > 0
