"""When a message may reach a telephone: at hours in which nobody in the country is woken by it."""

from __future__ import annotations

from datetime import datetime, timedelta

from ovop_portal.common.clock import WIB
from ovop_portal.notifications.kinds import Channel, Kind

# From seven in the morning in Aceh to eight in the evening in Papua, two hours ahead: waking hours in each of the three zones, whoever the reader is.
MORNING, EVENING = 7, 18


def awake(kind: Kind, channel: str, at: datetime) -> datetime:
    """`at`, or the next morning where that would be at night. A mail wakes nobody, and what somebody waits for or must know at once goes at any hour."""
    here = at.astimezone(WIB)
    if channel == Channel.EMAIL or kind.at_any_hour or MORNING <= here.hour < EVENING:
        return at
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if here < morning else morning + timedelta(days=1)
