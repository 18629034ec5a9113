"""The juror's queue: until when, what is left, and what opens next."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Entry
from assessments.operations import sheets
from awards.models import Window, WindowKind
from awards.states import NominationState as S
from ovop_portal.common import clock
from tests.assessments.pages.jury.sheets import at_sheet, code_of, form_of, leaf, operation, post_json, recuse
from tests.scene import open_the_edition, sheets_for_sending

pytestmark = pytest.mark.django_db


def test_the_queue_names_a_file_with_a_conflict_and_leads_nowhere(juror, scene, sheet):
    recuse(scene, sheet)

    html = juror.get(reverse("assessments:jury_queue")).content.decode()

    assert f'<span class="code">{code_of(sheet)}</span>' in html
    assert f"/juri/{code_of(sheet)}/" not in html
    assert "Lanjutkan menilai" not in html


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
