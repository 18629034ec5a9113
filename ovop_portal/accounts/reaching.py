"""By what a person is reached outside the portal, and in which order. What nobody has proved to be theirs carries nothing personal.

    reaching.ways(user, (EMAIL, WHATSAPP))                   # those of them that the person wants and has, the most wanted first
    reaching.choose(user, [WHATSAPP], by=user, now=now)      # from now on by WhatsApp alone

What is owed to a person (codes they asked for, legal notices, changes of their account) reaches them even where they want nothing: such a kind asks with
`is_owed`, and gets the other channels behind the wanted ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from ovop_portal.accounts.models import ContactChannel, User
from ovop_portal.common.verbs import verb
from ovop_portal.ledger.journal import record

# For whoever has not said: what costs nothing first.
USUAL = (ContactChannel.EMAIL, ContactChannel.WHATSAPP, ContactChannel.SMS)


def is_open(channel: str) -> bool:
    """Does the portal have this channel at all?"""
    program = {ContactChannel.WHATSAPP: settings.WHATSAPP_BACKEND, ContactChannel.SMS: settings.SMS_BACKEND}
    return bool(program.get(ContactChannel(channel), True))


def to_numbers() -> list[ContactChannel]:
    """The channels that reach a number, the first to be offered first."""
    return [way for way in (ContactChannel.WHATSAPP, ContactChannel.SMS) if is_open(way)]


def contact(user: User, channel: str) -> str:
    """Where the channel finds the person; empty where it does not. A number counts once its holder has proved it."""
    if channel == ContactChannel.EMAIL:
        return user.email or ""
    return (user.phone or "") if user.phone_verified_at else ""


def ways(user: User, among: Sequence[str], *, is_owed: bool = False) -> list[ContactChannel]:
    """The channels of `among` by which this person is told, the most wanted first; empty where the inbox has to do."""
    if not user.is_active:
        return []
    wanted = USUAL if user.reached_by is None else user.reached_by
    order = dict.fromkeys([*wanted, *(USUAL if is_owed else ())])
    return [ContactChannel(way) for way in order if way in among and is_open(way) and contact(user, way)]


@verb
def choose(user: User, order: Sequence[str], *, by: User | str, now: datetime) -> None:
    """From now on the person is told by these channels, in this order; by none where it is empty."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.reached_by == list(order):
        return
    held.reached_by = list(order)
    held.save(update_fields=["reached_by"])
    record("account.reached_by", held.actor, by=by, now=now, body={"channels": list(order)})
