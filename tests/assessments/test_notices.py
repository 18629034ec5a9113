"""What the room of the jury says to whom. Who hears of what is tried beside each verb, and where nothing may be told with it, here."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments import notices
from assessments.models import Scoresheet
from assessments.notices import remind_jurors
from awards.models import Nomination, Window, WindowKind
from awards.states import NominationState as S
from ovop_portal.accounts.roles import Role
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import NOW, person
from tests.scene import Scene
from tests.support.standing import standing

KINDS = [value for value in vars(notices).values() if isinstance(value, Kind)]
READERS = ("assessments.second_reading", "assessments.third_reading", "assessments.no_reader")


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def file(scene: Scene) -> Nomination:
    return scene.at(S.SCREENING)


def test_no_notice_has_room_for_a_score() -> None:
    assert KINDS
    assert set().union(*(kind.placeholders() for kind in KINDS)) == {
        "code", "codes", "count", "edition", "ends", "juror", "left", "n", "reason",
    }  # fmt: skip


def called() -> list[tuple[str, str]]:
    """Who was called to read, by the kind of the notice."""
    rows = Notice.objects.filter(kind__in=READERS).order_by("pk")
    return sorted((notice.kind.partition(".")[2], notice.recipient.name) for notice in rows)


@pytest.mark.django_db
def test_each_reader_is_called_without_a_word_of_what_was_found(scene: Scene, file: Nomination) -> None:
    third = person("Tuti Pemeriksa", Role.SCREENER)

    scene.read(file, outcome="fail")
    assert called() == [("second_reading", scene.second_screener.name), ("second_reading", third.name)]
    scene.read(file, outcome="return", by="second_screener")

    assert [name for kind, name in called() if kind == "third_reading"] == [third.name]
    told = " ".join(f"{notice.title} {notice.body}" for notice in Notice.objects.filter(kind__in=READERS))
    assert [word for word in ("sentra", "olak", "olos", "gugur", "embali", "G02") if word in told] == []


@pytest.mark.django_db
def test_where_nobody_is_left_to_read_the_secretariat_learns_it(scene: Scene, file: Nomination) -> None:
    scene.read(file, outcome="fail")
    scene.read(file, outcome="pass", by="second_screener")

    assert called() == [("no_reader", scene.secretariat.name), ("second_reading", scene.second_screener.name)]
    [notice] = Notice.objects.filter(kind="assessments.no_reader")
    assert notice.title == "Tidak ada pembaca berikutnya: 1 berkas"


@pytest.mark.django_db
def test_files_of_the_same_readers_are_told_together(scene: Scene) -> None:
    files = scene.bring(*[S.SCREENING] * 3)

    scene.read(*files, outcome="fail")

    [notice] = Notice.objects.filter(kind="assessments.second_reading")
    assert (notice.title, notice.path) == (
        "Menunggu pembacaan kedua: 3 berkas",
        "/panitia/seleksi/?tahun=2026&bagian=kedua",
    )


def test_a_juror_is_reminded_once_for_each_step_of_the_sheets_that_are_still_to_be_sent(scene: Scene) -> None:
    ends = NOW + timedelta(days=10)
    Window.objects.filter(edition=scene.edition, kind=WindowKind.ASSESSMENT).update(closes_at=ends)
    first, second = scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT)
    scene.score(first)

    for days in (2, 3, 3.1, 9, 11):
        remind_jurors(now=NOW + timedelta(days=days))

    rows = Notice.objects.filter(kind="assessments.reminded").order_by("recipient__name", "pk")
    jurors = sorted(sheet.juror.user.name for sheet in Scoresheet.objects.filter(entry__nomination=second))
    assert [(notice.recipient.name, notice.title) for notice in rows] == [
        (name, f"Batas penilaian {left} hari lagi: 1 lembar") for name in jurors for left in (7, 1)
    ]
