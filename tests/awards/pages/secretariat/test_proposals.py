"""Two persons of the secretariat at one award: one proposes, another reads before and after, and confirms or does not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import ActKind, Award, Nomination, Proposal, PublishedAward, Revocation
from awards.operations.proposals import propose
from awards.states import NominationState as S
from tests.accounts.factories import person
from tests.awards.dinas import send, signed_in, words
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(scene: Scene) -> Client:
    return signed_in(scene.secretariat)


@pytest.fixture
def second(scene: Scene) -> Client:
    return signed_in(person("Bu Ratna", "secretariat", now=scene.now))


@pytest.fixture
def award(scene: Scene) -> Award:
    return scene.award("Tenun Salah")


def told(scene: Scene, **more: str) -> dict[str, str]:
    day = scene.now.date()
    parts = {f"basis_date_{place}": str(part) for place, part in enumerate((day.day, day.month, day.year))}
    return {"basis": "SK 12 Tahun 2026", "reason": "Usaha tutup"} | parts | more


def waiting(scene: Scene, nomination: Nomination, act: str = ActKind.DISQUALIFY) -> Proposal:
    day = scene.now.date()
    return propose(nomination, act, basis="BA-1", basis_date=day, reason="Tutup", by="system:tests", now=scene.now)


def test_a_revocation_goes_from_one_person_to_another(
    scene: Scene, award: Award, officer: Client, second: Client
) -> None:
    path = reverse("awards:propose", args=[award.nomination.number, "cabut"])
    assert send(officer, path).status_code == 422

    form = filled(officer.get(path), **told(scene))
    made, again = officer.post(path, form), officer.post(path, form)
    assert (made.status_code, again.status_code, again.headers["Location"]) == (302, 302, made.url)
    other = officer.post(path, form | {"kunci": str(uuid4())})
    assert (other.status_code, Proposal.objects.count()) == (422, 1)
    assert "Berkas ini sudah mempunyai rancangan yang menunggu pengesahan" in words(other)
    page = words(officer.get(made.url))
    assert "Asli, dicabut pada" in page
    assert "Menunggu orang kedua" in page
    assert "Sahkan dan laksanakan" not in page
    assert send(officer, made.url, compared="on").status_code == 403
    assert not Revocation.objects.exists()

    assert "rancangan menunggu pengesahan Anda" in words(second.get(reverse("assessments:desk_home")))
    assert "Sahkan dan laksanakan" in words(second.get(made.url))
    assert send(second, made.url).status_code == 422
    assert send(second, made.url, compared="on").status_code == 302
    assert Revocation.objects.get().reason == "Usaha tutup"
    assert send(second, made.url, compared="on").status_code == 409
    assert "Asli, dicabut pada" in words(Client().get(reverse("awards:verify", args=[award.code])))


def test_a_correction_shows_before_and_after_and_is_read_by_everybody_when_it_is_confirmed(
    scene: Scene, award: Award, officer: Client, second: Client
) -> None:
    path = reverse("awards:propose", args=[award.nomination.number, "koreksi"])
    opened = officer.get(path)
    unchanged = officer.post(path, filled(opened, **told(scene)))
    assert unchanged.status_code == 422
    assert "Ubah paling sedikit satu keterangan piagam" in words(unchanged)

    made = officer.post(path, filled(officer.get(path), **told(scene, firm="UD Nama Benar", stars="2")))
    page = words(second.get(made.url))
    assert "UD Nama Benar" in page
    assert "Terbitan ke-2 menggantikan terbitan ke-1" in page
    assert "UD Nama Benar" not in words(Client().get(reverse("awards:verify", args=[award.code])))

    send(second, made.url, compared="on")
    assert (award.in_force().firm, award.in_force().stars, award.in_force().issue) == ("UD Nama Benar", 2, 2)
    assert words(second.get(made.url)).count("UD Nama Benar") == 1
    assert "UD Nama Benar" in words(Client().get(reverse("awards:verify", args=[award.code])))


def test_what_is_typed_stays_where_something_is_wrong(scene: Scene, award: Award, officer: Client) -> None:
    path = reverse("awards:propose", args=[award.nomination.number, "koreksi"])

    page = officer.post(path, filled(officer.get(path), **told(scene, basis="", firm="UD Nama Benar")))

    assert page.status_code == 422
    assert "UD Nama Benar" in page.content.decode()
    assert PublishedAward.objects.count() == 1


def test_a_file_is_disqualified_by_two_and_its_status_page_leads_there(
    scene: Scene, officer: Client, second: Client
) -> None:
    file = scene.at(S.PASSED)
    path = reverse("awards:propose", args=[file.number, "gugurkan"])
    assert f'href="{path}"' in officer.get(reverse("awards:status", args=[file.number])).content.decode()

    made = send(officer, path, **told(scene))
    send(second, made.url, compared="on")

    file.refresh_from_db()
    assert (file.state, file.reason) == (S.DISQUALIFIED, "Usaha tutup")
    assert send(officer, path, **told(scene)).status_code == 409


def test_the_author_takes_it_back_and_another_says_why_not(scene: Scene, officer: Client, second: Client) -> None:
    own, other = waiting(scene, scene.at(S.PASSED)), waiting(scene, scene.at(S.PASSED))
    decline = reverse("awards:proposal_decline", args=[own.uuid])
    assert "Jangan sahkan" in words(officer.get(decline))
    assert send(officer, decline).status_code == 422
    send(officer, decline, answer="Belum ada berita acara")
    assert "Belum ada berita acara" in words(second.get(reverse("awards:proposal", args=[own.uuid])))
    assert officer.get(decline).status_code == 409
    assert Proposal.objects.get(pk=other.pk).is_waiting


def test_the_list_finds_files_and_offers_what_can_be_done(scene: Scene, award: Award, officer: Client) -> None:
    path = reverse("awards:proposals", args=[scene.edition.year])

    page = officer.get(path, {"q": "tenun salah"})
    assert [act.slug for _file, acts in page.context["found"] for act in acts] == ["cabut", "koreksi"]
    assert "Tidak ada berkas" in words(officer.get(path, {"q": "batik"}))


def test_the_list_costs_the_same_for_one_and_for_three(scene: Scene, officer: Client) -> None:
    path, counts = reverse("awards:proposals", args=[scene.edition.year]), []
    for number in (1, 2):
        for _ in range(number):
            waiting(scene, scene.at(S.PASSED, f"Tenun Ikat {number}"))
        with CaptureQueriesContext(connection) as asked:
            page = officer.get(path, {"q": "tenun"})
        counts.append(len(asked))
        assert len(page.context["rows"]) == len(page.context["found"]) == (1 if number == 1 else 3)

    assert counts[0] == counts[1] <= 12
