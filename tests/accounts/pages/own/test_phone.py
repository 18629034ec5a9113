"""A number becomes an account's when its holder has answered from it, by WhatsApp or by SMS, and nobody learns whose it is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ovop_portal.accounts.contact_codes import VALID_FOR
from ovop_portal.accounts.models import ContactCode, User
from ovop_portal.accounts.operations import change_account
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import PASSWORD, person
from tests.accounts.signing_in import errors, sign_in
from tests.support.forms import filled

pytestmark = pytest.mark.django_db

PAGE, CODE = "/akun/nomor/", "/akun/nomor/kode/"
OLD, NEW = "+6281300000001", "+6281298765432"


@pytest.fixture
def sari(client: Client) -> User:
    user = person("Ni Wayan Sari")
    User.objects.filter(pk=user.pk).update(phone=OLD)
    user.refresh_from_db()
    client.force_login(user)
    return user


def ask(client: Client, phone: str = NEW, *, channel: str = "whatsapp", password: str = PASSWORD) -> Any:
    return client.post(PAGE, filled(client.get(PAGE), phone=phone, channel=channel, password=password))


def sent_to(number: str) -> list[mail.EmailMessage]:
    deliver_due(now=now())
    return [letter for letter in mail.outbox if letter.to[0].startswith((f"WhatsApp {number}", f"SMS {number}"))]


def code_at(number: str) -> str:
    found = re.search(r"\b[0-9]{6}\b", str(sent_to(number)[-1].body))
    assert found
    return found[0]


def answer(client: Client, code: str) -> Any:
    return client.post(CODE, filled(client.get(CODE), kode=code))


def contact_of(user: User) -> tuple[str | None, bool]:
    user.refresh_from_db()
    return user.phone, user.phone_verified_at is not None


def profile(client: Client) -> str:
    return " ".join(strip_tags(client.get("/akun/").content.decode()).split())


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_who_answers_has_the_number(client: Client, sari: User, channel: str) -> None:
    asked = ask(client, "0812-9876-5432", channel=channel)
    assert (asked["Location"], contact_of(sari)) == (CODE, (OLD, False))
    assert "Menunggu kode: 0812-9876-5432" in profile(client)

    done = answer(client, code_at(NEW))

    assert (done["Location"], contact_of(sari)) == ("/akun/", (NEW, True))
    assert "Sudah dipastikan milik Anda" in profile(client)
    event = Event.objects.get(kind="account.changed")
    assert (event.actor, event.subject, event.body) == (sari.actor, sari.actor, {"fields": ["phone"]})
    client.logout()
    assert [sign_in(client, name).status_code for name in (OLD, NEW)] == [422, 302]


def test_the_number_of_registration_is_proved_in_the_same_way(client: Client, sari: User) -> None:
    assert "Belum dipastikan milik Anda. Sebelum dipastikan, tidak ada kabar yang dikirim" in profile(client)
    ask(client, OLD)
    answer(client, code_at(OLD))
    assert contact_of(sari) == (OLD, True)
    assert [event.body for event in Event.objects.filter(kind="account.contact_proved")] == [{"fields": ["phone"]}]
    assert not Event.objects.filter(kind="account.changed").exists()
    # Proved once, it is not asked again.
    assert errors(ask(client, OLD)) == {"phone": ["Nomor ini sudah dipastikan milik Anda. Isi nomor yang baru"]}


def test_a_number_that_was_proved_hears_that_it_was_left_and_another_does_not(client: Client, sari: User) -> None:
    ask(client)
    answer(client, code_at(NEW))
    assert sent_to(OLD) == []

    ask(client, "+6281300000009")
    answer(client, code_at("+6281300000009"))

    left = sent_to(NEW)[-1]
    assert left.subject.startswith("Nomor akun diganti. Bukan Anda? Tulis ")
    assert "300000009" not in str(left.body)


def test_the_page_of_the_code_shows_the_end_of_the_number_and_asks_the_device_for_the_code(
    client: Client, sari: User
) -> None:
    ask(client)
    page = client.get(CODE)
    words = " ".join(strip_tags(page.content.decode()).split())
    assert "Kami mengirim kode 6 angka ke nomor …5432 lewat WhatsApp." in words
    assert NEW not in page.content.decode()
    control = re.search(r'<input[^>]*name="kode"[^>]*>', page.content.decode())
    assert control
    assert ('autocomplete="one-time-code"' in control[0], 'inputmode="numeric"' in control[0]) == (True, True)
    assert "no-store" in page.headers["Cache-Control"]


def test_another_code_comes_by_the_other_channel_and_the_first_is_void(client: Client, sari: User) -> None:
    ask(client)
    first = code_at(NEW)
    fresh = client.post(CODE, filled(client.get(CODE), "lain-kunci", langkah="kirim-sms"))
    second = code_at(NEW)
    assert (fresh["Location"], sent_to(NEW)[-1].to[0][:3], first == second) == (CODE, "SMS", False)
    assert (answer(client, first).status_code, answer(client, second).status_code) == (422, 302)


@pytest.mark.parametrize("step", ["kirim", "kirim-email", "kirim-pigeon", "kirim-"])
def test_a_channel_that_does_not_reach_a_number_is_no_step(client: Client, sari: User, step: str) -> None:
    ask(client)
    assert client.post(CODE, filled(client.get(CODE), "lain-kunci", langkah=step)).status_code == 422
    assert ContactCode.objects.get().channel == "whatsapp"


def test_whoever_gives_it_up_keeps_the_former_number(client: Client, sari: User) -> None:
    ask(client)
    given_up = client.post(CODE, filled(client.get(CODE), "lain-kunci", langkah="batal"))
    assert (given_up["Location"], ContactCode.objects.count(), contact_of(sari)) == ("/akun/", 0, (OLD, False))
    assert client.get(CODE)["Location"] == "/akun/"


def test_the_number_of_another_account_is_answered_alike_and_its_holder_hears_of_it(client: Client, sari: User) -> None:
    other = person("Wayan")
    User.objects.filter(pk=other.pk).update(phone=NEW, phone_verified_at=now())
    ask(client, "+6281300000008")
    said = []
    for number in (NEW, "+6281300000009"):
        with CaptureQueriesContext(connection) as queries:
            asked = ask(client, number)
        said.append((asked.status_code, asked["Location"], len(queries)))
    assert said[0] == said[1]
    [told] = sent_to(NEW)
    assert told.subject == "Ada yang ingin memakai nomor Anda"
    assert re.search(r"\b[0-9]{6}\b", str(told.body)) is None
    assert "Wayan" not in str(told.body) + told.subject


def test_a_number_that_went_to_another_meanwhile_is_refused_like_a_wrong_code(client: Client, sari: User) -> None:
    ask(client)
    code = code_at(NEW)
    other = person("Wayan")
    User.objects.filter(pk=other.pk).update(phone=NEW)
    assert errors(answer(client, code)) == {"kode": ["Kode belum cocok. Periksa lagi; tersisa 4 percobaan"]}
    assert contact_of(sari) == (OLD, False)


def test_after_five_wrong_codes_the_right_one_opens_nothing(client: Client, sari: User) -> None:
    ask(client)
    code = code_at(NEW)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert [answer(client, wrong).status_code for _ in range(5)] == [422] * 5
    assert (answer(client, code).status_code, contact_of(sari)) == (429, (OLD, False))


def test_a_code_of_another_person_opens_nothing(client: Client, sari: User) -> None:
    ask(client)
    code = code_at(NEW)
    other, visitor = person("Wayan"), Client()
    visitor.force_login(other)
    ask(visitor, "+6281300000009")
    assert answer(visitor, code).status_code == 422
    assert contact_of(other)[1] is False


def test_a_message_that_goes_too_late_is_not_sent_at_all(client: Client, sari: User) -> None:
    ask(client)
    ContactCode.objects.update(ends_at=now() - timedelta(seconds=1))
    assert sent_to(NEW) == []
    row = Outbox.objects.get()
    assert (row.error.partition(":")[0], row.set_aside_by) == ("Pointless", "system:outbox")
    assert timedelta(minutes=10) == VALID_FOR


def test_the_table_and_the_outbox_do_not_hold_the_code(client: Client, sari: User) -> None:
    ask(client)
    code = code_at(NEW)
    rows = [*ContactCode.objects.values_list("seed", "contact"), *Outbox.objects.values_list("context", "path")]
    assert code not in str(rows).replace(str(ContactCode.objects.get().seed), "")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"phone": "sari@contoh.id"}, "phone"),
        ({"channel": "email"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"password": "salah"}, "password"),
        ({"password": ""}, "password"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_sent(
    client: Client, sari: User, fields: dict[str, str], field: str
) -> None:
    given = {"phone": NEW, "channel": "whatsapp", "password": PASSWORD, **fields}
    refused = client.post(PAGE, filled(client.get(PAGE), **given))
    assert (refused.status_code, list(errors(refused)), Outbox.objects.count()) == (422, [field], 0)


def test_asking_is_limited_by_account_and_by_number(client: Client, sari: User) -> None:
    assert [ask(client).status_code for _ in range(6)] == [302] * 5 + [429]


def test_sent_twice_one_code_goes_out(client: Client, sari: User) -> None:
    sent = filled(client.get(PAGE), phone=NEW, channel="whatsapp", password=PASSWORD)
    assert [client.post(PAGE, sent)["Location"] for _ in range(2)] == [CODE, CODE]
    assert Outbox.objects.count() == 1


def test_another_hand_at_the_number_lets_nothing_wait_and_proves_nothing(client: Client, sari: User) -> None:
    ask(client, OLD)
    answer(client, code_at(OLD))
    ask(client)
    change_account(sari, name=sari.name, phone="+6281300000009", by=person("Pengelola"), now=now())
    assert (contact_of(sari), ContactCode.objects.count()) == (("+6281300000009", False), 0)


def test_without_a_channel_to_numbers_there_is_no_such_page(client: Client, sari: User, settings: Any) -> None:
    settings.WHATSAPP_BACKEND = settings.SMS_BACKEND = ""
    assert (client.get(PAGE).status_code, 'href="/akun/nomor/"' in client.get("/akun/").content.decode()) == (
        404,
        False,
    )


def test_without_whatsapp_sms_alone_is_offered(client: Client, sari: User, settings: Any) -> None:
    settings.WHATSAPP_BACKEND = ""
    assert re.findall(r'name="channel"[^>]*value="([^"]*)"', client.get(PAGE).content.decode()) == ["sms"]
    assert errors(ask(client, channel="whatsapp"))
