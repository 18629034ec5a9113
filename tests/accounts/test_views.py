"""Signing in and out, the own account, passwords."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ovop_portal.accounts import tries
from ovop_portal.accounts.adapter import NO_MATCH
from ovop_portal.accounts.contact_codes import digits_of
from ovop_portal.accounts.limits import within_limits
from ovop_portal.accounts.models import ContactCode, Membership, User
from ovop_portal.accounts.operations import change_password
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import PASSWORD, person
from tests.regions.factories import OfficeFactory
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
TOO_MANY = "Sudah terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi"
NEW = "gerabah-kasongan-7"


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/masuk/", {"login": name, "password": password, **extra})


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


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


def test_number_and_address_of_one_account_count_together(client: Client) -> None:
    user = person()
    for name in [user.phone, user.email, user.phone, str(user.email).upper(), user.phone]:
        sign_in(client, name or "", "bukan kata sandinya")

    assert sign_in(client, user.email or "").status_code == 429


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
        within_limits(tries.ANYWHERE.of(user.uuid))
        within_limits(tries.HERE.of(user.uuid, "127.0.0.1"))

    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), user.email or "").status_code == 429
    assert sign_in(client, user.email or "").status_code == 302


def test_a_browser_that_was_here_before_the_password_changed_passes_no_foreign_lock(client: Client) -> None:
    user = person()
    sign_in(client, user.email or "")
    client.post("/keluar/")
    change_password(user, "tenun-gringsing-baru-2026", by=user, now=now())
    for _ in range(51):
        within_limits(tries.ANYWHERE.of(user.uuid))

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
    assert Session.objects.count() == 0


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
        with django_assert_num_queries(7):
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


# --- Name and address --------------------------------------------------------------------------------------------------


def change(client: Client, **fields: str) -> Any:
    return client.post("/akun/ubah/", filled(client.get("/akun/ubah/"), **({"password": PASSWORD} | fields)))


def test_name_and_address_are_changed_with_the_password(client: Client) -> None:
    user = person("Ni Wayan Sari")
    client.force_login(user)

    asked = change(client, name="Ni Wayan Sari Dewi", email="Baru@Contoh.test")
    waiting = client.get("/akun/").content.decode()
    opened_early = sign_in(Client(), "baru@contoh.test").status_code
    done = answer(client, code_in_the_letter("baru@contoh.test"))

    assert (asked["Location"], opened_early, done["Location"]) == ("/akun/ubah/kode/", 422, "/akun/")
    assert ("Ni Wayan Sari Dewi" in waiting, "Menunggu kode: baru@contoh.test" in waiting) == (True, True)
    page = client.get("/akun/").content.decode()
    assert ("E-mail Anda sudah diganti" in page, "Menunggu kode" in page, "Belum dipastikan" in page) == (
        True,
        False,
        False,
    )
    client.logout()
    assert sign_in(client, "baru@contoh.test").status_code == 302


def test_the_page_of_the_code_names_the_address_masked_and_asks_the_device_for_the_code(client: Client) -> None:
    client.force_login(person("Sari"))
    change(client, email="baru@contoh.test")

    page = client.get("/akun/ubah/kode/")
    words = " ".join(strip_tags(page.content.decode()).split())

    assert "Kami mengirim kode 6 angka ke b…@contoh.test." in words
    control = re.search(r'<input[^>]*name="kode"[^>]*>', page.content.decode())
    assert control
    assert ('autocomplete="one-time-code"' in control[0], 'inputmode="numeric"' in control[0]) == (True, True)
    assert "no-store" in page.headers["Cache-Control"]


def test_a_name_alone_and_an_address_that_goes_are_written_at_once(client: Client) -> None:
    user = person("Sari")
    client.force_login(user)

    assert change(client, name="Sari Dewi")["Location"] == "/akun/"
    assert change(client, email="")["Location"] == "/akun/"

    user.refresh_from_db()
    assert (user.name, user.email, Outbox.objects.filter(kind="accounts.code_wanted").count()) == ("Sari Dewi", None, 0)


def test_a_free_address_and_one_of_somebody_else_get_the_same_answers_to_the_byte(client: Client) -> None:
    other = User.objects.create_user(name="Wayan", email="sudah@contoh.test", password=PASSWORD)
    seen = {}
    for address in (str(other.email), "siapa@contoh.test"):
        client, sari = Client(), person("Sari")
        client.force_login(sari)
        before = Outbox.objects.count()
        with CaptureQueriesContext(connection) as queries:
            asked = change(client, email=address.upper())
        page = client.get("/akun/ubah/kode/")
        tried = [answer(client, wrong_code()) for _ in range(6)]
        seen[address] = (
            [asked.status_code, asked["Location"], len(queries), Outbox.objects.count() - before],
            [(each.status_code, bare(each, str(sari.email))) for each in (page, *tried)],
        )

    assert seen["sudah@contoh.test"] == seen["siapa@contoh.test"]
    assert [status for status, _page in seen["siapa@contoh.test"][1]] == [200, 422, 422, 422, 422, 422, 429]
    deliver_due(now=now())
    subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert subjects == {
        "sudah@contoh.test": "Ada yang ingin memakai e-mail Anda",
        "siapa@contoh.test": "Kode untuk e-mail baru di Portal OVOP",
    }
    assert [re.search(r"[0-9]{6}", letter.body) is None for letter in mail.outbox if letter.to == [other.email]] == [
        True
    ]


def test_a_wrong_code_is_said_at_the_field_and_in_the_summary_with_the_tries_left(client: Client) -> None:
    client.force_login(person("Sari"))
    change(client, email="baru@contoh.test")

    wrong = answer(client, wrong_code())
    unreadable = answer(client, "12 34")

    words = "Kode belum cocok. Periksa lagi; tersisa 4 percobaan"
    assert (wrong.status_code, errors(wrong), wrong.content.decode().count(words)) == (422, {"kode": [words]}, 2)
    assert errors(unreadable) == {"kode": ["Kode harus 6 angka, seperti tertulis dalam e-mail kami"]}
    assert ContactCode.objects.get().tries == 1


def test_a_fresh_code_voids_the_one_before_and_gives_five_tries_again(client: Client) -> None:
    user = person("Sari")
    client.force_login(user)
    change(client, email="baru@contoh.test")
    old = digits_of(ContactCode.objects.get())
    for _ in range(6):
        answer(client, wrong_code())

    fresh = other_step(client, "kirim")

    assert fresh["Location"] == "/akun/ubah/kode/"
    code = ContactCode.objects.get()
    assert (code.tries, code.contact, digits_of(code) == old) == (0, "baru@contoh.test", False)
    assert answer(client, old).status_code == 422
    assert answer(client, digits_of(code)).status_code == 302
    deliver_due(now=now())
    subjects = [letter.subject for letter in mail.outbox if "ode" in letter.subject]
    assert subjects == ["Kode e-mail baru tidak berlaku lagi"] * 2  # what is used or replaced goes out no more


def test_who_gives_up_keeps_the_address_and_nothing_waits(client: Client) -> None:
    user = person("Sari")
    client.force_login(user)
    change(client, email="baru@contoh.test")

    assert other_step(client, "batal")["Location"] == "/akun/"
    assert (User.objects.get(pk=user.pk).email, ContactCode.objects.count()) == (user.email, 0)
    assert client.get("/akun/ubah/kode/")["Location"] == "/akun/"


def test_codes_may_be_asked_for_five_times_an_hour_and_what_was_typed_stays(client: Client) -> None:
    client.force_login(person("Sari"))

    answers = [change(client, email=f"baru{n}@contoh.test") for n in range(6)]

    assert [each.status_code for each in answers] == [302] * 5 + [429]
    assert 'value="baru5@contoh.test"' in answers[-1].content.decode()
    assert other_step(client, "kirim").status_code == 429


def test_a_code_that_is_sent_twice_is_taken_once(client: Client) -> None:
    client.force_login(person("Sari"))
    change(client, email="baru@contoh.test")
    sent = filled(client.get("/akun/ubah/kode/"), kode=digits_of(ContactCode.objects.get()))

    twice = [client.post("/akun/ubah/kode/", sent) for _ in range(2)]

    assert [(each.status_code, each["Location"]) for each in twice] == [(302, "/akun/")] * 2
    assert Event.objects.filter(kind="account.changed").count() == 1


def answer(client: Client, code: str) -> Any:
    return client.post("/akun/ubah/kode/", filled(client.get("/akun/ubah/kode/"), kode=code))


def other_step(client: Client, step: str) -> Any:
    return client.post("/akun/ubah/kode/", filled(client.get("/akun/ubah/kode/"), "lain-kunci", langkah=step))


def code_in_the_letter(address: str) -> str:
    deliver_due(now=now())
    [letter] = [letter for letter in mail.outbox if letter.to == [address]]
    return re.findall(r"Kode Anda: ([0-9]{6})\n", letter.body)[0]


def wrong_code() -> str:
    """Not the one that waits last."""
    right = int(digits_of(ContactCode.objects.latest("pk")))
    return f"{(right + 1) % 10**6:06}"


def bare(response: Any, own: str) -> str:
    """A page without what is new on each: keys, tokens, what was typed, the hour and who reads."""
    page = response.content.decode()
    page = re.sub(r'value="[^"]*"|nonce="[^"]*"|data-[a-z]+="[^"]*"', "", page.replace(own, ""))
    return re.sub(r"[0-9]{2}\.[0-9]{2}", "", page)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"password": "bukan ini"}, {"password": ["Kata sandi sekarang belum cocok. Ketik ulang"]}),
        ({"password": ""}, {"password": ["Isi kata sandi sekarang"]}),
        ({"name": ""}, {"name": ["Isi nama"]}),
        ({"email": "bukan alamat"}, {"email": ["E-mail harus alamat lengkap, misalnya nama@contoh.id"]}),
    ],
)
def test_a_change_that_will_not_do_changes_nothing(
    client: Client, fields: dict[str, str], expected: dict[str, list[str]]
) -> None:
    user = person("Ni Wayan Sari")
    client.force_login(user)

    response = change(client, **({"name": "Orang Lain"} | fields))

    assert (response.status_code, errors(response)) == (422, expected)
    assert User.objects.get(pk=user.pk).name == "Ni Wayan Sari"
    assert b"bukan ini" not in response.content


def test_a_change_that_is_sent_twice_happens_once(client: Client) -> None:
    client.force_login(person("Sari"))
    sent = filled(client.get("/akun/ubah/"), name="Sari Dewi", password=PASSWORD)

    assert [client.post("/akun/ubah/", sent).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(kind="account.changed").count() == 1


def test_guessing_the_password_there_is_stopped(client: Client) -> None:
    client.force_login(person("Sari"))

    assert [change(client, password=f"tebakan {n}").status_code for n in range(11)][-2:] == [422, 429]


def test_who_has_a_number_only_is_told_what_really_helps(client: Client) -> None:
    page = " ".join(strip_tags(client.get("/kata-sandi/pulihkan/").content.decode()).split())

    assert "Akun Anda hanya memakai nomor WhatsApp" in page
    assert f"Tulis kepada {settings.CONTACT_EMAIL}" in page
    assert "Datanglah ke dinas" not in page


def test_a_number_in_the_place_of_the_address_is_led_to_its_own_way(client: Client) -> None:
    typed = client.post("/kata-sandi/pulihkan/", {"email": "0812-3456-7890"})

    words = "Ini nomor telepon. Isi e-mail akun Anda, atau ikuti langkah untuk akun tanpa e-mail di bawah"
    assert (typed.status_code, typed.context["form"].errors["email"]) == (422, [words])
    assert 'value="0812-3456-7890"' in typed.content.decode()
    assert 'id="tanpa-email"' in typed.content.decode()
    assert client.post("/kata-sandi/pulihkan/", {"email": "bukan alamat"}).context["form"].errors["email"] != [words]
