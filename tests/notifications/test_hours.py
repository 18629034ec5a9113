"""Nobody is woken by news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ovop_portal.accounts.models import User
from ovop_portal.common.clock import WIB, WIT, WITA
from ovop_portal.notifications import letters
from ovop_portal.notifications.hours import awake
from ovop_portal.notifications.kinds import Channel, Kind
from ovop_portal.notifications.models import Outbox
from ovop_portal.notifications.operations import deliver, deliver_due, notify
from tests.notifications.channels.servers import Server, error
from tests.notifications.conftest import PATH

KIND = Kind("tests.hours", "Kabar", "")
URGENT = Kind("tests.urgent", "Kode", "", at_any_hour=True)
NIGHT = datetime(2026, 11, 21, 22, 15, tzinfo=WIB)
MORNING = datetime(2026, 11, 22, 7, tzinfo=WIB)


@pytest.mark.parametrize(
    ("at", "turn"),
    [
        (datetime(2026, 11, 21, 7, tzinfo=WIB), None),
        (datetime(2026, 11, 21, 17, 59, 59, tzinfo=WIB), None),
        (datetime(2026, 11, 21, 18, tzinfo=WIB), MORNING),
        (NIGHT, MORNING),
        (datetime(2026, 11, 22, 0, tzinfo=WIB), MORNING),
        (datetime(2026, 11, 22, 6, 59, 59, tzinfo=WIB), MORNING),
        (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), MORNING),
    ],
)
def test_a_message_to_a_telephone_waits_for_the_morning(at: datetime, turn: datetime | None) -> None:
    assert awake(KIND, Channel.WHATSAPP, at) == (turn or at)


@pytest.mark.parametrize("hour", range(24))
def test_it_comes_between_seven_and_eight_in_each_zone(hour: int) -> None:
    turn = awake(KIND, Channel.WHATSAPP, datetime(2026, 11, 21, hour, 30, tzinfo=UTC))
    assert all(7 <= turn.astimezone(zone).hour < 20 for zone in (WIB, WITA, WIT))


def test_a_mail_and_what_somebody_waits_for_go_at_once() -> None:
    assert awake(KIND, Channel.EMAIL, NIGHT) == awake(URGENT, Channel.WHATSAPP, NIGHT) == NIGHT
    waited_for = (letters.NUMBER_CODE_WANTED, letters.RECOVERY_WANTED, letters.NUMBER_LEFT, *letters.CHANGED.values())
    assert [kind.code for kind in waited_for if not kind.at_any_hour] == []


def test_news_of_the_night_and_a_second_try_go_in_the_morning(
    cloud: Server, sari: User, returned: Kind, words: dict[str, str]
) -> None:
    notify([sari], returned, context=words, path=PATH, now=NIGHT, key="returned:1")
    assert deliver_due(now=NIGHT) == 0
    evening = MORNING.replace(hour=17, minute=59)
    cloud.replies = [error(503, 2)]
    assert not deliver(Outbox.objects.get().uuid, now=evening)
    assert Outbox.objects.get().due_at == MORNING + timedelta(days=1)
    assert deliver_due(now=MORNING + timedelta(days=1)) == 1


def test_what_is_handed_on_at_night_waits_as_well(
    sari: User, returned: Kind, words: dict[str, str], rows: Callable[[], list[tuple[str, str, str]]]
) -> None:
    User.objects.filter(pk=sari.pk).update(reached_by=None)
    sari.refresh_from_db()
    notify([sari], returned, context=words, path=PATH, now=NIGHT, key="returned:1")
    User.objects.filter(pk=sari.pk).update(email=None)
    deliver_due(now=NIGHT)
    assert rows() == [("email", "handed on", "NoAddress"), ("whatsapp", "waiting", "")]
    assert Outbox.objects.get(channel="whatsapp").due_at == MORNING
