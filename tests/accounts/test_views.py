"""Signing in and out, the own account, passwords."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ovop_portal.accounts import tries
from ovop_portal.accounts.adapter import NO_MATCH
from ovop_portal.accounts.limits import within_limits
from ovop_portal.accounts.models import Membership, OpenSession, User
from ovop_portal.accounts.operations import change_password
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import PASSWORD, person
from tests.accounts.signing_in import errors, sign_in
from tests.regions.factories import OfficeFactory

pytestmark = pytest.mark.django_db
TOO_MANY = "Sudah terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi"
NEW = "gerabah-kasongan-7"


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("spelling", ["0800 0000 1234", "+62 800-0000-1234", "6280000001234", "0800-0000-1234"])
def test_a_number_opens_the_account_however_it_is_written(client: Client, spelling: str) -> None:
    User.objects.create_user(name="Sari", phone="+6280000001234", password=PASSWORD)

    response = sign_in(client, spelling)

    assert (response.status_code, response["Location"]) == (302, "/beranda/")
    assert is_in(client)


def test_an_address_opens_the_account_in_any_case(client: Client) -> None:
    user = person()

    assert sign_in(client, f"  {str(user.email).upper()} ").status_code == 302
    assert is_in(client)


def test_a_session_lasts_its_hours_and_no_browser_forgets_it_earlier(client: Client) -> None:
    sign_in(client, person().email or "")

    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


@pytest.mark.parametrize("name", ["unknown@contoh.test", "0812-9999-0000", "siapa saja", "known-email", "known-phone"])
def test_an_unknown_account_and_another_password_get_the_same_answer(client: Client, name: str) -> None:
    user = person()
    name = {"known-email": user.email, "known-phone": user.phone}.get(name, name) or ""

    response = sign_in(client, name, "bukan kata sandinya")

    assert response.status_code == 422
    assert errors(response) == {"__all__": [str(NO_MATCH)]}
    assert not is_in(client)


def test_an_unknown_account_costs_as_much_hashing_as_a_known_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    user = person()
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append("unknown"))
    monkeypatch.setattr(User, "check_password", lambda self, raw: bool(hashed.append("known")))

    for name in (user.email, user.phone, "unknown@contoh.test", "0812-9999-0000", "siapa saja"):
        sign_in(client, name or "", "bukan kata sandinya")

    assert hashed == ["known", "known", "unknown", "unknown", "unknown"]


def test_empty_fields_are_asked_for_by_name(client: Client) -> None:
    assert errors(sign_in(client, "", "")) == {
        "login": ["Isi nomor WhatsApp atau e-mail"],
        "password": ["Isi kata sandi"],
    }


def test_a_password_is_never_sent_back(client: Client) -> None:
    assert b"rahasia-saya" not in sign_in(client, person().email or "", "rahasia-saya").content


def test_tries_are_counted_for_each_account_and_numbers_do_not_share_a_counter(client: Client) -> None:
    target, other = person("Sari"), person("Wayan")
    for _ in range(5):
        sign_in(client, target.phone or "", "bukan kata sandinya")

    refused = sign_in(client, target.phone or "")
    assert (refused.status_code, errors(refused)) == (429, {"__all__": [TOO_MANY]})
    assert sign_in(client, other.phone or "").status_code == 302


def test_no_lock_tells_that_a_number_and_an_address_are_one_persons() -> None:
    user, other = person(), person("Lain")
    pairs = [(user.email, user.phone), (user.email, other.phone), ("tidak.ada@contoh.test", "+6281299999999")]

    answers = []
    for n, names in enumerate(pairs):
        client = Client(REMOTE_ADDR=f"10.1.{n}.1")
        tried = [*[names[0]] * 5, names[1], str(names[0]).upper()]
        answers.append([sign_in(client, name or "", "bukan kata sandinya").status_code for name in tried])

    assert answers == [[422] * 6 + [429]] * 3


def test_wrong_passwords_from_elsewhere_lock_nobody_out(client: Client) -> None:
    user = person()
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="203.0.113.9"), user.email or "", "bukan kata sandinya")

    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), user.email or "").status_code == 429
    assert sign_in(client, user.phone or "").status_code == 302


def test_an_address_that_guesses_on_and_on_locks_itself_out_and_nobody_else(client: Client) -> None:
    user, guesser = person(), Client(REMOTE_ADDR="203.0.113.9")
    statuses = [sign_in(guesser, user.email or "", f"tebakan {n}").status_code for n in range(60)]
    assert statuses == [422] * 5 + [429] * 55

    assert sign_in(client, user.phone or "").status_code == 302


def test_asking_for_links_on_and_on_keeps_nobody_elsewhere_from_one(client: Client) -> None:
    asker, asked = Client(REMOTE_ADDR="203.0.113.9"), {"email": "siapa@contoh.test"}
    statuses = [asker.post("/kata-sandi/pulihkan/", asked).status_code for _ in range(30)]
    assert statuses == [302] * 5 + [429] * 25

    assert client.post("/kata-sandi/pulihkan/", asked).status_code == 302


def test_a_browser_that_was_here_before_passes_every_foreign_lock(client: Client) -> None:
    user = person()
    sign_in(client, user.email or "")
    client.post("/keluar/")
    for _ in range(51):
        within_limits(tries.ANYWHERE.of(user.email))
        within_limits(tries.HERE.of(user.email, "127.0.0.1"))

    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), user.email or "").status_code == 429
    assert sign_in(client, user.email or "").status_code == 302


def test_a_browser_that_was_here_before_the_password_changed_passes_no_foreign_lock(client: Client) -> None:
    user = person()
    sign_in(client, user.email or "")
    client.post("/keluar/")
    change_password(user, "tenun-gringsing-baru-2026", by=user, now=now())
    for _ in range(51):
        within_limits(tries.ANYWHERE.of(user.email))

    assert sign_in(client, user.email or "", "tenun-gringsing-baru-2026").status_code == 429


def test_a_known_browser_may_not_guess_for_ever_and_is_known_for_its_own_account_only(client: Client) -> None:
    user, other = person("Sari"), person("Wayan")
    sign_in(client, user.email or "")
    client.post("/keluar/")

    statuses = [sign_in(client, user.email or "", f"tebakan {n}").status_code for n in range(11)]
    assert statuses == [422] * 10 + [429]
    statuses = [sign_in(client, other.email or "", f"tebakan {n}").status_code for n in range(6)]
    assert statuses == [422] * 5 + [429]


def test_a_success_takes_back_its_own_try_and_no_failure(client: Client) -> None:
    user = person()
    for _ in range(4):
        sign_in(client, user.email or "", "bukan kata sandinya")
    sign_in(client, user.email or "")
    client.post("/keluar/")
    client.cookies.clear()

    assert sign_in(client, user.email or "", "bukan kata sandinya").status_code == 422
    assert sign_in(client, user.email or "").status_code == 429


def test_an_unknown_name_is_locked_like_a_known_one(client: Client) -> None:
    statuses = [sign_in(client, "unknown@contoh.test", "tebakan").status_code for _ in range(6)]

    assert statuses == [422] * 5 + [429]


def test_one_address_may_not_walk_through_the_names(client: Client) -> None:
    for _ in range(100):
        within_limits(tries.BY_ADDRESS.of("127.0.0.1"))

    assert sign_in(client, "unknown@contoh.test", "tebakan").status_code == 429


def test_an_address_planted_in_another_table_opens_no_account(client: Client) -> None:
    user = person()
    EmailAddress.objects.create(user=user, email="ditanam@contoh.test", verified=True, primary=True)

    assert errors(sign_in(client, "ditanam@contoh.test")) == {"__all__": [str(NO_MATCH)]}
    assert not is_in(client)


def test_a_closed_account_is_told_so_only_with_the_right_password(client: Client) -> None:
    user = person()
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert errors(sign_in(client, user.email or "", "bukan kata sandinya")) == {"__all__": [str(NO_MATCH)]}
    assert sign_in(client, user.email or "")["Location"] == "/akun/tidak-aktif/"
    assert client.get("/akun/tidak-aktif/").status_code == 403
    assert not is_in(client)


def test_signing_in_leads_on_to_where_one_wanted_to_go_but_never_elsewhere(client: Client) -> None:
    user = person()

    assert client.get("/akun/")["Location"] == "/masuk/?next=/akun/"
    assert 'name="next" value="/akun/"' in client.get("/masuk/?next=/akun/").content.decode()
    assert sign_in(client, user.email or "", next="/akun/")["Location"] == "/akun/"
    client.logout()
    assert sign_in(client, user.email or "", next="//evil.example/akun/")["Location"] == "/beranda/"
    client.logout()
    assert sign_in(client, user.email or "", next="https://evil.example")["Location"] == "/beranda/"


def test_who_is_signed_in_is_not_asked_again(client: Client) -> None:
    client.force_login(person())

    assert client.get("/masuk/")["Location"] == "/beranda/"


def test_signing_out_asks_first_and_then_ends_the_session_on_the_server(client: Client) -> None:
    sign_in(client, person("Ni Wayan Sari").email or "")

    asked = client.get("/keluar/")
    assert (asked.status_code, is_in(client)) == (200, True)
    assert "Ni Wayan Sari" in asked.content.decode()
    assert client.post("/keluar/")["Location"] == "/"
    assert not is_in(client)
    assert OpenSession.objects.count() == 0


def test_a_stranger_who_signs_out_is_at_the_home_page(client: Client) -> None:
    assert client.get("/keluar/")["Location"] == "/"
    assert client.post("/keluar/")["Location"] == "/"


def test_the_own_account_shows_data_and_the_roles_held_today(client: Client) -> None:
    office = OfficeFactory(code="51.07")
    user = person("I Ketut Arnawa", Role.DINAS_OPERATOR, office=office)
    moment = now()
    Membership.objects.create(user=user, role=Role.JUROR, starts_at=moment, ends_at=moment, granted_by="system:tests")
    client.force_login(user)

    page = client.get("/akun/").content.decode()

    assert "I Ketut Arnawa" in page
    assert str(user.email) in page
    assert "Operator dinas" in page
    assert office.label in page
    assert "Juri" not in page


def test_the_own_account_costs_the_same_with_one_role_and_with_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    few, many = person("Sari", Role.SCREENER), person("Rina", Role.SCREENER, Role.SECRETARIAT, Role.CURATOR)
    for user in (few, many):
        client.force_login(user)
        # session, user, duties, the roles with their offices, the address that waits, the zone by firm and by office
        with django_assert_num_queries(8):
            client.get("/akun/")


def test_a_new_password_ends_the_sessions_elsewhere(client: Client) -> None:
    user = person()
    elsewhere = Client()
    sign_in(elsewhere, user.email or "")
    sign_in(client, user.email or "")

    response = client.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": NEW}, follow=True)

    assert [str(message) for message in response.context["messages"]] == ["Kata sandi Anda sudah diganti."]
    assert (client.get("/akun/").status_code, elsewhere.get("/akun/").status_code) == (200, 302)
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, {"oldpassword": ["Isi kata sandi sekarang"], "password1": ["Isi kata sandi baru"]}),
        (
            {"oldpassword": "bukan ini", "password1": NEW},
            {"oldpassword": ["Kata sandi sekarang belum cocok. Ketik ulang"]},
        ),
        (
            {"oldpassword": PASSWORD, "password1": "pendek"},
            {"password1": ["Kata sandi harus paling sedikit 10 karakter"]},
        ),
        (
            {"oldpassword": PASSWORD, "password1": "1234567890"},
            {"password1": ["Kata sandi harus lebih sulit ditebak. Yang ini dipakai banyak orang"]},
        ),
        (
            {"oldpassword": PASSWORD, "password1": "x" * 201},
            {"password1": ["Kata sandi baru harus paling banyak 200 karakter. Persingkat isian Anda"]},
        ),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_our_words(
    client: Client, sent: dict[str, str], expected: dict[str, list[str]]
) -> None:
    user = person()
    client.force_login(user)

    response = client.post("/akun/kata-sandi/", sent)

    assert (response.status_code, errors(response)) == (422, expected)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_forgotten_password_is_made_anew_by_a_link_that_works_once(client: Client) -> None:
    user = person("Ni Wayan Sari")

    sent = client.post("/kata-sandi/pulihkan/", {"email": str(user.email).upper()}, HTTP_HOST="localhost")
    assert mail.outbox == []  # nobody waits for the mail server
    deliver_due(now=now())
    [letter] = mail.outbox
    [link] = re.findall(r"https?://\S+", letter.body)

    assert sent["Location"] == "/kata-sandi/terkirim/"
    assert (letter.to, letter.subject) == ([user.email], "Buat kata sandi baru untuk Portal OVOP")
    assert "Yth. Bapak/Ibu Ni Wayan Sari" in letter.body
    assert link.startswith(settings.PORTAL_URL + "/kata-sandi/")

    form = client.get(link.removeprefix(settings.PORTAL_URL), follow=True)
    address = form.request["PATH_INFO"]
    assert address.endswith("-set-password/")  # the key is out of the address, so no Referer tells it
    assert client.post(address, {"password1": "pendek"}).status_code == 422
    assert client.post(address, {"password1": NEW})["Location"] == "/masuk/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert Client().get(link.removeprefix(settings.PORTAL_URL)).status_code == 410


def test_the_link_speaks_for_its_account_also_where_somebody_else_is_signed_in(client: Client) -> None:
    user = person("Ni Wayan Sari")
    client.post("/kata-sandi/pulihkan/", {"email": user.email})
    deliver_due(now=now())
    [link] = re.findall(r"https?://\S+", mail.outbox[0].body)
    client.force_login(person("Budi"))

    form = client.get(link.removeprefix(settings.PORTAL_URL), follow=True)
    assert client.post(form.request["PATH_INFO"], {"password1": NEW})["Location"] == "/masuk/"

    event = Event.objects.filter(kind="account.password_changed").latest("pk")
    assert (event.actor, event.subject) == (user.actor, user.actor)


def test_an_unknown_address_gets_the_same_answer_and_a_letter_that_says_so(client: Client) -> None:
    sent = client.post("/kata-sandi/pulihkan/", {"email": "siapa@contoh.test"})
    deliver_due(now=now())
    [letter] = mail.outbox

    assert sent["Location"] == "/kata-sandi/terkirim/"
    assert (letter.to, letter.subject) == (["siapa@contoh.test"], "Alamat belum terdaftar di Portal OVOP")
    assert settings.PORTAL_URL + "/masuk" in letter.body


def test_asking_for_a_link_does_the_same_work_whoever_has_the_address(client: Client) -> None:
    work = []
    for email in (str(person().email), "siapa@contoh.test"):
        with CaptureQueriesContext(connection) as seen:
            client.post("/kata-sandi/pulihkan/", {"email": email})
        work.append([re.sub(r"'[^']*'|s\d+_x\d+", "?", query["sql"]) for query in seen])

    assert work[0] == work[1]
    assert Outbox.objects.filter(recipient=None).count() == 2
    assert not any(re.search(r"[a-z0-9]{6}-[0-9a-f]{32}", str(row)) for row in Outbox.objects.values())


def test_a_link_may_be_asked_for_five_times_an_hour_and_what_was_typed_stays(client: Client) -> None:
    answers = [client.post("/kata-sandi/pulihkan/", {"email": "siapa@contoh.test"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert 'value="siapa@contoh.test"' in answers[-1].content.decode()


def test_a_made_up_link_opens_nothing(client: Client) -> None:
    assert client.get("/kata-sandi/abc-c9xyz-0123456789abcdef/").status_code == 410
