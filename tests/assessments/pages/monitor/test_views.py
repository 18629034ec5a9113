"""How far the judging is, one entry with its sheets, and a sheet that is opened again, in the officers' browser."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Entry, Scoresheet
from assessments.operations import assigning, sheets
from awards.states import NominationState as S
from tests.assessments.officers import get, judged, post, words
from tests.scene import sheets_for_sending

pytestmark = pytest.mark.django_db
FEW = 12


def test_jurors_are_counted_by_what_they_have_done_and_the_sums_agree(officer, scene):
    first, _second = scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT)
    draft, sent, recused, reopened, _untouched = sheets_for_sending(first).order_by("juror__user__name")
    for sheet in (draft, sent, reopened):
        scene.fill(sheet)
    sheets.send_sheet([reopened], by=reopened.juror.user, now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))
    sheets.reopen_sheet(
        Scoresheet.objects.select_related("juror__user", "entry__nomination").get(pk=reopened.pk),
        "Salah baca",
        by=scene.secretariat,
        now=scene.now,
    )
    sheets.send_sheet([sent], by=sent.juror.user, now=scene.now)
    assigning.declare_conflict(recused.juror, [first], "firm", by=recused.juror.user, now=scene.now)

    monitor = get(officer, "monitor").context["monitor"]

    # Belum dinilai, draf, dibuka kembali, terkirim, terkunci, benturan, ditarik
    assert {row.name: row.counts for row in monitor.jurors} == {
        "Juri 1": (1, 1, 0, 0, 0, 0, 0),
        "Juri 2": (1, 0, 0, 1, 0, 0, 0),
        "Juri 3": (1, 0, 0, 0, 0, 1, 0),
        "Juri 4": (1, 0, 1, 0, 0, 0, 0),
        "Juri 5": (2, 0, 0, 0, 0, 0, 0),
    }
    assert monitor.totals.counts == (6, 1, 1, 1, 0, 1, 0)
    assert (monitor.totals.done, monitor.totals.total) == (1, 9)
    assert {code: n for code, _label, n in monitor.drawers} == {
        "": 2,
        "kurang": 1,
        "berjalan": 2,
        "lengkap": 0,
        "diputuskan": 0,
    }
    [short] = get(officer, "monitor", bagian="kurang").context["monitor"].page.object_list
    assert (short.jurors, short.untouched, short.drafts, short.sent, short.locked) == (4, 1, 2, 1, 0)


def test_the_monitor_costs_the_same_for_one_entry_and_for_three(officer, scene, django_assert_num_queries):
    scene.at(S.IN_ASSESSMENT)
    with django_assert_num_queries(7):
        get(officer, "monitor")
    scene.bring(*[S.IN_ASSESSMENT] * 2)
    with django_assert_num_queries(7):
        get(officer, "monitor")


def test_an_entry_shows_points_of_locked_sheets_only(officer, scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    [first, second, *_others] = sheets_for_sending(nomination)
    scene.fill(first, level=-1)
    scene.fill(second, level=0)
    open_page = words(get(officer, "entry", nomination.blind_code))
    assert "100,00" not in open_page
    sheets.send_sheet([first, second], by="system:tests", now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))

    page = get(officer, "entry", nomination.blind_code)

    desk = page.context["desk"]
    second.refresh_from_db()
    assert (sorted(desk.totals), desk.combined, desk.diverges) == ([second.total, Decimal(100)], None, True)
    assert "Selisih juri 15 poin atau lebih: bahas di pleno." in words(page)
    assert [len(cells) for _question, cells in desk.criteria] == [2] * 25


def test_a_locked_sheet_is_opened_again_with_a_reason(officer, scene):
    nomination = judged(scene)
    args = (nomination.blind_code, scene.juror1.uuid)

    refused = post(officer, "reopen", *args, reason="  ")
    assert (refused.status_code, "Isi alasan" in words(refused)) == (422, True)
    answer = post(officer, "reopen", *args, reason="Salah baca takaran")

    assert (answer.status_code, answer.url) == (302, reverse("assessments:entry", args=[2026, nomination.blind_code]))
    page = words(officer.get(answer.url))
    assert "putaran 2: Salah baca takaran" in page
    assert "Juri 1, putaran 1: 100,00" in page
    assert Entry.objects.get(nomination=nomination).state == "open"
    assert get(officer, "reopen", *args).status_code == 409
    assert post(officer, "reopen", *args, reason="Lagi").status_code == 409


def test_after_the_plenary_no_sheet_is_opened(officer, scene):
    nomination = judged(scene)
    scene.decide(scene.sealed_tally())

    answer = post(officer, "reopen", nomination.blind_code, scene.juror1.uuid, reason="Terlambat")

    assert (answer.status_code, "Pleno sudah memutuskan berkas ini" in words(answer)) == (422, True)
    assert "Buka kembali" not in words(get(officer, "entry", nomination.blind_code))


def test_an_entry_costs_few_queries(officer, scene, django_assert_max_num_queries):
    nomination = judged(scene)
    with django_assert_max_num_queries(FEW):
        get(officer, "entry", nomination.blind_code)


@pytest.mark.parametrize("name", ["assignment", "samples", "monitor", "recap", "plenary"])
def test_a_year_without_an_edition_does_not_exist(officer, scene, name):
    assert officer.get(reverse(f"assessments:{name}", args=[1999])).status_code == 404
