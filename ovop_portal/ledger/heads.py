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
from itertools import groupby

from django.db import connection

from ovop_portal.common.clock import day_in_wib
from ovop_portal.ledger import sealing
from ovop_portal.ledger.models import SignedHead
from ovop_portal.ledger.sealing import Head
from ovop_portal.ledger.signing import is_signed, keys_that_count, public_key, sign

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
        """Was exactly this head signed by the portal?"""
        return is_signed(said(self.day, self.head), key=self.key, signature=self.signature)

    @property
    def line(self) -> str:
        """The head as it is printed."""
        signature = self.signature.hex()
        return " ".join([MARK, str(self.day), str(self.head), self.key.hex(), signature[:64], signature[64:]])


def said(day: date, head: Head) -> str:
    """The text that is signed."""
    return f"{MARK} {day} {head}"


def sign_today(now: datetime) -> SignedHead | None:
    """Sign the head of the day of `now` in WIB and keep it. None where the day has its head, or nothing is sealed yet.

    Two workers at once keep one: the door of the database takes one head a day under each key, and none that the portal did not sign.
    """
    day, head, key = day_in_wib(now), sealing.head(), public_key()
    if not head.size or SignedHead.objects.filter(day=day, key=key).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_keep_head(%s, %s, %s, %s, %s)",
            [now, head.size, bytes.fromhex(head.root), key, sign(said(day, head))],
        )
        return SignedHead.objects.filter(pk=cursor.fetchone()[0]).first()


def signed(row: SignedHead) -> Signed:
    """A kept head as it was given out."""
    head = Head(row.size, bytes(row.root).hex(), row.at)
    return Signed(row.day, head, bytes(row.key), bytes(row.signature))


def published(days: int) -> list[Signed]:
    """The heads of the last `days` days that have one, newest first: the one under today's key, else one that a former key signed. One query.

    A key has one row a day, so that no more rows are read than days and keys make.
    """
    keys = keys_that_count()
    rows = SignedHead.objects.in_the_tree().filter(key__in=keys).order_by("-day", "pk")[: days * len(keys)]
    genuine = [head for head in map(signed, rows) if head.is_genuine]
    by_day = groupby(genuine, key=lambda head: head.day)
    return [min(heads, key=lambda head: keys.index(head.key)) for _day, heads in by_day][:days]


def false_heads() -> Iterator[str]:
    """Kept heads that the portal never gave out, each in a line."""
    keys = keys_that_count()
    rooted = set(SignedHead.objects.in_the_tree().values_list("pk", flat=True))
    for row in SignedHead.objects.order_by("pk").iterator():
        if bytes(row.key) not in keys:
            yield f"signed head {row.pk} of {row.day}: its key {bytes(row.key).hex()} is not the portal's, it counts for nothing"
        elif not signed(row).is_genuine:
            yield f"signed head {row.pk} of {row.day}: nobody signed it like this, it counts for nothing"
        elif row.pk not in rooted:
            yield f"signed head {row.pk} of {row.day}: the tree never had this root, it counts for nothing"


def heads_in(text: str) -> tuple[list[Head], list[Signed]]:
    """The heads in a text, each once, in the order of their sizes, and those among them that bear a signature."""
    plain = _QUOTED.sub("", text.replace("=\r\n", "").replace("=\n", ""))
    bare = {(int(size), root) for size, root in _BARE.findall(plain)}
    return [Head(size, root) for size, root in sorted(bare)], list(_signed(plain))


def _signed(text: str) -> Iterator[Signed]:
    for day, size, root, key, first, second in _SIGNED.findall(text):
        yield Signed(date.fromisoformat(day), Head(int(size), root), bytes.fromhex(key), bytes.fromhex(first + second))
