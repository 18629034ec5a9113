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
from tests.support.owner import laid_aside


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


def test_a_head_signed_with_another_key_is_said_to_be_so(mailed: str, tmp_path: Path, settings) -> None:
    settings.LEDGER_SIGNING_KEY = "1" * 64

    assert "other keys than today's" in verify(mailed, tmp_path)


# --- Rows that somebody else wrote ----------------------------------------------------------------------------------------------


def keep_head(row: SignedHead, **other: Any) -> None:
    """As whoever runs SQL as the application."""
    values = {"at": row.at, "size": row.size, "root": bytes(row.root), "key": bytes(row.key), "signature": bytes(64)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_keep_head(%s, %s, %s, %s, %s)", list((values | other).values()))


def under_their_own_key(day: date, head: sealing.Head) -> dict[str, bytes]:
    """The key of somebody else, and its signature."""
    key = Ed25519PrivateKey.generate()
    return {
        "key": key.public_key().public_bytes_raw(),
        "signature": key.sign(heads.said(day, head).encode()),
    }


@pytest.mark.parametrize("forged", ["without a signature", "under a key of their own", "yesterday's again"])
def test_a_forged_head_does_not_take_its_day(mailed: str, forged: str, tmp_path: Path) -> None:
    [genuine] = SignedHead.objects.all()
    tomorrow = NOW + timedelta(days=1)
    signature = {
        "without a signature": {},
        "under a key of their own": under_their_own_key(heads.day_in_wib(tomorrow), sealing.head()),
        "yesterday's again": {"signature": bytes(genuine.signature)},
    }[forged]
    keep_head(genuine, at=tomorrow, **signature)

    made = proving.publish_head(now=tomorrow)

    assert made is not None
    assert proving.publish_head(now=tomorrow) is None
    assert proving.published_heads() == [heads.signed(made), heads.signed(genuine)]
    assert Outbox.objects.filter(kind="front.head").count() == 2
    if forged != "under a key of their own":
        with pytest.raises(CommandError, match=r"signed head \d+ of 2026-\d\d-\d\d: nobody signed it like this"):
            verify(mailed, tmp_path)
    else:
        assert f"other keys than today's, compare them with what was published: {signature['key'].hex()}" in verify(
            mailed, tmp_path
        )


@pytest.mark.parametrize(
    ("false", "promise"),
    [
        ({"size": 4}, "ledger_root_is_sealed"),
        ({"root": bytes(32)}, "ledger_root_is_sealed"),
        ({"size": 0, "root": tree.EMPTY_ROOT}, "signed_head_is_not_empty"),
        ({"key": bytes(31)}, "ledger_signature_has_its_length"),
        ({"signature": b""}, "ledger_signature_has_its_length"),
    ],
)
def test_the_door_refuses_a_head_that_cannot_be_one(mailed: str, false: dict[str, Any], promise: str) -> None:
    [genuine] = SignedHead.objects.all()
    with pytest.raises(IntegrityError) as refused:
        keep_head(genuine, **false)
    assert refused.value.__cause__.diag.constraint_name == promise  # type: ignore[union-attr]


@pytest.mark.parametrize("days", [-1, 1])
def test_where_the_hour_is_kept_a_head_is_of_no_other_day_than_today(
    mailed: str, days: int, hours_of_the_database: None
) -> None:
    [genuine] = SignedHead.objects.all()
    with pytest.raises(IntegrityError, match="is not the hour of the database"):
        keep_head(genuine, at=clock.now() + timedelta(days=days))
    keep_head(genuine, at=clock.now())
    assert SignedHead.objects.latest("pk").day == clock.day_in_wib(clock.now())


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
