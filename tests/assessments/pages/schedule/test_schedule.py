"""The dates of a season in the secretariat's browser: one line, other dates for one stage, looked at before they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.operations.drafting import draft_edition
from awards.models import Edition, Window, WindowChange, WindowKind
from awards.notices import kinds
from awards.operations.editions import change_window
from awards.states import NominationState as S
from ovop_portal.common.clock import WIB, now
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import SYSTEM
from tests.assessments.officers import get, post, words
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def window(scene: Scene, kind: str = WindowKind.NOMINATION) -> Window:
    return Window.objects.get(edition=scene.edition, kind=kind)


def typed(held: Window, **other: Any) -> dict[str, Any]:
    """What a browser sends of the form as it is drawn, but for what was typed over it."""
    fields: dict[str, Any] = {"langkah": "periksa", "reason": "Surat edaran 12/2026", "seen": held.seen}
    for name, moment in (("opens", held.opens_at), ("closes", held.closes_at)):
        fields |= on(name, moment)
    return fields | other


def on(name: str, moment: datetime) -> dict[str, Any]:
    """A date and an hour of the form."""
    local = moment.astimezone(WIB)
    day = {f"{name}_on_{place}": part for place, part in enumerate((local.day, local.month, local.year))}
    return day | {f"{name}_hour": f"{local:%H.%M}"}


def later(held: Window, days: int = 10) -> datetime:
    """The end, so many days later, to the minute as it is typed."""
    return (held.closes_at + timedelta(days=days)).replace(second=0, microsecond=0)


def test_all_stages_stand_on_one_line_with_what_lies_between_them(officer: Client, scene: Scene) -> None:
    answer = get(officer, "schedule")

    assert [row.name for row in answer.context["page"].rows] == [str(label) for label in WindowKind.labels]
    page = words(answer)
    assert "Pengusulan dan Seleksi administrasi berjalan bersamaan" in page
    assert "Jadwal belum pernah diubah." in page
    assert answer.content.decode().count('<rect class="bar"') == 4
    assert (
        reverse("assessments:schedule", args=[2026]) in officer.get(reverse("assessments:desk_home")).content.decode()
    )


@pytest.mark.parametrize("changes", [1, 3])
def test_the_page_costs_the_same_with_one_change_and_with_three(
    officer: Client, scene: Scene, django_assert_num_queries: Any, changes: int
) -> None:
    for _n in range(changes):
        held = window(scene)
        dates = held.opens_at, later(held)
        change_window(scene.edition, held.kind, dates, reason="x", seen=held.seen, by=scene.secretariat, now=scene.now)

    with django_assert_num_queries(8):
        answer = get(officer, "schedule")

    assert words(answer).count("Alasan: x") == changes


def test_a_later_end_is_shown_with_its_effect_and_changes_nothing_before_it_is_confirmed(
    officer: Client, scene: Scene
) -> None:
    scene.bring(S.DRAFT, S.WITH_OFFICE, S.SUBMITTED)
    held = window(scene)

    answer = post(officer, "window", "pengusulan", **typed(held, **on("closes", later(held))))

    assert answer.status_code == 200
    preview = answer.context["preview"]
    assert (preview.touched.files, preview.told) == (2, [("pemilik usaha", 1), ("orang dinas", 3)])
    assert "Surat edaran 12/2026" in words(answer)
    assert window(scene).closes_at == held.closes_at
    assert not WindowChange.objects.exists()


def test_what_was_confirmed_holds_is_in_the_trail_and_told_to_those_it_touches(officer: Client, scene: Scene) -> None:
    scene.at(S.DRAFT)
    held = window(scene)
    sure = post(officer, "window", "pengusulan", **typed(held, **on("closes", later(held))))

    answer = post(officer, "window", "pengusulan", **dict(sure.context["as_sent"]), langkah="simpan")

    assert answer.status_code == 302
    assert window(scene).dates == (held.opens_at, later(held))
    [change] = WindowChange.objects.all()
    assert (change.closed_before, change.reason, change.changed_by) == (
        held.closes_at,
        "Surat edaran 12/2026",
        scene.secretariat.actor,
    )
    [event] = Event.objects.filter(kind="window.changed")
    assert (event.subject, event.said["window"]) == ("edition:2026", "nomination")
    assert "edaran" not in str(event.body)
    told = Notice.objects.filter(kind=kinds.DATES_CHANGED.code)
    names = {"owner", "dinas_operator", "dinas_signer", "other_dinas"}
    assert set(told.values_list("recipient__name", flat=True)) == {scene.people[name].name for name in names}
    assert all("Surat edaran 12/2026" in notice.body for notice in told)
    assert "Surat edaran 12/2026" in words(get(officer, "schedule"))


def test_a_second_click_changes_nothing_more(officer: Client, scene: Scene) -> None:
    held = window(scene)
    sent = typed(held, langkah="simpan", kunci="5b6d0b0e-6f0c-4a6c-9d0e-6f0c4a6c9d0e", **on("closes", later(held)))

    answers = [post(officer, "window", "pengusulan", **sent) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert WindowChange.objects.count() == 1


@pytest.mark.parametrize("step", ["periksa", "simpan"])
def test_of_two_who_change_a_stage_the_second_sees_the_newest_dates_and_keeps_what_was_typed(
    officer: Client, scene: Scene, step: str
) -> None:
    drawn = window(scene)
    faster = later(drawn, 3)
    change_window(
        scene.edition, drawn.kind, (drawn.opens_at, faster), reason="x", seen=drawn.seen, by=SYSTEM, now=scene.now
    )

    answer = post(officer, "window", "pengusulan", **typed(drawn, langkah=step, **on("closes", later(drawn))))

    assert answer.status_code == 409
    assert window(scene).closes_at == faster
    page = words(answer)
    assert "Orang lain mengubah jadwal ini sejak halaman dibuka" in page
    assert answer.context["window"].closes_at == faster
    assert answer.context["form"]["reason"].value() == "Surat edaran 12/2026"
    again = post(
        officer, "window", "pengusulan", **typed(window(scene), langkah="simpan", **on("closes", later(drawn)))
    )
    assert (again.status_code, window(scene).closes_at) == (302, later(drawn))


def test_the_way_back_from_the_effect_keeps_what_was_typed(officer: Client, scene: Scene) -> None:
    held = window(scene)

    answer = post(officer, "window", "pengusulan", **typed(held, langkah="kembali", **on("closes", later(held))))

    assert answer.status_code == 200
    form = answer.context["form"]
    assert (form["reason"].value(), form["closes_on"].value()) == (
        "Surat edaran 12/2026",
        later(held).astimezone(WIB).date(),
    )


def test_bad_dates_are_told_at_their_field_and_lose_nothing(officer: Client, scene: Scene) -> None:
    held = window(scene)
    yesterday = now() - timedelta(days=1)
    wrong: dict[str, tuple[dict[str, Any], str]] = {
        "before it opens": (on("closes", held.opens_at - timedelta(days=1)), "harus ditutup sesudah dibuka"),
        "an end that is over": (on("closes", yesterday), "Saat ditutup harus sesudah sekarang"),
        "a start that was": (on("opens", now() + timedelta(days=1)), "jadi saat dibukanya tidak berubah lagi"),
        "nothing new": ({}, "Belum ada tanggal atau jam yang diubah"),
        "no reason": ({**on("closes", later(held)), "reason": " "}, "Isi alasan"),
        "no such day": ({"closes_on_0": "31", "closes_on_1": "2"}, "harus tanggal yang ada"),
        "no such hour": ({"closes_hour": "25.00"}, "harus jam yang ada, misalnya 23.59"),
        "no hour": ({"closes_hour": ""}, "Isi ditutup pukul"),
    }
    for what, (fields, says) in wrong.items():
        for step in ("periksa", "simpan"):
            answer = post(officer, "window", "pengusulan", **typed(held, langkah=step, **{"reason": "Tetap", **fields}))
            assert (what, answer.status_code) == (what, 422)
            assert says in words(answer), what
            assert "Tetap" in answer.content.decode() or what == "no reason"
    assert window(scene).dates == held.dates


def test_a_stage_that_is_ahead_is_not_opened_in_what_is_over(officer: Client, scene: Scene) -> None:
    Window.objects.filter(kind=WindowKind.PLENARY).update(opens_at=now() + timedelta(days=5))
    held = window(scene, WindowKind.PLENARY)

    past = post(officer, "window", "pleno", **typed(held, **on("opens", now() - timedelta(days=2))))
    ahead = post(officer, "window", "pleno", **typed(held, **on("opens", now() + timedelta(days=9))))

    assert (past.status_code, ahead.status_code) == (422, 200)
    assert "Saat dibuka harus sesudah sekarang" in words(past)


def test_a_stage_that_is_over_is_opened_again_by_a_later_end(officer: Client, scene: Scene) -> None:
    Window.objects.filter(kind=WindowKind.NOMINATION).update(closes_at=now() - timedelta(hours=1))
    held = window(scene)

    answer = post(officer, "window", "pengusulan", **typed(held, langkah="simpan", **on("closes", later(held))))

    assert answer.status_code == 302
    assert Edition.objects.get().is_open(WindowKind.NOMINATION, now())


def test_the_dates_of_a_published_edition_are_shown_and_not_changed(officer: Client, scene: Scene) -> None:
    scene.award()
    held = window(scene)

    assert reverse("assessments:window", args=[2026, "pleno"]) not in get(officer, "schedule").content.decode()
    for answer in (
        get(officer, "window", "pengusulan"),
        post(officer, "window", "pengusulan", **typed(held, langkah="simpan", **on("closes", later(held)))),
    ):
        assert answer.status_code == 409
        assert "sudah diumumkan" in words(answer)
    assert window(scene).dates == held.dates


def test_only_stages_of_the_edition_have_a_page(officer: Client, scene: Scene) -> None:
    assert get(officer, "window", "libur").status_code == 404
    assert officer.get(reverse("assessments:schedule", args=[1999])).status_code == 404


def test_the_dates_of_a_draft_are_changed_freely_and_nobody_hears_of_them(officer: Client, scene: Scene) -> None:
    made = draft_edition(scene.edition, year=2028, name="OVOP 2028", by=scene.secretariat, now=scene.now)
    Window.objects.filter(edition=made, kind=WindowKind.NOMINATION).update(opens_at=now() - timedelta(days=2))
    held, path = window(replace(scene, edition=made)), reverse("assessments:window", args=[2028, "pengusulan"])
    sent = typed(held, **on("opens", now() + timedelta(days=9)))

    sure = officer.post(path, sent | {"kunci": str(uuid4())})
    answer = officer.post(path, sent | {"langkah": "simpan", "kunci": str(uuid4())})

    assert (sure.status_code, answer.status_code) == (200, 302)
    assert "Tidak seorang pun: penyelenggaraan ini masih rancangan" in words(sure)
    assert not Notice.objects.filter(kind=kinds.DATES_CHANGED.code).exists()
    assert Event.objects.filter(kind="window.changed", subject="edition:2028").count() == 1
