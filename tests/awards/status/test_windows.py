"""The windows of an edition on the thread of a page."""

from __future__ import annotations

from datetime import timedelta

from awards.models import Phase, Window, WindowKind
from awards.status.windows import WindowStep, joints, window_steps
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


def stages(*days: tuple[int, int]) -> list[Window]:
    """Windows of the stages, in their order, from the first to the end of the last of these days, counted from `NOW`."""
    return [
        Window(kind=kind, opens_at=NOW + first * DAY, closes_at=NOW + (last + 1) * DAY - timedelta(seconds=1))
        for kind, (first, last) in zip(WindowKind.values, days, strict=False)
    ]


def test_stages_that_pass_into_one_another_are_not_spoken_of() -> None:
    assert joints(stages((0, 9), (10, 19), (20, 29), (30, 30))) == []


def test_two_stages_at_once_a_gap_and_a_wrong_order_are_told_in_words() -> None:
    said = joints(stages((0, 9), (5, 12), (20, 29), (15, 17)))

    assert [words.replace("\xa0", " ") for words in said] == [
        "Pengusulan dan Seleksi administrasi berjalan bersamaan, dari 6 Juni 2026 pukul 10.00 WIB sampai 11 Juni 2026 pukul 09.59 WIB.",
        "Antara Seleksi administrasi ditutup dan Penilaian dibuka ada jeda 7 hari.",
        "Pleno dibuka sebelum Penilaian dibuka.",
    ]
