"""Papers of a draft are for its owner, its dinas and the secretariat; who checks or curates opens what was sent."""

from __future__ import annotations

import pytest

from assessments.readers import reads_submissions
from awards.models import Submission
from awards.states import NominationState as S
from ikm import readers as of_firms
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
