"""What counts as signed by the portal, in the program and at the doors of the database."""

from __future__ import annotations

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, IntegrityError, connection, transaction

from ovop_portal.ledger import heads, journal, proof, sealing, signing
from ovop_portal.ledger.models import Event, Proof, SignedHead
from tests.accounts.factories import NOW
from tests.support import doors

pytestmark = pytest.mark.django_db
ORDER = 2**252 + 27742317777372353535851937790883648493
# RFC 8032, section 7.1: key, text, signature of the vectors whose text is one.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "r",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


def holds(text: str | None, key: bytes | None, signature: bytes | None) -> bool:
    """What the doors find."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_is_signed(%s, %s, %s)", [text, key, signature])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(("key", "text", "signature"), VECTORS, ids=["first", "second"])
def test_the_doors_know_the_signatures_of_the_standard(key: str, text: str, signature: str) -> None:
    assert holds(text, bytes.fromhex(key), bytes.fromhex(signature))
    assert not holds(text + "x", bytes.fromhex(key), bytes.fromhex(signature))


def test_the_doors_and_the_library_agree_on_every_signature_and_on_each_that_is_a_bit_off() -> None:
    dice = random.Random(8032)
    for n in range(12):
        own = Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
        key, text = own.public_key().public_bytes_raw(), f"OVOP-JEJAK {n} çédille ✓"
        signature = own.sign(text.encode())
        assert holds(text, key, signature)
        for original in (key, signature):
            off = bytearray(original)
            off[dice.randrange(len(off))] ^= 1 << dice.randrange(8)
            given = (bytes(off), signature) if original is key else (key, bytes(off))
            assert not holds(text, *given)


def test_no_second_signature_is_made_from_a_true_one() -> None:
    """The same number with the order of the curve added would be another text for the same signature."""
    text, key = "OVOP", signing.public_key()
    signature = signing.sign(text)
    again = int.from_bytes(signature[32:], "little") + ORDER
    assert holds(text, key, signature)
    assert not holds(text, key, signature[:32] + again.to_bytes(32, "little"))


@pytest.mark.parametrize(
    ("key", "signature"),
    [
        (b"", bytes(64)),
        (None, bytes(64)),
        (bytes(32), bytes(64)),
        (b"\x01" + bytes(31), b"\x01" + bytes(63)),
        (b"\x01" + bytes(30) + b"\x80", b"\x01" + bytes(63)),
        (b"\xff" * 32, bytes(64)),
        (b"\xed" + b"\xff" * 30 + b"\x7f", bytes(64)),
        (b"\x02" + bytes(31), bytes(64)),
    ],
    ids=["empty", "none", "zero", "neutral", "neutral and odd", "too large", "the prime", "on no curve"],
)
def test_a_key_that_is_none_and_the_keys_under_which_anything_is_signed_open_no_door(
    key: bytes | None, signature: bytes
) -> None:
    assert not holds("OVOP", key, signature)


@pytest.mark.parametrize("signature", [None, b"", bytes(63), bytes(64), bytes(65), b"\xff" * 64], ids=repr)
def test_what_is_no_signature_opens_no_door(signature: bytes | None) -> None:
    assert not holds("OVOP", signing.public_key(), signature)
    assert not holds(None, signing.public_key(), signing.sign("OVOP"))


def test_former_keys_count_and_those_of_strangers_never() -> None:
    stranger = Ed25519PrivateKey.generate()
    former, signature = signing.public_key(), signing.sign("OVOP")
    with doors.told(LEDGER_SIGNING_KEY="1" * 64, LEDGER_FORMER_KEYS=[former.hex()]):
        assert signing.is_signed("OVOP", key=former, signature=signature)
        assert signing.is_signed("OVOP", key=signing.public_key(), signature=signing.sign("OVOP"))
        assert not signing.is_signed(
            "OVOP", key=stranger.public_key().public_bytes_raw(), signature=stranger.sign(b"OVOP")
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_signing_key()")
            assert bytes(cursor.fetchone()[0]) == signing.public_key()
    with doors.told(LEDGER_SIGNING_KEY="1" * 64):
        assert not signing.is_signed("OVOP", key=former, signature=signature), (
            "a former key that is not told of is a stranger's"
        )


# --- What a session sets for itself -------------------------------------------------------------------------------------------

SETTINGS = [
    "search_path = pg_temp, pg_catalog",
    "standard_conforming_strings = off",
    "timezone = 'Pacific/Kiritimati'",
    "datestyle = 'German, DMY'",
    "intervalstyle = 'sql_standard'",
    "bytea_output = 'escape'",
    "client_encoding = 'LATIN1'",
    "lc_numeric = 'C'",
    "extra_float_digits = -15",
    "array_nulls = off",
    "transform_null_equals = on",
    "default_transaction_isolation = 'serializable'",
    "plan_cache_mode = 'force_generic_plan'",
    "escape_string_warning = off",
    "jit = off",
    "row_security = off",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_of_a_session_makes_a_door_read_something_else(setting: str) -> None:
    """Refusing is fine: it is their own session. What is kept must be what Python makes again, and nothing false may be kept."""
    journal.record("submitted", "nomination:1", by="system:tests", now=NOW, body={"a": {"b": [1, "\\x00"]}})
    head = sealing.seal_all(NOW)
    day, key = heads.day_in_wib(NOW), signing.public_key()
    true, root = signing.sign(heads.said(day, head)), bytes.fromhex(head.root)
    calls = [
        ("SELECT public.ledger_keep_head(%s, %s, %s, %s, %s)", [NOW, head.size, root, key, true[::-1]]),
        ("SELECT public.ledger_keep_head(%s, %s, %s, %s, %s)", [NOW, head.size, root, bytes(32), bytes(64)]),
        (
            "SELECT public.ledger_keep_proof('edition:2026', %s, 1, %s, %s, '{}', %s, %s)",
            [NOW, head.size, root, key, true],
        ),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_signing_key()")
        assert bytes(cursor.fetchone()[0]) == key
        cursor.execute(f"SET LOCAL {setting}")
        for statement, values in calls:
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(statement, values)
        for work in (
            lambda: heads.sign_today(NOW),
            lambda: proof.keep("edition:2026", proof.Found(['é \\ "x"'], 1, head, 0), now=NOW),
            lambda: journal.record("submitted", "nomination:2", by="system:tests", now=NOW, body={"a": ["é \\x00", 1]}),
            lambda: sealing.seal_all(NOW),
        ):
            try:
                with transaction.atomic():
                    work()
            except (DatabaseError, RuntimeError, UnicodeEncodeError):
                continue

    assert all(journal.leaf_of(event) == bytes(event.leaf) for event in Event.objects.all())
    assert [line for lines in (heads.false_heads(), proof.false_proofs()) for line in lines] == []
    assert sealing.verify().breach == ""
    assert len(SignedHead.objects.all()) <= 1
    assert len(Proof.objects.all()) <= 1


@pytest.mark.parametrize(
    ("most", "reach"), [(-1, 5), (0, 5), (None, 5), (1, -9), (2, 0), (None, None), (-1, None), (2, 2**62)]
)
def test_however_the_sealing_is_called_the_tree_stays_whole(most: int | None, reach: int | None) -> None:
    journal.record_many("submitted", [(f"nomination:{n}", None) for n in range(5)], by="system:tests", now=NOW)
    for _ in range(3):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT ledger_grow(%s, %s, %s)", [NOW, most, reach])
        except DatabaseError:
            continue
    assert sealing.verify().breach == ""
    assert sealing.seal_all(NOW).size == 5
    assert sealing.verify().breach == ""
