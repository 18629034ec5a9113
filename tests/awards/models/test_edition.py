"""Which edition a page opens on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from awards.models import edition_to_show
from tests.scene import NOW


@dataclass
class Season:
    """As much of an edition as is asked."""

    year: int
    published: bool
    is_draft: bool = False

    def is_published(self, now: datetime) -> bool:
        assert now == NOW
        return self.published


PAST, HELD, AHEAD = Season(2022, True), Season(2024, False), Season(2026, True)


@pytest.mark.parametrize(
    ("offered", "asked", "shown"),
    [
        ([AHEAD, HELD, PAST], "2022", PAST),
        ([AHEAD, HELD, PAST], "", HELD),
        ([AHEAD, HELD, PAST], "1999", HELD),
        ([AHEAD, HELD, PAST], "dua ribu", HELD),
        ([AHEAD, PAST], "", AHEAD),
        ([], "2022", None),
    ],
)
def test_a_page_shows_the_edition_asked_for_else_the_one_that_is_held_else_its_first(
    offered: Any, asked: str, shown: Season | None
) -> None:
    assert edition_to_show(offered, asked, NOW) is shown
