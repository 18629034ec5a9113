"""Changing one's own name and address, and the code that proves a new one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ovop_portal.accounts.contact_codes import digits_of
from ovop_portal.accounts.models import ContactCode, User
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import PASSWORD, person
from tests.accounts.signing_in import errors, sign_in
from tests.support.forms import filled

pytestmark = pytest.mark.django_db


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
    assert ("E-mail Anda sudah diganti" in page, "Menunggu kode" in page, "Alamat dipastikan saat" in page) == (
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
    assert errors(unreadable) == {"kode": ["Kode harus 6 angka, seperti tertulis dalam pesan kami"]}
    assert ContactCode.objects.get().tries == 1


def test_a_fresh_code_voids_the_one_before_and_gives_five_tries_again(client: Client) -> None:
    user = person("Sari")
    client.force_login(user)
    change(client, email="baru@contoh.test")
    old = digits_of(ContactCode.objects.get())
    for _ in range(6):
        answer(client, wrong_code())

    fresh = other_step(client, "kirim-email")

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
    assert other_step(client, "kirim-email").status_code == 429


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

    assert "Akun Anda tidak mempunyai e-mail" in page
    assert f"Tulis kepada {settings.CONTACT_EMAIL}" in page
    assert "Datanglah ke dinas" not in page


def test_a_number_in_the_place_of_the_address_is_led_to_its_own_way(client: Client) -> None:
    typed = client.post("/kata-sandi/pulihkan/", {"email": "0812-3456-7890"})

    words = "Ini nomor telepon. Isi e-mail akun Anda, atau ikuti langkah untuk akun tanpa e-mail di bawah"
    assert (typed.status_code, typed.context["form"].errors["email"]) == (422, [words])
    assert 'value="0812-3456-7890"' in typed.content.decode()
    assert 'id="tanpa-email"' in typed.content.decode()
    assert client.post("/kata-sandi/pulihkan/", {"email": "bukan alamat"}).context["form"].errors["email"] != [words]
