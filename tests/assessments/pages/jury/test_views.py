"""A sheet in its juror's hands: sent, taken back, locked, and lost by a conflict."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import AssessmentPlan, Conflict, Entry, Panel, Scoresheet
from assessments.operations import sheets
from awards.models import Gate, GateEffect
from awards.states import NominationState as S
from ovop_portal.common import clock
from ovop_portal.documents.models import Document
from tests.assessments.pages.jury.sheets import code_of, form_of, operation, post_json, recuse
from tests.scene import Scene, sheets_for_sending

pytestmark = pytest.mark.django_db


def test_a_whole_sheet_is_sent_taken_back_and_sent_again(juror, scene, sheet):
    url = reverse("assessments:jury_send", args=[code_of(sheet)])
    unfinished = juror.post(url, {"kunci": str(uuid4()), "versi": "0"})
    assert unfinished.status_code == 422
    assert "Belum bisa dikirim" in unfinished.content.decode()
    scene.fill(sheet)

    assert juror.post(url, {"kunci": str(uuid4()), "versi": "1"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == "sent"
    assert juror.post(url, {"kunci": str(uuid4()), "langkah": "batal"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == "draft"


@pytest.mark.parametrize("seen", ["1", "0", "3", "", "x"])
def test_a_sheet_that_another_device_changed_after_the_summary_is_not_sent_unread(juror, scene, sheet, seen):
    url = reverse("assessments:jury_send", args=[code_of(sheet)])
    scene.fill(sheet)
    assert 'name="versi" value="1"' in juror.get(url).content.decode()
    scene.fill(sheet, level=0)

    answer = juror.post(url, {"kunci": str(uuid4()), "versi": seen})

    sheet.refresh_from_db()
    assert (answer.status_code, sheet.state) == (409, "draft")


def test_hours_are_printed_with_their_zone(juror, scene, sheet):
    scene.fill(sheet)
    sent = datetime.now(UTC).replace(second=0, microsecond=0)
    first = f"{sent.astimezone(clock.WIB):%H.%M}"
    saved = post_json(juror, sheet, operation([{"criterion": form_of(sheet)[0].pk, "choice": "2", "note": ""}], 1))
    form = juror.get(reverse("assessments:jury_sheet", args=[code_of(sheet)])).content.decode()
    sheets.send_sheet([sheet], by=scene.juror1, now=sent)

    page = juror.get(reverse("assessments:jury_send", args=[code_of(sheet)])).content.decode().replace("\xa0", " ")

    assert f"Nilai terkirim pukul {first} WIB" in page
    assert re.search(r"Terkunci pukul \d\d\.\d\d WIB\. Sampai saat itu", page)
    assert saved.json()["saved_at"].endswith("WIB")
    assert f"Tersimpan di server {saved.json()['saved_at']}" in form


def test_sending_twice_with_one_key_sends_once(juror, scene, sheet):
    scene.fill(sheet)
    key = str(uuid4())
    url = reverse("assessments:jury_send", args=[code_of(sheet)])

    answers = [juror.post(url, {"kunci": key, "versi": "1"}) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url


def test_a_locked_sheet_can_be_read_and_not_taken_back(juror, scene, sheet):
    scene.fill(sheet)
    sheets.send_sheet([sheet], by=scene.juror1, now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))
    url = reverse("assessments:jury_send", args=[code_of(sheet)])

    assert "Terkunci dengan nilai 100,00" in juror.get(url).content.decode()
    assert juror.post(url, {"kunci": str(uuid4()), "langkah": "batal"}).status_code == 409


def test_who_takes_a_sheet_back_too_late_is_told_so(juror, scene, sheet):
    scene.fill(sheet)
    sheets.send_sheet([sheet], by=scene.juror1, now=clock.now() - timedelta(hours=1))
    url = reverse("assessments:jury_send", args=[code_of(sheet)])

    late = juror.post(url, {"kunci": str(uuid4()), "langkah": "batal"})

    assert (late.status_code, "Pengiriman tidak dibatalkan" in late.content.decode()) == (422, True)
    assert "Waktu pembatalan sudah lewat. Minta panitia membuka kembali lembar ini" in late.content.decode()


def test_a_juror_with_a_conflict_loses_the_file_and_never_gets_it_again(juror, scene, sheet):
    url = reverse("assessments:jury_conflict", args=[code_of(sheet)])

    assert juror.post(url, {"kunci": str(uuid4())}).status_code == 422
    assert juror.post(url, {"kunci": str(uuid4()), "kind": "firm", "note": "Adik ipar"}).status_code == 302

    sheet.refresh_from_db()
    assert (sheet.state, Conflict.objects.get().kind) == ("recused", "firm")
    assert juror.get(url).status_code == 404


def test_a_second_click_on_the_conflict_gets_the_first_one_s_answer(juror, scene, sheet):
    url = reverse("assessments:jury_conflict", args=[code_of(sheet)])
    page = {"kunci": str(uuid4()), "kind": "firm", "note": "Adik ipar"}

    answers = [juror.post(url, page) for _twice in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("assessments:jury_queue"))] * 2
    assert juror.post(url, page | {"kunci": str(uuid4())}).status_code == 404
    assert Conflict.objects.count() == 1


def reopened(scene: Scene, sheet: Scoresheet) -> Scoresheet:
    """The sheet locked, and open again as a new round."""
    scene.score(sheet.entry.nomination)
    locked = Scoresheet.objects.select_related("entry__nomination", "juror__user").get(pk=sheet.pk)
    return sheets.reopen_sheet(locked, "Benturan kepentingan", by=scene.secretariat, now=scene.now)


def answers_about(juror: Client, sheet: Scoresheet) -> set[int]:
    """What the juror is answered at every address of the file, and at each of its files."""
    pages = [reverse(f"assessments:{name}", args=[code_of(sheet)]) for name in ("jury_sheet", "jury_send")]
    files = Document.objects.filter(pk__in=sheet.entry.submission.documents)
    asked = [juror.get(url) for url in [*pages, *(document.url for document in files)]]
    sent = [juror.post(url, {"kunci": str(uuid4()), "versi": "0"}) for url in pages]
    save = post_json(juror, sheet, operation([{"criterion": form_of(sheet)[0].pk, "choice": "2", "note": ""}]))
    for response in asked:
        b"".join(response)
    return {response.status_code for response in [*asked, *sent, save]}


def test_after_a_conflict_the_file_is_not_there_any_more_for_its_juror(juror, scene, sheet):
    AssessmentPlan.objects.update(is_blind=False)
    assert 404 not in answers_about(juror, sheet)

    recuse(scene, sheet)

    assert answers_about(juror, sheet) == {404}


def test_a_conflict_in_a_later_round_closes_the_earlier_one_too(juror, scene, sheet):
    recuse(scene, reopened(scene, sheet))
    Panel.objects.update(closed_at=scene.now)

    assert answers_about(juror, sheet) == {404}
    assert not Scoresheet.objects.visible_to(scene.juror1).exists()


def test_a_conflict_found_after_the_plenary_closes_the_file_too(juror, scene, sheet):
    scene.score(sheet.entry.nomination)
    scene.decide(scene.sealed_tally())
    Panel.objects.update(closed_at=scene.now)
    assert Scoresheet.objects.visible_to(scene.juror1).count() == len(scene.jurors)

    recuse(scene, sheet)

    assert answers_about(juror, sheet) == {404}
    assert not Scoresheet.objects.visible_to(scene.juror1).exists()
    assert Scoresheet.objects.visible_to(scene.people["juror2"]).count() == len(scene.jurors)
    assert [title for title, *_ in juror.get(reverse("assessments:jury_queue")).context["queue"].groups] == [
        "Benturan kepentingan"
    ]


def test_a_juror_learns_early_that_the_sample_has_not_come(juror, scene, sheet):
    queue, page = reverse("assessments:jury_queue"), reverse("assessments:jury_sheet", args=[code_of(sheet)])

    def said() -> list[bool]:
        return ["ontoh produk belum diterima panitia" in juror.get(url).content.decode() for url in (queue, page)]

    assert said() == [False, False]
    Entry.objects.update(sample_received_at=None)
    assert said() == [True, True]
    fresh = sheets_for_sending(sheet.entry.nomination).get(pk=sheet.pk)
    assert [item.code for item in sheets.missing_for_sending([fresh], scene.now)[sheet.pk]][-1] == "sample"


@pytest.mark.parametrize("change", [{"effect": GateEffect.CAP}, {"commodity_group_id": "gerabah"}])
def test_where_no_gate_holds_a_sheet_back_nothing_is_said_of_samples(juror, scene, change):
    Gate.objects.filter(effect=GateEffect.HOLD).update(**change)
    sheet = sheets_for_sending(scene.at(S.IN_ASSESSMENT)).get(juror__user=scene.juror1)
    Entry.objects.update(sample_received_at=None)

    for url in (reverse("assessments:jury_queue"), reverse("assessments:jury_sheet", args=[code_of(sheet)])):
        assert "ontoh produk belum diterima panitia" not in juror.get(url).content.decode()


def test_a_sheet_that_was_sent_waits_for_no_sample(juror, scene, sheet):
    scene.fill(sheet)
    sheets.send_sheet([sheet], by=scene.juror1, now=scene.now)
    Entry.objects.update(sample_received_at=None)

    assert "belum diterima panitia" not in juror.get(reverse("assessments:jury_queue")).content.decode()
