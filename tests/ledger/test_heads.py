"""Heads that leave the portal: signed once a day, found again in any text, and met by a ledger that was made anew."""

from __future__ import annotations

import email
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from ovop_portal.accounts.roles import Role
from ovop_portal.common import clock
from ovop_portal.front import proving
from ovop_portal.ledger import heads, journal, sealing, signing, tree
from ovop_portal.ledger.models import Event, SignedHead
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import NOW, person
from tests.support import doors
from tests.support.owner import laid_aside, owner_cursor
from tests.support.rivals import at_once


def write(count: int) -> None:
    journal.record_many("submitted", [(f"nomination:{n}", {"n": n}) for n in range(count)], by="system:tests", now=NOW)


@pytest.fixture
def mailed(transactional_db: None) -> str:
    """The mail that carried the head of a day to an auditor, as it arrived."""
    person("Dewi Pengawas", Role.AUDITOR)
    write(5)
    sealing.seal_all(NOW)
    proving.publish_head(now=NOW)
    deliver_due(now=NOW)
    return mail.outbox[-1].message().as_string()


def verify(text: str, folder: Path) -> str:
    noted, out = folder / "noted.txt", io.StringIO()
    noted.write_text(text)
    call_command("verify_ledger", "--heads", str(noted), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_head_is_signed_once_a_day_and_sent_to_the_auditors() -> None:
    auditor = person("Dewi Pengawas", Role.AUDITOR)
    person("Rina Sekretariat", Role.SECRETARIAT)
    assert proving.publish_head(now=NOW) is None, "nothing is sealed yet"
    write(3)
    sealing.seal_all(NOW)

    first = proving.publish_head(now=NOW)
    write(1)
    sealing.seal_all(NOW)
    again = proving.publish_head(now=NOW + timedelta(minutes=10))
    tomorrow = proving.publish_head(now=NOW + timedelta(days=1))

    assert first is not None
    assert again is None
    assert tomorrow is not None
    assert (first.size + 1, SignedHead.objects.count()) == (tomorrow.size, 2)
    assert all(heads.signed(row).is_genuine for row in SignedHead.objects.all())
    assert set(Outbox.objects.filter(kind="front.head").values_list("recipient", flat=True)) == {auditor.pk}


def test_a_mail_pasted_as_it_is_proves_that_the_ledger_has_grown(mailed: str, tmp_path: Path) -> None:
    write(4)
    sealing.seal_all(NOW)
    plain = str(email.message_from_string(mailed).get_payload(decode=True), "utf-8")
    quoted = "\n".join(f"> {line}" for line in plain.splitlines())
    wrapped = plain.replace(" ", "\n")

    for text in (mailed, plain, quoted, wrapped, quoted + "\n" + plain):
        assert "grown from 1 heads noted earlier" in verify(text, tmp_path)


def test_a_head_with_a_changed_size_root_or_day_was_not_signed_like_this(mailed: str, tmp_path: Path) -> None:
    genuine = heads.signed(SignedHead.objects.get())
    for false in (
        replace(genuine, day=genuine.day + timedelta(days=1)),
        replace(genuine, head=replace(genuine.head, size=4)),
        replace(genuine, head=replace(genuine.head, root="0" * 64)),
        replace(genuine, signature=bytes(64)),
    ):
        assert not false.is_genuine
        with pytest.raises(CommandError, match="was not signed like this"):
            verify(false.line, tmp_path)


def test_after_a_change_of_keys_old_heads_still_count_and_new_ones_are_signed_with_the_new(
    mailed: str, tmp_path: Path
) -> None:
    [old] = heads.published(9)
    with doors.told(LEDGER_SIGNING_KEY="1" * 64, LEDGER_FORMER_KEYS=[signing.public_key().hex()]):
        assert heads.published(9) == [old]
        assert "grown from 1 heads noted earlier" in verify(mailed, tmp_path)

        same_day = proving.publish_head(now=NOW)
        tomorrow = proving.publish_head(now=NOW + timedelta(days=1))

        assert same_day is not None
        assert tomorrow is not None
        new = [heads.signed(tomorrow), heads.signed(same_day)]
        assert {head.key for head in new} == {signing.public_key()}
        assert heads.published(9) == new, "the key of today takes the day"
        assert heads.published(1) == new[:1]
        assert verify("\n".join(head.line for head in [*new, old]), tmp_path)


def test_without_the_former_key_in_the_settings_its_heads_are_a_strangers(mailed: str, tmp_path: Path) -> None:
    former = signing.public_key().hex()
    with doors.told(LEDGER_SIGNING_KEY="1" * 64):
        assert heads.published(9) == []
        with pytest.raises(CommandError, match=f"its key {former} is not the portal's"):
            call_command("verify_ledger")
        with pytest.raises(CommandError, match=f"is signed with {former}, which is no key of the portal"):
            verify(mailed, tmp_path)


def test_a_former_key_signs_nothing_new(mailed: str) -> None:
    """Whoever found the old secret: what it signed before counts, and no door takes more."""
    tomorrow, head = NOW + timedelta(days=1), sealing.head()
    late = signing.sign(heads.said(heads.day_in_wib(tomorrow), head))
    [genuine] = SignedHead.objects.all()
    with doors.told(LEDGER_SIGNING_KEY="1" * 64, LEDGER_FORMER_KEYS=[signing.public_key().hex()]):
        assert refused(genuine, at=tomorrow, signature=late) == "ledger_key_is_of_today"


# --- Rows that somebody else wrote ----------------------------------------------------------------------------------------------


def keep_head(row: SignedHead, **other: Any) -> None:
    """As whoever runs SQL as the application."""
    values = {"at": row.at, "size": row.size, "root": bytes(row.root), "key": bytes(row.key), "signature": bytes(64)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_keep_head(%s, %s, %s, %s, %s)", list((values | other).values()))


def refused(row: SignedHead, **other: Any) -> str:
    """The promise that the door keeps."""
    with pytest.raises(IntegrityError) as said:
        keep_head(row, **other)
    return str(said.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def by_the_hand_of_the_owner(row: SignedHead, count: int, *, key: str, signature: str) -> None:
    """Rows past the door: `key` and `signature` are SQL, in which `n` is the number of the row."""
    with owner_cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_signedhead (day, size, root, at, key, signature)"
            f" SELECT %s, %s, %s, %s, {key}, {signature} FROM generate_series(1, %s) AS n",
            [row.day, row.size, bytes(row.root), row.at, count],
        )


def under_their_own_key(day: date, head: sealing.Head) -> dict[str, bytes]:
    """The key of somebody else, and its signature."""
    key = Ed25519PrivateKey.generate()
    return {
        "key": key.public_key().public_bytes_raw(),
        "signature": key.sign(heads.said(day, head).encode()),
    }


@pytest.mark.parametrize(
    ("forged", "promise"),
    [
        ("without a signature", "ledger_signature_holds"),
        ("under a key of their own", "ledger_key_is_of_today"),
        ("yesterday's again", "ledger_signature_holds"),
        ("of another size", "ledger_signature_holds"),
    ],
)
def test_a_forged_head_is_not_kept_and_does_not_take_its_day(mailed: str, forged: str, promise: str) -> None:
    [genuine] = SignedHead.objects.all()
    earlier = sealing.head()
    write(1)
    sealing.seal_all(NOW)
    tomorrow = NOW + timedelta(days=1)
    of_today = signing.sign(heads.said(heads.day_in_wib(tomorrow), sealing.head()))
    other = {
        "without a signature": {},
        "under a key of their own": under_their_own_key(heads.day_in_wib(tomorrow), earlier),
        "yesterday's again": {"signature": bytes(genuine.signature)},
        "of another size": {"signature": of_today},
    }[forged]
    assert refused(genuine, at=tomorrow, **other) == promise

    made = proving.publish_head(now=tomorrow)

    assert made is not None
    assert proving.publish_head(now=tomorrow) is None
    assert proving.published_heads() == [heads.signed(made), heads.signed(genuine)]
    assert Outbox.objects.filter(kind="front.head").count() == 2
    call_command("verify_ledger", stdout=io.StringIO())


def test_a_true_head_is_kept_once_however_often_it_is_brought(mailed: str) -> None:
    [genuine] = SignedHead.objects.all()
    for minutes in range(3):
        keep_head(genuine, at=NOW + timedelta(minutes=minutes), signature=bytes(genuine.signature))
    assert list(SignedHead.objects.all()) == [genuine]


def test_two_workers_at_once_sign_one_head_and_send_it_once(mailed: str) -> None:
    tomorrow = NOW + timedelta(days=1)
    made: list[SignedHead | None] = []

    def publish() -> None:
        made.append(proving.publish_head(now=tomorrow))

    assert at_once(publish, publish) == ["done", "done"]

    assert len([head for head in made if head]) == 1
    assert SignedHead.objects.count() == Outbox.objects.filter(kind="front.head").count() == 2


@pytest.mark.parametrize("count", [3, 3_000])
def test_false_rows_cost_no_signature_and_no_query_however_many_they_are(
    mailed: str, count: int, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From before the door looked, or by the hand of the owner: under strangers' keys and, one a day, under the portal's."""
    [genuine] = SignedHead.objects.all()
    by_the_hand_of_the_owner(genuine, count, key="sha256(n::text::bytea)", signature="decode(repeat('00', 64), 'hex')")
    checked = doors.signatures_checked(monkeypatch)
    with django_assert_num_queries(1):
        assert proving.published_heads() == [heads.signed(genuine)]
    with django_assert_num_queries(2):
        assert heads.sign_today(NOW) is None
    assert checked == [bytes(genuine.signature)]

    with pytest.raises(CommandError) as told:
        call_command("verify_ledger")
    lines = str(told.value).splitlines()
    assert len(lines) == count
    assert all("is not the portal's, it counts for nothing" in line for line in lines)


def test_a_false_row_under_the_portals_own_key_is_named_and_not_shown(mailed: str) -> None:
    [genuine] = SignedHead.objects.all()
    genuine.day += timedelta(days=1)
    key = f"'\\x{bytes(genuine.key).hex()}'::bytea"
    by_the_hand_of_the_owner(genuine, 1, key=key, signature="decode(repeat('00', 64), 'hex')")

    assert [head.day for head in proving.published_heads()] == [heads.day_in_wib(NOW)]
    with pytest.raises(CommandError, match=r"signed head \d+ of 2026-\d\d-\d\d: nobody signed it like this"):
        call_command("verify_ledger")


@pytest.mark.parametrize(
    ("false", "promise"),
    [
        ({"size": 4}, "ledger_root_is_sealed"),
        ({"root": bytes(32)}, "ledger_root_is_sealed"),
        ({"size": None}, "ledger_root_is_sealed"),
        ({"size": 0, "root": tree.EMPTY_ROOT}, "ledger_signature_holds"),
        ({"key": bytes(31)}, "ledger_key_is_of_today"),
        ({"key": b""}, "ledger_key_is_of_today"),
        ({"key": None}, "ledger_key_is_of_today"),
        ({"signature": b""}, "ledger_signature_holds"),
        ({"signature": None}, "ledger_signature_holds"),
        ({"at": None}, "ledger_signature_holds"),
    ],
)
def test_the_door_refuses_a_head_that_cannot_be_one(mailed: str, false: dict[str, Any], promise: str) -> None:
    [genuine] = SignedHead.objects.all()
    assert refused(genuine, **false) == promise


@pytest.mark.parametrize("days", [-1, 1])
def test_where_the_hour_is_kept_a_head_is_of_no_other_day_than_today(
    mailed: str, days: int, hours_of_the_database: None
) -> None:
    [genuine] = SignedHead.objects.all()
    assert refused(genuine, at=clock.now() + timedelta(days=days)) == "ledger_hour_is_now"
    made = heads.sign_today(clock.now())
    assert made is not None
    assert made.day == clock.day_in_wib(clock.now())


def test_a_head_that_the_tree_never_had_is_named_and_not_shown(mailed: str, tmp_path: Path) -> None:
    """The hand of the owner: the door refuses it."""
    with laid_aside("ledger_signedhead", "ledger_signed_head_append_only") as rows:
        head = replace(sealing.head(), root="ab" * 32)
        rows.execute(
            "UPDATE ledger_signedhead SET root = %s, signature = %s",
            [bytes.fromhex(head.root), signing.sign(heads.said(heads.day_in_wib(NOW), head))],
        )

    assert proving.published_heads() == []
    with pytest.raises(CommandError, match="the tree never had this root"):
        call_command("verify_ledger")


def test_a_text_without_a_head_proves_nothing(transactional_db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no head"):
        verify("Yth. Bapak/Ibu, tidak ada apa-apa di sini.", tmp_path)


def test_a_ledger_made_anew_meets_the_head_that_left_the_house(mailed: str, tmp_path: Path) -> None:
    with (
        laid_aside("ledger_event", "ledger_event_append_only") as events,
        laid_aside("ledger_leaf", "ledger_leaf_append_only") as leaves,
        laid_aside("ledger_seal", "ledger_seal_append_only") as seals,
    ):
        seals.execute("DELETE FROM ledger_seal")
        leaves.execute("DELETE FROM ledger_leaf")
        event = Event.objects.order_by("pk")[2]
        event.actor = "system:other"
        events.execute(
            "UPDATE ledger_event SET actor = %s, leaf = %s WHERE id = %s",
            [event.actor, journal.leaf_of(event), event.pk],
        )
    sealing.seal_all(NOW)
    assert sealing.verify().breach == "", "within itself it is whole"

    with pytest.raises(CommandError, match="has not the root noted earlier"):
        verify(mailed, tmp_path)


def test_heads_of_many_days_are_met_in_one_walk(transactional_db: None) -> None:
    noted = []
    for _day in range(4):
        write(3)
        noted.append(sealing.seal_all(NOW))

    assert sealing.verify(*noted).breach == ""
    assert "noted earlier" in sealing.verify(*noted, replace(noted[2], root="0" * 64)).breach
    assert sealing.verify(replace(noted[3], size=13)).breach == "only 12 events are there, and 13 were noted earlier"


def test_an_event_that_waits_for_its_seal_for_a_minute_is_named(transactional_db: None) -> None:
    write(1)
    [event] = Event.objects.all()

    assert sealing.verify(now=NOW + timedelta(seconds=59)).breach == ""
    assert sealing.verify(now=NOW + timedelta(seconds=61)).breach.startswith(
        f"event {event.pk} (submitted nomination:0): not sealed since"
    )
