"""The plenary in the officers' browser: what is chosen, said back, decided and closed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from assessments.models import Panel, PlenaryDecision, TallyRow
from assessments.operations import tally as tallies
from awards.models import Nomination, Window, WindowKind
from ovop_portal.common import clock
from tests.assessments.officers import codes, get, judged, post, words
from tests.support.second_person import disqualify

pytestmark = pytest.mark.django_db


def test_without_a_sealed_tally_the_plenary_leads_to_it(officer, scene):
    assert "Belum ada rekap yang tersegel" in words(get(officer, "plenary"))


def test_the_plenary_says_back_what_is_chosen_before_anything_is_decided(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    page = post(officer, "plenary", langkah="periksa", putus=code, **{f"bintang_{code}": "3", f"alasan_{code}": ""})

    assert (page.status_code, "Keputusan pleno tidak dapat diubah" in words(page)) == (200, True)
    assert "Semuanya menurut garis." in words(page)
    assert not PlenaryDecision.objects.exists()
    answer = post(officer, "plenary", langkah="tetapkan", putus=code, **{f"bintang_{code}": "3"})
    assert (answer.status_code, answer.url) == (302, "/panitia/pleno/2026/?kelompok=kain_tenun")
    assert PlenaryDecision.objects.get().stars == 3
    assert Nomination.objects.get(blind_code=code).recommendations.get().stars == 3


def hidden(page: Any, form: str) -> list[tuple[str, str]]:
    """What a form of hidden fields sends, without what guards it."""
    inside = re.search(rf'<form method="post" id="{form}">(.*?)</form>', page.content.decode(), flags=re.S)[1]
    return [pair for pair in re.findall(r'name="([^"]*)" value="([^"]*)"', inside) if pair[0] != "csrfmiddlewaretoken"]


@pytest.mark.parametrize("step", ["periksa", "garis"])
def test_the_way_back_from_the_review_keeps_everything_that_was_chosen(officer, scene, step):
    [ticked, other] = codes([judged(scene), judged(scene)])
    scene.sealed_tally()
    chosen = {
        "putus": ticked,
        f"bintang_{ticked}": "1",
        f"alasan_{ticked}": 'Contoh "kusam"',
        f"bintang_{other}": "2",
        f"alasan_{other}": "Masih dibahas",
    }
    review = post(officer, "plenary", langkah=step, **chosen)
    carried = [(name, value.replace("&quot;", '"')) for name, value in hidden(review, "kembali")]

    page = post(officer, "plenary", langkah="kembali", **dict(carried))

    assert dict(carried) == chosen
    assert 'form="kembali" name="langkah" value="kembali"' in review.content.decode()
    rows = {row.code: (row.ticked, row.chosen, row.reason) for row in page.context["desk"].open_rows}
    assert rows == {ticked: (True, 1, 'Contoh "kusam"'), other: (False, 2, "Masih dibahas")}
    assert (page.status_code, PlenaryDecision.objects.count()) == (200, 0)
    html = page.content.decode()
    assert [html.count('<option value="1" selected>'), html.count('<option value="2" selected>')] == [1, 1]
    assert html.count(" checked") == 1
    assert "Beri tanda centang" not in html


def test_enter_in_the_table_of_the_plenary_looks_at_what_is_ticked(officer, scene, monkeypatch):
    judged(scene)
    scene.sealed_tally()
    monkeypatch.setattr("assessments.pages.plenary.plenary.near_line", lambda official, bounds: False)

    html = get(officer, "plenary").content.decode()

    assert re.findall(r'form="pleno" name="langkah" value="(\w+)"', html) == ["periksa", "garis", "periksa"]


def test_what_no_page_of_ours_sends_is_not_carried_on(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()
    odd = {"bintang_K-XXXXX": "3", "lain": "x", f"bintang_{code}": "3", "putus": code}

    assert hidden(post(officer, "plenary", langkah="periksa", **odd), "kembali") == [
        ("putus", code),
        (f"bintang_{code}", "3"),
    ]
    back = post(officer, "plenary", langkah="kembali", **odd | {f"bintang_{code}": "9"})
    assert (back.status_code, [row.chosen for row in back.context["desk"].open_rows]) == (200, [3])


@pytest.mark.parametrize("step", ["periksa", "tetapkan"])
def test_other_stars_than_the_rule_want_a_reason(officer, scene, step):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    refused = post(officer, "plenary", langkah=step, putus=code, **{f"bintang_{code}": "1", f"alasan_{code}": " "})

    assert refused.status_code == 422
    assert f"Isi alasan: bintang {code} berbeda dari garis" in words(refused)
    assert '<option value="1" selected>' in refused.content.decode()
    assert not PlenaryDecision.objects.exists()


def test_a_departure_is_decided_with_its_reason_beside_the_rule(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    post(
        officer,
        "plenary",
        langkah="tetapkan",
        putus=code,
        **{f"bintang_{code}": "1", f"alasan_{code}": "Contoh tidak sesuai foto"},
    )

    decision = PlenaryDecision.objects.get()
    assert (decision.stars, decision.rule_stars, decision.reason) == (1, 3, "Contoh tidak sesuai foto")
    assert "Bintang 1 Contoh tidak sesuai foto" in words(get(officer, "plenary"))


@pytest.mark.parametrize("stars", ["4", "-1", "x", ""])
def test_stars_outside_the_scheme_are_refused(officer, scene, stars):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    answer = post(
        officer, "plenary", langkah="tetapkan", putus=code, **{f"bintang_{code}": stars, f"alasan_{code}": "x"}
    )

    assert (answer.status_code, PlenaryDecision.objects.count()) == (422, 0)


def test_stars_and_their_reason_share_the_room_of_one_cell(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    html = get(officer, "plenary").content.decode()

    [cell] = re.findall(r'<td role="cell" data-label="Keputusan, dan alasan bila berbeda">(.*?)</td>', html, flags=re.S)
    assert re.findall(r'<(?:select|input type="text") name="([^"]+)"', cell) == [f"bintang_{code}", f"alasan_{code}"]
    assert '<option value="0">Belum berbintang</option>' in cell


def test_nothing_ticked_is_said(officer, scene):
    judged(scene)
    scene.sealed_tally()

    assert "Beri tanda centang pada berkas yang diputuskan" in words(post(officer, "plenary", langkah="periksa"))


def test_the_plenary_says_what_it_means_to_hang_on_one_juror(officer, scene):
    judged(scene)
    scene.sealed_tally()

    assert "Bergantung pada satu juri: tanpa nilai salah satu juri, bintang menurut garis berubah." in words(
        get(officer, "plenary")
    )


def test_by_the_line_takes_what_is_not_near_one(officer, scene, monkeypatch):
    near, clear = judged(scene, level=-1), judged(scene, level=0)
    scene.sealed_tally()
    monkeypatch.setattr("assessments.pages.plenary.plenary.near_line", lambda official, bounds: official == 100)

    page = post(officer, "plenary", langkah="garis")

    assert [row.code for row, _stars, _reason in page.context["decisions"]] == [clear.blind_code]
    assert near.blind_code not in words(page)


def test_two_officers_decide_and_the_second_learns_it(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()
    row = TallyRow.objects.select_related(
        "tally__edition__scheme", "tally__star_lines", "entry__nomination__edition__scheme"
    ).get()
    tallies.decide_stars([(row, 3, "")], by=scene.secretariat, now=scene.now)

    answer = post(officer, "plenary", langkah="tetapkan", putus=code, **{f"bintang_{code}": "3"})

    assert (answer.status_code, PlenaryDecision.objects.count()) == (422, 1)
    with pytest.raises(tallies.Stale):
        tallies.decide_stars([(row, 3, "")], by=scene.secretariat, now=scene.now)


def test_a_disqualified_file_is_neither_decided_nor_waited_for(officer, scene):
    gone, stays = judged(scene), judged(scene)
    scene.sealed_tally()
    disqualify([gone], "Dokumen palsu", by=scene.secretariat, now=scene.now)

    page = get(officer, "plenary")

    assert (page.context["desk"].total, [row.code for row in page.context["desk"].open_rows]) == (1, [stays.blind_code])
    assert "Digugurkan" in words(page)
    assert (
        post(
            officer, "plenary", langkah="tetapkan", putus=gone.blind_code, **{f"bintang_{gone.blind_code}": "3"}
        ).status_code
        == 422
    )


def test_panels_close_once_everything_is_decided(officer, scene):
    judged(scene)
    judged(scene)
    run = scene.sealed_tally()
    assert "Tutup panel" not in words(get(officer, "plenary"))
    refused = post(officer, "plenary", langkah="tutup")
    assert (refused.status_code, "2 berkas belum diputuskan pleno" in words(refused)) == (422, True)
    scene.decide(run)
    assert "Tutup panel" in words(get(officer, "plenary"))

    assert post(officer, "plenary", langkah="tutup").status_code == 302

    assert Panel.objects.get().closed_at is not None
    page = get(officer, "plenary")
    assert "Panel sudah ditutup." in words(page)
    assert reverse("awards:determination", args=[2026]) in page.content.decode()


def test_the_plenary_costs_the_same_for_one_row_and_for_three(officer, scene, django_assert_num_queries):
    judged(scene)
    scene.sealed_tally()
    get(officer, "plenary")
    with django_assert_num_queries(11):
        one = get(officer, "plenary")
    judged(scene), judged(scene)
    scene.sealed_tally()
    with django_assert_num_queries(11):
        three = get(officer, "plenary")
    assert (len(one.context["desk"].rows), len(three.context["desk"].rows)) == (1, 3)


def test_outside_its_days_the_plenary_says_so_and_keeps_what_was_chosen(officer, scene):
    nomination = judged(scene)
    scene.sealed_tally()
    assert "Bintang diputuskan dalam masa pleno" not in words(get(officer, "plenary"))
    Window.objects.filter(kind=WindowKind.PLENARY).update(closes_at=clock.now() - timedelta(days=1))

    code = str(nomination.blind_code)
    sent = {"putus": [code], f"bintang_{code}": "1", f"alasan_{code}": "Contoh rusak"}
    answer = post(officer, "plenary", langkah="tetapkan", **sent)

    page = get(officer, "plenary")
    assert "Bintang diputuskan dalam masa pleno" in words(page)
    assert reverse("assessments:schedule", args=[2026]) in page.content.decode()
    assert answer.status_code == 422
    assert "Masa pleno sedang tidak dibuka" in words(answer)
    assert "Contoh rusak" in answer.content.decode()
    assert not PlenaryDecision.objects.exists()


def test_what_is_typed_by_people_is_escaped_in_rows_written_by_hand(officer, scene):
    nomination = judged(scene)
    nomination.product.name = '<b onmouseover="x">Tenun'
    nomination.product.save()
    scene.sealed_tally()

    for name in ("recap", "plenary", "monitor"):
        assert "<b onmouseover" not in get(officer, name).content.decode()
    code = nomination.blind_code
    html = post(
        officer, "plenary", langkah="periksa", putus=code, **{f"bintang_{code}": "9", f"alasan_{code}": '"><script>'}
    ).content.decode()
    assert '"><script>' not in html
