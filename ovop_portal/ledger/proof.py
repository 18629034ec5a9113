"""One proof of everything that an edition has decided: the rows of every room against the digests in the journal, and the journal against its tree.

Rows that no event tells of, events whose row is gone, rows that are not what was recorded, and events that tell of nothing are each named in a plain
line. A room adds what must agree beside that (`register_check`): a tally that can be made again, stars that are those of the decree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import connection
from django.utils.translation import gettext as _

from ovop_portal.common.canonical import digest
from ovop_portal.ledger import sealing, vouching
from ovop_portal.ledger.models import Proof
from ovop_portal.ledger.signing import is_signed, keys_that_count, public_key, sign

Check = Callable[[int], Iterable[str]]
_checks: list[Check] = []


def register_check(check: Check) -> None:
    """Let `check` say what does not agree in the edition of a year, in one plain line each. Registering it again changes nothing."""
    if check not in _checks:
        _checks.append(check)


@dataclass(frozen=True)
class Found:
    """What a proof found: the lines that name a difference (none: everything is as it was decided), and what was looked at."""

    differences: list[str]
    rows: int
    head: sealing.Head
    seconds: float


def prove(year: int, *, now: datetime) -> Found:
    """Make the edition of `year` again from what the journal says. Reads one snapshot and changes nothing."""
    began = monotonic()
    with sealing.one_snapshot():
        walked = sealing.verify(now=now)
        rows: list[int] = []
        lines = [walked.breach] if walked.breach else []
        lines += [*_against_the_journal(year, rows), *_untold()]
        lines += [line for check in _checks for line in check(year)]
    return Found(lines, sum(rows), walked.head, monotonic() - began)


def keep(subject: str, found: Found, *, now: datetime) -> Proof:
    """Keep the outcome under the portal's signature, for the pages that show the last one of each `subject`."""
    root = bytes.fromhex(found.head.root)
    kept = Proof(
        subject=subject,
        at=now,
        rows=found.rows,
        size=found.head.size,
        root=root,
        differences=found.differences,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_keep_proof(%s, %s, %s, %s, %s, %s, %s, %s)",
            [kept.subject, now, kept.rows, kept.size, root, kept.differences, public_key(), sign(_said(kept))],
        )
        return Proof.objects.get(pk=cursor.fetchone()[0])


def last_of_each() -> list[Proof]:
    """The newest proof of each edition under the key of today: after a change of keys editions are proved again. One query, one signature for each.

    Where the newest is false there is none until the edition is proved again; only the owner of the database can have written it.
    """
    signed = Proof.objects.in_the_tree().filter(key=public_key())
    newest = signed.order_by("subject", "-at", "-pk").distinct("subject")
    return [row for row in newest if _is_genuine(row)]


def false_proofs() -> Iterator[str]:
    """Kept proofs that the portal never made, each in a line. Those of former keys and from before proofs were signed count for nothing, too, and are
    not false.
    """
    keys = keys_that_count()
    signed = Proof.objects.filter(signature__isnull=False)
    rooted = set(signed.in_the_tree().values_list("pk", flat=True))
    for row in signed.order_by("pk").iterator():
        if bytes(row.key or b"") not in keys:
            yield f"proof {row.pk} of {row.subject}: its key is not the portal's, it counts for nothing"
        elif not _is_genuine(row):
            yield f"proof {row.pk} of {row.subject}: the portal did not find this, it counts for nothing"
        elif row.pk not in rooted:
            yield f"proof {row.pk} of {row.subject}: the tree never had this root, it counts for nothing"


def _is_genuine(row: Proof) -> bool:
    """Did the portal find exactly this?"""
    return is_signed(_said(row), key=bytes(row.key or b""), signature=bytes(row.signature or b""))


def _said(row: Proof) -> str:
    """The text that is signed: every column."""
    found = [row.subject, row.at, row.rows, row.size, bytes(row.root).hex(), row.differences]
    return f"OVOP-BUKTI {digest(found)}"


@dataclass(frozen=True)
class _Told:
    digest: str
    event: int
    kind: str


def _against_the_journal(year: int, counted: list[int]) -> Iterator[str]:
    told = _newest_digests(year)
    for vouched in vouching.all_vouched():
        stated = vouched.digests(vouched.of_edition(year))
        counted.append(len(stated))
        for name, value in sorted(stated.values()):
            said = told.pop(name, None)
            if said is None:
                yield _("{row}: tidak ada peristiwa yang mencatatnya").format(row=_row(name))
            elif said.digest != value:
                yield _("{row}: berbeda dari yang dicatat peristiwa {event} ({kind})").format(
                    row=_row(name), event=said.event, kind=said.kind
                )
    for name, said in sorted(told.items()):
        yield _("{row}: dicatat peristiwa {event} ({kind}), tetapi tidak ada lagi").format(
            row=_row(name), event=said.event, kind=said.kind
        )


def _newest_digests(year: int) -> dict[str, _Told]:
    """The last word of the journal on each row of an edition."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (row.key) row.key, row.value, event.id, event.kind
              FROM ledger_event event, jsonb_each_text(event.body -> 'rows') row
             WHERE jsonb_typeof(event.body -> 'rows') = 'object' AND starts_with(row.key, %s)
             ORDER BY row.key, event.id DESC
            """,
            [f"{year}:"],
        )
        return {name: _Told(value, event, kind) for name, value, event, kind in cursor.fetchall()}


def _untold() -> Iterator[str]:
    """Events without a row of a kind that verbs always write with one: somebody else wrote them."""
    pairs = [(kind, vouched.code) for vouched in vouching.all_vouched() for kind in vouched.told_by]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT event.id, event.kind, event.subject
              FROM ledger_event event JOIN unnest(%s::text[], %s::text[]) AS told(kind, code) ON told.kind = event.kind
             WHERE NOT EXISTS (
                SELECT FROM jsonb_object_keys(CASE jsonb_typeof(event.body -> 'rows') WHEN 'object' THEN event.body -> 'rows' ELSE '{}' END) AS name
                 WHERE split_part(name, ':', 2) = told.code)
             ORDER BY event.id
            """,
            [[kind for kind, _code in pairs], [code for _kind, code in pairs]],
        )
        for event, kind, subject in cursor.fetchall():
            yield _("Peristiwa {event} ({kind} {subject}) tidak menyebut baris yang ditulisnya").format(
                event=event, kind=kind, subject=subject
            )


def _row(name: str) -> str:
    """ "2024:award:K7M2…" as "bintang OVOP K7M2…"."""
    year, code, *key = name.split(":", 2)
    labels = {vouched.code: vouched.model._meta.verbose_name for vouched in vouching.all_vouched()}
    return " ".join([str(labels.get(code, code)), *(key or [year])])
