"""A new edition in the secretariat's browser: the difference is read, approved by one and opened by another."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import AssessmentPlan
from awards.models import Edition, Gate
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from tests.accounts.factories import person
from tests.assessments.officers import words
from tests.scene import Scene

pytestmark = pytest.mark.django_db
NEW = "/panitia/edisi/baru/"


def form_of(client: Client, **asked: str) -> dict[str, Any]:
    """What the browser would send of the page as it stands."""
    form = client.get(NEW, asked).context["form"]
    return {"kunci": str(uuid4()), **{name: form[name].value() for name in ("name", "year", "dilihat")}}


def opened(client: Client, **fields: str) -> Any:
    return client.post(reverse("assessments:edition_open", args=[2028]), {"kunci": str(uuid4()), **fields})


@pytest.fixture
def colleague(scene: Scene) -> Client:
    client = Client()
    client.force_login(person("Endang Rekan", Role.SECRETARIAT, now=now()))
    return client


def test_the_difference_is_shown_before_anything_is_made(officer: Client, scene: Scene) -> None:
    shown = words(officer.get(NEW))

    for said in (
        "Yang berubah",
        "Tahun 2026 2028",
        "Pengusulan",
        "Yang disalin apa adanya",
        "portal_default_v1",
        "G01",
    ):
        assert said in shown
    assert form_of(officer)["name"] == "OVOP 2028"
    assert form_of(officer, tahun="2030")["name"] == "OVOP 2030"
    assert Edition.objects.count() == 1
    assert "harus" in words(officer.get(NEW, {"tahun": "dua ribu"}))


def test_one_approves_and_another_opens(officer: Client, scene: Scene, colleague: Client) -> None:
    fields = form_of(officer)
    answers = [officer.post(NEW, fields) for _time in range(2)]
    path = reverse("assessments:edition_open", args=[2028])
    assert [answer.url for answer in answers] == [path] * 2

    assert "Anda yang menyusun rancangan ini" in words(officer.get(path))
    assert reverse("assessments:schedule", args=[2028]) in officer.get(path).content.decode()
    assert officer.get(reverse("assessments:schedule", args=[2028])).status_code == 200
    own = opened(officer, typed="OVOP 2028")
    assert (own.status_code, "dibuka oleh orang lain" in words(own)) == (422, True)
    assert "Rancangan OVOP 2028 belum dibuka" in words(colleague.get("/panitia/"))
    wrong = opened(colleague, typed="OVOP")
    assert (wrong.status_code, 'value="OVOP"' in wrong.content.decode()) == (422, True)
    assert opened(colleague, typed="OVOP 2028").status_code == 302

    assert not Edition.objects.get(year=2028).is_draft
    assert (colleague.get(path).status_code, opened(colleague, typed="OVOP 2028").status_code) == (409, 409)


def test_a_sister_is_named_and_nothing_else_is_offered(officer: Client, scene: Scene) -> None:
    first, second = form_of(officer), form_of(officer, tahun="2030")
    officer.post(NEW, first)

    shown = officer.get(NEW)
    assert "OVOP 2028 sudah disusun dari OVOP 2026" in words(shown)
    assert "Setujui dan susun rancangan" not in words(shown)
    assert officer.post(NEW, second).status_code == 422
    assert Edition.objects.count() == 2


def test_what_has_changed_since_the_page_was_read_is_read_again(officer: Client, scene: Scene) -> None:
    fields = form_of(officer)
    Gate.objects.filter(edition=scene.edition, code="G01").update(label="Syarat lain")
    assert officer.post(NEW, fields).status_code == 409

    AssessmentPlan.objects.filter(edition=scene.edition).update(jurors_per_entry=7)
    assert officer.post(NEW, form_of(officer) | {"dilihat": "lain"}).status_code == 409
    assert Edition.objects.count() == 1
    assert officer.post(NEW, form_of(officer)).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"name": "奖"}, "name"), ({"year": "x"}, "year"), ({"year": "2026"}, "")],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    officer: Client, scene: Scene, wrong: dict[str, str], field: str
) -> None:
    answer = officer.post(NEW, form_of(officer) | {"name": "OVOP Kita"} | wrong)

    assert answer.status_code in ({422} if field else {409, 422})
    if field:
        assert field in answer.context["form"].errors
        assert ("OVOP Kita" in answer.content.decode()) is ("name" not in wrong)
    assert Edition.objects.count() == 1


def test_without_an_edition_there_is_nothing_to_copy(officer: Client, scene: Scene) -> None:
    AssessmentPlan.objects.filter(edition=scene.edition).delete()
    assert "Belum ada penyelenggaraan untuk disalin" in words(officer.get(NEW))


def test_the_page_costs_the_same_with_one_gate_and_with_three_more(
    officer: Client, scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(2):
        with django_assert_num_queries(10):
            officer.get(NEW)
        for place in range(3):
            code = f"G{80 + number * 3 + place}"
            scene.edition.gates.create(code=code, label=code, label_en=code, effect="warn", provenance="Uji")


@pytest.mark.parametrize("page", ["assignment", "monitor", "plenary", "recap", "reopenings", "samples"])
def test_no_page_of_the_jury_knows_a_draft_which_an_auditor_has_not_heard_of(
    officer: Client, scene: Scene, page: str
) -> None:
    officer.post(NEW, form_of(officer))
    auditor = Client()
    auditor.force_login(scene.auditor)

    path = reverse(f"assessments:{page}", args=[2028])
    assert {client.get(path).status_code for client in (officer, auditor)} <= {404, 403}
