"""Reading the ledger page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from awards.models import Nomination
from awards.states import NominationState
from ikm.models import JoinRefusal, OwnerLink
from ovop_portal.ledger.models import ROWS, Event, Leaf, Seal
from ovop_portal.ledger.vouching import hidden
from ovop_portal.ledger.words import Words, actor_in_words, kind_in_words, said_in_words, shortened, subject_in_words

PAGE = 50
REASON = "reason_sha256"
READ = "nomination.read"
# What a reading of a file found. Who may still read the file is not told before.
FOUND = frozenset({"outcome", "gates"})


@dataclass(frozen=True)
class TrailFilter:
    """What the reader asks for: the beginning of a subject, a kind, and where the last page ended."""

    subject: str = ""
    kind: str = ""
    before: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> TrailFilter:
        """Read the filter from the address; impossible values are left aside."""
        before = query.get("sebelum", "")
        return cls(
            subject=_subject(_text(query.get("perihal", ""))),
            kind=_text(query.get("peristiwa", "")),
            before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
        )

    @property
    def is_set(self) -> bool:
        return bool(self.subject or self.kind)

    @property
    def kind_in_words(self) -> Words:
        return kind_in_words(self.kind)

    @property
    def subject_in_words(self) -> str:
        return shortened(subject_in_words(self.subject))

    @property
    def typed(self) -> str:
        """The subject as it was typed."""
        return self.subject.removeprefix("nomination:")

    @property
    def query(self) -> str:
        """The same filter as the end of an address: "?perihal=…", or nothing."""
        pairs = {"perihal": self.subject, "peristiwa": self.kind, "sebelum": self.before}
        query = urlencode({key: value for key, value in pairs.items() if value})
        return f"?{query}" if query else ""

    @property
    def without_subject(self) -> str:
        return replace(self, subject="", before=None).query

    @property
    def without_kind(self) -> str:
        return replace(self, kind="", before=None).query

    @property
    def from_the_top(self) -> str:
        return replace(self, before=None).query


@dataclass(frozen=True)
class Line:
    """One event in words: the ledger holds no foreign keys, and an auditor needs none."""

    event: Event
    said: list[tuple[str, str]]
    position: int | None

    @property
    def kind(self) -> Words:
        return kind_in_words(self.event.kind)

    @property
    def subject(self) -> str:
        return shortened(subject_in_words(self.event.subject))

    @property
    def actor(self) -> str:
        return shortened(actor_in_words(self.event.actor))

    @property
    def short(self) -> list[tuple[str, str]]:
        return [(key, shortened(value)) for key, value in self.said]

    @property
    def fingerprint(self) -> str:
        return bytes(self.event.leaf).hex()


@dataclass(frozen=True)
class Trail:
    """One page of the trail; `older` is the query of the next one."""

    lines: list[Line]
    head: Seal | None
    older: str

    @property
    def root(self) -> str:
        """The newest root as printed on minutes: 64 hexadecimal digits."""
        return bytes(self.head.root).hex() if self.head else ""


def read_trail(chosen: TrailFilter, *, with_reasons: bool = False, for_screener: bool = False) -> Trail:
    """Four queries whatever the size: events (by key, never by offset), their places in the tree, the newest seal, and reasons where an event has one (one or
    two for each sort of subject).

    For a screener one more: which files are still being read.
    """
    events = Event.objects.filter(subject__startswith=chosen.subject)
    if chosen.kind:
        events = events.filter(kind=chosen.kind)
    if chosen.before is not None:
        events = events.filter(pk__lt=chosen.before)
    found = list(events.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    places = dict(Leaf.objects.filter(event__in=shown).values_list("event_id", "position"))
    reasons = _reasons(shown)
    untold = _being_read(shown) if for_screener else frozenset()
    return Trail(
        lines=[Line(event, _said(event, reasons, with_reasons, untold), places.get(event.pk)) for event in shown],
        head=Seal.objects.order_by("-size").first(),
        older=replace(chosen, before=shown[-1].pk).query if len(found) > PAGE else "",
    )


# The words that somebody gave as a reason, with the salt of their row.
Salted = tuple[str, UUID]


def _being_read(events: Iterable[Event]) -> frozenset[str]:
    """The files, as subjects, whose readings are among `events` and do not settle anything yet."""
    numbers = {event.subject.partition(":")[2] for event in events if event.kind == READ}
    files = Nomination.objects.filter(number__in=numbers, state=NominationState.SCREENING).only("number")
    return frozenset(file.subject for file in files)


def _said(
    event: Event, reasons: Mapping[str, Sequence[Salted]], with_reasons: bool, untold: Container[str]
) -> list[tuple[str, str]]:
    """The body as it is shown: rows by their names (their digests are for the proof), and a reason by its words or by whether they are still those of then."""
    body = event.said | ({ROWS: sorted(event.body[ROWS])} if ROWS in event.body else {})
    hidden_keys = FOUND if event.kind == READ and event.subject in untold else frozenset()
    said = [
        said_in_words(key, value) for key, value in body.items() if value not in ("", None) and key not in hidden_keys
    ]
    if REASON in event.body:
        known = (words for words, salt in reasons.get(event.subject, ()) if hidden(words, salt) == event.body[REASON])
        given = next(known, None)
        if given is None:
            words = _("berbeda dari yang dicatat waktu itu")
        else:
            words = given if with_reasons else _("sama dengan yang dicatat waktu itu")
        said.append((_("alasan"), words))
    return said


def _reasons(events: Sequence[Event]) -> dict[str, list[Salted]]:
    """By subject, the reasons whose hashes may stand in `events`: they may name people, so they are kept in the rows of their rooms and not in the ledger."""
    subjects: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if REASON in event.body:
            sort, _colon, name = event.subject.partition(":")
            subjects[sort].add(name)
    found: dict[str, list[Salted]] = defaultdict(list)
    for subject, words, salt in _kept_reasons(subjects):
        found[subject].append((words, salt))
    return found


def _kept_reasons(subjects: Mapping[str, set[str]]) -> Iterable[tuple[str, str, UUID]]:
    """Every reason of these subjects with its salt: of files, of firms, of accounts. A statement or two for each sort that is asked for."""
    if numbers := subjects.get("nomination"):
        for file in Nomination.objects.filter(number__in=numbers).only("number", "reason", "salt"):
            yield file.subject, file.reason, file.salt
    ended = OwnerLink.objects.exclude(reason="").select_related("ikm", "user")
    if firms := subjects.get("ikm"):
        for link in ended.filter(ikm__uuid__in=firms):
            yield link.ikm.subject, link.reason, link.salt
        for answer in JoinRefusal.objects.filter(ikm__uuid__in=firms).select_related("ikm"):
            yield answer.ikm.subject, answer.reason, answer.salt
    if accounts := subjects.get("user"):
        for link in ended.filter(user__uuid__in=accounts):
            yield link.user.actor, link.reason, link.salt


def _subject(text: str) -> str:
    # A file's number, which everybody knows, may be typed instead of its subject.
    return f"nomination:{text.upper()}" if text.upper().startswith("OVOP-") else text


def _text(value: str) -> str:
    # PostgreSQL knows no NUL.
    return value.strip().replace("\0", "")[:120]
