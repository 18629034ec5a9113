"""What the room of the jury says to whom. Who hears of what is tried beside each verb."""

from __future__ import annotations

from assessments import notices
from ovop_portal.notifications.kinds import Kind

KINDS = [value for value in vars(notices).values() if isinstance(value, Kind)]


def test_no_notice_has_room_for_a_score() -> None:
    assert KINDS
    assert set().union(*(kind.placeholders() for kind in KINDS)) == {
        "code", "codes", "count", "edition", "juror", "n", "reason",
    }  # fmt: skip
