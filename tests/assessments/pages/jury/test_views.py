"""The juror's pages and the small request of a save."""

import json
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import AssessmentPlan, Conflict, Entry, Panel, Score, ScoreEvent, Scoresheet
from assessments.operations import assigning, sheets
from assessments.pages.jury import views as jury
from assessments.pages.jury.scores import BadOperation, read_operation
from assessments.rubric.guides import guide
from assessments.rubric.questionnaire import questions
from awards.models import Gate, GateEffect, Window, WindowKind
from awards.states import NominationState as S
from ikm import operations as firms
from ovop_portal.common import clock
from ovop_portal.documents.models import Document
from tests.scene import Scene, open_the_edition, sheets_for_sending
from tests.support.marks import AT_ONCE
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def sheet(scene: Scene) -> Scoresheet:
    return sheets_for_sending(scene.at(S.IN_ASSESSMENT)).get(juror__user=scene.juror1)


@pytest.fixture
def juror(client: Client, scene: Scene) -> Client:
    client.force_login(scene.juror1)
    return client


def code_of(sheet: Scoresheet) -> str:
    return str(sheet.entry.nomination.blind_code)


def form_of(sheet: Scoresheet) -> Any:
    nomination = sheet.entry.nomination
    return questions(nomination.edition.plan.rubric_id, nomination.product.commodity_group_id)


def post_json(client: Client, sheet: Scoresheet, data: Any) -> Any:
    return client.post(
        reverse("assessments:jury_save", args=[code_of(sheet)]), json.dumps(data), content_type="application/json"
    )


def operation(cells: list[dict[str, Any]], base: int = 0, op: Any = None) -> dict[str, Any]:
    return {"op_id": str(op or uuid4()), "base_version": base, "cells": cells}


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


def test_the_page_works_as_a_plain_form_and_keeps_what_was_typed_when_something_is_missing(juror, sheet):
    first, second, *_ = form_of(sheet)
    url = reverse("assessments:jury_sheet", args=[code_of(sheet)])
    page = {"kunci": str(uuid4()), "versi": "0", f"k{first.pk}": "2", f"n{first.pk}": "Baik", f"k{second.pk}": "x"}

    refused = juror.post(url, page)

    assert refused.status_code == 422
    assert "Isi alasan mengapa tidak dapat dinilai" in refused.content.decode()
    assert "Baik" in refused.content.decode()
    saved = juror.post(url, page | {f"n{second.pk}": "Nota tidak ada"})
    assert saved.status_code == 302
    assert sorted(Score.objects.values_list("criterion_id", "points", "cannot_assess", "note")) == sorted(
        [(first.pk, 2, False, "Baik"), (second.pk, None, True, "Nota tidak ada")]
    )


def test_the_note_says_when_it_is_demanded(juror, sheet):
    html = juror.get(reverse("assessments:jury_sheet", args=[code_of(sheet)])).content.decode()

    assert "(opsional)" not in html
    assert html.count("(wajib bila tidak dapat dinilai)") == len(form_of(sheet))


def test_a_plain_form_that_is_older_than_the_sheet_shows_both_values(juror, sheet):
    first, *_ = form_of(sheet)
    post_json(juror, sheet, operation([{"criterion": first.pk, "choice": "3", "note": ""}]))

    answer = juror.post(
        reverse("assessments:jury_sheet", args=[code_of(sheet)]),
        {"kunci": str(uuid4()), "versi": "0", f"k{first.pk}": "1"},
    )

    assert answer.status_code == 409
    assert "Di perangkat ini: 1 poin. Di server: 3 poin." in answer.content.decode()


def test_a_blind_juror_never_reads_who_the_firm_is(juror, scene, sheet):
    nomination = sheet.entry.nomination
    page = juror.get(reverse("assessments:jury_sheet", args=[code_of(sheet)])).content.decode()

    for secret in (
        nomination.number,
        nomination.ikm.name,
        nomination.ikm.nib,
        "Jl. Melati 3",
        scene.sentra.name,
        "Karangasem",
        "188/12/2020",
    ):
        assert secret not in page
    assert nomination.product.name in page


def test_the_owner_s_own_words_do_not_name_the_owner_to_a_blind_juror(juror, scene, monkeypatch):
    def with_a_story(*args: Any, **more: Any) -> Any:
        [product] = Scene.products(scene, *args, **more)
        story = f"{product.ikm.name} milik Wayan di Karangasem, Bali."
        firms.write(product, {"story": story}, seen=product.version, by=scene.owner, now=scene.now)
        return [product]

    monkeypatch.setattr(scene, "products", with_a_story)
    code = scene.at(S.IN_ASSESSMENT).blind_code

    page = juror.get(reverse("assessments:jury_sheet", args=[code])).content.decode()

    assert "[disamarkan] milik [disamarkan] di [disamarkan], [disamarkan]." in page
    assert "Selama itu salinan dokumen tidak dibuka" in page


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
    assert juror.post(url, {"kunci": str(uuid4()), "langkah": "batal"}).status_code in {409, 422}


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


def recuse(scene: Scene, sheet: Scoresheet) -> None:
    assigning.declare_conflict(sheet.juror, [sheet.entry.nomination], "firm", by=scene.juror1, now=scene.now)


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


def test_the_queue_names_a_file_with_a_conflict_and_leads_nowhere(juror, scene, sheet):
    recuse(scene, sheet)

    html = juror.get(reverse("assessments:jury_queue")).content.decode()

    assert f'<span class="code">{code_of(sheet)}</span>' in html
    assert f"/juri/{code_of(sheet)}/" not in html
    assert "Lanjutkan menilai" not in html


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


def test_the_queue_says_until_when_files_may_be_judged(juror, scene):
    scene.at(S.IN_ASSESSMENT)
    until, closed = datetime(2099, 6, 30, 16, 59, tzinfo=UTC), datetime(2026, 6, 30, 16, 59, tzinfo=UTC)
    window = Window.objects.filter(edition=scene.edition, kind=WindowKind.ASSESSMENT)

    def said(moment: datetime) -> tuple[list[str], str]:
        window.update(opens_at=datetime(2026, 1, 1, tzinfo=UTC), closes_at=moment)
        page = juror.get(reverse("assessments:jury_queue"))
        return [season.deadline for season in page.context["queue"].seasons], page.content.decode()

    for moment, words in (
        (until, "Masa penilaian OVOP 2026: sampai Selasa, 30 Juni 2099 pukul 23.59 WIB"),
        (closed, "Masa penilaian OVOP 2026 ditutup 30 Juni 2026 pukul 23.59 WIB"),
    ):
        [line], html = said(moment)
        assert line.replace("\xa0", " ") == words
        assert f"<p>{line}</p>" in html


def cells_of(page: Any) -> list[dict[str, str]]:
    """The cells of each row of the queue, by the heads of their columns."""
    rows = re.findall(r'<tr role="row">\s*<th role="rowheader".*?</tr>', page.content.decode(), flags=re.S)
    found = [re.findall(r'data-label="([^"]*)">(.*?)</td>', row, flags=re.S) for row in rows]
    return [{head: " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for head, cell in row} for row in found]


def test_the_queue_says_the_deadline_of_each_file_and_what_the_server_has(juror, scene, sheet):
    # 23.59 in Jakarta is the next day in the east.
    Window.objects.filter(kind=WindowKind.ASSESSMENT).update(closes_at=datetime(2099, 6, 30, 16, 59, tzinfo=UTC))
    url = reverse("assessments:jury_queue")

    [before] = cells_of(juror.get(url))
    saved = post_json(juror, sheet, operation([{"criterion": form_of(sheet)[0].pk, "choice": "2", "note": ""}]))
    [after] = cells_of(juror.get(url))
    recuse(scene, sheet)
    [gone] = cells_of(juror.get(url))

    assert (before["Tenggat"], before["Kriteria dinilai"]) == ("30 Jun 2099", "0")
    assert (before["Status"], after["Kriteria dinilai"]) == ("Belum dinilai", "1")
    assert re.fullmatch(r"Draf +tersimpan \d.* pukul \d\d\.\d\d WIB", after["Status"])
    assert after["Status"].endswith(" ".join(saved.json()["saved_at"].split()))
    assert (gone["Tenggat"], gone["Status"]) == ("", "Benturan kepentingan")


def test_files_of_two_editions_are_told_apart(juror, scene):
    url, main = reverse("assessments:jury_queue"), scene.edition
    [code] = [scene.at(S.IN_ASSESSMENT).blind_code]
    assert '<span class="hint">OVOP 2026</span>' not in juror.get(url).content.decode()
    scene.edition = open_the_edition(2025, scene.now)
    other = scene.at(S.IN_ASSESSMENT).blind_code
    scene.edition = main

    page = juror.get(url)

    heads = re.findall(
        r'scope="row">\s*<a class="code"[^>]*>([^<]+)</a>\s*<br><span class="hint">([^<]+)<', page.content.decode()
    )
    assert heads == [(code, "OVOP 2026"), (other, "OVOP 2025")]
    assert [season.deadline.split(":")[0] for season in page.context["queue"].seasons] == [
        "Masa penilaian OVOP 2026",
        "Masa penilaian OVOP 2025",
    ]


def counted(juror: Client) -> list[tuple[str, int, int, str]]:
    """Of each edition on the queue: name, done, of how many, the code of the file that its button opens."""
    seasons = juror.get(reverse("assessments:jury_queue")).context["queue"].seasons
    return [
        (season.edition, season.done, season.total, season.upcoming.code if season.upcoming else "")
        for season in seasons
    ]


def test_each_edition_is_counted_by_itself_and_the_one_that_can_be_finished_stands_first(juror, scene):
    main, waiting = scene.edition, scene.at(S.IN_ASSESSMENT)
    scene.edition = open_the_edition(2025, scene.now)
    for file in (done := scene.at(S.IN_ASSESSMENT), left := scene.at(S.IN_ASSESSMENT)):
        if file is done:
            mine = sheets_for_sending(file).get(juror__user=scene.juror1)
            scene.fill(mine)
            sheets.send_sheet([mine], by=scene.juror1, now=scene.now)
    scene.edition = main
    Entry.objects.filter(nomination=waiting).update(sample_received_at=None)

    assert counted(juror) == [("OVOP 2025", 1, 2, left.blind_code), ("OVOP 2026", 0, 1, "")]
    Entry.objects.filter(nomination=waiting).update(sample_received_at=scene.now)
    assert counted(juror) == [("OVOP 2026", 0, 1, waiting.blind_code), ("OVOP 2025", 1, 2, left.blind_code)]
    assert leaf(juror, left.blind_code).redirect_chain == [(at_sheet(waiting.blind_code), 302)]


def test_the_button_opens_a_file_that_can_be_finished_and_the_others_say_why_not(juror, scene):
    url, held, begun = reverse("assessments:jury_queue"), scene.at(S.IN_ASSESSMENT), scene.at(S.IN_ASSESSMENT)
    Entry.objects.filter(nomination=held).update(sample_received_at=None)
    leaf(juror, begun.blind_code, **{f"k{form_of(sheets_for_sending(begun).first())[0].pk}": "2"})

    assert counted(juror) == [("OVOP 2026", 0, 2, begun.blind_code)]
    html = juror.get(url).content.decode()
    assert "contoh produk belum diterima panitia, belum dapat dikirim" in html
    assert "1 berkas menunggu contoh produk: nilainya dapat diisi, tetapi belum dapat dikirim." in html
    assert leaf(juror, held.blind_code).redirect_chain == [(at_sheet(begun.blind_code), 302)]

    for moment, words in ((timedelta(days=2), "belum dibuka"), (-timedelta(days=9), "sudah ditutup")):
        opens = clock.now() + moment
        Window.objects.filter(kind=WindowKind.ASSESSMENT).update(opens_at=opens, closes_at=opens + timedelta(days=1))
        assert counted(juror) == [("OVOP 2026", 0, 2, "")]
        assert f"masa penilaian {words}" in juror.get(url).content.decode()


def test_the_queue_costs_the_same_queries_for_one_file_and_for_three(juror, scene, django_assert_num_queries):
    url = reverse("assessments:jury_queue")
    scene.at(S.IN_ASSESSMENT)
    with django_assert_num_queries(4):
        one = juror.get(url)
    scene.bring(*[S.IN_ASSESSMENT] * 2)
    with django_assert_num_queries(4):
        three = juror.get(url)
    assert [[len(rows) for _title, rows in page.context["queue"].groups] for page in (one, three)] == [[1], [3]]


def test_the_scoring_page_costs_few_queries(juror, sheet, django_assert_num_queries):
    url = reverse("assessments:jury_sheet", args=[code_of(sheet)])
    juror.get(url)  # the form of this rubric version is read once in the life of a process
    with django_assert_num_queries(5):  # session, user, memberships, sheet, cells
        juror.get(url)


# --- What to look at, and where to go on ---------------------------------------------------------------------------------


def test_each_criterion_says_what_to_look_at_and_leads_there(juror, sheet):
    html = juror.get(reverse("assessments:jury_sheet", args=[code_of(sheet)])).content.decode()

    criteria = dict(
        re.findall(r'<fieldset class="criterion[^"]*" id="k(\d+)".*?</legend>(.*?)<label', html, flags=re.S)
    )
    for question in form_of(sheet):
        pointers = re.findall(r'<a href="#bukti-(\w+)">([^<]+)</a>', criteria[str(question.pk)])
        assert pointers == [(one.chapter, one.words) for one in guide(question.evidence) if one.chapter]
    places = set(re.findall(r'href="#(bukti-\w+)"', html))
    assert places == {"bukti-produksi", "bukti-pasar", "bukti-produk", "bukti-sentra", "bukti-foto", "bukti-dokumen"}
    assert {place for place in places if f'id="{place}"' not in html} == set()
    assert "Lihat: contoh produk, <a" in html


def leaf(juror: Client, code: str, **answers: str) -> Any:
    """On to the next file from this one, with what was chosen here."""
    url = reverse("assessments:jury_sheet", args=[code])
    return juror.post(url, {"kunci": str(uuid4()), "versi": "0", "lanjut": "ya"} | answers, follow=True)


def at_sheet(code: str) -> str:
    return reverse("assessments:jury_sheet", args=[code])


def test_going_on_saves_what_stands_and_opens_the_file_with_the_fewest_answers(juror, scene, sheet):
    begun, untouched = scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT)
    question = form_of(sheet)[0]
    leaf(juror, begun.blind_code, **{f"k{question.pk}": "2"})

    page = leaf(juror, code_of(sheet), **{f"k{question.pk}": "3"})

    assert page.redirect_chain == [(at_sheet(untouched.blind_code), 302)]
    assert f"Nilai {code_of(sheet)} tersimpan" in page.content.decode()
    assert Score.objects.get(sheet=sheet).points == 3
    assert (
        juror.get(reverse("assessments:jury_queue")).context["queue"].seasons[0].upcoming.code == untouched.blind_code
    )


def test_whoever_only_leafs_through_comes_to_every_file(juror, scene, sheet):
    codes = sorted([code_of(sheet), *(str(scene.at(S.IN_ASSESSMENT).blind_code) for _more in range(2))])
    seen, code = [], codes[0]

    for _turn in codes:
        seen.append(code)
        code = leaf(juror, code).redirect_chain[0][0].split("/")[2]

    assert (seen, code) == (codes, codes[0])


def test_after_the_last_file_one_is_back_at_the_queue(juror, scene, sheet):
    other = scene.at(S.IN_ASSESSMENT)
    recuse(scene, sheets_for_sending(other).get(juror__user=scene.juror1))

    assert leaf(juror, code_of(sheet)).redirect_chain == [(reverse("assessments:jury_queue"), 302)]


def test_nothing_leads_on_while_an_answer_lacks_its_reason(juror, scene, sheet):
    scene.at(S.IN_ASSESSMENT)

    page = leaf(juror, code_of(sheet), **{f"k{form_of(sheet)[0].pk}": "x"})

    assert (page.status_code, page.redirect_chain) == (422, [])


def test_a_sheet_that_was_sent_leads_to_the_next_file(juror, scene, sheet):
    other = scene.at(S.IN_ASSESSMENT)
    scene.fill(sheet)
    url = reverse("assessments:jury_send", args=[code_of(sheet)])
    link = f'href="{at_sheet(other.blind_code)}">Berkas berikutnya</a>'
    assert link not in juror.get(url).content.decode()

    sheets.send_sheet([sheet], by=scene.juror1, now=scene.now)

    assert link in juror.get(url).content.decode()


def test_a_closed_edition_leads_nowhere(juror, scene, sheet):
    Window.objects.filter(kind=WindowKind.ASSESSMENT).update(closes_at=clock.now() - timedelta(minutes=1))

    assert juror.get(reverse("assessments:jury_queue")).context["queue"].seasons[0].upcoming is None
