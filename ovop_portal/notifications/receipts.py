"""What a channel tells of a message after it took it. Receipts may come twice, late, in any order, and before our own note that the message was sent.

What arrived is sent, whatever was thought of it before. That something failed counts for the message it speaks of alone: not once that one has arrived, and
not for a later one of the same row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ovop_portal.accounts import reaching
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import verb
from ovop_portal.notifications.channels.whatsapp import Receipt
from ovop_portal.notifications.hours import awake
from ovop_portal.notifications.kinds import Channel
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import MAX_ATTEMPTS, PAUSES, give_up

# What the template of a notice says; and in whose name it is written down.
STOP, BY = "BERHENTI", "system:whatsapp"
SENT, DELIVERED, READ, FAILED = "sent", "delivered", "read", "failed"


@verb
def record_receipts(receipts: Iterable[Receipt], *, now: datetime) -> int:
    """Note what WhatsApp told. Returns how many rows that changed; what belongs to no row of ours is passed over."""
    return sum(_record(receipt, now) for receipt in receipts)


@verb
def record_words(words: Iterable[tuple[str, str]], *, now: datetime) -> int:
    """Whoever wrote the stop word from a number that is proved to be theirs gets no news by WhatsApp any more. Returns how many people that were.

    Nothing else that people write to the number is read, and none of it is kept.
    """
    numbers = {number for number, text in words if text.strip().upper() == STOP}
    proved = User.objects.filter(phone__in=numbers, phone_verified_at__isnull=False)
    people = list(proved.order_by("pk")) if numbers else []
    for user in people:
        wanted = reaching.USUAL if user.reached_by is None else user.reached_by
        reaching.choose(user, [way for way in wanted if way != Channel.WHATSAPP], by=BY, now=now)
    return len(people)


def _record(receipt: Receipt, now: datetime) -> bool:
    letter = _row_of(receipt)
    if letter is None or letter.set_aside_at:
        return False
    at = min(receipt.at or now, now)
    if receipt.status in (DELIVERED, READ):
        return _arrived(letter, receipt, at)
    is_on_its_way = not (letter.sent_at or letter.handed_on_at or letter.parked_at) and not letter.reference
    if receipt.status == SENT:
        return is_on_its_way and _save(letter, sent_at=at, error="", reference=receipt.reference)
    if letter.delivered_at or not (letter.sent_at or is_on_its_way):
        return False
    return _failed(letter, receipt, now)


def _row_of(receipt: Receipt) -> Outbox | None:
    """The row that this receipt names: by the channel's own name for the message, or by ours where that one never came back to us."""
    own = Q(uuid=receipt.letter, reference="", attempts__gt=0) if _is_uuid(receipt.letter) else Q(pk=None)
    rows = Outbox.objects.filter(Q(reference=receipt.reference) | own, channel=Channel.WHATSAPP)
    return rows.select_related("recipient").select_for_update(of=("self",)).order_by("pk").first()


def _arrived(letter: Outbox, receipt: Receipt, at: datetime) -> bool:
    if letter.delivered_at and (letter.opened_at or receipt.status != READ):
        return False
    return _save(
        letter,
        sent_at=letter.sent_at or at,
        delivered_at=letter.delivered_at or at,
        opened_at=at if receipt.status == READ else None,
        handed_on_at=None,
        parked_at=None,
        error="",
        reference=receipt.reference,
    )


def _failed(letter: Outbox, receipt: Receipt, now: datetime) -> bool:
    _save(letter, sent_at=None, reference=receipt.reference, error=f"Undelivered: code {receipt.code}", unanswered=0)
    if receipt.comes_back and letter.attempts < MAX_ATTEMPTS:
        return _save(letter, due_at=awake(letter.notice_kind, letter.channel, now + PAUSES[letter.attempts - 1]))
    give_up(letter, now)
    return True


def _save(letter: Outbox, **values: object) -> bool:
    for name, value in values.items():
        setattr(letter, name, value)
    letter.save(update_fields=list(values))
    return True


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
