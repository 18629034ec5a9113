"""The pages of the second step: set up, mended, lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ovop_portal.accounts.models import FactorReset, OpenSession, User
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.second_step.factors import factors_of
from ovop_portal.common.clock import now
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import PASSWORD, person
from tests.accounts.second_step.software_key import SoftwareKey
from tests.accounts.second_step.steps import code_at, step_in, with_app, with_key
from tests.regions.factories import OfficeFactory
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
HOME, APP, KEY = "/akun/langkah-kedua/", "/akun/langkah-kedua/aplikasi/", "/akun/langkah-kedua/kunci-sandi/"
STEP, PAPER = "/akun/langkah-kedua/masuk/", "/akun/langkah-kedua/kode-cadangan/"


def challenge(client: Client, purpose: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(client.post("/akun/langkah-kedua/tantangan/", {"untuk": purpose}).content)
    return said


def words_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_a_first_application_is_set_up_with_the_password_and_ends_other_sessions(client: Client) -> None:
    user = person("Sari")
    elsewhere = Client()
    elsewhere.force_login(user)
    client.force_login(user)
    page = client.get(APP)
    code = code_at(now(), secret=page.context["secret"].replace(" ", ""))

    without = client.post(APP, filled(page, kode=code, password="salah-sekali"))
    done = client.post(APP, filled(page, kode=code, password=PASSWORD))

    assert (without.status_code, "Kata sandi sekarang belum cocok" in words_of(without)) == (422, True)
    assert without.context["secret"] == page.context["secret"]
    assert (done["Location"], factors_of(user).count) == (PAPER, 1)
    assert [row.session_key for row in OpenSession.objects.filter(user=user)] == [client.session.session_key]


def test_the_secret_is_shown_as_picture_and_as_text_and_lies_nowhere_open(client: Client) -> None:
    client.force_login(person("Sari"))

    page = client.get(APP)
    secret = page.context["secret"].replace(" ", "")

    assert page.context["address"].startswith("otpauth://totp/Portal%20OVOP:")
    assert secret in page.context["address"]
    assert page.context["picture"].startswith("data:image/svg+xml")
    assert secret not in str(client.session.items())
    assert "no-store" in page.headers["Cache-Control"]


def test_a_passkey_is_made_on_a_page_and_signs_in_on_another(client: Client) -> None:
    user, key = person("Sari"), SoftwareKey()
    client.force_login(user)
    answer = key.make(challenge(client, "pasang"))
    made = client.post(KEY, filled(client.get(KEY), nama="Ponsel Sari", jawaban=answer, password=PASSWORD))
    client.logout()
    client.force_login(user)
    outside = client.get("/akun/").status_code
    signed = key.sign(challenge(client, "masuk"))

    done = client.post(STEP, {"cara": "kunci", "jawaban": signed})
    again = Client()
    again.force_login(user)

    assert (made["Location"], outside, done.status_code) == (PAPER, 302, 302)
    assert (client.get("/akun/").status_code, "Ponsel Sari" in words_of(client.get(HOME))) == (200, True)
    # What was overheard opens nothing: each challenge is answered once, in its own session.
    assert again.post(STEP, {"cara": "kunci", "jawaban": signed}).status_code == 422


@pytest.mark.parametrize("answer", ["", "x", "{}", "[" * 3000, '{"id": "a"}'])
def test_what_is_no_passkey_is_refused_in_words(client: Client, answer: str) -> None:
    user = with_key(person("Sari"), SoftwareKey())
    client.force_login(user)
    challenge(client, "masuk")

    page = client.post(STEP, {"cara": "kunci", "jawaban": answer})

    assert (page.status_code, client.get("/akun/").status_code) == (422, 302)


def test_whoever_is_half_way_adds_nothing_to_an_account_that_has_a_step(client: Client) -> None:
    user = with_app(person("Sari"))
    client.force_login(user)

    assert [client.get(path)["Location"] for path in (APP, KEY, HOME)] == [STEP] * 3
    assert client.post("/akun/langkah-kedua/tantangan/", {"untuk": "pasang"}).status_code == 403
    assert client.post(APP, {"kode": code_at(now())})["Location"] == STEP


def test_paper_codes_are_shown_until_they_are_kept_and_made_anew(client: Client) -> None:
    user = with_app(person("Sari"))
    step_in(client, user)
    first = client.get(PAPER)
    codes = first.context["factors"].codes_to_show
    assert client.get(PAPER).context["factors"].codes_to_show == codes

    kept = client.post(PAPER, filled(first))
    after = client.get(PAPER)
    client.post(PAPER, filled(after) | {"langkah": "baru"})
    fresh = client.get(PAPER).context["factors"].codes_to_show

    assert (kept["Location"], after.context["factors"].codes_to_show) == (HOME, [])
    assert (len(fresh), set(codes) & set(fresh)) == (10, set())


def test_the_last_step_of_a_secretary_stays_and_the_page_says_why(client: Client, settings: Any) -> None:
    settings.SECOND_STEP_ROLES = ["secretariat"]
    user = with_app(person("Endang", Role.SECRETARIAT, now=now()))
    step_in(client, user)
    page = client.get("/akun/langkah-kedua/lepas/aplikasi/")

    refused = client.post("/akun/langkah-kedua/lepas/aplikasi/", filled(page))

    assert (refused.status_code, "Pasang yang lain dahulu" in words_of(refused)) == (422, True)


def test_somebody_whose_role_does_not_demand_it_takes_it_off_again(client: Client) -> None:
    user = with_app(person("Sari"))
    step_in(client, user)
    page = client.get("/akun/langkah-kedua/lepas/aplikasi/")

    done = client.post("/akun/langkah-kedua/lepas/aplikasi/", filled(page))

    assert (done["Location"], factors_of(user).rows, client.get("/akun/").status_code) == (HOME, [], 200)


def test_the_secretariat_takes_it_off_an_office_and_an_administrator_off_a_national_role(client: Client) -> None:
    signer = with_app(person("Gede", Role.DINAS_SIGNER, office=OfficeFactory(), now=now()))
    juror = with_app(person("Ketut", Role.JUROR, now=now()))
    client.force_login(person("Endang", Role.SECRETARIAT, now=now()))
    page = client.get(f"/panitia/orang/{signer.uuid}/langkah-kedua/")
    empty = client.post(page.request["PATH_INFO"], filled(page, alasan=" "))

    done = client.post(page.request["PATH_INFO"], filled(page, alasan="Ponsel hilang"))
    refused = client.get(f"/panitia/orang/{juror.uuid}/langkah-kedua/").status_code
    client.force_login(User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD))
    by_administrator = client.get(f"/panitia/orang/{juror.uuid}/langkah-kedua/").status_code

    assert (empty.status_code, done["Location"]) == (422, f"/panitia/orang/{signer.uuid}/")
    assert (factors_of(signer).rows, FactorReset.objects.get().reason) == ([], "Ponsel hilang")
    assert Notice.objects.filter(recipient=signer, kind="accounts.second_step_reset").count() == 1
    assert (refused, by_administrator) == (403, 200)


def test_the_person_sees_who_has_a_second_step(client: Client) -> None:
    has, has_not = with_app(person("Gede")), person("Made")
    client.force_login(person("Endang", Role.SECRETARIAT, now=now()))

    pages = [words_of(client.get(f"/panitia/orang/{each.uuid}/")) for each in (has, has_not)]

    assert ["Lepas, karena perangkatnya hilang" in page for page in pages] == [True, False]


def test_an_installation_without_a_name_offers_the_application_alone(client: Client, settings: Any) -> None:
    settings.PORTAL_URL = "http://127.0.0.1:8400"
    client.force_login(person("Sari"))

    assert "belum mendukung kunci sandi" in words_of(client.get(HOME))
    assert client.get(KEY)["Location"] == HOME


def test_the_list_costs_the_same_with_one_key_and_three(client: Client) -> None:
    user = with_key(person("Sari"), SoftwareKey())
    with_app(user)
    step_in(client, user)
    counts = []
    for more in (0, 2):
        for n in range(more):
            with_key(user, SoftwareKey(bytes([n]) * 8))
        with CaptureQueriesContext(connection) as asked:
            client.get(HOME)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12
