"""Telling people. Called by the verbs of the rooms above, in their transaction: what was decided and who is told stand or fall together."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ovop_portal.accounts import reaching
from ovop_portal.accounts.models import User
from ovop_portal.common.attempts import LOST
from ovop_portal.common.canonical import parsed
from ovop_portal.common.verbs import Missing, Refused, Stale, verb
from ovop_portal.common.waking import wake
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of
from ovop_portal.notifications.channels import ports
from ovop_portal.notifications.channels.outcomes import Misfit, Never, NoAddress, NotNow, Pointless, Unanswered
from ovop_portal.notifications.hours import awake
from ovop_portal.notifications.kinds import Channel, Kind
from ovop_portal.notifications.models import Notice, Outbox

DELIVER = "ovop_portal.notifications.tasks.deliver"
SWEEP = "ovop_portal.notifications.tasks.sweep"
BATCH = 2_000
# Beyond this number one sweep carries all letters, instead of one message each in the broker.
FEW = 20

# After the nth attempt the row waits this long. It is also the lease of the one who sends: should they die between sending and recording, nobody else
# sends before. Five attempts over a good day outlast a mail server that is away for 24 hours.
PAUSES = [timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=4), timedelta(hours=21), timedelta(hours=1)]
MAX_ATTEMPTS = len(PAUSES)
# What was given over without an answer may have arrived. A mail is repeated once, with the same Message-ID, by which its reader's program knows the twin; a
# message to a telephone never is.
MOST_UNANSWERED = {Channel.EMAIL: 2, Channel.WHATSAPP: 1, Channel.SMS: 1}
TOO_OFTEN_UNANSWERED = reduce(
    or_, (Q(channel=channel, unanswered__gte=most) for channel, most in MOST_UNANSWERED.items())
)
# So long a receipt may take that tells what became of a message without an answer.
RECEIPT_WITHIN = PAUSES[0]
SYSTEM = "system:outbox"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class News:
    """One notice for one person: a row for the bulk door."""

    recipient: User
    path: str
    key: str
    context: dict[str, Any] = field(default_factory=dict)


def notify(
    recipients: Iterable[User], kind: Kind, *, context: dict[str, Any], path: str, now: datetime, key: str
) -> None:
    """Tell each of `recipients` the same. `key` names the fact ("nomination:OVOP-2026-0001:returned:2"); told again, it changes nothing."""
    notify_many(kind, [News(recipient, path, key, context) for recipient in recipients], now=now)


def notify_many(kind: Kind, news: Iterable[News], *, now: datetime, delay: timedelta = timedelta()) -> None:
    """Tell many people of one kind of thing, each their own, in two statements for each 2,000: the bulk door. The letters go after `delay`.

    Each is told by one channel, the first that they want and have (`reaching`). People who are no longer active are left out; those whom no channel reaches
    get the notice in the portal only.
    """
    told = [item for item in news if item.recipient.is_active]
    for item in told:
        _demand_whole_context(kind, item)
    letters = [
        _letter(kind, item, ways[0], now, delay)
        for item in told
        if (ways := reaching.ways(item.recipient, kind.channels, is_owed=kind.is_owed))
    ]
    with transaction.atomic():
        Notice.objects.bulk_create([_notice(kind, item, now) for item in told], batch_size=BATCH, ignore_conflicts=True)
        Outbox.objects.bulk_create(letters, batch_size=BATCH, ignore_conflicts=True)
    if delay:
        return  # The sweep finds them when it is their turn.
    if len(letters) > FEW:
        wake(SWEEP)
    else:
        for letter in letters:
            wake(DELIVER, str(letter.uuid))


def amend(kind: Kind, key: str, context: dict[str, Any]) -> None:
    """Tell the fact of this `key` anew, because there is more to it by now: the notice becomes unread again, and letters that have not gone tell the whole."""
    words = parsed(context)
    with transaction.atomic():
        Notice.objects.filter(kind=kind.code, key=key).update(context=words, read_at=None)
        Outbox.objects.waiting().filter(kind=kind.code, dedup_key__startswith=f"{key}:", attempts=0).update(
            context=words
        )


def write_to(
    address: str,
    kind: Kind,
    *,
    context: dict[str, Any],
    path: str,
    now: datetime,
    key: str,
    name: str = "",
    channel: Channel = Channel.EMAIL,
) -> None:
    """Write to an address or a number that need not be anybody's: no notice in the portal, only the letter. `name` is whom it addresses."""
    letter = Outbox(
        dedup_key=f"{key}:{channel}",
        kind=kind.code,
        channel=channel,
        to=address,
        name=name,
        context=parsed(context),
        path=path,
        created_at=now,
        due_at=now,
    )
    with transaction.atomic():
        letter.save(force_insert=True)
    wake(DELIVER, str(letter.uuid))


def deliver(uuid: UUID | str, *, now: datetime) -> bool:
    """Send one row of the outbox if it is its turn. Returns whether it was sent. Safe to call any number of times, by any number of workers at once."""
    letter = _claim(uuid, now)
    return letter is not None and _attempt(letter, now) is None


def deliver_due(*, now: datetime, seconds: float = 50) -> int:
    """Send whatever is due, for at most `seconds`. Returns how many were sent. Revives what the broker lost, and carries large batches.

    A channel that takes nothing from anybody for now is left alone until the next sweep, and its rows lose no attempt.
    """
    _give_up_exhausted(now)
    began = time.monotonic()
    sent, resting = 0, set()
    for uuid, channel in Outbox.objects.due(now).values_list("uuid", "channel")[:BATCH]:
        passed = time.monotonic() - began
        if passed > seconds:
            break
        at = now + timedelta(seconds=passed)
        if channel in resting or (letter := _claim(uuid, at)) is None:
            continue
        problem = _attempt(letter, at)
        sent += problem is None
        if isinstance(problem, NotNow) and problem.everybody:
            resting.add(channel)
    return sent


@verb
def revive(letters: QuerySet[Outbox] | None = None, *, by: User | str, now: datetime) -> int:
    """Give letters that were given up (all, or those of them in `letters`) new attempts, once the cause is mended. Returns how many."""
    rows = Outbox.objects.parked() if letters is None else Outbox.objects.parked().filter(pk__in=letters)
    parked = list(rows.select_for_update(of=("self",)).order_by("pk"))
    Outbox.objects.filter(pk__in=[letter.pk for letter in parked]).update(
        parked_at=None, attempts=0, unanswered=0, due_at=now
    )
    journal.record_many("letter.retried", [(letter.subject, {}) for letter in parked], by=by, now=now)
    if parked:
        wake(SWEEP)
    return len(parked)


@verb
def set_aside(letter: Outbox, reason: str, *, by: User | str, now: datetime) -> None:
    """Set a letter aside: it is not sent any more, for a reason that stays with it. Raises `Stale` where it no longer waits for a decision."""
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "reason"))
    words = {"set_aside_at": now, "set_aside_by": actor_of(by), "set_aside_because": reason.strip()}
    if not Outbox.objects.parked().filter(pk=letter.pk).update(**words):
        raise Stale(letter)
    journal.record("letter.set_aside", letter.subject, by=by, now=now)


def mark_read(user: User, *, now: datetime, uuid: UUID | None = None) -> None:
    """Mark one notice of the user as read, or all of them."""
    unread = Notice.objects.filter(recipient=user).unread()
    (unread.filter(uuid=uuid) if uuid else unread).update(read_at=now)


def _claim(uuid: UUID | str, now: datetime) -> Outbox | None:
    """Take the row and count the attempt, before anything is sent: a message that kills its worker is counted, too.

    Until something is known it counts as unanswered, too: whoever is killed after the server took the letter leaves it so.
    """
    with transaction.atomic():
        letter = (
            Outbox.objects.due(now)
            .filter(~TOO_OFTEN_UNANSWERED, uuid=uuid, attempts__lt=MAX_ATTEMPTS)
            .select_related("recipient")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if letter is None:
            return None
        letter.due_at = awake(letter.notice_kind, letter.channel, now + PAUSES[letter.attempts])
        letter.attempts += 1
        letter.unanswered += 1
        letter.address = letter.to or _address(letter.recipient, letter.channel)
        letter.save(update_fields=["due_at", "attempts", "unanswered", "address"])
        return letter


def _attempt(letter: Outbox, now: datetime) -> Exception | None:
    """Send a row that was claimed, and note what came of it. Returns what went wrong."""
    try:
        reference = ports.send(letter)
    except Exception as problem:  # The row keeps any error of a server or its library, and waits for its next turn.
        _failed(letter, problem, now)
        return problem
    _sent(letter, reference, now)
    return None


def _sent(letter: Outbox, reference: str, now: datetime) -> None:
    own = Outbox.objects.filter(pk=letter.pk)
    # A receipt may have been faster, and then it has said more already.
    if not own.waiting().update(sent_at=now, error="", unanswered=letter.unanswered - 1, reference=reference):
        own.filter(reference="").update(reference=reference)


def _failed(letter: Outbox, problem: Exception, now: datetime) -> None:
    """Note what went wrong: the row waits for its next turn, is handed on to the next channel, or is given up."""
    # Only what was given over without an answer leaves it open whether it was taken.
    letter.unanswered -= not isinstance(problem, Unanswered)
    letter.error = f"{type(problem).__name__}: {problem}"[:1000]
    if isinstance(problem, Misfit):
        logger.error("%s refuses the portal: %s", letter.channel, problem)
    if isinstance(problem, NotNow) and problem.wait:
        letter.due_at = max(letter.due_at, awake(letter.notice_kind, letter.channel, now + problem.wait))
    if isinstance(problem, Unanswered) and letter.channel != Channel.EMAIL:
        # A receipt may still tell; if none does, the sweep gives it up.
        letter.due_at = now + RECEIPT_WITHIN
    with transaction.atomic():
        row = Outbox.objects.waiting().filter(pk=letter.pk)
        if not row.update(error=letter.error, unanswered=letter.unanswered, due_at=letter.due_at):
            return  # A receipt was faster.
        if isinstance(problem, Pointless):
            row.update(parked_at=now, set_aside_at=now, set_aside_by=SYSTEM, set_aside_because=letter.error[:300])
            return
        is_over = isinstance(problem, Never) or _is_exhausted(letter)
        if (is_over or isinstance(problem, NoAddress)) and not _handed_on(letter, now) and is_over:
            row.update(parked_at=now)


def _is_exhausted(letter: Outbox) -> bool:
    """Has it had all its attempts? Of what a receipt may still tell, the sweep decides."""
    is_unanswered = letter.channel == Channel.EMAIL and letter.unanswered >= MOST_UNANSWERED[Channel.EMAIL]
    return letter.attempts >= MAX_ATTEMPTS or is_unanswered


def _give_up_exhausted(now: datetime) -> None:
    """Hand on or park the rows whose last attempt is over, such as those whose worker ended amid it, so that nobody recorded why."""
    over = Q(attempts__gte=MAX_ATTEMPTS) | TOO_OFTEN_UNANSWERED
    with transaction.atomic():
        lost = Outbox.objects.due(now).filter(over).select_related("recipient")
        for letter in lost.select_for_update(skip_locked=True, of=("self",))[:BATCH]:
            said = f"{Unanswered.__name__}: {LOST}"
            if not letter.error or (letter.unanswered and not letter.error.startswith(Unanswered.__name__)):
                letter.error = said
            give_up(letter, now)


def give_up(letter: Outbox, now: datetime) -> None:
    """This channel does not carry it: the next one does, or somebody decides. The row is locked and waits."""
    Outbox.objects.filter(pk=letter.pk).update(error=letter.error)
    if not _handed_on(letter, now):
        Outbox.objects.filter(pk=letter.pk).update(parked_at=now)


def _handed_on(letter: Outbox, now: datetime) -> bool:
    """Give the news to the next channel, if there is one that has not had it."""
    told = letter.dedup_key.removesuffix(f":{letter.channel}")
    ways = _ways(letter)
    had = set(Outbox.objects.filter(dedup_key__in=[f"{told}:{way}" for way in ways]).values_list("channel", flat=True))
    way = next((way for way in ways if way not in had), None)
    if way is None:
        return False
    follower = Outbox(
        dedup_key=f"{told}:{way}",
        kind=letter.kind,
        channel=way,
        recipient=letter.recipient,
        to=letter.to,
        name=letter.name,
        context=letter.context,
        path=letter.path,
        created_at=now,
        due_at=awake(letter.notice_kind, way, now),
    )
    Outbox.objects.bulk_create([follower], ignore_conflicts=True)
    Outbox.objects.filter(pk=letter.pk).update(handed_on_at=now)
    wake(DELIVER, str(follower.uuid))
    return True


def _ways(letter: Outbox) -> list[Channel]:
    """The channels that could carry it: those that its reader wants and has, or the others that reach the same number."""
    kind = letter.notice_kind
    if letter.recipient is not None:
        return reaching.ways(letter.recipient, kind.channels, is_owed=kind.is_owed)
    is_mail = letter.channel == Channel.EMAIL
    return [way for way in kind.channels if (way == Channel.EMAIL) == is_mail and reaching.is_open(way)]


def _demand_whole_context(kind: Kind, item: News) -> None:
    lacking = kind.placeholders() - item.context.keys()
    if lacking:
        raise ValueError(f"{kind.code} needs {', '.join(sorted(lacking))}")


def _address(recipient: User | None, channel: str) -> str:
    return reaching.contact(recipient, channel) if recipient is not None and recipient.is_active else ""


def _notice(kind: Kind, item: News, now: datetime) -> Notice:
    return Notice(
        recipient=item.recipient,
        kind=kind.code,
        key=item.key,
        context=parsed(item.context),
        path=item.path,
        created_at=now,
    )


def _letter(kind: Kind, item: News, channel: Channel, now: datetime, delay: timedelta) -> Outbox:
    return Outbox(
        dedup_key=f"{item.key}:{item.recipient.uuid}:{channel}",
        kind=kind.code,
        channel=channel,
        recipient=item.recipient,
        context=parsed(item.context),
        path=item.path,
        created_at=now,
        due_at=awake(kind, channel, now + delay),
    )
