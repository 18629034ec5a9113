"""Heads that leave the portal: signed once a day, found again in any text, and met by a ledger that was made anew."""

from __future__ import annotations

import email
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from ovop_portal.accounts.roles import Role
from ovop_portal.front import proving
from ovop_portal.ledger import heads, journal, sealing
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
