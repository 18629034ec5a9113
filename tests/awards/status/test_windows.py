"""The windows of an edition on the thread of a page."""

from __future__ import annotations

from datetime import timedelta

from awards.models import Phase, Window, WindowKind
from awards.status.windows import WindowStep, window_steps
from tests.scene import NOW

DAY = timedelta(days=1)


def test_windows_come_by_their_days_and_those_of_one_day_as_a_file_goes_through_them() -> None:
    ahead = {"opens_at": NOW + DAY, "closes_at": NOW + 2 * DAY}
    windows = [
        Window(kind=WindowKind.PLENARY, **ahead),
        Window(kind=WindowKind.ASSESSMENT, **ahead),
        Window(kind=WindowKind.SCREENING, opens_at=NOW - DAY, closes_at=NOW),
        Window(kind=WindowKind.NOMINATION, opens_at=NOW - 3 * DAY, closes_at=NOW - 2 * DAY),
    ]

    steps = window_steps(windows, NOW)

    assert [(step.name, step.state) for step in steps] == [
        ("Pengusulan", Phase.DONE),
        ("Seleksi administrasi", Phase.NOW),
        ("Penilaian", Phase.LATER),
        ("Pleno", Phase.LATER),
    ]


def test_a_window_shows_its_first_and_its_last_day() -> None:
    window = Window(kind=WindowKind.NOMINATION, opens_at=NOW, closes_at=NOW + DAY)

    assert window_steps([window], NOW) == [WindowStep("Pengusulan", Phase.NOW, "1–2\xa0Juni\xa02026")]
