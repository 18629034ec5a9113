"""Telling people. Called by the verbs of the rooms above, in their transaction: what was decided and who is told stand or fall together."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ovop_portal.accounts.models import User
from ovop_portal.common.attempts import LOST
from ovop_portal.common.canonical import parsed
from ovop_portal.common.verbs import Missing, Refused, Stale, verb
from ovop_portal.common.waking import wake
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of
from ovop_portal.notifications import mail
from ovop_portal.notifications.kinds import Channel, Kind
from ovop_portal.notifications.models import Notice, Outbox
from ovop_portal.notifications.smtp import Unanswered

DELIVER = "ovop_portal.notifications.tasks.deliver"
SWEEP = "ovop_portal.notifications.tasks.sweep"
BATCH = 2_000
# Beyond this number one sweep carries all letters, instead of one message each in the broker.
FEW = 20

# After the nth attempt the row waits this long. It is also the lease of the one who sends: should they die between sending and recording, nobody else
# sends before. Five attempts over a good day outlast a mail server that is away for 24 hours.
PAUSES = [timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=4), timedelta(hours=21), timedelta(hours=1)]
MAX_ATTEMPTS = len(PAUSES)
# A letter that was given over without an answer may have arrived. It is repeated once, with the same Message-ID; then somebody decides.
MAX_UNANSWERED = 2


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

    People who are no longer active are left out; those without an e-mail address get the notice in the portal only.
    """
    told = [item for item in news if item.recipient.is_active]
    for item in told:
        _demand_whole_context(kind, item)
    letters = [
        _letter(kind, item, channel, now, delay)
        for item in told
        for channel in kind.channels
        if _address(item.recipient, channel)
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
    address: str, kind: Kind, *, context: dict[str, Any], path: str, now: datetime, key: str, name: str = ""
) -> None:
    """Write to an address that need not be anybody's: no notice in the portal, only the letter. `name` is whom it addresses."""
    letter = Outbox(
        dedup_key=f"{key}:{Channel.EMAIL}",
        kind=kind.code,
        channel=Channel.EMAIL,
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
    if letter is None:
        return False
    try:
        mail.send(letter)
    except (
        Exception
    ) as problem:  # The row keeps any error of the mail server or its library, and waits for its next turn.
        _failed(letter, problem, now)
        return False
    _sent(letter, now)
    return True


def deliver_due(*, now: datetime, seconds: float = 50) -> int:
    """Send whatever is due, for at most `seconds`. Returns how many were sent. Revives what the broker lost, and carries large batches."""
    _park_exhausted(now)
    began = time.monotonic()
    sent = 0
    for uuid in Outbox.objects.due(now).values_list("uuid", flat=True)[:BATCH]:
        passed = time.monotonic() - began
        if passed > seconds:
            break
        sent += deliver(uuid, now=now + timedelta(seconds=passed))
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
            .filter(uuid=uuid, attempts__lt=MAX_ATTEMPTS, unanswered__lt=MAX_UNANSWERED)
            .select_related("recipient")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if letter is None:
            return None
        letter.due_at = now + PAUSES[letter.attempts]
        letter.attempts += 1
        letter.unanswered += 1
        letter.address = letter.to or _address(letter.recipient, Channel(letter.channel))
        letter.save(update_fields=["due_at", "attempts", "unanswered", "address"])
        return letter


def _sent(letter: Outbox, now: datetime) -> None:
    Outbox.objects.filter(pk=letter.pk).update(sent_at=now, error="", unanswered=letter.unanswered - 1)


def _failed(letter: Outbox, problem: Exception, now: datetime) -> None:
    # Only a session that broke after the text was given over leaves it open whether the letter was taken.
    unanswered = letter.unanswered - (not isinstance(problem, Unanswered))
    is_over = letter.attempts >= MAX_ATTEMPTS or unanswered >= MAX_UNANSWERED
    Outbox.objects.filter(pk=letter.pk).update(
        error=f"{type(problem).__name__}: {problem}"[:1000], unanswered=unanswered, parked_at=now if is_over else None
    )


def _park_exhausted(now: datetime) -> None:
    """Park rows whose last attempt ended with its worker, so that nobody recorded why."""
    over = Q(attempts__gte=MAX_ATTEMPTS) | Q(unanswered__gte=MAX_UNANSWERED)
    lost = Outbox.objects.due(now).filter(over).order_by()
    lost.filter(Q(error="") | Q(unanswered__gte=MAX_UNANSWERED)).update(error=f"{Unanswered.__name__}: {LOST}")
    lost.update(parked_at=now)


def _demand_whole_context(kind: Kind, item: News) -> None:
    lacking = kind.placeholders() - item.context.keys()
    if lacking:
        raise ValueError(f"{kind.code} needs {', '.join(sorted(lacking))}")


def _address(recipient: User | None, channel: Channel) -> str:
    if recipient is None or not recipient.is_active:
        return ""
    return {Channel.EMAIL: recipient.email or ""}[channel]


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
        due_at=now + delay,
    )
