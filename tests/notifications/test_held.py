"""The page of the letters that were given up: what the secretariat reads there, and what it can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.held import OTHERWISE, OUT_OF_REACH, Held, held_letters
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due, notify, set_aside, write_to
from tests.accounts.factories import person

pytestmark = pytest.mark.django_db

PAGE = "/panitia/surat/"
AWAY = "ConnectionRefusedError: [Errno 111] sari@contoh.test"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person("Rina", Role.SECRETARIAT, now=now()))
    return client


@pytest.fixture
def hold(returned: Kind, words: dict[str, str]) -> Callable[..., Outbox]:
    def hold(error: str = AWAY, *, reader: User | None = None) -> Outbox:
        """A letter to an owner that was given up yesterday."""
        moment = now() - timedelta(days=1)
        reader = reader or person("Ni Wayan Sari", Role.OWNER, now=moment)
        notify([reader], returned, context=words, path="/", now=moment, key=f"returned:{reader.pk}")
        letter = Outbox.objects.latest("pk")
        Outbox.objects.filter(pk=letter.pk).update(parked_at=moment, attempts=5, error=error)
        letter.refresh_from_db()
        return letter

    return hold


def text(response: Any) -> str:
    return str(response.content.decode())


def test_it_says_what_to_which_kind_of_reader_and_why_and_never_to_whom(
    officer: Client, hold: Callable[..., Outbox]
) -> None:
    letter = hold()

    page = text(officer.get(PAGE))

    for words in ("Perlu diperbaiki: Tenun Gringsing Wayan", "Pemilik IKM", str(OUT_OF_REACH)):
        assert words in page
    assert letter.recipient is not None
    assert [secret for secret in ("Ni Wayan Sari", letter.recipient.email, "Errno") if secret in page] == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("Never: HTTP 400, code 131026", "WhatsApp tidak dapat menyampaikan pesan ini ke nomor itu."),
        ("Undelivered: code 131026", "WhatsApp tidak dapat menyampaikan pesan ini ke nomor itu."),
        ("Misfit: HTTP 401, code 190", "WhatsApp menolak portal."),
        ("NotNow: HTTP 429, code none", "WhatsApp sedang penuh atau tidak melayani."),
        ("Unanswered: TimeoutError", "Pesan ini mungkin sudah sampai."),
        ("NoAddress: x", "nomor yang dipastikan"),
        ("KeyError: 'x'", str(OTHERWISE)),
    ],
)
def test_what_goes_to_a_telephone_has_its_own_words_and_its_channel(
    officer: Client, hold: Callable[..., Outbox], error: str, said: str
) -> None:
    letter = hold(error)
    Outbox.objects.filter(pk=letter.pk).update(channel="whatsapp")

    page = text(officer.get(PAGE))

    assert (said in page, "lewat WhatsApp" in page) == (True, True)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("NoAddress: x", "tidak lagi mempunyai alamat e-mail"),
        ("SMTPRecipientsRefused: {'a@b': (550, b'no')}", "menolak alamat penerima"),
        ("Unanswered: Connection unexpectedly closed", "mungkin sudah sampai"),
        ("the worker stopped", str(OTHERWISE)),
    ],
)
def test_why_a_letter_is_held_is_said_in_plain_words(hold: Callable[..., Outbox], error: str, said: str) -> None:
    assert said in Held(hold(error)).why


def test_a_letter_to_an_address_and_one_to_an_account_without_a_role_are_called_so(
    hold: Callable[..., Outbox], returned: Kind, words: dict[str, str]
) -> None:
    hold(reader=person("Tanpa Peran", now=now()))
    write_to("baru@contoh.test", returned, context=words, path="/", now=now(), key="invited")
    Outbox.objects.filter(recipient=None).update(parked_at=now(), error=AWAY)

    assert [Held(letter).readers for letter in held_letters()] == ["Alamat tanpa akun", "Akun tanpa peran"]


def test_one_letter_or_all_are_tried_again_and_the_ledger_says_by_whom(
    officer: Client, hold: Callable[..., Outbox], mailoutbox: list[Any]
) -> None:
    first, second, third = hold(), hold(), hold()

    assert officer.post(reverse("notifications:held_retry"), {"surat": str(first.uuid)}).status_code == 302
    assert {letter.pk for letter in held_letters()} == {second.pk, third.pk}
    officer.post(reverse("notifications:held_retry"), {"surat": "bukan surat"})
    assert held_letters().count() == 2
    officer.post(reverse("notifications:held_retry"))

    assert held_letters().count() == 0
    events = Event.objects.filter(kind="letter.retried").order_by("pk")
    assert [event.subject for event in events] == [letter.subject for letter in (first, second, third)]
    assert (deliver_due(now=now()), len(mailoutbox)) == (3, 3)


def test_a_letter_is_set_aside_for_a_reason_that_stays_with_it_and_out_of_the_ledger(
    officer: Client, hold: Callable[..., Outbox], mailoutbox: list[Any]
) -> None:
    letter = hold()
    page = reverse("notifications:held_set_aside", args=[letter.uuid])

    assert officer.post(page, {"reason": " "}).status_code == 422
    assert officer.post(page, {"reason": "Pemilik sudah diberi tahu lewat telepon"}).status_code == 302
    again = officer.post(page, {"reason": "Sekali lagi"})

    letter.refresh_from_db()
    assert (again.status_code, letter.set_aside_because) == (409, "Pemilik sudah diberi tahu lewat telepon")
    event = Event.objects.get(kind="letter.set_aside")
    assert (event.subject, event.body) == (letter.subject, {})
    officer.post(reverse("notifications:held_retry"))
    assert (deliver_due(now=now()), mailoutbox, held_letters().count()) == (0, [], 0)


def test_only_what_is_held_is_set_aside_and_never_without_a_reason(hold: Callable[..., Outbox]) -> None:
    letter = hold()
    with pytest.raises(Refused):
        set_aside(letter, " ", by="system:tests", now=now())
    with pytest.raises(IntegrityError, match="outbox_set_aside_has_reason"), transaction.atomic():
        Outbox.objects.update(set_aside_at=now(), set_aside_by="system:tests")
    Outbox.objects.update(parked_at=None)
    with pytest.raises(Stale):
        set_aside(letter, "Lewat telepon", by="system:tests", now=now())
    with pytest.raises(IntegrityError, match="outbox_set_aside_when_parked"), transaction.atomic():
        Outbox.objects.update(set_aside_at=now(), set_aside_by="system:tests", set_aside_because="x")


def test_the_list_costs_the_same_for_one_letter_and_for_three(
    officer: Client, hold: Callable[..., Outbox], django_assert_num_queries: Any
) -> None:
    hold()
    with django_assert_num_queries(6):  # session, user, duties; count, letters, roles of their readers
        officer.get(PAGE)
    hold(), hold()
    with django_assert_num_queries(6):
        assert text(officer.get(PAGE)).count("Coba lagi") == 3


def test_an_empty_list_says_that_all_is_well(officer: Client) -> None:
    assert "Tidak ada surat yang tertahan" in text(officer.get(PAGE))
