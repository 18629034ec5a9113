"""The sequencer: gives events their places in the tree and seals the root. And the walk that proves that nothing was changed.

Writers never wait for each other: an event carries its leaf hash when it is written, and its place comes later. Until then an owner of the database could
change it unseen, so whatever becomes visible as a result (locked sheets, tally, plenary, publication) calls `seal_all` first, in its own transaction.
An owner could also rebuild the whole tree: only roots printed elsewhere (minutes, letters, a witness) show that, so `verify` takes such a head.

The tree grows in the database, by the function `ledger_grow`: the application has no right to write leaves and seals of its own making. The walk makes
everything again in Python (`tree.py`), so that the two check each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from ovop_portal.ledger import tree
from ovop_portal.ledger.journal import leaf_of
from ovop_portal.ledger.models import Event, Leaf, Seal

BATCH = 5_000
# Identifiers commit out of order; an event whose transaction stayed open while this many others were written waits for `seal_all`.
WINDOW = 10_000
HASH = 32
# Beat seals every five seconds.
SEALED_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Head:
    """A head as it is printed outside: so many events, and this root."""

    size: int
    root: str
    at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.size}:{self.root}"


def seal(now: datetime, limit: int = BATCH) -> int:
    """Place and seal up to `limit` events. Returns how many. Does nothing while another sealer is at work."""
    return _grow(now, limit, WINDOW)


def seal_all(now: datetime) -> Head:
    """Seal every event that this transaction can see, its own included, and return the head. Waits for another sealer.

    Called inside a verb it keeps the other sealers waiting until the verb commits; it must see rows committed meanwhile, so it refuses any isolation
    but PostgreSQL's own READ COMMITTED.
    """
    with transaction.atomic():
        _demand_read_committed()
        while _grow(now, BATCH, None):
            pass
        return head()


def head() -> Head:
    """The latest sealed head; the empty tree's when nothing is sealed."""
    last = Seal.objects.order_by("-size").first()
    return Head(last.size, bytes(last.root).hex(), last.at) if last else Head(0, tree.EMPTY_ROOT.hex())


def waits_since(moment: datetime) -> datetime | None:
    """The hour of an event that has no place in the tree though it was written before `moment`, after the last one that has: nobody seals, or somebody
    holds the sealers off. Those that other transactions overtook are found by `verify`.
    """
    last = Leaf.objects.order_by("-position").values_list("event_id", flat=True).first()
    return Event.objects.filter(pk__gt=last or 0, at__lt=moment).order_by("pk").values_list("at", flat=True).first()


@dataclass
class Verdict:
    """What the walk found. `breach` names the first bad row; empty: everything is as it was written."""

    sealed: int = 0
    unsealed: int = 0
    seals: int = 0
    breach: str = ""
    head: Head = field(default_factory=lambda: Head(0, tree.EMPTY_ROOT.hex()))


def verify(*expected: Head, now: datetime | None = None) -> Verdict:
    """Walk every event, leaf and seal. With `expected`, heads noted earlier, show also that today's tree grew from each of them.

    With `now`, an event that has waited for its seal for longer than a minute is a breach: it was never sealed, or nobody seals.
    """
    verdict = Verdict()
    with one_snapshot():
        verdict.breach = next(_breaches(verdict, expected, now), "")
    return verdict


def inclusion_proof(event: Event) -> tuple[int, list[bytes]]:
    """The place of a sealed event, and the hashes that lead from it to the root of the latest seal."""
    size = head().size
    hashes = [
        bytes(value)
        for value in Leaf.objects.filter(position__lt=size).order_by("position").values_list("hash", flat=True)
    ]
    position = Leaf.objects.get(event=event).position
    return position, tree.inclusion_proof(hashes, position)


def consistency_proof(first: int) -> list[bytes]:
    """The hashes that show that the latest tree grew from the one of `first` events."""
    hashes = Leaf.objects.filter(position__lt=head().size).order_by("position").values_list("hash", flat=True)
    return tree.consistency_proof([bytes(value) for value in hashes], first)


# --- Growing ----------------------------------------------------------------------------------------------------------------


def _demand_read_committed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        level = cursor.fetchone()[0]
    if level != "read committed":
        raise RuntimeError(f"seal_all under {level} could miss events committed meanwhile")


def _grow(now: datetime, limit: int, reach: int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_grow(%s, %s, %s)", [now, limit, reach])
        return int(cursor.fetchone()[0])


def _frontier(seal: Seal) -> list[bytes]:
    joined = bytes(seal.frontier)
    return [joined[start : start + HASH] for start in range(0, len(joined), HASH)]


# --- Walking ----------------------------------------------------------------------------------------------------------------


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read everything as of one moment, while sealers go on. Inside a caller's transaction its own view has to do."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _breaches(verdict: Verdict, expected: Sequence[Head], now: datetime | None) -> Iterator[str]:
    """Every breach, in the order of the walk; the counts in `verdict` are complete only when the walk ends."""
    noted: dict[int, set[str]] = defaultdict(set)
    for noted_head in expected:
        noted[noted_head.size].add(noted_head.root)
    seals = Seal.objects.order_by("size").iterator()
    waiting = next(seals, None)
    frontier: list[bytes] = []
    size = 0
    for leaf in Leaf.objects.select_related("event").order_by("position").iterator(chunk_size=2_000):
        yield from _breaches_of_leaf(leaf, size)
        size = tree.push(frontier, bytes(leaf.hash), size)
        for root in noted.pop(size, ()):
            if tree.root(frontier).hex() != root:
                yield f"the tree of {size} events has not the root noted earlier ({root})"
        while waiting is not None and waiting.size <= size:
            if waiting.size < size or bytes(waiting.root) != tree.root(frontier) or _frontier(waiting) != frontier:
                yield f"seal of {waiting.size}: its root or frontier is not that of the leaves"
            verdict.seals += 1
            verdict.head = Head(waiting.size, bytes(waiting.root).hex(), waiting.at)
            waiting = next(seals, None)
        verdict.sealed = size
    if waiting is not None:
        yield f"seal of {waiting.size}: only {size} leaves are there"
    if size != verdict.head.size:
        yield f"leaf {verdict.head.size}: no seal covers it"
    longest = max(noted, default=0)
    if longest > size:
        yield f"only {size} events are there, and {longest} were noted earlier"
    for event in Event.objects.unsealed().order_by("id").iterator(chunk_size=2_000):
        verdict.unsealed += 1
        if leaf_of(event) != bytes(event.leaf):
            yield f"event {event.pk} ({event.kind} {event.subject}): its content is not what was recorded"
        if now is not None and event.at < now - SEALED_WITHIN:
            yield f"event {event.pk} ({event.kind} {event.subject}): not sealed since {event.at.isoformat()}"


def _breaches_of_leaf(leaf: Leaf, expected_position: int) -> Iterator[str]:
    event = leaf.event
    if leaf.position != expected_position:
        yield f"leaf {expected_position}: missing"
    if leaf_of(event) != bytes(event.leaf):
        yield f"event {event.pk} ({event.kind} {event.subject}): its content is not what was recorded"
    if bytes(event.leaf) != bytes(leaf.hash):
        yield f"leaf {leaf.position}: its hash is not that of event {event.pk} ({event.kind} {event.subject})"
