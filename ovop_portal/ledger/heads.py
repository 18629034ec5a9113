"""Heads that leave the portal: once a day the newest root is signed, kept, mailed and shown, so that a ledger that was made anew meets an old head.

A head is written as words of at most 75 characters, so that no mail program breaks one:

    OVOP-JEJAK 2026-11-30 12345:<root> <public key> <signature, first half> <second half>

`heads_in` finds them, and bare SIZE:ROOT as well, in any text: a mail saved as it is, quoted or wrapped, or a line typed from the minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from ovop_portal.common.clock import day_in_wib
from ovop_portal.ledger import sealing
from ovop_portal.ledger.models import SignedHead
from ovop_portal.ledger.sealing import Head

MARK = "OVOP-JEJAK"
_ROOT, _DAY = r"[0-9a-f]{64}", r"\d{4}-\d{2}-\d{2}"
_SIGNED = re.compile(rf"{MARK}\s+({_DAY})\s+(\d+):({_ROOT})\s+({_ROOT})\s+({_ROOT})\s+({_ROOT})")
_BARE = re.compile(rf"(?<![0-9a-f])(\d{{1,18}}):({_ROOT})(?![0-9a-f])")
_QUOTED = re.compile(r"^[>|\s]+", re.MULTILINE)


@dataclass(frozen=True)
class Signed:
    """A head as it was given out, with the key that it names."""

    day: date
    head: Head
    key: bytes
    signature: bytes

    @property
    def is_genuine(self) -> bool:
        """Was exactly this head signed by the key that it names?"""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(self.signature, said(self.day, self.head))
        except InvalidSignature:
            return False
        return True

    @property
    def line(self) -> str:
        """As it is printed."""
        signature = self.signature.hex()
        return " ".join([MARK, str(self.day), str(self.head), self.key.hex(), signature[:64], signature[64:]])


def said(day: date, head: Head) -> bytes:
    """What is signed."""
    return f"{MARK} {day} {head}".encode()


def signing_key() -> Ed25519PrivateKey:
    """The portal's key. Raises `ValueError` when the setting holds none."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LEDGER_SIGNING_KEY))


def public_key() -> bytes:
    """What everybody may know of it: 32 bytes."""
    return signing_key().public_key().public_bytes_raw()


def sign_today(now: datetime) -> tuple[SignedHead, bool] | None:
    """The signed head of the day of `now` in WIB, and whether it is new; None while nothing is sealed."""
    day, head = day_in_wib(now), sealing.head()
    if not head.size:
        return None
    values = {
        "size": head.size,
        "root": bytes.fromhex(head.root),
        "at": now,
        "key": public_key(),
        "signature": signing_key().sign(said(day, head)),
    }
    return SignedHead.objects.get_or_create(day=day, defaults=values)


def signed(row: SignedHead) -> Signed:
    """A kept head as it was given out."""
    head = Head(row.size, bytes(row.root).hex(), row.at)
    return Signed(row.day, head, bytes(row.key), bytes(row.signature))


def heads_in(text: str) -> tuple[list[Head], list[Signed]]:
    """The heads in a text, each once, in the order of their sizes; and those of them that bear a signature."""
    plain = _QUOTED.sub("", text.replace("=\r\n", "").replace("=\n", ""))
    bare = {(int(size), root) for size, root in _BARE.findall(plain)}
    return [Head(size, root) for size, root in sorted(bare)], list(_signed(plain))


def _signed(text: str) -> Iterator[Signed]:
    for day, size, root, key, first, second in _SIGNED.findall(text):
        yield Signed(date.fromisoformat(day), Head(int(size), root), bytes.fromhex(key), bytes.fromhex(first + second))
