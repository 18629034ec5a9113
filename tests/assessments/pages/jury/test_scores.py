"""The small request of a save, and the form that saves without a script."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.models import Score, ScoreEvent, Scoresheet
from assessments.pages.jury import views as jury
from assessments.pages.jury.scores import BadOperation, read_operation
from awards.models import Window, WindowKind
from ovop_portal.common import clock
from tests.assessments.pages.jury.sheets import code_of, form_of, operation, post_json
from tests.support.marks import AT_ONCE

pytestmark = pytest.mark.django_db


def test_a_save_answers_with_the_new_version_and_costs_three_queries_beyond_signing_in(
    juror, sheet, django_assert_num_queries
):
    first = form_of(sheet)[0]

    with django_assert_num_queries(5):  # session, user; memberships, the sheet, the save
        answer = post_json(juror, sheet, operation([{"criterion": first.pk, "choice": "2", "note": ""}]))

    assert (answer.status_code, answer.json()["status"], answer.json()["version"]) == (200, "saved", 1)
    assert Score.objects.get(sheet=sheet).points == 2


def test_a_stale_save_shows_what_stands(juror, sheet):
    first = form_of(sheet)[0]
    post_json(juror, sheet, operation([{"criterion": first.pk, "choice": "2", "note": "dari tablet"}]))

    answer = post_json(juror, sheet, operation([{"criterion": first.pk, "choice": "3", "note": ""}]))

    assert (answer.status_code, answer.json()) == (
        409,
        {"status": "conflict", "version": 1, "theirs": {str(first.pk): {"choice": "2", "note": "dari tablet"}}},
    )


@pytest.mark.parametrize(
    "cell",
    [
        {"choice": "2.5", "note": ""},
        {"choice": "NaN", "note": ""},
        {"choice": "4", "note": ""},
        {"choice": "-1", "note": ""},
        {"choice": "x", "note": "  "},
        {"choice": "2", "note": "a\x00b"},
        {"choice": "2", "note": "a" * 2001},
        {"choice": 2, "note": ""},
        {"choice": "2"},
        {"criterion": 10**30, "choice": "2", "note": ""},
        {"criterion": "1", "choice": "2", "note": ""},
        {"criterion": 1.0, "choice": "2", "note": ""},
        {"choice": "2", "note": "a" + "\u0316\u0301" * 4},
        {"choice": "2", "note": "a" + "\u0316\u0301" * 100_000},
        {"choice": "2", "note": " " * 2_000_000},
    ],
)
def test_a_cell_that_no_page_of_ours_sends_is_refused_and_nothing_is_stored(juror, sheet, cell):
    answer = post_json(juror, sheet, operation([{"criterion": form_of(sheet)[0].pk} | cell]))

    assert (answer.status_code, answer.json()["status"]) == (422, "refused")
    assert not ScoreEvent.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[", "[]", "null", '{"op_id": 1}', "[" * 20_000, '{"op_id": "x", "base_version": 0, "cells": []}']
)
def test_a_body_that_is_no_operation_is_refused(juror, sheet, body):
    answer = juror.post(reverse("assessments:jury_save", args=[code_of(sheet)]), body, content_type="application/json")

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("value", "name"), [(True, "criterion"), (1.0, "criterion"), (True, "base_version"), (0.0, "base_version")]
)
def test_whole_numbers_of_json_are_whole_numbers(juror, sheet, value, name):
    question = replace(form_of(sheet)[0], pk=1)
    data = operation([{"criterion": 1, "choice": "2", "note": ""}], base=1)
    assert read_operation(data, [question]).cells[0].criterion == 1

    target = data if name in data else data["cells"][0]
    with pytest.raises(BadOperation):
        read_operation(data | ({name: value} if target is data else {"cells": [target | {name: value}]}), [question])


def test_a_note_of_marks_that_fills_the_whole_body_is_answered_in_words_and_at_once(juror, sheet):
    cell = {"criterion": form_of(sheet)[0].pk, "choice": "2", "note": "a" + "\u0316\u0301" * 600_000}
    body = json.dumps(operation([cell]), ensure_ascii=False).encode()
    address = reverse("assessments:jury_save", args=[code_of(sheet)])

    begun = time.process_time()
    answer = juror.post(address, body, content_type="application/json")

    assert time.process_time() - begun < AT_ONCE
    assert (len(body) > 2_400_000, answer.status_code) == (True, 422)
    assert answer.json()["message"] == "Catatan paling panjang 2000 karakter"


def test_after_the_assessment_has_closed_nothing_is_saved(juror, sheet):
    Window.objects.filter(kind=WindowKind.ASSESSMENT).update(closes_at=clock.now() - timedelta(minutes=1))

    answer = post_json(juror, sheet, operation([{"criterion": form_of(sheet)[0].pk, "choice": "2", "note": ""}]))

    assert (answer.status_code, answer.json()["status"]) == (409, "closed")
    assert not ScoreEvent.objects.exists()


def test_a_save_that_came_in_time_is_taken_however_long_it_waited(juror, scene, sheet):
    Window.objects.filter(kind=WindowKind.ASSESSMENT).update(closes_at=clock.now() - timedelta(minutes=1))

    def in_window() -> bool:
        [(_pk, in_window, *_form)] = jury._sheet_to_save(scene.juror1.pk, code_of(sheet), 1)
        return in_window

    with clock.arrival(time.monotonic() - 120):
        waited_long = in_window()
    assert (waited_long, in_window()) == (True, False)


def test_after_the_assessment_has_closed_the_whole_form_is_not_saved_either_and_keeps_its_answers(juror, sheet):
    Window.objects.filter(kind=WindowKind.ASSESSMENT).update(closes_at=clock.now() - timedelta(minutes=1))
    first = form_of(sheet)[0].pk

    answer = juror.post(
        reverse("assessments:jury_sheet", args=[code_of(sheet)]),
        {"kunci": str(uuid4()), "versi": "0", f"k{first}": "2"},
    )

    assert (answer.status_code, ScoreEvent.objects.count()) == (409, 0)
    assert "Masa penilaian sudah ditutup, jadi isian ini belum tersimpan" in answer.content.decode()
    assert [row.choice for row in answer.context["rows"] if row.question.pk == first] == ["2"]


def test_another_juror_s_file_does_not_exist(client, scene, sheet):
    stranger = sheet.juror.user
    Scoresheet.objects.filter(pk=sheet.pk)
    client.force_login(scene.people["juror2"])
    other = Scoresheet.objects.get(juror__user=scene.people["juror2"])
    assert (
        post_json(
            client, other, operation([{"criterion": form_of(sheet)[0].pk, "choice": "2", "note": ""}])
        ).status_code
        == 200
    )
    assert not Score.objects.filter(sheet__juror__user=stranger).exists()
    assert client.get(reverse("assessments:jury_sheet", args=["K-AAAAA"])).status_code == 404
