"""The juror's sheet: what stands there, what a blind juror never reads, and where one goes on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.models import Score
from assessments.operations import sheets
from assessments.rubric.guides import guide
from awards.models import Window, WindowKind
from awards.states import NominationState as S
from ikm import operations as firms
from ovop_portal.common import clock
from tests.assessments.pages.jury.sheets import at_sheet, code_of, form_of, leaf, operation, post_json, recuse
from tests.scene import Scene, sheets_for_sending

pytestmark = pytest.mark.django_db


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


def test_the_scoring_page_costs_few_queries(juror, sheet, django_assert_num_queries):
    url = reverse("assessments:jury_sheet", args=[code_of(sheet)])
    juror.get(url)  # the form of this rubric version is read once in the life of a process
    with django_assert_num_queries(5):  # session, user, memberships, sheet, cells
        juror.get(url)


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
