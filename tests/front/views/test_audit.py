"""The page of the trail: for whom it is, what it names, and what it costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from ovop_portal.accounts.roles import Role
from ovop_portal.documents.models import Blob, Condition, FileCheck
from ovop_portal.ledger.journal import record
from ovop_portal.ledger.sealing import seal
from tests.accounts.factories import NOW, person
from tests.front.events import write


@pytest.mark.django_db
def test_the_page_is_for_auditors_and_the_secretariat(client: Client) -> None:
    record("role.granted", "user:1", by="system:clock", now=NOW, body={"role": "juror", "office": ""})
    seal(NOW)
    answers = {}
    for role in Role:
        if role not in {Role.DINAS_OPERATOR, Role.DINAS_SIGNER, Role.PROVINCE_OFFICER}:
            client.force_login(person("Sari", role))
            answers[role.value] = client.get("/panitia/jejak/").status_code

    assert answers == {"owner": 403, "screener": 403, "secretariat": 200, "juror": 403, "curator": 403, "auditor": 200}


@pytest.mark.django_db
def test_the_page_tells_events_in_words_and_names_nobody(client: Client) -> None:
    auditor = person("Dewi Pengawas", Role.AUDITOR)
    someone = person("Ni Wayan Sari", Role.JUROR)
    client.force_login(auditor)

    page = client.get("/panitia/jejak/").content.decode()

    assert "Peran diberikan" in page
    assert f"Akun {str(someone.uuid)[:8]}…" in page
    assert f"<code>{someone.actor}</code>" in page
    assert "peran: Juri" in page
    assert "Ni Wayan Sari" not in page
    assert "role.granted" not in re.sub(r'(href|value)="[^"]*"', "", page)


@pytest.mark.django_db
def test_the_page_costs_the_same_with_one_event_and_with_three(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(person("Dewi", Role.AUDITOR))
    for count in (1, 3):
        write(count)
        with django_assert_num_queries(8):  # session, user, duties; events, places, seal, damaged files, last proofs
            client.get("/panitia/jejak/")


@pytest.mark.django_db
def test_empty_pages_say_why(client: Client) -> None:
    client.force_login(person("Dewi", Role.AUDITOR))

    assert "Tidak ada peristiwa untuk saringan ini" in client.get("/panitia/jejak/?perihal=tiada").content.decode()


@pytest.mark.django_db
def test_files_that_were_found_damaged_or_missing_stand_on_top(client: Client) -> None:
    client.force_login(person("Dewi", Role.SECRETARIAT))
    assert "Berkas yang perlu dipulihkan" not in client.get("/panitia/jejak/").content.decode()
    for digit, condition in (("a", Condition.MISSING), ("b", Condition.DAMAGED), ("c", Condition.MISSING)):
        blob = Blob.objects.create(sha256=digit * 64, size=1, content_type="application/pdf", stored_at=NOW)
        FileCheck.objects.create(blob=blob, condition=condition, checked_at=NOW, since=NOW)

    page = client.get("/panitia/jejak/").content.decode()
    assert ("1 berkas tersimpan rusak" in page, "2 berkas tersimpan hilang" in page) == (True, True)
