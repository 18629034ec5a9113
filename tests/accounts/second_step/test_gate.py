"""Who has signed in but not taken the second step is a stranger, however they signed in; and it is asked for again before what cannot be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from ovop_portal.accounts.models import Membership, OpenSession, User
from ovop_portal.accounts.operations import change_password, grant_role
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.second_step import factors, gate
from ovop_portal.common.clock import now
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import NOW, PASSWORD, SYSTEM, person
from tests.accounts.second_step.steps import code_at, step_in, with_app
from tests.accounts.signing_in import sign_in
from tests.project.test_addresses import PUBLIC, PUBLIC_IN_THE_DEMO, any_path
from tests.support.addresses import addresses
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
STEP = "/akun/langkah-kedua/masuk/"
SET_UP = "/akun/langkah-kedua/"


@pytest.fixture
def demanded(settings: Any) -> None:
    settings.SECOND_STEP_ROLES = ["secretariat", "administrator"]


def long_ago(client: Client, minutes: int) -> None:
    """The second step was taken so long ago."""
    session = client.session
    session[gate.TAKEN] -= 60 * minutes
    session.save()


def test_nothing_but_the_pages_of_the_step_is_opened_before_it(client: Client, demanded: None) -> None:
    """By any address that asks for signing in: each answers as to a stranger, GET and POST."""
    client.force_login(with_app(person("Endang", Role.SECRETARIAT, now=now())))
    opened = {}
    for address in addresses():
        if address.is_alias or address.name in PUBLIC | PUBLIC_IN_THE_DEMO:
            continue
        path = any_path(address)
        answers = [getattr(client, method)(path) for method in ("get", "post")]
        if [answer.get("Location") for answer in answers] != [f"/masuk/?next={path}"] * 2:
            opened[address.name] = [answer.status_code for answer in answers]

    doors = {f"accounts:{name}" for name in ("second_step", "take_step", "challenge", "new_app", "new_key")}
    assert set(opened) == doors
    assert {reverse(f"{door}") for door in doors} == {
        f"/{a.pattern}" for a in addresses() if getattr(a.view, "opens_half_way", False)
    }


def test_the_admin_is_closed_as_well(client: Client, demanded: None) -> None:
    client.force_login(User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD))

    assert client.get("/pengelola/", follow=True).redirect_chain[-1] == (SET_UP, 302)
    assert client.get("/masuk/?next=/pengelola/")["Location"] == SET_UP


def test_public_pages_are_shown_as_to_strangers(client: Client, demanded: None) -> None:
    client.force_login(with_app(person("Endang", Role.SECRETARIAT, now=now())))

    page = client.get("/")

    assert (page.status_code, page.wsgi_request.user.is_authenticated) == (200, False)
    assert "Endang" not in page.content.decode()


def test_password_then_code_then_where_one_wanted_to_go(client: Client) -> None:
    user = with_app(person("Sari"))

    signed_in = sign_in(client, user.email, next="/akun/kode/")
    asked = client.get(client.get(signed_in["Location"])["Location"])
    shown = client.get(asked["Location"])
    key_before = client.session.session_key
    done = client.post(STEP, filled(shown, "cara", kode=code_at(now())))

    assert (asked["Location"], shown.status_code, done["Location"]) == (STEP, 200, "/akun/kode/")
    assert client.session.session_key != key_before
    assert client.get("/akun/").status_code == 200


def test_a_wrong_code_leaves_one_outside_with_clear_words(client: Client) -> None:
    client.force_login(with_app(person("Sari")))

    for typed, words in (("000000", "belum cocok, atau sudah dipakai"), ("12", "Kode harus 6 angka"), ("", "Isi kode")):
        page = client.post(STEP, {"cara": "aplikasi", "kode": typed})
        assert (page.status_code, words in page.content.decode()) == (422, True), typed
    assert client.get("/akun/").status_code == 302


def test_guessing_ends_after_five_tries_also_with_the_right_code_and_on_another_device(client: Client) -> None:
    user = with_app(person("Sari"))
    client.force_login(user)
    answers = [client.post(STEP, {"cara": "aplikasi", "kode": "000000"}).status_code for _n in range(6)]
    right = client.post(STEP, {"cara": "aplikasi", "kode": code_at(now())})
    elsewhere = Client()
    elsewhere.force_login(user)

    assert answers == [422] * 5 + [429]
    assert right.status_code == 429
    assert elsewhere.post(STEP, {"cara": "cadangan", "kode": "00000000"}).status_code == 429
    assert Notice.objects.filter(recipient=user, kind="accounts.second_step_guessed").count() == 1


def test_codes_on_paper_count_with_the_others_and_what_succeeds_costs_nothing(client: Client) -> None:
    user = with_app(person("Sari"))
    for _n in range(6):
        client.force_login(user)
        code = factors.factors_of(user).codes_to_show[0]
        assert client.post(STEP, {"cara": "cadangan", "kode": code}).status_code == 302


@pytest.mark.parametrize("way", ["password", "link", "force"])
def test_every_way_of_signing_in_is_asked(client: Client, demanded: None, way: str) -> None:
    user = person("Endang", Role.SECRETARIAT, now=now())
    if way == "force":
        client.force_login(user)
    else:
        if way == "link":
            change_password(user, "kain-songket-2026", by=SYSTEM, now=NOW, by_link=True)
        sign_in(client, user.email, "kain-songket-2026" if way == "link" else PASSWORD)

    assert client.get("/panitia/orang/")["Location"] == "/masuk/?next=/panitia/orang/"
    assert client.get("/masuk/?next=/panitia/orang/")["Location"] == SET_UP


def test_somebody_who_must_sets_it_up_at_the_first_signing_in_and_goes_on(client: Client, demanded: None) -> None:
    user = person("Endang", Role.SECRETARIAT, now=now())
    sign_in(client, user.email, next="/panitia/orang/")
    client.get("/masuk/?next=/panitia/orang/")

    page = client.get("/akun/langkah-kedua/aplikasi/")
    secret = page.context["secret"].replace(" ", "")
    done = client.post(page.request["PATH_INFO"], filled(page, kode=code_at(now(), secret=secret)))
    codes = client.get(done["Location"])
    kept = client.post(codes.request["PATH_INFO"], filled(codes))

    assert (done["Location"], len(codes.context["factors"].codes_to_show)) == ("/akun/langkah-kedua/kode-cadangan/", 10)
    assert kept["Location"] == "/panitia/orang/"
    assert client.get("/panitia/orang/").status_code == 200
    assert "password" not in page.context["form"].fields


def test_a_role_given_in_the_middle_of_a_session_is_asked_at_the_next_page(client: Client, demanded: None) -> None:
    user = person("Sari")
    client.force_login(user)
    before = client.get("/akun/").status_code
    grant_role(user, Role.SECRETARIAT, by=SYSTEM, now=NOW)

    assert (before, client.get("/akun/").status_code) == (200, 302)


def test_a_second_signing_in_does_not_inherit_the_step_of_the_first(client: Client) -> None:
    user = with_app(person("Sari"))
    step_in(client, user)
    inside = client.get("/akun/").status_code
    client.force_login(user)

    assert (inside, client.get("/akun/").status_code) == (200, 302)


def test_somebody_half_way_may_leave_and_is_forgotten_after_half_an_hour(client: Client) -> None:
    user = with_app(person("Sari"))
    client.force_login(user)
    session = client.session
    session["sejak"] -= 31 * 60
    session.save()
    assert client.get(STEP)["Location"].startswith("/masuk/")
    assert client.get("/masuk/").status_code == 200

    client.force_login(user)
    assert client.post("/keluar/")["Location"] == "/"
    assert not OpenSession.objects.filter(user=user).exists()


def test_what_was_typed_before_the_step_waits_behind_it(client: Client) -> None:
    user = with_app(person("Sari"))
    client.force_login(user)
    sent = client.post(
        "/akun/ubah/", {"name": "Ni Wayan Sari Dewi", "email": ""}, headers={"sec-fetch-site": "same-origin"}
    )
    client.get(sent["Location"])

    done = client.post(STEP, {"cara": "aplikasi", "kode": code_at(now())})

    assert "Ni Wayan Sari Dewi" in client.get(done["Location"]).content.decode()


def test_nobody_without_a_second_step_pays_for_it(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(person("Sari"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/akun/masih-di-sini/")

    assert [query for query in asked.captured_queries if "mfa_" in query["sql"]] == []


def test_before_what_cannot_be_taken_back_a_step_of_long_ago_is_asked_again(client: Client) -> None:
    user = with_app(person("Endang", Role.SECRETARIAT, now=now()))
    step_in(client, user)
    lately = client.get("/panitia/orang/undang/").status_code
    long_ago(client, 11)

    asked = client.get("/panitia/orang/undang/")
    page = client.get(asked["Location"])
    done = client.post(STEP, {"cara": "cadangan", "kode": factors.factors_of(user).codes_to_show[0]})

    assert (lately, asked["Location"]) == (200, STEP)
    assert "Pastikan ini Anda" in page.content.decode()
    assert (done["Location"], client.get("/panitia/orang/undang/").status_code) == ("/panitia/orang/undang/", 200)


def test_a_form_sent_after_ten_minutes_is_kept_and_not_carried_out_until_the_step(client: Client) -> None:
    user = with_app(person("Endang", Role.SECRETARIAT, now=now()))
    signer = person("Gede", Role.AUDITOR, now=now())
    step_in(client, user)
    long_ago(client, 11)
    fields = {"name": "Kadek", "email": "kadek@contoh.test", "role": "curator"}

    sent = client.post("/panitia/orang/undang/", fields, headers={"sec-fetch-site": "same-origin"})
    done = client.post(STEP, {"cara": "cadangan", "kode": factors.factors_of(user).codes_to_show[0]})

    assert sent["Location"] == STEP
    assert "kadek@contoh.test" in client.get(done["Location"]).content.decode()
    assert Membership.objects.filter(user=signer).count() == 1


def test_whoever_has_no_second_step_and_need_not_is_not_asked(client: Client) -> None:
    client.force_login(person("Endang", Role.SECRETARIAT, now=now()))

    assert client.get("/panitia/orang/undang/").status_code == 200


# What publishes, revokes or corrects, and what gives, ends or opens the way to a role.
STEPPING_UP = {
    "awards:publication",
    "awards:propose",
    "awards:proposal",
    "accounts:invite",
    "accounts:invite_to_office",
    "accounts:invitation",
    "accounts:ending",
    "accounts:closing",
    "accounts:contacts",
    "accounts:reset_step",
    "accounts:remove_step",
}


def test_the_pages_that_ask_again_are_those_written_here() -> None:
    assert {address.name for address in addresses() if _steps_up(address.view)} == STEPPING_UP


def test_whatever_is_sent_to_the_admin_asks_again(client: Client) -> None:
    user = with_app(User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD))
    step_in(client, user)
    long_ago(client, 11)

    looked = client.get("/pengelola/accounts/membership/add/").status_code
    sent = client.post("/pengelola/accounts/membership/add/", {"role": "auditor"})

    assert (looked, sent["Location"]) == (200, STEP)
    assert get_resolver().resolve("/pengelola/accounts/membership/add/")


def _steps_up(view: Any) -> bool:
    while view is not None:
        if getattr(view, "steps_up", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False
