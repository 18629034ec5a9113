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

from django.db import connection, transaction

from ovop_portal.common.clock import day_in_wib
from ovop_portal.ledger import sealing
from ovop_portal.ledger.models import RootedQuerySet, SignedHead
from ovop_portal.ledger.sealing import Head
from ovop_portal.ledger.signing import is_signed, public_key, sign

MARK = "OVOP-JEJAK"
# Lets one worker at a time look for the head of the day and sign it.
SIGNING = 7_206_963
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
        return is_signed(said(self.day, self.head), key=self.key, signature=self.signature)

    @property
    def line(self) -> str:
        """As it is printed."""
        signature = self.signature.hex()
        return " ".join([MARK, str(self.day), str(self.head), self.key.hex(), signature[:64], signature[64:]])


def said(day: date, head: Head) -> str:
    """What is signed."""
    return f"{MARK} {day} {head}"


def sign_today(now: datetime) -> tuple[SignedHead, bool] | None:
    """The head of the day of `now` in WIB under the portal's signature, and whether it is new; None while nothing is sealed.

    A row that somebody else wrote does not take the day.
    """
    day, head = day_in_wib(now), sealing.head()
    if not head.size:
        return None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SIGNING])
        own = (row for row in _genuine(SignedHead.objects.filter(day=day)) if bytes(row.key) == public_key())
        if standing := next(own, None):
            return standing, False
        cursor.execute(
            "SELECT ledger_keep_head(%s, %s, %s, %s, %s)",
            [now, head.size, bytes.fromhex(head.root), public_key(), sign(said(day, head))],
        )
        return SignedHead.objects.get(pk=cursor.fetchone()[0]), True


def signed(row: SignedHead) -> Signed:
    """A kept head as it was given out."""
    head = Head(row.size, bytes(row.root).hex(), row.at)
    return Signed(row.day, head, bytes(row.key), bytes(row.signature))


def published() -> Iterator[Signed]:
    """The heads that count, newest first, one for each day: the one under today's key, else the first that its own key signed. One query."""
    for _day, rows in groupby(_genuine(SignedHead.objects.all()), key=lambda row: row.day):
        yield min(map(signed, rows), key=lambda head: head.key != public_key())


def false_heads() -> Iterator[str]:
    """Kept heads that the portal never gave out, each in a line."""
    rooted = set(SignedHead.objects.in_the_tree().values_list("pk", flat=True))
    for row in SignedHead.objects.order_by("pk"):
        if not signed(row).is_genuine:
            yield f"signed head {row.pk} of {row.day}: nobody signed it like this, it counts for nothing"
        elif row.pk not in rooted:
            yield f"signed head {row.pk} of {row.day}: the tree never had this root, it counts for nothing"


def _genuine(rows: RootedQuerySet[SignedHead]) -> Iterator[SignedHead]:
    ordered = rows.in_the_tree().order_by("-day", "pk")
    return (row for row in ordered.iterator(chunk_size=200) if signed(row).is_genuine)


def heads_in(text: str) -> tuple[list[Head], list[Signed]]:
    """The heads in a text, each once, in the order of their sizes; and those of them that bear a signature."""
    plain = _QUOTED.sub("", text.replace("=\r\n", "").replace("=\n", ""))
    bare = {(int(size), root) for size, root in _BARE.findall(plain)}
    return [Head(size, root) for size, root in sorted(bare)], list(_signed(plain))


def _signed(text: str) -> Iterator[Signed]:
    for day, size, root, key, first, second in _SIGNED.findall(text):
        yield Signed(date.fromisoformat(day), Head(int(size), root), bytes.fromhex(key), bytes.fromhex(first + second))
