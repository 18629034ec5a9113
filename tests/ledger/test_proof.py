"""Proofs that are kept: under the portal's signature alone, whoever calls the door. What a proof finds is tried in `tests/front/test_forgeries.py`."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from ovop_portal.ledger import journal, proof, sealing, signing, tree
from ovop_portal.ledger.models import Proof
from tests.accounts.factories import NOW
from tests.support import doors
from tests.support.owner import owner_cursor

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def genuine(transactional_db: None) -> Proof:
    """A proof that the portal kept."""
    journal.record("submitted", "nomination:1", by="system:tests", now=NOW)
    sealing.seal_all(NOW)
    return proof.keep("edition:2026", found(), now=NOW)


def found(*differences: str) -> proof.Found:
    return proof.Found([*differences], 3, sealing.head(), 0.1)


def refused(row: Proof, **other: Any) -> str:
    """The promise that the door keeps when somebody who runs SQL as the application brings this."""
    names = ("subject", "at", "rows", "size", "root", "differences", "key", "signature")
    values = {name: getattr(row, name) for name in names} | other
    with pytest.raises(IntegrityError) as said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_keep_proof(%s, %s, %s, %s, %s, %s::text[], %s, %s)", list(values.values()))
    return str(said.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("forged", "promise"),
    [
        ({"signature": bytes(64)}, "ledger_signature_holds"),
        ({"signature": b""}, "ledger_signature_holds"),
        ({"signature": None}, "ledger_signature_holds"),
        ({"at": LATER}, "ledger_signature_holds"),
        ({"at": NOW + timedelta(microseconds=1)}, "ledger_signature_holds"),
        ({"at": None}, "ledger_signature_holds"),
        ({"subject": "edition:2025"}, "ledger_signature_holds"),
        ({"subject": "edition:2026 "}, "ledger_signature_holds"),
        ({"subject": None}, "ledger_signature_holds"),
        ({"rows": 7}, "ledger_signature_holds"),
        ({"rows": None}, "ledger_signature_holds"),
        ({"differences": ["Semua sama"]}, "ledger_signature_holds"),
        ({"differences": [None]}, "ledger_signature_holds"),
        ({"differences": None}, "ledger_signature_holds"),
        ({"size": 0, "root": tree.EMPTY_ROOT}, "ledger_signature_holds"),
        ({"size": 2}, "ledger_root_is_sealed"),
        ({"root": bytes(32)}, "ledger_root_is_sealed"),
        ({"root": None}, "ledger_root_is_sealed"),
        ({"key": bytes(32)}, "ledger_key_is_of_today"),
        ({"key": b""}, "ledger_key_is_of_today"),
        ({"key": None}, "ledger_key_is_of_today"),
        ({}, "proof_kept_once"),
    ],
    ids=repr,
)
def test_the_door_keeps_no_proof_but_what_the_portal_found_and_that_once(
    genuine: Proof, forged: dict[str, Any], promise: str
) -> None:
    assert refused(genuine, **forged) == promise
    assert proof.last_of_each() == list(Proof.objects.all()) == [genuine]


def test_no_text_with_a_null_byte_reaches_the_door(genuine: Proof) -> None:
    with pytest.raises(ValueError, match="NUL"), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_keep_proof(%s, now(), 1, 0, '', '{}', '', '')", ["edition:2026\x00"])


@pytest.mark.parametrize(
    "line",
    ["", 'kutip " dan garis \\', "baris\nbaru\ttab \x01\x1f\x7f\r\b\f", "é ✓ 🧵 \u2028 </script>", "{a,b}", "NULL"],
    ids=repr,
)
def test_the_door_reads_every_line_as_the_portal_signed_it(genuine: Proof, line: str) -> None:
    for hour in (LATER, LATER + timedelta(microseconds=120), LATER.astimezone(timezone(timedelta(hours=7, minutes=1)))):
        kept = proof.keep("edition:2024", found(line, line), now=hour + timedelta(seconds=len(Proof.objects.all())))
        assert kept.differences == [line, line]
        assert proof.last_of_each()[0] == kept


@pytest.mark.parametrize("count", [3, 3_000])
def test_false_proofs_cost_no_signature_and_no_query_however_many_they_are(
    genuine: Proof, count: int, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From before the door looked, or by the hand of the owner: newer than the true one, under strangers' keys."""
    with owner_cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_proof (subject, at, rows, size, root, differences, key, signature)"
            " SELECT subject, at + n * interval '1 day', rows, size, root, differences, sha256(n::text::bytea),"
            " sha512(n::text::bytea) FROM ledger_proof, generate_series(1, %s) AS n",
            [count],
        )
    checked = doors.signatures_checked(monkeypatch)

    with django_assert_num_queries(1):
        assert proof.last_of_each() == [genuine]

    assert checked == [bytes(genuine.signature or b"")]
    with pytest.raises(CommandError) as told:
        call_command("verify_ledger")
    lines = str(told.value).splitlines()
    assert len(lines) == count
    assert all("its key is not the portal's, it counts for nothing" in line for line in lines)


def test_a_false_proof_under_the_portals_own_key_hides_nothing_until_the_edition_is_proved_again(
    genuine: Proof,
) -> None:
    with owner_cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_proof (subject, at, rows, size, root, differences, key, signature)"
            " SELECT subject, at + interval '1 hour', rows, size, root, differences, key, sha512('') FROM ledger_proof"
        )
    assert proof.last_of_each() == []

    again = proof.keep("edition:2026", found("satu"), now=LATER)

    assert proof.last_of_each() == [again]
    with pytest.raises(CommandError, match=r"proof \d+ of edition:2026: the portal did not find this"):
        call_command("verify_ledger")


def test_proofs_under_a_former_key_are_neither_shown_nor_false(genuine: Proof) -> None:
    with doors.told(LEDGER_SIGNING_KEY="1" * 64, LEDGER_FORMER_KEYS=[signing.public_key().hex()]):
        assert proof.last_of_each() == []
        again = proof.keep("edition:2026", found(), now=LATER)
        assert proof.last_of_each() == [again]
        call_command("verify_ledger")
