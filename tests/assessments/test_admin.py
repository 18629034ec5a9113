"""The first season of an empty production database, prepared at the administrator's door alone."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from assessments.models import AssessmentPlan, Juror
from awards.models import Edition, ScreeningRule, WindowKind
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import WIB
from ovop_portal.ledger.models import Event
from regions.models import Office, Regency
from tests.accounts.factories import PASSWORD
from tests.regions.factories import RegencyFactory
from tests.scene import NOW, Scene, load_reference_data

pytestmark = pytest.mark.django_db
DOOR = "/pengelola"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD))
    return client


def filled_in(page: str) -> dict[str, str]:
    """What a browser would send of the page's own form, before anybody types."""
    form = page[page.index('id="content-main"') :]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if "name" in given and given.get("type") not in ("submit", "checkbox"):
            sent[given["name"]] = unescape(given.get("value", ""))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.findall(r'<option value="([^"]*)"\s+selected', options)
        if chosen:
            sent[name] = chosen[0]
    return sent


def send(client: Client, path: str, **typed: Any) -> Any:
    page = client.get(f"{DOOR}{path}")
    assert page.status_code == 200
    response = client.post(f"{DOOR}{path}", filled_in(page.content.decode()) | {k: str(v) for k, v in typed.items()})
    errors = strip_tags("".join(re.findall(r'<ul class="errorlist.*?</ul>', response.content.decode(), re.S)))
    assert response.status_code == 302, errors
    return response


def dates(place: int, opens: str, closes: str) -> dict[str, str]:
    row = f"windows-{place}-"
    return {
        f"{row}opens_at_0": opens,
        f"{row}opens_at_1": "00:00",
        f"{row}closes_at_0": closes,
        f"{row}closes_at_1": "23:59:59",
    }


def stages() -> dict[str, str]:
    """The dates of a whole season."""
    months = [("2026-02-01", "2026-03-31"), ("2026-04-01", "2026-04-30"), ("2026-05-04", "2026-06-12")]
    sent: dict[str, str] = {}
    for place, (opens, closes) in enumerate([*months, ("2026-06-15", "2026-06-19")]):
        sent |= dates(place, opens, closes) | {f"windows-{place}-kind": WindowKind.values[place]}
    return sent


def begin(client: Client) -> Edition:
    scheme = "kemenperin_three_star_2022_2024"
    shared = {"year": 2026, "name": "OVOP 2026", "scheme": scheme, "validity_months": 24, "jurors_per_entry": 3}
    send(client, "/awards/edition/add/", **shared, **stages())
    return Edition.objects.get(year=2026)


def test_an_empty_database_gets_office_accounts_edition_and_jurors(administrator: Client) -> None:
    load_reference_data(NOW)
    place = RegencyFactory(code="51.07")
    assert (Edition.objects.exists(), Office.objects.exists(), Juror.objects.exists()) == (False, False, False)

    send(administrator, "/regions/office/add/", name="Dinas Perindustrian", level="regency", regency=place.pk)
    office = Office.objects.get()
    for name, role, seat in (("Sari", "dinas_signer", office.pk), ("Budi", "secretariat", ""), ("Ayu", "juror", "")):
        send(administrator, "/accounts/user/add/", name=name, email=f"{name}@contoh.test", password=PASSWORD)
        user = User.objects.get(name=name)
        send(administrator, "/accounts/membership/add/", user=user.pk, role=role, office=seat)
    edition = begin(administrator)
    send(administrator, "/assessments/institution/add/", name="Politeknik", in_selection_team="on")
    institution = administrator.get(f"{DOOR}/assessments/institution/").context["cl"].result_list[0]
    juror = {"user": User.objects.get(name="Ayu").pk, "institution": institution.pk}
    send(administrator, "/assessments/juror/add/", **juror, home_regency=place.pk, expertise="kain_tenun")

    assert edition.windows.count() == 4
    assert (edition.gates.exists(), edition.required_papers.exists()) == (True, True)
    plan = AssessmentPlan.objects.get(edition=edition)
    assert (plan.jurors_per_entry, plan.star_lines.code) == (3, "three_star_default")
    closes = edition.windows.get(kind="nomination").closes_at
    assert closes == datetime(2026, 3, 31, 23, 59, 59, tzinfo=WIB)
    made = Juror.objects.get()
    assert (made.user.name, made.home_regency, [group.pk for group in made.expertise.all()]) == (
        "Ayu",
        place,
        ["kain_tenun"],
    )
    administrator_s = Event.objects.filter(actor=User.objects.get(is_superuser=True).actor).order_by("pk")
    assert list(administrator_s.values_list("kind", flat=True)) == [
        "office.opened",
        *["account.opened", "role.granted"] * 3,
        "edition.opened",
        "institution.added",
        "juror.registered",
    ]


def test_a_season_is_screened_by_the_rule_with_which_it_was_begun(administrator: Client) -> None:
    load_reference_data(NOW)
    scheme = "kemenperin_three_star_2022_2024"
    shared = {
        "year": 2026,
        "name": "OVOP 2026",
        "scheme": scheme,
        "jurors_per_entry": 3,
        "screening_rule": "all_by_two",
    }
    send(administrator, "/awards/edition/add/", **shared, **stages())

    edition = Edition.objects.get(year=2026)
    assert edition.screening_rule == ScreeningRule.ALL_BY_TWO
    assert Event.objects.get(kind="edition.opened").said["screening_rule"] == "all_by_two"
    page = administrator.get(f"{DOOR}/awards/edition/{edition.pk}/change/").content.decode()
    assert 'name="screening_rule"' not in page
    assert "setiap hasil berlaku bila dua pemeriksa sependapat" in page


def test_who_holds_no_role_of_a_juror_is_told_at_the_field(administrator: Client, scene: Scene) -> None:
    page = administrator.post(
        f"{DOOR}/assessments/juror/add/", {"user": scene.owner.pk, "institution": scene.jurors[0].institution_id}
    )
    assert page.context["adminform"].form.errors["user"] == ["Beri akun ini peran juri lebih dahulu"]


def test_a_season_without_all_its_dates_is_not_begun(administrator: Client) -> None:
    load_reference_data(NOW)
    sent = {"year": 2026, "name": "OVOP 2026", "scheme": "kemenperin_three_star_2022_2024", "validity_months": 24}
    page = administrator.get(f"{DOOR}/awards/edition/add/").content.decode()
    backwards = stages() | dates(0, "2026-03-31", "2026-02-01")
    for dated in ({}, backwards, stages() | {"windows-1-kind": "nomination"}):
        answer = administrator.post(f"{DOOR}/awards/edition/add/", filled_in(page) | sent | dated)
        assert answer.status_code == 200
    assert not Edition.objects.exists()


def test_windows_are_shown_and_changed_on_the_page_of_the_secretariat_alone(administrator: Client) -> None:
    load_reference_data(NOW)
    edition = begin(administrator)

    send(
        administrator, f"/awards/edition/{edition.pk}/change/", name="OVOP Baru", **dates(0, "2026-02-01", "2026-04-15")
    )

    edition.refresh_from_db()
    assert edition.name == "OVOP Baru"
    assert edition.windows.get(kind="nomination").closes_at == datetime(2026, 3, 31, 23, 59, 59, tzinfo=WIB)
    assert not Event.objects.filter(kind="window.changed").exists()


def test_a_published_edition_is_shown_and_not_changed(administrator: Client, scene: Scene) -> None:
    scene.award()
    path = f"{DOOR}/awards/edition/{scene.edition.pk}/change/"

    assert "_save" not in administrator.get(path).content.decode()
    assert administrator.post(path, {"name": "Lain"}).status_code == 403
    assert Edition.objects.get(pk=scene.edition.pk).name == "OVOP 2026"


@pytest.mark.parametrize("model", ["awards/edition", "assessments/juror", "assessments/institution", "regions/office"])
def test_nothing_of_a_season_is_deleted(administrator: Client, scene: Scene, model: str) -> None:
    row = {"edition": scene.edition, "juror": scene.jurors[0], "institution": scene.jurors[0].institution}
    pk = (row.get(model.split("/")[1]) or Office.objects.all()[0]).pk

    assert administrator.post(f"{DOOR}/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403


def test_only_the_administrator_opens_these_pages(client: Client, scene: Scene) -> None:
    client.force_login(scene.secretariat)
    for path in ("awards/edition/add", "assessments/juror/add", "regions/office/add"):
        assert client.get(f"{DOOR}/{path}/", follow=True).status_code == 403
    assert Regency.objects.exists()
