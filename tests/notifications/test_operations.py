from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from ovop_portal.accounts.models import User
from ovop_portal.notifications import kinds, operations
from ovop_portal.notifications.channels import composing
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.models import Notice, Outbox
from ovop_portal.notifications.operations import News, amend, deliver, deliver_due, notify, notify_many, revive

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PATH = "/usulan/OVOP-2026-0001/"
KEY = "nomination:OVOP-2026-0001:returned:1"

pytestmark = pytest.mark.django_db


def person(name: str = "Ni Wayan Sari", email: str | None = "sari@contoh.id", **fields: Any) -> User:
    return User.objects.create_user(name=name, email=email, phone=None if email else "+6281234567890", **fields)


@pytest.fixture
def tell(returned: Kind, words: dict[str, str]) -> Callable[..., None]:
    def tell(*recipients: User, key: str = KEY, now: datetime = NOW) -> None:
        notify(recipients, returned, context=words, path=PATH, now=now, key=key)

    return tell


class Killed(BaseException):
    """As `kill -9`: no handler of ours runs."""


def later_than(letter: Outbox) -> datetime:
    letter.refresh_from_db()
    return letter.due_at + timedelta(seconds=1)


class TestAmend:
    def test_a_letter_that_waits_says_all_that_came_to_it_and_one_that_went_stays_as_it_was(
        self, returned: Kind, words: dict[str, str]
    ) -> None:
        early, late = person(), person("Made", "made@contoh.id")
        pause, more = timedelta(hours=1), {name: f"{said} lagi" for name, said in words.items()}
        notify_many(returned, [News(early, PATH, KEY, words)], now=NOW - pause, delay=pause)
        notify_many(returned, [News(late, PATH, KEY, words)], now=NOW, delay=pause)
        assert deliver_due(now=NOW + timedelta(minutes=1)) == 1
        Notice.objects.update(read_at=NOW)

        amend(returned, KEY, more)

        assert list(Notice.objects.values_list("context", "read_at")) == [(more, None)] * 2
        assert list(Outbox.objects.order_by("pk").values_list("context", flat=True)) == [words, more]
        assert deliver_due(now=NOW + pause) == 1


class TestNotify:
    def test_each_person_gets_a_notice_and_a_letter_with_the_same_words(self, tell: Callable[..., None]) -> None:
        one, other = person(), person("Made", "made@contoh.id")
        tell(one, other)
        assert [
            (n.recipient, n.title, n.body, n.path, n.created_at, n.read_at) for n in Notice.objects.order_by("id")
        ] == [
            (
                who,
                "Perlu diperbaiki: Tenun Gringsing Wayan (sebelum 30 Juni 2026)",
                "Dinas meminta perbaikan pada 2 bagian.",
                PATH,
                NOW,
                None,
            )
            for who in (one, other)
        ]
        assert [
            (o.recipient, o.channel, o.path, o.due_at, o.attempts, o.address) for o in Outbox.objects.order_by("id")
        ] == [(who, "email", PATH, NOW, 0, "") for who in (one, other)]

    def test_the_same_fact_told_again_changes_nothing(self, tell: Callable[..., None]) -> None:
        who = person()
        tell(who)
        tell(who, now=LATER)
        assert (Notice.objects.get().created_at, Outbox.objects.get().due_at) == (NOW, NOW)

    def test_a_person_named_twice_is_told_once(self, tell: Callable[..., None]) -> None:
        who = person()
        tell(who, who)
        assert (Notice.objects.count(), Outbox.objects.count()) == (1, 1)

    def test_without_an_address_the_inbox_has_to_do(self, tell: Callable[..., None]) -> None:
        tell(person(email=None))
        assert (Notice.objects.count(), Outbox.objects.count()) == (1, 0)

    def test_who_is_no_longer_active_is_not_told(self, tell: Callable[..., None]) -> None:
        tell(person(is_active=False))
        assert (Notice.objects.count(), Outbox.objects.count()) == (0, 0)

    def test_a_context_that_lacks_something_is_a_fault_of_the_program(self, returned: Kind) -> None:
        with pytest.raises(ValueError, match=r"tests\.returned needs count, deadline"):
            notify([person()], returned, context={"product": "x"}, path=PATH, now=NOW, key=KEY)

    @pytest.mark.parametrize(
        "path", ["", "usulan", "//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example/"]
    )
    def test_a_path_that_leads_elsewhere_is_refused_by_the_database(
        self, returned: Kind, words: dict[str, str], path: str
    ) -> None:
        with pytest.raises(IntegrityError, match="_path_is_ours"), transaction.atomic():
            notify([person()], returned, context=words, path=path, now=NOW, key=KEY)

    def test_many_are_told_in_two_statements(
        self, returned: Kind, words: dict[str, str], django_assert_num_queries: Any, woken: list[Any]
    ) -> None:
        people = [person(f"P{n}", f"p{n}@contoh.id") for n in range(30)]
        with django_assert_num_queries(4):  # with the savepoint around them
            notify_many(returned, [News(who, PATH, KEY, words) for who in people], now=NOW)
        assert (Notice.objects.count(), Outbox.objects.count()) == (30, 30)


@pytest.mark.django_db(transaction=True)
class TestWaking:
    def test_the_letter_is_woken_when_the_verb_is_committed(self, tell: Callable[..., None], woken: list[Any]) -> None:
        with transaction.atomic():
            tell(person())
            assert woken == []
        assert woken == [("ovop_portal.notifications.tasks.deliver", (str(Outbox.objects.get().uuid),))]

    def test_a_verb_that_is_refused_tells_nobody(self, tell: Callable[..., None], woken: list[Any]) -> None:
        who = person()
        with transaction.atomic():
            tell(who)
            transaction.set_rollback(True)
        assert (Notice.objects.count(), Outbox.objects.count(), woken) == (0, 0, [])

    def test_a_large_batch_wakes_one_sweep(self, tell: Callable[..., None], woken: list[Any]) -> None:
        tell(*(person(f"P{n}", f"p{n}@contoh.id") for n in range(25)))
        assert woken == [("ovop_portal.notifications.tasks.sweep", ())]


class TestMail:
    def test_it_is_plain_text_with_one_fact_and_one_link_on_our_own_address(
        self, tell: Callable[..., None], settings: Any
    ) -> None:
        settings.PORTAL_URL = "https://ovop.contoh.go.id"
        tell(person())
        letter = Outbox.objects.get()
        assert deliver(letter.uuid, now=NOW)
        (sent,) = mail.outbox
        assert (
            sent.subject,
            sent.to,
            sent.reply_to,
            sent.attachments,
            sent.alternatives if hasattr(sent, "alternatives") else [],
        ) == (
            "Perlu diperbaiki: Tenun Gringsing Wayan (sebelum 30 Juni 2026)",
            ["sari@contoh.id"],
            [settings.CONTACT_EMAIL],
            [],
            [],
        )
        assert sent.body == (
            "Yth. Bapak/Ibu Ni Wayan Sari,\n\n"
            "Dinas meminta perbaikan pada 2 bagian.\n\n"
            "https://ovop.contoh.go.id/usulan/OVOP-2026-0001/\n\n"
            "Pesan otomatis, tidak perlu dibalas.\n"
            "Portal OVOP tidak pernah meminta kata sandi, kode, atau uang melalui pesan.\n"
        )
        assert sent.message()["Message-ID"] == f"<{letter.uuid}@ovop.contoh.go.id>"
        assert sent.message()["Auto-Submitted"] == "auto-generated"

    @pytest.mark.parametrize(
        ("name", "greeting"),
        [
            ("Ni Made Söhne-O'Brien", "Yth. Bapak/Ibu Ni Made Söhne-O'Brien,"),
            ("Drs. H. Ma’ruf, S.Pd., M.Si", "Yth. Bapak/Ibu Drs. H. Ma’ruf, S.Pd., M.Si,"),
            # Anybody may write these as their name, and an address that is not theirs.
            ("Pemenang, buka https://evil.example/klaim", "Bapak/Ibu,"),
            ("Pemenang undian evil.example", "Bapak/Ibu,"),
            ("Kirim ke a@b", "Bapak/Ibu,"),
            ("Hubungi 0812 3456 7890", "Bapak/Ibu,"),
            ("& <b>Sari</b> {{7*7}}", "Bapak/Ibu,"),
            ("Sari " * 20, "Bapak/Ibu,"),
        ],
    )
    def test_only_what_is_a_plain_name_is_greeted_by(
        self, returned: Kind, words: dict[str, str], name: str, greeting: str
    ) -> None:
        notify([person(name=name.strip())], returned, context=words, path=PATH, now=NOW, key=KEY)
        deliver(Outbox.objects.get().uuid, now=NOW)
        assert mail.outbox[0].body.startswith(f"{greeting}\n")

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("Tenun Gringsing (ikat ganda)", "Tenun Gringsing (ikat ganda)"),
            ("Kopi No. 57, 250 gr", "Kopi No. 57, 250 gr"),
            ("Sesi berakhir: https://evil.example/masuk", "nama di portal"),
            ("buka evil.example", "nama di portal"),
            ("a@evil", "nama di portal"),
            ("Klaim hibah t.me/ovop", "nama di portal"),
            ("103.12.4.5", "nama di portal"),
            ("Akun diblokir, hubungi WA 0812-3456-7890", "nama di portal"),
            ("ovop-2026.id", "nama di portal"),
            ("contoh。com", "nama di portal"),
            ("Kain " * 30, "nama di portal"),
        ],
    )
    def test_a_product_bears_its_name_in_a_letter_where_nothing_of_it_becomes_a_link(
        self, name: str, told: str
    ) -> None:
        kind = Kind("tests.named", "Diminta: {product}", "Dari {ikm}.")
        with patch.dict(kinds._kinds, {kind.code: kind}):
            notify([person()], kind, context={"product": name, "ikm": "Usaha"}, path=PATH, now=NOW, key=KEY)
            deliver(Outbox.objects.get().uuid, now=NOW)
            assert Notice.objects.get().title == f"Diminta: {' '.join(name.split())}", "the inbox tells it as it is"

        assert told in mail.outbox[0].subject
        assert "evil" not in mail.outbox[0].subject

    def test_every_placeholder_of_a_letter_is_known_to_quote_a_stranger_or_to_be_our_own(self) -> None:
        """`whom` held the name of a product before anybody noticed."""
        ours = {
            *(
                "act",
                "answer_by",
                "basis",
                "batas",
                "changed",
                "closed",
                "closes",
                "code",
                "codes",
                "contact",
                "count",
                "day",
            ),
            *("decree", "edition", "ends", "issue", "juror", "left", "line", "n", "names", "next", "number", "office"),
            *("opened", "opens", "paper", "peran", "place", "reason", "sections", "siapa", "since", "stage", "tempat"),
            *("until", "what"),
        }
        assert set().union(*(kind.placeholders() for kind in kinds.all_kinds())) == ours | composing.QUOTED

    def test_it_speaks_indonesian_whatever_language_the_sender_reads(self, tell: Callable[..., None]) -> None:
        tell(person())
        with override("en"):
            deliver(Outbox.objects.get().uuid, now=NOW)
        assert "Pesan otomatis, tidak perlu dibalas." in mail.outbox[0].body

    def test_the_address_is_the_one_the_person_has_when_it_is_sent(self, tell: Callable[..., None]) -> None:
        who = person()
        tell(who)
        who.email = "baru@contoh.id"
        who.save()
        deliver(Outbox.objects.get().uuid, now=NOW)
        assert (mail.outbox[0].to, Outbox.objects.get().address) == (["baru@contoh.id"], "baru@contoh.id")


class TestDeliver:
    def test_a_letter_is_sent_once_however_often_it_is_woken(self, tell: Callable[..., None]) -> None:
        tell(person())
        letter = Outbox.objects.get()
        assert [deliver(letter.uuid, now=NOW + timedelta(days=n)) for n in range(3)] == [True, False, False]
        letter.refresh_from_db()
        assert (len(mail.outbox), letter.sent_at, letter.attempts, letter.error) == (1, NOW, 1, "")

    def test_a_letter_that_is_not_there_is_nobodys_concern(self) -> None:
        assert deliver(uuid4(), now=NOW) is False

    def test_a_letter_waits_for_its_turn(self, tell: Callable[..., None]) -> None:
        tell(person(), now=LATER)
        assert deliver(Outbox.objects.get().uuid, now=NOW) is False

    def test_a_mail_server_that_refuses_is_tried_five_times_over_more_than_a_day_and_then_no_more(
        self, tell: Callable[..., None]
    ) -> None:
        tell(person())
        letter, at, tried = Outbox.objects.get(), NOW, []
        with patch(
            "ovop_portal.notifications.channels.mail.EmailMessage.send",
            side_effect=ConnectionRefusedError("no mail server"),
        ):
            for _ in range(8):
                deliver(letter.uuid, now=at)
                letter.refresh_from_db()
                if letter.parked_at:
                    break
                tried.append(letter.due_at - at)
                at = letter.due_at
        assert tried == [timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=4), timedelta(hours=21)]
        assert (letter.attempts, letter.parked_at, letter.sent_at, letter.error) == (
            5,
            at,
            None,
            "ConnectionRefusedError: no mail server",
        )
        assert at - NOW > timedelta(hours=24)
        assert not deliver(letter.uuid, now=at + timedelta(days=9))

    def test_what_was_given_up_can_be_revived_once_the_cause_is_mended(self, tell: Callable[..., None]) -> None:
        tell(person())
        Outbox.objects.update(attempts=5, parked_at=NOW, error="ConnectionRefusedError: no mail server")
        assert (revive(by="system:command", now=LATER), deliver_due(now=LATER), len(mail.outbox)) == (1, 1, 1)

    def test_one_bad_address_holds_up_nobody_else(self, tell: Callable[..., None]) -> None:
        bad, good = person("Bad", "bad@contoh.id"), person("Good", "good@contoh.id")
        tell(bad, good)
        send = mail.EmailMessage.send

        def picky(message: mail.EmailMessage, *args: Any) -> int:
            if message.to == ["bad@contoh.id"]:
                raise ValueError("550 no such user")
            return send(message, *args)

        with patch.object(mail.EmailMessage, "send", picky):
            assert deliver_due(now=NOW) == 1
        assert [(o.recipient, o.error, bool(o.sent_at)) for o in Outbox.objects.order_by("id")] == [
            (bad, "ValueError: 550 no such user", False),
            (good, "", True),
        ]

    def test_a_person_who_lost_the_address_or_the_account_gets_no_mail(self, tell: Callable[..., None]) -> None:
        who = person()
        tell(who)
        User.objects.update(is_active=False)
        assert not deliver(Outbox.objects.get().uuid, now=NOW)
        assert (mail.outbox, Outbox.objects.get().error) == ([], f"NoAddress: {KEY}:{who.uuid}:email")

    def test_a_kind_this_process_does_not_know_yet_waits_for_one_that_does(self, tell: Callable[..., None]) -> None:
        tell(person())
        Outbox.objects.update(kind="tests.from_the_next_release")
        assert not deliver(Outbox.objects.get().uuid, now=NOW)
        letter = Outbox.objects.get()
        assert (mail.outbox, letter.error, letter.parked_at) == ([], "UnknownKind: tests.from_the_next_release", None)


class TestKilled:
    """The worker dies at each point of its work; whatever it had done, the letter goes out, and never under two identities."""

    def killed_at(self, point: str, letter: Outbox) -> None:
        with patch(point, side_effect=Killed), pytest.raises(Killed):
            deliver(letter.uuid, now=NOW)

    @pytest.fixture
    def letter(self, tell: Callable[..., None]) -> Outbox:
        tell(person())
        return Outbox.objects.get()

    def test_before_the_claim_nothing_has_happened(self, letter: Outbox) -> None:
        self.killed_at("ovop_portal.notifications.operations._claim", letter)
        letter.refresh_from_db()
        assert (letter.attempts, letter.due_at) == (0, NOW)
        assert deliver(letter.uuid, now=NOW)

    def test_within_the_claim_it_is_rolled_back(self, letter: Outbox) -> None:
        with patch.object(Outbox, "save", side_effect=Killed), pytest.raises(Killed):
            deliver(letter.uuid, now=NOW)
        assert deliver(letter.uuid, now=NOW)

    def test_after_the_claim_the_attempt_is_counted_and_the_sweep_sends_it_when_the_lease_ends(
        self, letter: Outbox
    ) -> None:
        self.killed_at("ovop_portal.notifications.channels.mail.send", letter)
        assert (
            deliver(letter.uuid, now=NOW) is False
        )  # The broker gives the task to the next worker at once: not its turn.
        assert deliver_due(now=later_than(letter)) == 1
        letter.refresh_from_db()
        assert (letter.attempts, len(mail.outbox)) == (2, 1)

    def test_between_sending_and_recording_the_second_mail_has_the_same_identity(self, letter: Outbox) -> None:
        with patch("ovop_portal.notifications.operations._sent", side_effect=Killed), pytest.raises(Killed):
            deliver(letter.uuid, now=NOW)
        assert deliver(letter.uuid, now=later_than(letter))
        assert [sent.message()["Message-ID"] for sent in mail.outbox] == [f"<{letter.uuid}@localhost>"] * 2
        assert [sent.body for sent in mail.outbox] == [mail.outbox[0].body] * 2

    def test_after_recording_the_broker_may_give_the_task_again(self, letter: Outbox) -> None:
        deliver(letter.uuid, now=NOW)
        assert (deliver(letter.uuid, now=LATER), len(mail.outbox)) == (False, 1)

    def test_a_letter_that_kills_every_worker_is_put_aside_by_the_sweep(self, letter: Outbox) -> None:
        at = NOW
        for _ in range(2):  # it may have arrived each time
            with patch("ovop_portal.notifications.channels.mail.send", side_effect=Killed), pytest.raises(Killed):
                deliver(letter.uuid, now=at)
            at = later_than(letter)
        assert (deliver(letter.uuid, now=at), deliver_due(now=at)) == (False, 0)
        letter.refresh_from_db()
        assert (letter.attempts, letter.parked_at, letter.error) == (
            2,
            at,
            "Unanswered: the worker stopped during the attempt",
        )

    def test_a_broker_that_lost_everything_costs_a_minute(self, letter: Outbox) -> None:
        assert (deliver_due(now=NOW + timedelta(seconds=60)), len(mail.outbox)) == (1, 1)


@pytest.mark.django_db(transaction=True)
class TestRivals:
    def test_ten_workers_with_the_same_letters_send_each_once(self, tell: Callable[..., None]) -> None:
        tell(*(person(f"P{n}", f"p{n}@contoh.id") for n in range(20)))

        def work() -> None:
            try:
                deliver_due(now=NOW)
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(sent.to[0] for sent in mail.outbox) == sorted(f"p{n}@contoh.id" for n in range(20))
        assert set(Outbox.objects.values_list("attempts", flat=True)) == {1}

    def test_a_row_held_by_another_worker_is_stepped_over(self, tell: Callable[..., None]) -> None:
        tell(person())
        letter, answers = Outbox.objects.get(), []

        def rival() -> None:
            try:
                answers.append(deliver(letter.uuid, now=NOW))
            finally:
                connection.close()

        with transaction.atomic():
            Outbox.objects.select_for_update().get()
            thread = threading.Thread(target=rival)
            thread.start()
            thread.join()
        assert answers == [False]


class TestPromises:
    @pytest.mark.parametrize(
        ("change", "promise"),
        [
            ({"sent_at": NOW, "address": "a@contoh.id", "parked_at": NOW, "error": "x"}, "outbox_sent_or_parked"),
            ({"sent_at": NOW}, "outbox_sent_has_address"),
            ({"parked_at": NOW}, "outbox_parked_has_error"),
            ({"channel": "pigeon"}, "outbox_channel_known"),
            ({"path": "//x"}, "outbox_path_is_ours"),
        ],
    )
    def test_a_row_of_the_outbox_says_what_became_of_it(
        self, tell: Callable[..., None], change: dict[str, Any], promise: str
    ) -> None:
        tell(person())
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            Outbox.objects.update(**change)

    def test_the_pauses_are_one_for_each_attempt(self) -> None:
        assert len(operations.PAUSES) == operations.MAX_ATTEMPTS == 5
